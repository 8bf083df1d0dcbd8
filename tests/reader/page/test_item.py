from dataclasses import replace

from edition.document.values import Event
from edition.reader.page.item import find_item
from tests.reader.builders import annotate, emend, make_document, make_page


def make_annotated():
    document = make_document("Arms[^n1].", "The man.", notes=["On teh shield."])
    return replace(
        document,
        annotations=(
            annotate(document, "a1", "n1", "shield"),
            annotate(document, "a2", "p2", "man"),
        ),
        emendations=(emend(document, "m1", "n1", "teh", "the"),),
        events=(Event("e1", "0070", "He dies"),),
    )


def keys(things):
    return [thing.key for thing in things]


def test_a_paragraph_comes_with_its_notes_and_what_lies_on_them():
    item = find_item(make_page(make_annotated()), "p1")
    assert (item.title, keys(item.paragraphs), keys(item.notes)) == ("Paragraph 1", ["p1"], ["n1"])
    assert (keys(item.annotations), keys(item.emendations)) == (["a1"], ["m1"])


def test_a_note_and_its_annotation_come_with_the_paragraph_that_calls_it():
    for key, title in [("n1", "Note 1"), ("a1", "Annotation b"), ("m1", "Emendation in note 1")]:
        item = find_item(make_page(make_annotated()), key)
        assert (item.title, keys(item.paragraphs)) == (title, ["p1"])


def test_an_event_need_not_stand_in_the_text():
    item = find_item(make_page(make_annotated()), "e1")
    assert (item.event.label, item.paragraphs) == ("He dies", ())


def test_an_unknown_key_is_nothing():
    assert find_item(make_page(make_annotated()), "p99") is None
