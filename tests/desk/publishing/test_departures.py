"""A text changed at the desk is signed for; one damaged by other means prevents a release."""

from edition.texts.models import Note, Paragraph
from tests.desk.conftest import messages


def departures(desk):
    return list(desk.edition.departures.values_list("key", "made_by__username", "reason"))


def test_a_changed_note_is_signed_for_and_published(desk):
    note = desk.edition.notes.get(key="n7")
    desk.save(note, source=note.source + " More.", why="A slip of the printer")
    assert desk.release.document.notes[6].text.endswith(" More.")
    assert departures(desk) == [("n7", "ada", "A slip of the printer")]


def test_the_reason_need_not_be_given(desk):
    desk.save(desk.edition.notes.get(key="n7"), source="Changed.")
    assert departures(desk) == [("n7", "ada", "Note 7 changed")]


def test_a_note_that_gets_its_printed_words_back_departs_no_more(desk):
    note = desk.edition.notes.get(key="n7")
    printed = note.source
    desk.save(note, source=printed + " More.")
    desk.save(note, source=printed)
    assert departures(desk) == []
    assert desk.release.release_number == 3


def test_a_new_number_is_signed_for_wherever_it_is_printed(desk):
    note = desk.edition.notes.get(key="n7")
    caller = note.references.get().paragraph
    desk.save(note, label="7a")
    assert {key for key, *_ in departures(desk)} == {"n7", caller.key}
    assert desk.release.release_number == 2


def test_what_stands_around_the_text_is_signed_for(desk):
    desk.save(desk.edition, title="Other")
    desk.save(desk.edition, **{"contributors-0-name": "Somebody Else"})
    desk.save(desk.edition.polls.get(), question="What?")
    assert {key for key, *_ in departures(desk)} == {"title", "author", "poll 1"}
    assert desk.release.release_number == 4


def test_a_note_added_and_called_is_published(desk):
    desk.add(Note, edition=desk.edition.pk, label="30", source="New.", order="30")
    paragraph = desk.edition.paragraphs.last()
    desk.save(paragraph, source=paragraph.source + "[^n30]")
    assert desk.release.document.notes[-1].text == "New."


def test_damage_beside_the_desk_is_not_published_with_a_change_elsewhere(desk):
    Paragraph.objects.filter(key="p5").update(source="Damaged.")
    response = desk.save(desk.edition.notes.get(key="n8"), source="Changed.")
    (message,) = [line for line in messages(response) if "Nobody has signed for it" in line]
    assert message.startswith("Saved, but not published")
    assert desk.release.release_number == 1


def test_damage_is_signed_for_by_saving_its_form_with_a_reason(desk):
    note = desk.edition.notes.get(key="n7")
    Note.objects.filter(pk=note.pk).update(source=note.source + " Damaged.")
    note.refresh_from_db()
    desk.save(note, language="en")
    assert desk.release.release_number == 1
    desk.save(note, why="It is better so")
    assert departures(desk) == [("n7", "ada", "It is better so")]
    assert desk.release.document.notes[6].text.endswith(" Damaged.")


def test_a_save_beside_a_text_that_cannot_be_read_stays_saved(desk):
    Note.objects.filter(key="n8").update(source="Some `code`.")
    address = desk.page(desk.edition.notes.get(key="n7"))
    desk.client.post(address, desk.open(address) | {"source": "Changed."})
    assert Note.objects.get(key="n7").source == "Changed."
    assert desk.release.release_number == 1
