"""The queries and locks of one save at the desk."""

from functools import lru_cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edition.desk.model_admin import base
from edition.desk.publishing import transaction
from edition.releases import anchors
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


def test_a_correction_is_parsed_and_followed_before_the_lock(desk, monkeypatch):
    """On SQLite every vote waits for the lock."""
    done = []
    lock, reanchor = base.lock_editions, anchors.anchoring.reanchor
    monkeypatch.setattr(base, "lock_editions", lambda pks: done.append("lock") or lock(pks))
    followed = lru_cache(lambda *texts: done.append("follow") or reanchor(*texts))
    monkeypatch.setattr(anchors, "_reanchored", followed)
    paragraph = desk.edition.paragraphs.get(key="p3")
    desk.save(paragraph, source=f"Added.\r\n{paragraph.source}")
    assert done == ["follow", "lock"]
    assert desk.release.release_number == 2
