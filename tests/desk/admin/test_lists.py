"""Every list opens, with a number of queries that does not grow with the edition."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edition.apparatus.models import Annotation, Emendation, Entity
from edition.polls.models import Poll
from edition.releases.models import Revision
from edition.releases.publish import publish
from edition.texts.models import Edition, Note, Paragraph, Section, Witness
from edition.timeline.models import Event
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


@pytest.mark.parametrize("model", LISTED)
def test_a_list_asks_no_more_for_twice_as_much(desk, model):
    address = desk.list(model)
    queries(desk.client, address)  # fills what Django caches between requests
    once = queries(desk.client, address)
    publish(store(replace(article(), slug="again")))
    assert queries(desk.client, address) == once
