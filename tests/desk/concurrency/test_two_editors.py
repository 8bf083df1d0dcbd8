"""Two people at the same form: the second gets a conflict, and loses nothing."""

import pytest
from django.contrib.auth.models import Group, User

from tests.desk.conftest import form_errors, form_in, messages, parsed, words


@pytest.fixture
def note(desk):
    return desk.edition.notes.get(label="7")


@pytest.fixture
def second_try(desk, note):
    """Save a form that was opened before another editor saved the same note."""
    opened = desk.open(desk.page(note))
    desk.save(note, source=note.source + " First.")
    return desk.client.post(desk.page(note), opened | {"source": note.source + " Second."})


def test_the_second_is_told_who_and_when(second_try):
    assert "Not saved, because ada changed it on" in form_errors(second_try)[0]


def test_the_second_sees_both_versions(second_try):
    assert "[removed: First][added: Second]" in form_errors(second_try)[1]
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
    assert any("[removed: First][added: Second]" in line for line in form_errors(response))
    assert poll.choices.first().label == "First"


def test_fields_that_different_people_changed_are_both_kept(desk, note):
    opened = desk.open(desk.page(note))
    desk.save(note, language="zh")
    sent = opened | {"source": note.source + " Mine."}
    response = desk.client.post(desk.page(note), sent, follow=True)
    note.refresh_from_db()
    assert (note.language, note.source[-5:]) == ("zh", "Mine.")
    assert any(
        line.startswith("Merged, because ada changed it on") and line.endswith(": Language.")
        for line in messages(response)
    )


def test_the_second_may_take_what_is_stored(desk, second_try, note):
    desk.client.post(desk.page(note), form_in(second_try) | {"choice-source": "theirs"})
    note.refresh_from_db()
    assert note.source.endswith("First.")


def test_a_third_meets_the_second_likewise(desk, second_try, note):
    desk.save(note, source=note.source + " Third.")
    response = desk.client.post(desk.page(note), form_in(second_try))
    assert "Third" in form_errors(response)[1]


@pytest.mark.parametrize("seen", ["", "source:0123456789abcdef", "source:", ":", "other"])
def test_who_does_not_say_what_they_saw_overwrites_nothing(desk, note, seen):
    sent = desk.open(desk.page(note)) | {"source": "Mine.", "seen": seen}
    response = desk.client.post(desk.page(note), sent)
    assert "Not saved" in form_errors(response)[0]
    note.refresh_from_db()
    assert note.source != "Mine."


def test_what_one_saw_of_another_thing_counts_for_nothing(desk, note):
    other = desk.open(desk.page(desk.edition.notes.get(label="8")))
    sent = desk.open(desk.page(note)) | {"source": "Mine.", "seen": other["seen"]}
    assert "Not saved" in form_errors(desk.client.post(desk.page(note), sent))[0]


@pytest.fixture
def event(desk):
    """An event with three passages."""
    event = desk.edition.events.first()
    for number, exact in enumerate(["Although", "much speculation"], start=1):
        passage = {f"passages-{number}-exact": exact, f"passages-{number}-where": "p1"}
        desk.save(event, **passage)
    assert event.passages.count() == 3
    return event


def test_a_row_that_somebody_deleted_is_offered_again_if_it_was_changed(desk, event):
    opened = desk.open(desk.page(event))
    desk.save(event, **{"passages-1-DELETE": "on"})
    sent = opened | {"passages-1-exact": "there is", "passages-2-exact": "speculation"}
    response = desk.client.post(desk.page(event), sent)
    assert any(
        line.startswith("This row does not exist any more: ada") for line in form_errors(response)
    )
    assert {passage.exact for passage in event.passages.all()}.isdisjoint({"there is"})
    desk.client.post(desk.page(event), form_in(response))
    assert [passage.exact for passage in event.passages.all()][1:] == ["there is", "speculation"]


def test_a_row_that_somebody_deleted_stays_so_if_it_was_left_alone(desk, event):
    opened = desk.open(desk.page(event))
    desk.save(event, **{"passages-1-DELETE": "on"})
    desk.client.post(desk.page(event), opened | {"passages-2-exact": "speculation"})
    assert [passage.exact for passage in event.passages.all()][1:] == ["speculation"]


