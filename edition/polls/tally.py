"""The tally of a poll: printed and cast votes together, and percentages that add up."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Count, F, Q

from edition.polls.models import Choice, Poll

# In SQL, because open pages wait for it: the ORM takes longer than the query itself.
COUNTS = f"""
SELECT "key", label, printed_votes, votes FROM {Choice._meta.db_table}
WHERE poll_id = %s ORDER BY position, id
"""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One choice: `printed` votes of the source, `votes` cast here, and their `total`."""

    key: str
    label: str
    printed: int
    votes: int
    total: int
    percent: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The result of a poll at one `version`, which grows with every change."""

    version: int
    is_open: bool
    closed_at: datetime | None
    set_apart: int
    total: int
    choices: tuple[TallyRow, ...]

    @property
    def is_rounded(self) -> bool:
        """Whether the percentages cannot be made to sum to 100 fairly."""
        return self.total > 0 and sum(row.percent for row in self.choices) != 100

    @property
    def json(self) -> str:
        """The result as JSON, for scripts and other programs."""
        return json.dumps(
            asdict(self), ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder
        )


def read_tally(poll: Poll) -> Tally:
    """Read the current result from the counts stored with the choices."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [poll.pk])
        rows = count_up(cursor.fetchall())
    return tally_of(poll, rows)


def tally_of(poll: Poll, rows: tuple[TallyRow, ...]) -> Tally:
    total = sum(row.total for row in rows)
    return Tally(poll.version, poll.is_open, poll.closed_at, poll.set_apart, total, rows)


def count_up(counts: Sequence[tuple[str, str, int, int]]) -> tuple[TallyRow, ...]:
    """Add totals and percentages to (key, label, printed votes, votes cast here), in order."""
    totals = [printed + votes for _, _, printed, votes in counts]
    return tuple(
        TallyRow(*count, total, percent)
        for count, total, percent in zip(counts, totals, percentages(totals), strict=True)
    )


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole percentages by largest remainder; equal counts have equal percentages.

    They sum to 100 unless a point for each of several equal counts would exceed it; then neither
    these nor any with smaller remainders are given one, so that fewer votes never have a larger
    percentage, and the sum is less. Without votes all are 0.
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    points = {count: count * 100 // total for count in counts}
    missing = 100 - sum(points[count] for count in counts)
    by_remainder = sorted(points, key=lambda count: (-(count * 100 % total), -count))
    for count in by_remainder:
        equal = counts.count(count)
        if equal > missing:
            break
        points[count] += 1
        missing -= equal
    return [points[count] for count in counts]


@dataclass(frozen=True, slots=True)
class Recount:
    """A stored count, of a choice or of votes set apart, and the number of ballots counted."""

    key: str
    stored: int
    counted: int


@transaction.atomic
def recount(poll: Poll) -> list[Recount]:
    """Recount every ballot and correct the stored counts; return those that were wrong."""
    poll = Poll.objects.locked().get(pk=poll.pk)
    wrong = []
    counts = Q(ballots__burst=None) | Q(ballots__burst__restored_at__isnull=False)
    for choice in poll.choices.annotate(counted=Count("ballots", filter=counts)):
        if choice.votes != choice.counted:
            wrong.append(Recount(choice.key, choice.votes, choice.counted))
            poll.choices.filter(pk=choice.pk).update(votes=choice.counted)
    set_apart = poll.ballots.filter(burst__isnull=False, burst__restored_at=None).count()
    if poll.set_apart != set_apart:
        wrong.append(Recount("set apart", poll.set_apart, set_apart))
    if wrong:
        Poll.objects.filter(pk=poll.pk).update(set_apart=set_apart, version=F("version") + 1)
    return wrong
