"""A document stored over a working copy reuses the existing rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from edition.document.inline import Reference, Text
from edition.document.values import Note, Paragraph, Section
from edition.releases.working_copy import load, store
from edition.texts.models import Edition
from tests.releases.builders import article, make_document, make_edition
from tests.releases.storable import storable

KEYED = (
    *("contributors", "notes", "sections", "paragraphs"),
    *("annotations", "emendations", "entities", "events", "polls"),
)


def rows(edition):
    return {(kind, row.key): row.pk for kind in KEYED for row in getattr(edition, kind).only("key")}


class AnyDocumentOverAnyOther(TestCase):
    @settings(max_examples=settings().max_examples // 5)
    @given(storable(), storable())
    def test_is_what_is_loaded_and_keeps_the_rows_of_its_keys(self, before, after):
        edition = store(before)
        assert load(edition) == before
        had = rows(edition)
        store(after, edition)
        assert load(Edition.objects.get(pk=edition.pk)) == after
        has = rows(edition)
        shared = had.keys() & has.keys()
        assert {key: has[key] for key in shared} == {key: had[key] for key in shared}


@pytest.mark.django_db
def test_two_notes_may_change_numbers():
    edition = make_edition(
        notes=(Note("n1", "1", ((Text("One."),),)), Note("n2", "2", ((Text("Two."),),)))
    )
    changed = make_document(
        notes=(Note("n1", "2", ((Text("One."),),)), Note("n2", "1", ((Text("Two."),),)))
    )
    store(changed, edition)
    assert [note.label for note in load(edition).notes] == ["2", "1"]


@pytest.mark.django_db
def test_what_is_lost_stays_lost_where_neither_text_nor_place_is_new():
    edition = make_edition()
    edition.annotations.update(is_lost=True)
    store(make_document(title="Other"), edition)
    assert edition.annotations.get().is_lost


@pytest.mark.django_db
def test_what_is_lost_stays_lost_where_only_the_words_stand_by_chance():
    edition = make_edition()
    edition.annotations.update(is_lost=True)
    chance = (Section("s1", (Paragraph("p1", (Text("Arma are other words."), Reference("n1"))),)),)
    store(make_document(sections=chance), edition)
    assert edition.annotations.get().is_lost


@pytest.mark.django_db
def test_what_is_lost_is_found_where_the_whole_text_comes_back():
    edition = make_edition()
    edition.paragraphs.update(source="Virumque cano.[^n1]")
    edition.annotations.update(is_lost=True)
    store(make_document(), edition)
    assert not edition.annotations.get().is_lost


@pytest.mark.django_db
def test_storing_the_same_again_writes_no_row_of_a_text_or_layer():
    edition = store(article())
    with CaptureQueriesContext(connection) as queries:
        store(article(), edition)
    statements = [query["sql"] for query in queries]
    written = {
        sql.split('"')[1] for sql in statements if not sql.startswith(("SELECT", "SAVE", "RELEASE"))
    }
    assert written <= {"texts_edition", "texts_witness", "polls_poll", "polls_choice"}
    assert len(statements) < 50