def test_a_row_that_somebody_changed_is_not_deleted_unseen(desk, event):
    opened = desk.open(desk.page(event))
    desk.save(event, **{"passages-1-exact": "there is"})
    response = desk.client.post(desk.page(event), opened | {"passages-1-DELETE": "on"})
    assert any("was not deleted, because ada changed it" in line for line in form_errors(response))
    assert event.passages.count() == 3
    desk.client.post(desk.page(event), form_in(response))
    assert event.passages.count() == 2


def test_rows_that_others_added_meanwhile_disturb_nobody(desk, event):
    opened = desk.open(desk.page(event))
    added = {"passages-3-exact": "nature", "passages-3-where": "p1", "passages-3-order": "1"}
    desk.save(event, **added)
    desk.client.post(desk.page(event), opened | {"passages-2-exact": "speculation"})
    words = [passage.exact for passage in event.passages.all()]
    assert (words[0], words[2:]) == ("nature", ["Although", "speculation"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("passages-TOTAL_FORMS", "x"), ("passages-TOTAL_FORMS", "9" * 30),
     ("passages-INITIAL_FORMS", "99"), ("passages-TOTAL_FORMS", "-1")],
)  # fmt: skip
def test_a_forged_number_of_rows_is_refused(desk, name, value):
    event = desk.edition.events.first()
    sent = desk.open(desk.page(event)) | {name: value}
    response = desk.client.post(desk.page(event), sent)
    assert response.status_code == 400
    assert "does not fit this page" in response.content.decode()


@pytest.mark.parametrize("forged", ["", "x", "9" * 30, "1", "²"])
def test_a_row_of_something_else_is_never_written_to(desk, forged):
    event, other = desk.edition.events.all()[:2]
    words = other.passages.first().exact
    pk = other.passages.first().pk if forged == "1" else forged
    sent = {"passages-0-id": pk, "passages-0-exact": "speculation", "passages-0-where": "p1"}
    response = desk.client.post(desk.page(event), desk.open(desk.page(event)) | sent)
    assert response.status_code == 200
    assert any("does not exist any more" in line for line in form_errors(response))
    assert other.passages.first().exact == words


def test_what_somebody_deleted_cannot_be_saved_and_no_word_of_it_is_lost(desk):
    annotation = desk.edition.annotations.get(key="a3")
    address = desk.page(annotation)
    typed = desk.open(address) | {"source": "All of it.", "draft": "0123456789"}
    desk.delete(annotation)
    response = desk.client.post(address, typed)
    assert response.status_code == 410
    labels = ["".join(each.itertext()) for each in parsed(response).iter("label")]
    assert "All of it." in response.content.decode() and "Remark" in labels
    assert "desk-saved" not in response.cookies


def test_what_describes_a_field_in_conflict_is_short_and_leads_to_the_rest(second_try):
    page = parsed(second_try)
    field = next(each for each in page.iter("textarea") if each.get("name") == "source")
    assert field.get("aria-invalid") == "true"
    by_id = {each.get("id"): each for each in page.iter() if each.get("id")}
    described = [words(by_id[id_]) for id_ in field.get("aria-describedby").split()]
    assert len(described[-1]) < 120 and "choose which" in described[-1]
    assert "Second" in words(by_id[field.get("aria-details")])


@pytest.mark.parametrize(("model", "name"), [(User, "username"), (Group, "name")])
def test_the_browser_is_told_so_by_the_forms_of_other_apps_too(desk, model, name):
    Group.objects.create(name="Readers")
    part = model.objects.first()
    sent = desk.open(desk.page(part)) | {"draft": "0123456789"}
    assert desk.client.post(desk.page(part), sent).cookies["desk-saved"].value == "0123456789"
    assert "desk-saved" not in desk.client.post(desk.page(part), sent | {name: ""}).cookies
    part.delete() if model is Group else None
    gone = desk.client.post(f"/admin/auth/{model.__name__.lower()}/99/change/", sent)
    assert (gone.status_code, "desk-saved" in gone.cookies) == (410, False)


def test_the_browser_is_told_which_draft_is_saved(desk, note):
    opened = desk.open(desk.page(note)) | {"draft": "0123456789"}
    assert "desk-saved" not in desk.client.post(desk.page(note), opened | {"label": ""}).cookies
    assert desk.client.post(desk.page(note), opened).cookies["desk-saved"].value == "0123456789"
    other = desk.client.post(desk.page(note), opened | {"draft": "x; path=/"})
    assert other.cookies.get("desk-saved") is None
