"""Plan releases for a later time, and publish them when they are due."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from edition.document.problems import Problem
from edition.releases.models import PlannedRelease, Revision
from edition.releases.publish import (
    NotPublishable,
    refuse_unpublishable,
    release_revision,
    save_copy,
)
from edition.releases.working_copy import read_working_copy
from edition.texts.locks import lock_edition
from edition.texts.models import Edition

YEARS_AHEAD = 100  # late in the year 9999, some times do not exist in every time zone


@transaction.atomic
def plan_release(
    edition: Edition, due_at: datetime, by: User | None = None, note: str = ""
) -> PlannedRelease:
    """Freeze the working copy for release at `due_at`; this replaces an earlier plan.

    Later saves do not change what was planned. Raises NotPublishable, and then nothing has changed.
    """
    if due_at <= timezone.now():
        raise NotPublishable([Problem("edition", "That time is past.", "Choose a later one.")])
    if due_at.year > timezone.now().year + YEARS_AHEAD:
        what = f"That time is more than {YEARS_AHEAD} years away."
        raise NotPublishable([Problem("edition", what, "Choose an earlier one.")])
    copy = read_working_copy(lock_edition(edition.pk))
    refuse_unpublishable(copy)
    revision = save_copy(copy, by, note) or edition.revisions.latest_first()[0]
    plan, _ = PlannedRelease.objects.update_or_create(
        edition=edition,
        defaults={
            "revision": revision,
            "due_at": due_at,
            "note": note,
            "planned_by": by,
            "planned_at": timezone.now(),
            "refusal": "",
        },
    )
    return plan


@transaction.atomic
def cancel_plan(edition: Edition, planned_at: datetime) -> bool:
    """Cancel the plan that was made at `planned_at`; return False if there is no such plan.

    Its revision stays in the history. A plan that has replaced it meanwhile is not cancelled.
    """
    edition = lock_edition(edition.pk)
    plans = PlannedRelease.objects.filter(edition=edition, planned_at=planned_at)
    cancelled, _ = plans.delete()
    return bool(cancelled)


def publish_due(now: datetime | None = None) -> list[Revision]:
    """Release every plan that is due, each once, however many processes do so at the same time.

    A plan that cannot be released is kept with its refusal, and not tried again. So is one that a
    later release has overtaken: readers must not be moved back to an earlier text.
    """
    now = now or timezone.now()
    due = PlannedRelease.objects.filter(due_at__lte=now, refusal="").values_list("edition_id")
    released = [_release_planned(edition, now) for (edition,) in due]
    return [revision for revision in released if revision]


@transaction.atomic
def _release_planned(edition: int, now: datetime) -> Revision | None:
    # A second process waits here, and then finds no plan.
    lock_edition(edition)
    plan = PlannedRelease.objects.filter(edition=edition, due_at__lte=now, refusal="").first()
    if plan is None:
        return None
    try:
        _refuse_overtaken(plan.revision)
        revision = release_revision(plan.revision, plan.planned_by, plan.note)
    except NotPublishable as refused:
        plan.refusal = "\n".join(map(str, refused.problems))
        plan.save(update_fields=["refusal"])
        return None
    plan.delete()
    return revision


def _refuse_overtaken(planned: Revision) -> None:
    latest = Revision.objects.latest_release(planned.edition.slug)
    if latest and latest.number > planned.number and latest.sha256 != planned.sha256:
        what = f"Version {latest.release_number} was published after this was planned."
        raise NotPublishable(
            [Problem("edition", what, "Review the differences, and plan it again.")]
        )
