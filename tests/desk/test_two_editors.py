"""Two people at the same form: the second is told, and loses nothing."""

import pytest

from .conftest import form_in, refused


@pytest.fixture
def note(desk):
    return desk.edition.notes.get(label="7")


@pytest.fixture
def second_try(desk, note):
    """Save a form that was opened before somebody else saved the same note."""
    opened = desk.open(desk.page(note))
    desk.save(note, source=note.source + " First.")
    return desk.client.post(desk.page(note), opened | {"source": note.source + " Second."})


def test_the_second_is_told_who_and_when(second_try):
    assert "Not saved, because ada changed it on" in refused(second_try)[0]


def test_the_second_sees_both_versions(second_try):
    assert "First." in refused(second_try)[1]
    assert form_in(second_try)["source"].endswith("Second.")


def test_the_first_is_not_overwritten(second_try, note):
    note.refresh_from_db()
    assert note.source.endswith("First.")


def test_the_second_may_replace_it_having_seen_it(desk, second_try, note):
    desk.client.post(desk.page(note), form_in(second_try))
    note.refresh_from_db()
    assert note.source.endswith("Second.")


def test_changes_of_different_things_do_not_meet(desk, note):
    opened = desk.open(desk.page(note))
    other = desk.edition.notes.get(label="8")
    desk.save(other, source=other.source + " Other.")
    desk.client.post(desk.page(note), opened | {"source": note.source + " Mine."})
    note.refresh_from_db()
    assert note.source.endswith("Mine.")


def test_a_row_is_guarded_like_a_form(desk):
    poll = desk.edition.polls.get()
    opened = desk.open(desk.page(poll))
    desk.save(poll, **{"choices-0-label": "First"})
    response = desk.client.post(desk.page(poll), opened | {"choices-0-label": "Second"})
    assert any("Stored now: First" in line for line in refused(response))
    assert poll.choices.first().label == "First"
