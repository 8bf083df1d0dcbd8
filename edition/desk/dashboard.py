"""The start page of the desk: the status of each edition."""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from edition.desk.links import LinkedProblem, link_problems_by_edition
from edition.desk.pages import pages_of
from edition.desk.permissions import colleague, editions_where, may
from edition.document.changes.parts import compare
from edition.document.problems import Problem
from edition.polls.models import Ballot
from edition.releases.departures import signatures
from edition.releases.models import PlannedRelease, Revision, Withdrawal
from edition.releases.problems import problems_in
from edition.releases.working_copy import WorkingCopy, read_working_copies
from edition.texts.models import Edition

MAX_CACHED = 1024  # working copies; more than there are editions


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """The status of an edition: its release, unpublished changes and problems, with links."""

    edition: Edition
    latest: Revision | None
    withdrawal: Withdrawal | None
    plan: PlannedRelease | None
    changes: int
    changed_by: tuple[str, ...]
    blocking: tuple[LinkedProblem, ...]
    remarks: tuple[LinkedProblem, ...]
    lost: int
    queries: int
    votes_today: int
    pages: list[tuple[str, str]]
    review_url: str
    import_url: str


def list_statuses(request: HttpRequest) -> list[EditionStatus]:
    """List the status of every edition that the user may view."""
    viewable = editions_where(request.user, "texts.view_edition", "texts.change_edition")
    editions = viewable.select_related("withdrawal__withdrawn_by", "planned_release__planned_by")
    return read_statuses(editions, colleague(request))


def read_statuses(editions: Iterable[Edition], user: User) -> list[EditionStatus]:
    """Read the status of each edition.

    The number of queries is constant, whatever the number, length and state of the editions. A
    working copy that has not changed is not examined again.
    """
    copies = read_working_copies(editions)
    findings = _findings(copies)
    pairs = zip(copies, findings, strict=True)
    linked = link_problems_by_edition({copy.edition: found.problems for copy, found in pairs})
    changed_by, votes_today = _changed_by(copies), _votes_today(copies)
    return [
        EditionStatus(
            edition=copy.edition,
            latest=copy.latest,
            withdrawal=_related_or_none(copy.edition, "withdrawal"),
            plan=_related_or_none(copy.edition, "planned_release"),
            changes=found.changes,
            changed_by=tuple(changed_by[copy.edition.pk]) if found.changes else (),
            blocking=tuple(each for each in linked[copy.edition] if each[0].blocks),
            remarks=tuple(each for each in linked[copy.edition] if not each[0].blocks),
            lost=len(copy.lost),
            queries=copy.open_queries,
            votes_today=votes_today.get(copy.edition.pk, 0),
            pages=pages_of(copy.edition),
            review_url=reverse("admin:review_edition", args=[copy.edition.pk]),
            import_url=f"{reverse('admin:import_edition')}?edition={copy.edition.pk}"
            if may(user, "texts.change_edition", copy.edition)
            else "",
        )
        for copy, found in zip(copies, findings, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Findings:
    """The problems that the check finds, and how many parts differ from the latest release."""

    problems: tuple[Problem, ...]
    changes: int


def _findings(copies: Sequence[WorkingCopy]) -> list[Findings]:
    """Examine the working copies whose findings are not cached."""
    prefetch_related_objects([copy.edition for copy in copies], "departures", "witnesses")
    keys = [_cache_key(copy) for copy in copies]
    known = {key: found for key in keys if (found := _cached(key))}
    unknown = [(key, copy) for key, copy in zip(keys, copies, strict=True) if key not in known]
    released = Revision.objects.in_bulk([copy.latest.pk for _, copy in unknown if copy.latest])
    for key, copy in unknown:
        latest = copy.latest and released[copy.latest.pk]
        known[key] = _store(key, _examine(replace(copy, latest=latest)))
    return [known[key] for key in keys]


def _cache_key(copy: WorkingCopy) -> Hashable:
    signed = frozenset(signatures(copy.edition).items())
    source = tuple((file.data is None, file.is_intact) for file in copy.edition.witnesses.all()[:1])
    return copy.edition.pk, copy.stamp, signed, source, copy.latest and copy.latest.pk


def _examine(copy: WorkingCopy) -> Findings:
    latest = copy.latest
    is_changed = latest is not None and latest.sha256 != copy.sha256
    changes = len(compare(latest.document_or_none, copy.document)) if is_changed else 0
    return Findings(tuple(problems_in(copy)), changes)


def _changed_by(copies: Sequence[WorkingCopy]) -> dict[int, list[str]]:
    """The names of those who saved since the latest release of each edition, in order."""
    same = Revision.objects.released().filter(edition=OuterRef("edition"))
    latest = Subquery(same.order_by("-release_number").values("number")[:1])
    saved = Revision.objects.filter(
        edition__in=[copy.edition for copy in copies], number__gt=Coalesce(latest, 0)
    ).order_by("number")
    names: dict[int, list[str]] = defaultdict(list)
    for edition, name in saved.values_list("edition", "made_by__username"):
        if name and name not in names[edition]:
            names[edition].append(name)
    return names


def _votes_today(copies: Sequence[WorkingCopy]) -> dict[int, int]:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    editions = [copy.edition for copy in copies]
    cast = Ballot.objects.filter(poll__edition__in=editions, cast_at__gte=midnight)
    return dict(cast.values("poll__edition").values_list("poll__edition", Count("pk")))


def _related_or_none(edition: Edition, name: str) -> Withdrawal | PlannedRelease | None:
    try:
        return getattr(edition, name)
    except ObjectDoesNotExist:
        return None


# The latest findings by all that they depend on; losing them costs time and nothing else.
_cache: OrderedDict[Hashable, Findings] = OrderedDict()
_lock = Lock()


def _cached(key: Hashable) -> Findings | None:
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
        return _cache.get(key)


def _store(key: Hashable, found: Findings) -> Findings:
    with _lock:
        _cache[key] = found
        while len(_cache) > MAX_CACHED:
            _cache.popitem(last=False)
    return found
