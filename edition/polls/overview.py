"""Statistics of a poll for staff: votes by hour and bursts set apart, without any voter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from edition.polls.models import Burst, Choice, Poll

IS_APART = Q(burst__isnull=False, burst__restored_at=None)


@dataclass(frozen=True, slots=True)
class Hour:
    """The votes first cast in the hour that starts at `start`."""

    start: datetime
    cast: int
    set_apart: int

    @property
    def total(self) -> int:
        return self.cast + self.set_apart


@dataclass(frozen=True, slots=True)
class BurstSummary:
    """A burst, its number of ballots, and that of each choice by label."""

    burst: Burst
    size: int
    choices: tuple[tuple[str, int], ...]


def votes_by_hour(poll: Poll) -> list[Hour]:
    """The hours with votes, the earliest first."""
    hours = (
        poll.ballots.annotate(hour=TruncHour("cast_at"))
        .values("hour")
        .annotate(cast=Count("pk", filter=~IS_APART), apart=Count("pk", filter=IS_APART))
        .order_by("hour")
    )
    return [Hour(row["hour"], row["cast"], row["apart"]) for row in hours]


def bursts_of(poll: Poll) -> list[BurstSummary]:
    """The bursts of a poll, the latest first."""
    counted = poll.ballots.filter(burst__isnull=False).order_by("choice__position", "choice")
    by_choice: dict[int, list[tuple[str, int]]] = {}
    for burst, label, votes in counted.values_list("burst", "choice__label").annotate(Count("pk")):
        by_choice.setdefault(burst, []).append((label, votes))
    return [
        BurstSummary(burst, sum(votes for _, votes in choices), tuple(choices))
        for burst in poll.bursts.order_by("-began_at", "-pk")
        if (choices := by_choice.get(burst.pk, []))
    ]


def choices_with_set_apart(poll: Poll) -> Iterable[Choice]:
    """The choices in order, each with its votes set apart as `apart`."""
    apart = Q(ballots__burst__isnull=False, ballots__burst__restored_at=None)
    return poll.choices.annotate(apart=Count("ballots", filter=apart))
