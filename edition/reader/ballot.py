"""The poll as the page shows it: one line and one bar for each choice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Question(Protocol):
    """A poll of a document or of the database."""

    key: str
    question: str
    record: str


class Row(Protocol):
    """What is shown of one choice: `printed` votes, `votes` cast here, and both as `total`."""

    key: str
    label: str
    printed: int
    votes: int
    total: int
    percent: int


class Tally(Protocol):
    is_open: bool
    closed_at: datetime | None
    set_apart: int
    total: int
    is_rounded: bool
    choices: tuple[Row, ...]


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


def show_poll(poll: Question, tally: Tally) -> ShownPoll:
    """The poll with the votes as they stand, its choices in the order printed."""
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


def show_option(row: Row, total: int) -> Option:
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
    """A part of 100 as SVG wants it: a point, never a comma, whatever the language."""
    return f"{100 * votes / total:.2f}" if total else "0"
