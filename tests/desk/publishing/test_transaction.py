"""The queries and locks of one save at the desk."""

from functools import lru_cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edition.desk.model_admin import base
from edition.desk.publishing import transaction
from edition.releases import anchors
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from edition.texts.models import Section
from tests.desk.conftest import form_in
from tests.releases.builders import make_edition


@pytest.fixture
def locked(monkeypatch):
    """The ids of the editions that each request locks."""
    found = []
    for module in (base, transaction):
        monkeypatch.setattr(module, "lock_editions", found.extend)
    return found


def test_a_save_reads_the_working_copy_once(desk):
    paragraph = desk.edition.paragraphs.get(key="p3")
    address = desk.page(paragraph)
    form = desk.open(address) | {"source": paragraph.source + " Added."}
    with CaptureQueriesContext(connection) as made:
        desk.client.post(address, form)
    read = [each["sql"] for each in made if 'FROM "texts_citation"' in each["sql"]]
    assert len(read) == 1
    assert desk.release.release_number == 2


def test_a_form_locks_the_edition_of_its_part_and_no_other(desk, locked):
    make_edition()
    desk.save(desk.edition.notes.get(key="n7"), label="7a")
    assert {*locked} == {desk.edition.pk}


def test_a_form_for_something_new_locks_the_edition_it_names(desk, locked):
    other = make_edition()
    desk.add(Section, edition=other.pk, heading="New")
    assert {*locked} == {other.pk}


def test_no_spelling_of_an_id_avoids_the_lock(desk, locked):
    note = desk.edition.notes.get(key="n7")
    address = desk.page(note)
    desk.client.post(address.replace(f"/{note.pk}/", f"/+{note.pk}/"), desk.open(address))
    assert {*locked} == {desk.edition.pk}
    other = make_edition()
    for n, pk in enumerate([f" {other.pk}", f"+{other.pk}", chr(0xFF10 + other.pk)]):
        locked.clear()
        desk.add(Section, edition=pk, heading=f"New {n}")
        assert other.sections.filter(heading=f"New {n}").exists() and {*locked} == {other.pk}


def test_something_deleted_from_a_list_locks_its_edition(desk, locked):
    make_edition()
    desk.client.post(
        desk.list(desk.edition.annotations.model),
        form_in(desk.select(desk.edition.annotations.filter(key="a3"), "delete_selected")),
    )
    assert {*locked} == {desk.edition.pk}


def test_the_order_of_an_edition_locks_that_edition(desk, locked):
    make_edition()
    address = f"/admin/texts/edition/{desk.edition.pk}/order/"
    desk.client.post(address, desk.open(address))
    assert {*locked} == {desk.edition.pk}


@pytest.fixture
def done(monkeypatch):
    """What a save does in which order: it locks, and it follows the anchors of a text."""
    done = []
    lock, reanchor = base.lock_editions, anchors.anchoring.reanchor
    monkeypatch.setattr(base, "lock_editions", lambda pks: done.append("lock") or lock(pks))
    followed = lru_cache(lambda *texts: done.append("follow") or reanchor(*texts))
    monkeypatch.setattr(anchors, "_reanchored", followed)
    return done


def test_the_anchors_of_a_correction_are_followed_before_the_lock(desk, done):
    """On SQLite every vote waits for the lock."""
    paragraph = desk.edition.paragraphs.get(key="p3")
    desk.save(paragraph, source=f"Added.\r\n{paragraph.source}")
    assert done == ["follow", "lock"]
    assert desk.release.release_number == 2


@pytest.mark.parametrize("source", ["*", "a" * 100_001], ids=["no Markdown", "too long"])
def test_no_anchor_is_followed_into_a_text_that_is_refused(desk, done, source):
    desk.save(desk.edition.paragraphs.get(key="p3"), source=source)
    assert done == ["lock"]


def test_no_anchor_is_followed_for_who_may_not_change_the_text(desk, done, django_user_model):
    paragraph = desk.edition.paragraphs.get(key="p3")
    form = desk.open(desk.page(paragraph)) | {"source": "Otherwise."}
    annotator = django_user_model.objects.create(username="bob", is_staff=True)
    appoint(annotator, desk.edition, Role.ANNOTATOR)
    desk.client.force_login(annotator)
    assert desk.client.post(desk.page(paragraph), form).status_code == 403
    assert "follow" not in done


def test_nobody_locks_an_edition_they_may_not_view(desk, locked, django_user_model):
    other = make_edition()
    stranger = django_user_model.objects.create(username="eve", is_staff=True)
    appoint(stranger, other, Role.EDITOR)
    desk.client.force_login(stranger)
    desk.client.post(desk.page(desk.edition.notes.get(key="n7")), {"label": "8"})
    assert desk.edition.pk not in locked
