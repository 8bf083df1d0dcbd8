"""When readers see a change, and the messages to the editor about it."""

import pytest

from tests.desk.conftest import form_in, messages, parsed


@pytest.fixture
def gathering(desk):
    desk.save(desk.edition, gathers_changes="on")
    return desk


def change(desk, label="7"):
    note = desk.edition.notes.get(label=label)
    return desk.save(note, source=note.source + " Added.")


def test_gathered_changes_are_not_published(gathering):
    released = gathering.release.release_number
    message = "Saved, not published: the edition gathers changes. Review the changes"
    assert message in messages(change(gathering))
    assert gathering.release.release_number == released


def test_gathered_changes_are_kept_with_their_reason(gathering):
    change(gathering)
    kept = gathering.edition.revisions.latest_first().first()
    assert (kept.release_number, kept.note) == (None, "Note 7 changed")


def test_the_action_of_the_list_leads_to_the_review(gathering):
    response = gathering.select([gathering.edition], "review_and_publish")
    assert response.redirect_chain[-1][0].endswith("/review/")


def test_the_form_of_the_edition_leads_to_the_review(gathering):
    response = gathering.save(gathering.edition, _review="on")
    assert response.redirect_chain[-1][0].endswith("/review/")


def test_the_form_of_the_edition_lists_what_prevents_publishing(desk):
    desk.edition.notes.create(key="n30", label="30", source="Called nowhere.", position=99)
    page = parsed(desk.client.get(desk.page(desk.edition)))
    problem = page.find(".//ul[@class='desk-problems']/li[@class='blocks']")
    assert "Note 30 is called nowhere." in "".join(problem.itertext())
    assert problem.find("a").get("href") == desk.page(desk.edition.notes.get(key="n30"))


def test_deleting_publishes_too(desk):
    desk.delete(desk.edition.annotations.get(key="a3"))
    assert "a3" not in [each.key for each in desk.release.document.annotations]
    assert desk.release.note == "Annotation a3 deleted"


def test_an_action_on_many_makes_one_release(desk):
    doomed = desk.edition.annotations.filter(key__in=["a3", "a4"])
    asked = desk.select(doomed, "delete_selected")
    chosen = {"_selected_action": [each.pk for each in doomed]}
    desk.client.post(desk.list(doomed.model), form_in(asked) | chosen)
    assert desk.release.release_number == 2
    assert desk.release.note == "Annotation a3 deleted; Annotation a4 deleted"


def test_a_saved_row_publishes_its_form(desk):
    poll = desk.edition.polls.get()
    desk.save(poll, **{"choices-0-label": "Otherwise"})
    assert desk.release.document.polls[0].choices[0].label == "Otherwise"
