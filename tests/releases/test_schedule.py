"""Planned releases: frozen when they are planned, and released once when they are due."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from edition.releases import scheduler
from edition.releases.models import PlannedRelease, Revision
from edition.releases.publish import NotPublishable, publish
from edition.releases.schedule import cancel_plan, plan_release, publish_due
from edition.releases.withdraw import withdraw
from tests.releases.builders import make_edition

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def change(edition, words="Changed."):
    edition.notes.update(source=words)


def plan(edition, **more):
    return plan_release(edition, timezone.now() + HOUR, **more)


def later():
    return timezone.now() + 2 * HOUR


def test_what_is_planned_is_frozen_when_it_is_planned():
    edition = make_edition()
    plan(edition, note="On Monday")
    change(edition)
    (release,) = publish_due(later())
    assert release.document.notes[0].text == "So he begins."
    assert release.note == "On Monday"
    assert not PlannedRelease.objects.exists()


def test_nothing_is_released_before_its_time():
    plan(make_edition())
    assert publish_due() == []
    assert not Revision.objects.released().exists()


def test_what_was_released_is_not_released_again():
    plan(make_edition())
    assert len(publish_due(later())) == 1
    assert publish_due(later()) == []


def test_a_past_time_is_refused():
    with pytest.raises(NotPublishable, match="That time is past"):
        plan_release(make_edition(), timezone.now() - HOUR)


def test_what_could_not_be_released_now_is_not_planned():
    edition = make_edition(notes=(), annotations=())
    with pytest.raises(NotPublishable, match="n1, which does not exist"):
        plan(edition)
    assert not PlannedRelease.objects.exists()


def test_planning_again_replaces_the_plan():
    edition = make_edition()
    plan(edition)
    change(edition)
    plan(edition, note="Better")
    (planned,) = PlannedRelease.objects.all()
    assert planned.note == "Better"
    assert planned.revision.document.notes[0].text == "Changed."


def test_a_cancelled_plan_is_not_released():
    edition = make_edition()
    planned = plan(edition).planned_at
    assert cancel_plan(edition, planned)
    assert publish_due(later()) == []
    assert not cancel_plan(edition, planned)


def test_a_plan_that_took_the_place_of_another_is_not_cancelled_with_it():
    edition = make_edition()
    first = plan(edition).planned_at
    plan(edition, note="Better")
    assert not cancel_plan(edition, first)
    assert PlannedRelease.objects.get().note == "Better"


def test_what_cannot_be_released_keeps_its_plan_and_says_why():
    edition = make_edition()
    publish(edition)
    change(edition)
    plan(edition)
    withdraw(edition, None, "Under review")
    assert publish_due(later()) == []
    assert "withdrawn" in PlannedRelease.objects.get().refusal
    change(edition, "Again.")
    edition.withdrawal.delete()
    plan(edition)
    assert PlannedRelease.objects.get().refusal == ""


def test_a_timer_releases_what_is_due(capsys):
    edition = make_edition()
    plan(edition)
    PlannedRelease.objects.update(due_at=timezone.now())
    call_command("publish", "--due")
    assert "Version 1 of “arma” is released." in capsys.readouterr().out


def test_the_command_reports_what_could_not_be_released():
    edition = make_edition()
    publish(edition)
    plan(edition)
    withdraw(edition, None, "Under review")
    PlannedRelease.objects.update(due_at=timezone.now())
    with pytest.raises(CommandError, match="“arma” was not released"):
        call_command("publish", "--due")
    call_command("publish", "--due")


def test_the_clock_outlives_a_failing_database(monkeypatch, caplog):
    asked = []

    def fail():
        asked.append(1)
        raise OSError("gone")

    monkeypatch.setattr(scheduler, "publish_due", fail)

    async def run():
        clock = asyncio.create_task(scheduler.keep_publishing_due(every=0))
        while len(asked) < 3:
            await asyncio.sleep(0)
        clock.cancel()
        await asyncio.wait([clock])

    asyncio.run(run())
    assert [record.message for record in caplog.records] == [
        "Planned releases cannot be published; this is tried again."
    ]


def test_a_plan_that_was_overtaken_takes_nothing_from_readers():
    edition = make_edition()
    publish(edition)
    plan(edition)
    change(edition)
    publish(edition)
    assert publish_due(later()) == []
    assert Revision.objects.latest_release(edition.slug).document.notes[0].text == "Changed."
    assert "Version 2 was published after" in PlannedRelease.objects.get().refusal


def test_a_time_that_does_not_exist_everywhere_is_refused():
    far = datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("America/New_York"))
    with pytest.raises(NotPublishable, match="more than 100 years away"):
        plan_release(make_edition(), far)
    assert not PlannedRelease.objects.exists()
