"""Changes are reviewed before readers see them, and published now or at a time."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from edition.releases.models import PlannedRelease, Revision
from edition.releases.publish import publish
from edition.releases.schedule import plan_release
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from tests.desk.conftest import Desk, messages, parsed
from tests.releases.builders import make_edition


@pytest.fixture
def edition(db):
    edition = make_edition()
    edition.gathers_changes = True
    edition.save()
    publish(edition)
    return edition


def colleague(edition, users, name, role):
    user = users.objects.create(username=name, is_staff=True)
    appoint(user, edition, role)
    client = Client()
    client.force_login(user)
    return Desk(edition, client)


def address(edition, act="review"):
    return f"/admin/texts/edition/{edition.pk}/{act}/"


def review(desk):
    return parsed(desk.client.get(address(desk.edition)))


def text_of(page):
    return " ".join("".join(page.find(".//main").itertext()).split())


def change(desk, words="So he began."):
    return desk.save(desk.edition.notes.get(), source=words, why="He had begun.")


def publish_form(desk):
    """Return the fields of the form for publishing."""
    page = review(desk)
    form = next(each for each in page.iter("form") if "desk-publishing" in each.get("class", ""))
    fields = [*form.iter("input"), *form.iter("textarea")]
    return {
        each.get("name"): each.get("value") or (each.text or "").removeprefix("\n")
        for each in fields
        if each.get("type") != "submit"
    }


def test_all_changes_stand_side_by_side_word_by_word(desk):
    change(desk)
    page = review(desk)
    removed = ["".join(each.itertext()) for each in page.iter("del")]
    added = ["".join(each.itertext()) for each in page.iter("ins")]
    assert (removed, added) == (["[removed: begins]"], ["[added: began]"])
    assert page.find(".//h4/a").get("href") == desk.page(desk.edition.notes.get())


def test_it_tells_who_saved_what_and_why(desk):
    change(desk)
    saves = review(desk).find(".//ol[@class='desk-saves']")
    assert "ada: He had begun." in "".join(saves.itertext())


def test_what_was_reviewed_is_published_with_its_note(desk):
    change(desk)
    sent = publish_form(desk)
    assert sent["note"] == "He had begun."
    answer = desk.client.post(
        address(desk.edition), sent | {"note": "Tense.", "_publish": "on"}, follow=True
    )
    assert any(line.startswith("Published as version 2") for line in messages(answer))
    assert desk.release.note == "Tense."
    assert "There is nothing new to publish." in text_of(parsed(answer))


def test_what_was_saved_after_the_look_is_not_published(desk):
    change(desk)
    sent = publish_form(desk)
    change(desk, "So he ended.")
    answer = desk.client.post(address(desk.edition), sent | {"note": "Mine.", "_publish": "on"})
    assert answer.status_code == 409
    assert "Not published: something was saved or planned" in messages(answer)[0]
    assert "ended" in text_of(parsed(answer)) and "Mine." in text_of(parsed(answer))
    assert desk.release.release_number == 1
    again = sent | {"shown": shown(parsed(answer)), "_publish": "on"}
    desk.client.post(address(desk.edition), again)
    assert desk.release.release_number == 2


def cancel(desk, page):
    """Cancel the plan that a page displays; return the response."""
    planned_at = page.find(".//input[@name='planned_at']").get("value")
    sent = {"_cancel_plan": "on", "planned_at": planned_at}
    return parsed(desk.client.post(address(desk.edition), sent, follow=True))


def test_it_is_planned_and_the_plan_is_cancelled(desk):
    change(desk)
    due = timezone.localtime() + timedelta(days=3)
    sent = publish_form(desk) | {"due_at_0": f"{due:%Y-%m-%d}", "due_at_1": "08:30", "_plan": "on"}
    page = parsed(desk.client.post(address(desk.edition), sent, follow=True))
    plan = PlannedRelease.objects.get()
    local = timezone.localtime(plan.due_at)
    assert (local.date(), local.hour, local.minute) == (due.date(), 8, 30)
    assert "Planned:" in text_of(page) and "(UTC)" in text_of(page)
    plan_release(desk.edition, plan.due_at, note="Of somebody else")
    page = cancel(desk, page)
    assert "Not cancelled: That plan was changed" in text_of(page)
    cancel(desk, page)
    assert not PlannedRelease.objects.exists()
    assert desk.release.release_number == 1


def test_a_plan_that_was_made_after_the_look_is_not_replaced(desk):
    change(desk)
    due = timezone.now() + timedelta(days=3)
    sent = publish_form(desk) | {"due_at_0": f"{due:%Y-%m-%d}", "due_at_1": "08:30", "_plan": "on"}
    plan_release(desk.edition, due, note="Of somebody else")
    answer = desk.client.post(address(desk.edition), sent)
    assert answer.status_code == 409
    assert PlannedRelease.objects.get().note == "Of somebody else"
    assert "Planned:" in text_of(parsed(answer))
    desk.client.post(address(desk.edition), sent | {"shown": shown(parsed(answer)), "note": "Mine"})
    assert PlannedRelease.objects.get().note == "Mine"


@pytest.mark.parametrize(("day", "why"), [("", "Say on which day"), ("2001-01-01", "is past")])
def test_a_plan_needs_a_time_to_come(desk, day, why):
    change(desk)
    sent = publish_form(desk) | {"due_at_0": day, "due_at_1": day and "08:30", "_plan": "on"}
    answer = desk.client.post(address(desk.edition), sent)
    assert why in text_of(parsed(answer))
    assert not PlannedRelease.objects.exists()


def test_what_prevents_publishing_is_listed_first_and_nothing_can_be_sent(desk):
    desk.edition.notes.create(key="n2", label="2", source="Called nowhere.", position=2)
    page = review(desk)
    first = page.find(".//ul[@class='desk-problems']/li")
    assert first.get("class") == "blocks" and first.find("a") is not None
    assert page.find(".//input[@name='_publish']") is None
    desk.client.post(address(desk.edition), {"shown": shown(page), "_publish": "on"})
    assert desk.release.release_number == 1


def shown(page):
    return next(each.get("value") for each in page.iter("input") if each.get("name") == "shown")


def test_saves_gather_or_publish_as_the_publisher_likes(desk):
    desk.client.post(address(desk.edition), {"_gather": "no"})
    change(desk)
    assert desk.release.release_number == 2
    desk.client.post(address(desk.edition), {"_gather": "yes"})
    change(desk, "So he ended.")
    assert desk.release.release_number == 2


def test_a_first_version_can_be_reviewed(desk):
    other = make_edition(slug="first", title="First")
    page = parsed(desk.client.get(address(other)))
    assert "Nothing is published yet." in text_of(page) and "Arma virumque" in text_of(page)
    desk.client.post(address(other), {"shown": shown(page), "_publish": "on"})
    assert Revision.objects.latest_release("first").release_number == 1


def test_an_editor_looks_and_a_publisher_publishes(edition, django_user_model):
    editor = colleague(edition, django_user_model, "eve", Role.EDITOR)
    publisher = colleague(edition, django_user_model, "pia", Role.PUBLISHER)
    change(editor)
    page = review(editor)
    assert "began" in text_of(page) and page.find(".//input[@name='_publish']") is None
    sent = publish_form(publisher) | {"_publish": "on"}
    assert editor.client.post(address(edition), sent).status_code == 403
    assert editor.client.get(address(edition, "withdraw")).status_code == 403
    publisher.client.post(address(edition), sent)
    assert publisher.release.made_by.username == "pia"


def test_an_edition_of_others_cannot_be_looked_at(edition, django_user_model):
    other = make_edition(slug="other", title="Other")
    editor = colleague(edition, django_user_model, "eve", Role.PUBLISHER)
    assert editor.client.get(address(other)).status_code == 403
    assert editor.client.post(address(other), {"_publish": "on"}).status_code == 403
    assert not Revision.objects.of("other").exists()


def test_it_is_withdrawn_with_a_reason_and_restored(desk):
    withdraw = address(desk.edition, "withdraw")
    answer = desk.client.post(withdraw, {"reason": "The wrong text."})
    assert "Tick this too" in text_of(parsed(answer))
    sent = {"reason": "The wrong text.", "is_meant": "on"}
    answer = desk.client.post(withdraw, sent, follow=True)
    assert "Withdrawn." in messages(answer)[0]
    assert desk.client.get("/editions/arma/").status_code == 410
    assert "until it is restored" in text_of(review(desk))
    assert "1, withdrawn" in text_of(parsed(desk.client.get("/admin/texts/edition/")))
    desk.client.post(withdraw, {"_restore": "on"})
    assert desk.client.get("/editions/arma/").status_code == 200
    told_of = [str(entry) for entry in LogEntry.objects.all()]
    assert any("Withdrawn from readers: The wrong text." in each for each in told_of)


def test_what_readers_never_saw_cannot_be_withdrawn(desk):
    other = make_edition(slug="first", title="First")
    answer = desk.client.post(
        address(other, "withdraw"), {"reason": "Never mind.", "is_meant": "on"}
    )
    assert "nothing to withdraw" in text_of(parsed(answer))


def test_the_number_of_queries_does_not_grow_with_changes(desk, django_assert_max_num_queries):
    for number in range(2, 12):
        desk.edition.entities.create(key=f"hero-{number}", name=f"Hero {number}", kind="person")
    with django_assert_max_num_queries(50):
        page = review(desk)
    assert text_of(page).count("Hero 1") >= 2


def test_the_way_to_withdraw_is_where_publishing_is(desk):
    address = f"/admin/texts/edition/{desk.edition.pk}/"
    assert f'href="{address}withdraw/"' in desk.client.get(f"{address}review/").content.decode()
