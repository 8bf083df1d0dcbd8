"""A newly imported text keeps the layers that editors made over the previous one."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from edition.document.changes.anchoring import locate
from edition.document.inline import Reference, Text
from edition.document.values import Choice, Event, Note, Paragraph, Poll, Section
from edition.releases.anchors import lost_anchors
from edition.releases.publish import save_revision
from edition.releases.reimport import importer
from edition.releases.reimport.importer import ChangedMeanwhile, import_document
from edition.releases.reimport.keys import rekey
from edition.releases.reimport.merge import keep_layers
from edition.releases.working_copy import load, read_working_copy, store
from tests.releases.builders import article, make_document, make_edition

FIRST = "Arma virumque cano."
SECOND = "Troiae qui primus ab oris Italiam fato profugus venit."
NEW = "Musa, mihi causas memora, quo numine laeso."


def read_anew(*texts, notes=()):
    """A document as read from a text file: keys counted from one, and no layers."""
    paragraphs = [Paragraph(f"p{n}", (Text(text),)) for n, text in enumerate(texts, start=1)]
    first = replace(paragraphs[0], content=(*paragraphs[0].content, *map(Reference, notes)))
    return make_document(
        sections=(Section("s1", (first, *paragraphs[1:])),),
        notes=tuple(Note(key, key[1:], ((Text("So he begins."),),)) for key in notes),
        annotations=(),
    )


def with_second(**parts):
    document = read_anew(FIRST, SECOND, notes=["n1"])
    annotation = replace(make_document().annotations[0], anchor=locate("p2", SECOND, "Troiae"))
    return replace(document, annotations=(annotation,), **parts)


def test_the_same_text_changes_nothing():
    old = article()
    plain = replace(old, annotations=(), emendations=(), entities=(), events=())
    merged = keep_layers(plain, old, {})
    assert merged.document == old
    assert not merged.lost


def test_a_paragraph_that_was_added_takes_no_key_of_another():
    new = rekey(read_anew(FIRST, NEW, SECOND), with_second(), {"p": 7})
    assert [each.key for each in new.paragraphs] == ["p1", "p8", "p2"]


@pytest.mark.django_db
def test_a_full_import_reuses_no_key_either():
    store(with_second())
    note = replace(with_second().notes[0], key="n4")
    annotation = replace(with_second().annotations[0], anchor=locate("p3", SECOND, "Troiae"))
    event = Event("e1", "2013", "It begins", passages=(annotation.anchor,), notes=("n4",))
    new = replace(read_anew(FIRST, NEW, SECOND, notes=["n4"]), annotations=(annotation,))
    new = replace(new, notes=(replace(note, label="1"),), events=(event,))
    document = load(import_document(new, replace=True))
    assert [each.key for each in document.paragraphs] == ["p1", "p3", "p2"]
    assert document.annotations == with_second().annotations
    assert (document.events[0].passages[0].target, document.events[0].notes) == ("p2", ("n1",))
    assert document.paragraphs[0] == with_second().paragraphs[0]


def test_a_paragraph_that_was_corrected_keeps_its_key():
    new = rekey(read_anew(NEW, SECOND.replace("fato", "facto")), with_second(), {})
    assert [each.key for each in new.paragraphs] == ["p3", "p2"]


def test_notes_keep_their_keys_by_their_numbers_and_so_do_their_calls():
    old = with_second(notes=(Note("n7", "1", ((Text("So he begins."),),)),))
    new = rekey(read_anew(FIRST, notes=["n1"]), old, {})
    assert new.notes[0].key == "n7"
    assert new.paragraphs[0].content[-1] == Reference("n7")


def test_layers_follow_their_words_into_the_new_text():
    merged = keep_layers(read_anew(NEW, FIRST, "Hic " + SECOND, notes=["n1"]), with_second(), {})
    anchor = merged.document.annotations[0].anchor
    assert (anchor.target, anchor.start, merged.lost) == ("p2", 4, frozenset())


def test_layers_follow_their_words_into_another_paragraph():
    annotations = make_document().annotations  # on the first word of the first
    old = replace(with_second(), annotations=annotations)
    merged = keep_layers(read_anew(FIRST + " " + SECOND, notes=["n1"]), old, {})
    assert [each.key for each in merged.document.paragraphs] == ["p2"]
    assert merged.document.annotations[0].anchor == locate("p2", FIRST + " " + SECOND, "Arma")
    assert not merged.lost


def test_answers_keep_their_keys_because_ballots_belong_to_them():
    asked = Poll("poll-1", "Which?", (Choice("choice-1", "One"),))
    old = with_second(polls=(Poll("goals", "Which?", (Choice("one", "One"),)),))
    merged = keep_layers(replace(read_anew(FIRST), polls=(asked,)), old, {})
    assert merged.document.polls == old.polls


@pytest.mark.django_db
def test_what_finds_no_place_is_kept_and_listed_for_repair():
    edition = make_edition()
    import_document(read_anew("Virumque cano.", notes=["n1"]), replace=True, keep_layers=True)
    assert [row.key for row in lost_anchors(edition)] == ["a1"]


@pytest.mark.django_db
def test_what_stood_in_a_paragraph_that_is_gone_is_kept_too():
    edition = make_edition()
    import_document(read_anew(NEW, notes=["n1"]), replace=True, keep_layers=True)
    assert [paragraph.key for paragraph in load(edition).paragraphs] == ["p2"]
    assert [row.target.key for row in lost_anchors(edition)] == ["p2"]


@pytest.mark.django_db
def test_what_was_changed_after_the_comparison_is_not_replaced():
    edition = make_edition()
    seen = read_working_copy(edition).sha256
    edition.notes.update(source="Changed meanwhile.")
    with pytest.raises(ChangedMeanwhile, match=r"^The edition changed after you compared it\.$"):
        import_document(read_anew(NEW), replace=True, seen=seen)
    assert edition.notes.get().source == "Changed meanwhile."


@pytest.mark.django_db
def test_a_revision_without_an_author_is_the_operators():
    save_revision(make_edition())
    with pytest.raises(
        ChangedMeanwhile, match=r"^The operator changed the edition on .*, after you compared it\.$"
    ):
        import_document(read_anew(NEW), replace=True, seen="of another text")


@pytest.mark.django_db
def test_an_edition_that_somebody_else_brought_in_just_then_is_not_replaced(monkeypatch):
    def store_second(document, edition=None):
        store(replace(document, title="The first"))
        return store(document, edition)

    monkeypatch.setattr(importer, "store", store_second)
    with pytest.raises(IntegrityError), transaction.atomic():
        importer.import_document(make_document(title="The second"))
