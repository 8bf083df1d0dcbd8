"""The order of an edition, and numbers that only an editor changes."""

import pytest

from edition.desk.workspace.renumber import renumber
from edition.texts.models import Note
from tests.desk.conftest import form_errors, form_in, messages, parsed, words


@pytest.fixture
def order(desk):
    return f"/admin/texts/edition/{desk.edition.pk}/order/"


def place_of(part):
    return f"place-{part._meta.model_name}-{part.pk}"


def test_sections_paragraphs_and_notes_are_put_in_order(desk, order):
    first, second = desk.edition.notes.all()[:2]
    last = desk.edition.sections.last()
    desk.client.post(order, desk.open(order) | {place_of(second): "1", place_of(last): "1"})
    assert list(desk.edition.notes.all()[:2]) == [second, first]
    assert desk.edition.sections.first() == last
    assert [note.label for note in desk.edition.notes.all()[:2]] == ["2", "1"]


def test_paragraphs_are_listed_under_the_heading_of_their_section(desk, order):
    lists = [words(each) for each in parsed(desk.client.get(order)).iter("h2")]
    assert "Paragraphs of section s3: Chinese Expectations" in lists
    assert "Paragraphs of section s1" in lists


def test_an_order_that_changed_meanwhile_is_shown_with_what_was_asked(desk, order):
    notes = list(desk.edition.notes.all())
    opened = desk.open(order)
    desk.client.post(order, opened | {place_of(notes[1]): "1"})
    response = desk.client.post(order, opened | {place_of(notes[3]): "1"})
    assert "Not saved, because ada changed it on" in response.content.decode()
    assert form_in(response)[place_of(notes[3])] == "1"
    assert desk.edition.notes.all()[3] == notes[3]
    desk.client.post(order, opened | {place_of(notes[3]): "1", "seen": ""})
    assert desk.edition.notes.all()[3] == notes[3]


@pytest.mark.parametrize("place", ["", "0", "-1", "x", "²", "9" * 30])
def test_a_place_that_is_none_is_refused_and_kept(desk, order, place):
    note = desk.edition.notes.first()
    response = desk.client.post(order, desk.open(order) | {place_of(note): place})
    assert "A place is a number" in response.content.decode()
    assert form_in(response)[place_of(note)] == place


def test_a_note_added_in_the_middle_renumbers_nothing_unless_asked(desk):
    response = desk.add(Note, label="7a", source="New.", order="8")
    labels = [note.label for note in desk.edition.notes.all()]
    assert labels[6:9] == ["7", "7a", "8"]
    assert any(
        "renumber the notes that follow (23 would change" in line for line in messages(response)
    )
    address = f"/admin/texts/edition/{desk.edition.pk}/renumber/?from=n30"
    asked = desk.client.get(address)
    assert "Note 7a becomes note 8: New." in "".join(parsed(asked).find(".//main").itertext())
    desk.client.post(address, form_in(asked))
    notes = list(desk.edition.notes.all())
    assert [note.label for note in notes] == [str(number) for number in range(1, 31)]
    assert (notes[8].key, notes[8].label) == ("n8", "9")


def test_numbers_that_changed_since_they_were_listed_are_left_alone(desk):
    desk.add(Note, label="7a", source="New.", order="8")
    address = f"/admin/texts/edition/{desk.edition.pk}/renumber/?from=n30"
    asked = form_in(desk.client.get(address))
    desk.save(desk.edition.notes.get(label="8"), label="8*")
    assert "Nothing was changed" in desk.client.post(address, asked).content.decode()
    assert desk.edition.notes.get(key="n30").label == "7a"


def test_a_number_that_is_taken_is_refused_with_what_can_be_done(desk):
    response = desk.add(Note, label="8", source="New.", order="8")
    assert "such as 8a" in form_errors(response)[0]


def test_no_note_is_given_the_number_of_one_before_it(desk):
    first, _, third, fourth = desk.edition.notes.all()[:4]
    for note, label in [(first, "*"), (third, "1"), (first, "3")]:
        Note.objects.filter(pk=note.pk).update(label=label)
    assert renumber(desk.edition, fourth.key) == []
