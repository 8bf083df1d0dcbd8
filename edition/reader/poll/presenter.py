"""Presenter of a poll: one line and one bar for each choice."""

from dataclasses import dataclass
from datetime import datetime

from edition.document.values import Poll
from edition.polls.tally import Tally, TallyRow
from edition.reader.poll.released import released_tally


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. Bars are drawn in a box 100 wide: `printed_bar`, then `cast_bar` beside it."""

    key: str
    label: str
    printed: int
    cast: int
    total: int
    percent: int
    printed_bar: str
    cast_bar: str


@dataclass(frozen=True, slots=True)
class ShownPoll:
    key: str
    question: str
    record: str
    is_open: bool
    closed_at: datetime | None
    set_apart: int
    total: int
    is_rounded: bool
    options: tuple[Option, ...]

    @property
    def has_printed_votes(self) -> bool:
        return any(option.printed for option in self.options)


def show_poll(poll: Poll, tally: Tally) -> ShownPoll:
    """Present a poll of a release with its current votes."""
    tally = released_tally(poll.choices, tally)
    return ShownPoll(
        key=poll.key,
        question=poll.question,
        record=poll.record,
        is_open=tally.is_open,
        closed_at=tally.closed_at,
        set_apart=tally.set_apart,
        total=tally.total,
        is_rounded=tally.is_rounded,
        options=tuple(show_option(row, tally.total) for row in tally.choices),
    )


def show_option(row: TallyRow, total: int) -> Option:
    return Option(
        key=row.key,
        label=row.label,
        printed=row.printed,
        cast=row.votes,
        total=row.total,
        percent=row.percent,
        printed_bar=share(row.printed, total),
        cast_bar=share(row.votes, total),
    )


def share(votes: int, total: int) -> str:
    """Format a share of 100 for SVG: with a point, never a comma, whatever the language."""
    return f"{100 * votes / total:.2f}" if total else "0"
