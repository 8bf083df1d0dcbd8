"""How each edition stands: what the desk tells on its start page."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from edition.desk.links import mending
from edition.desk.pages import pages_of
from edition.desk.permissions import editions_where, may
from edition.document.changes.parts import compare
from edition.document.problems import Problem
from edition.document.values import AnnotationKind, Document
from edition.polls.models import Ballot
from edition.releases.models import PlannedRelease, Revision, Withdrawal
from edition.releases.problems import problems_in
from edition.releases.working_copy import WorkingCopy, read_working_copy
from edition.texts.models import Edition

KEPT = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """One edition: what readers have, what waits, what is to be mended, and where to go."""

    edition: Edition
    latest: Revision | None
    withdrawal: Withdrawal | None
    plan: PlannedRelease | None
    changes: int
    changed_by: tuple[str, ...]
    blocking: tuple[tuple[Problem, str], ...]
    remarks: tuple[tuple[Problem, str], ...]
    lost: int
    queries: int
    votes_today: int
    pages: list[tuple[str, str]]
    review_url: str
    import_url: str


def standings(request: HttpRequest) -> list[Standing]:
    """Every edition that somebody may look at."""
    seen = editions_where(request.user, "texts.view_edition", "texts.change_edition")
    return [
        stand(edition, request.user)
        for edition in seen.select_related(
            "withdrawal__withdrawn_by", "planned_release__planned_by"
        )
    ]


def stand(edition: Edition, user: User) -> Standing:
    """The number of queries depends neither on the length of the edition nor on its state."""
    copy = read_working_copy(edition)
    document, sha256 = copy.document, copy.sha256
    released = edition.revisions.released().order_by("-release_number").defer("canonical")
    latest = released.select_related("made_by").first()
    problems = mending(edition, problems_of(copy))
    changes = _changes(latest, document, sha256)
    return Standing(
        edition=edition,
        latest=latest,
        withdrawal=_one(edition, "withdrawal"),
        plan=_one(edition, "planned_release"),
        changes=changes,
        changed_by=_changed_by(edition, latest) if changes else (),
        blocking=tuple(each for each in problems if each[0].blocks),
        remarks=tuple(each for each in problems if not each[0].blocks),
        lost=len(copy.lost),
        queries=sum(each.kind == AnnotationKind.QUERY for each in document.annotations),
        votes_today=Ballot.objects.filter(poll__edition=edition, cast_at__gte=_midnight()).count(),
        pages=pages_of(edition),
        review_url=reverse("admin:review_edition", args=[edition.pk]),
        import_url=f"{reverse('admin:import_edition')}?edition={edition.pk}"
        if may(user, "texts.change_edition", edition)
        else "",
    )


def problems_of(copy: WorkingCopy) -> list[Problem]:
    """What the check finds; of a working copy that has not changed it is known already."""
    edition = copy.edition
    latest = edition.revisions.released().order_by("-release_number")
    what_it_rests_on = (
        "problems",
        edition.pk,
        copy.stamp,
        tuple(edition.departures.order_by("pk").values_list("key", "sha256")),
        tuple(edition.witnesses.values_list("pk", "sha256")),
        latest.values_list("pk", flat=True).first(),
    )
    return _known(what_it_rests_on, lambda: problems_in(copy))


def _changes(latest: Revision | None, document: Document, sha256: str) -> int:
    """How many parts differ from what was released last."""
    if latest is None or latest.sha256 == sha256:
        return 0
    return _known(
        ("changes", latest.sha256, sha256), lambda: len(compare(latest.document, document))
    )


def _changed_by(edition: Edition, latest: Revision | None) -> tuple[str, ...]:
    since = edition.revisions.filter(number__gt=latest.number) if latest else edition.revisions
    names = since.order_by("number").values_list("made_by__username", flat=True)
    return tuple(dict.fromkeys(name for name in names if name))


def _one(edition: Edition, name: str) -> Withdrawal | PlannedRelease | None:
    try:
        return getattr(edition, name)
    except ObjectDoesNotExist:
        return None


def _midnight():
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


# What was found out lately, by all that it rests on. It saves time, and is no more than that.
_found: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def _known(rests_on: Hashable, find_out):
    with _lock:
        if rests_on in _found:
            _found.move_to_end(rests_on)
            return _found[rests_on]
    found = find_out()
    with _lock:
        _found[rests_on] = found
        while len(_found) > KEPT:
            _found.popitem(last=False)
    return found
