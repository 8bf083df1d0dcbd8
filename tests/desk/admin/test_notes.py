"""Editing the author's notes."""

from edition.texts.models import Note
from tests.desk.conftest import form_errors, messages


def test_an_editor_who_changes_note_7_sees_it_in_the_new_release(desk):
    note = desk.edition.notes.get(label="7")
    response = desk.save(note, source=note.source + " Added at the desk.")
    assert "Published as version 2. See the page" in messages(response)
    texts = {note.label: note.text for note in desk.release.document.notes}
    assert texts["7"].endswith(" Added at the desk.")


def test_a_release_says_what_changed(desk):
    desk.save(desk.edition.notes.get(label="7"), language="zh")
    assert desk.release.note == "Note 7 changed"


def test_a_release_says_why_if_the_editor_does(desk):
    desk.save(desk.edition.notes.get(label="7"), language="zh", why="It is in Chinese.")
    assert desk.release.note == "It is in Chinese."
    assert desk.release.made_by.username == "ada"


def test_saving_without_a_change_makes_no_release(desk):
    desk.save(desk.edition.notes.get(label="7"))
    assert desk.release.release_number == 1


def test_a_new_note_has_the_next_key_and_the_last_place(desk):
    desk.add(Note, label="30", source="A thirtieth.")
    note = desk.edition.notes.last()
    assert (note.key, note.label) == ("n30", "30")


def test_a_note_that_nothing_calls_is_saved_and_not_published(desk):
    response = desk.add(Note, label="30", source="A thirtieth.")
    assert any(
        "not published, because n30: Note 30 is called" in line for line in messages(response)
    )
    assert desk.release.release_number == 1


def test_a_number_that_another_note_has_is_refused(desk):
    response = desk.save(desk.edition.notes.get(label="7"), label="8")
    assert form_errors(response)[0].startswith("Another note has this number.")


def test_no_break_spaces_at_the_ends_are_kept(desk):
    note = desk.edition.notes.get(label="7")
    desk.save(note, source="\u00a0" + note.source + "\u00a0")
    note.refresh_from_db()
    assert note.source.startswith("\u00a0") and note.source.endswith("\u00a0")
