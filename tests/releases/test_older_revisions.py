"""Revisions from before the database recorded which parts each of them changed."""

from importlib import import_module

import pytest
from django.apps import apps

from edition.releases.models import RevisedPart
from edition.releases.publish import publish
from tests.releases.builders import make_edition

tell_parts = import_module("edition.releases.migrations.0005_parts_of_older_revisions").tell_parts


@pytest.mark.django_db
def test_what_older_revisions_changed_is_recorded_once():
    edition = make_edition()
    publish(edition)
    edition.annotations.all().delete()
    publish(edition)
    edition.notes.update(source="Changed.")
    publish(edition)
    recorded = set(RevisedPart.objects.values_list("revision__number", "key"))
    assert recorded == {(2, "a1"), (3, "n1")}
    RevisedPart.objects.filter(revision__number=2).delete()
    for _ in range(2):
        tell_parts(apps, None)
        assert set(RevisedPart.objects.values_list("revision__number", "key")) == recorded
