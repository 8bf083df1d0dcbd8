"""Every list opens, with a number of queries that does not grow with the edition."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from edition.apparatus.models import Annotation, Emendation, Entity
from edition.polls.models import Poll
from edition.releases.models import Revision
from edition.releases.publish import publish
from edition.texts.models import Edition, Note, Paragraph, Section, Witness
from edition.timeline.models import Event
from tests.conftest import insert, rows_written_by
from tests.releases.builders import article, store

LISTED = [
    Edition, Section, Paragraph, Note, Annotation, Emendation, Entity, Event, Poll, Revision,
    Witness, User,
]  # fmt: skip


def queries(client, address):
    with CaptureQueriesContext(connection) as made:
        response = client.get(address)
    assert response.status_code == 200
    return len(made)


@pytest.fixture(scope="module")
def rows_of_a_second_edition(rows_of_the_article, django_db_blocker):
    """The rows that the article adds beside itself, stored and published once more."""
    with django_db_blocker.unblock(), transaction.atomic():
        insert(rows_of_the_article)
        second = rows_written_by(lambda: publish(store(replace(article(), slug="again"))))
        transaction.set_rollback(True)
    return second


@pytest.mark.parametrize("model", LISTED)
def test_a_list_asks_no_more_for_twice_as_much(desk, rows_of_a_second_edition, model):
    address = desk.list(model)
    queries(desk.client, address)  # fills what Django caches between requests
    once = queries(desk.client, address)
    insert(rows_of_a_second_edition)
    assert queries(desk.client, address) == once
