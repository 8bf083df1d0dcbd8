"""The poll as the page shows it: one line and one bar for each choice."""

from dataclasses import dataclass
from datetime import datetime

from edition.document.values import Choice, Poll
from edition.polls.tally import Tally, percentages


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


def show_poll(poll: Poll, tally: Tally) -> ShownPoll:
    """A poll of a release with the votes as they stand.

    Its words, its order and the printed votes are the release's; only what was cast is live.
    """
    cast = {row.key: row.votes for row in tally.choices}
    totals = [choice.printed_votes + cast.get(choice.key, 0) for choice in poll.choices]
    shares = percentages(totals)
    total = sum(totals)
    return ShownPoll(
        key=poll.key,
        question=poll.question,
        record=poll.record,
        is_open=tally.is_open,
        closed_at=tally.closed_at,
        set_apart=tally.set_apart,
        total=total,
        is_rounded=bool(total) and sum(shares) != 100,
        options=tuple(
            show_option(choice, cast.get(choice.key, 0), percent, total)
            for choice, percent in zip(poll.choices, shares, strict=True)
        ),
    )


def show_option(choice: Choice, cast: int, percent: int, total: int) -> Option:
    return Option(
        key=choice.key,
        label=choice.label,
        printed=choice.printed_votes,
        cast=cast,
        total=choice.printed_votes + cast,
        percent=percent,
        printed_bar=share(choice.printed_votes, total),
        cast_bar=share(cast, total),
    )


def share(votes: int, total: int) -> str:
    """A part of 100 as SVG wants it: a point, never a comma, whatever the language."""
    return f"{100 * votes / total:.2f}" if total else "0"
