from dataclasses import replace

import pytest

from edition.document import unicode
from edition.document.inline import Reference, Text
from edition.document.values import (
    Choice,
    Contributor,
    Emendation,
    Entity,
    EntityKind,
    Event,
    Note,
    Poll,
    Role,
)
from edition.releases.checks.check import check
from tests.releases.builders import article, make_document


def reported(document):
    return [(problem.where, problem.blocks) for problem in check(document)]


def test_the_article_has_no_problem():
    assert check(article()) == []


def test_a_small_sound_document_has_no_problem():
    assert check(make_document()) == []


def test_a_note_that_is_called_nowhere_blocks():
    notes = (*make_document().notes, Note("n2", "2", ((Text("Where?"),),)))
    assert ("n2", True) in reported(make_document(notes=notes))


def test_two_notes_of_one_number_block():
    note = make_document().notes[0]
    assert ("note 1", True) in reported(make_document(notes=(note, replace(note, key="n2"))))


def test_letters_written_in_parts_block():
    assert reported(make_document(title="e\u0301")) == [("edition", True)]


def test_more_marks_in_a_row_than_can_be_normalised_block(monkeypatch):
    monkeypatch.setattr("edition.releases.checks.check.is_normalized", lambda *args: 1 / 0)
    marks = "a" + "\u0301" * (unicode.LONGEST_RUN + 1)
    assert reported(make_document(title=marks)) == [("edition", True)]


def test_an_anchor_whose_words_are_gone_blocks():
    annotation = make_document().annotations[0]
    moved = replace(annotation, anchor=replace(annotation.anchor, start=3, end=7))
    assert ("a1", True) in reported(make_document(annotations=(moved,)))


def test_overlapping_emendations_block():
    anchor = make_document().annotations[0].anchor
    emendations = tuple(
        Emendation(key, anchor, "Virum", "Why not.", "vergil", "2026-11-23") for key in ("m1", "m2")
    )
    assert ("m2", True) in reported(make_document(emendations=emendations))


def test_an_emendation_that_changes_nothing_blocks():
    anchor = make_document().annotations[0].anchor
    emendation = Emendation("m1", anchor, "Arma", "None.", "vergil", "2026-11-23")
    assert ("m1", True) in reported(make_document(emendations=(emendation,)))


@pytest.mark.parametrize("edtf", ["", "next spring", "2013-13"])
def test_a_bad_date_blocks(edtf):
    assert ("e1", True) in reported(make_document(events=(Event("e1", edtf, "Something"),)))


def test_an_event_the_text_does_not_mention_only_needs_review():
    assert reported(make_document(events=(Event("e1", "2013", "Something"),))) == [("e1", False)]


def test_an_unsigned_annotation_blocks():
    annotation = replace(make_document().annotations[0], by="nobody")
    assert ("a1", True) in reported(make_document(annotations=(annotation,)))


def test_an_annotation_that_refers_to_no_note_blocks():
    annotation = replace(make_document().annotations[0], blocks=((Reference("n9"),),))
    assert ("a1", True) in reported(make_document(annotations=(annotation,)))


def test_a_heading_that_calls_a_note_blocks():
    section = replace(make_document().sections[0], heading=(Text("On arms"), Reference("n1")))
    assert ("s1", True) in reported(make_document(sections=(section,)))


@pytest.mark.parametrize(
    "parts",
    [
        {"entities": (Entity("p3", "P3", EntityKind.OTHER),)},
        {"polls": (Poll("p3", "Which?", ()),)},
        {"polls": (Poll("goals", "Which?", (Choice("p3", "The third", 0),)),)},
        {"contributors": (Contributor("p3", "P. Three", Role.AUTHOR),)},
    ],
)
def test_what_is_named_like_a_paragraph_blocks(parts):
    assert ("p3", True) in reported(make_document(**parts))
