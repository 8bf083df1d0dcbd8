"""A bar chart of votes per hour, as numbers for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from edition.polls.overview import Hour

HOURS = 48
STEP = 10  # units of the drawing for an hour
HEIGHT = 100
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour: the counted votes, and stacked on them those set apart."""

    x: int
    cast_y: str
    cast_height: str
    apart_y: str
    apart_height: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The hours up to the last vote; `most` is the number of votes of the highest bar."""

    start: datetime
    end: datetime
    most: int
    total: int
    bars: tuple[Bar, ...]
    width: int = HOURS * STEP
    height: int = HEIGHT
    bar_width: int = STEP - 2


def draw(hours: Sequence[Hour]) -> Chart | None:
    """Draw the two days up to the last vote; None without votes."""
    if not hours:
        return None
    start = hours[-1].start - (HOURS - 1) * HOUR
    shown = [hour for hour in hours if hour.start >= start]
    most = max(hour.total for hour in shown)
    bars = tuple(_bar(hour, round((hour.start - start) / HOUR) * STEP, most) for hour in shown)
    total = sum(hour.total for hour in shown)
    return Chart(start, hours[-1].start + HOUR, most, total, bars)


def _bar(hour: Hour, x: int, most: int) -> Bar:
    cast, apart = (HEIGHT * votes / most for votes in (hour.cast, hour.set_apart))
    return Bar(x + 1, *(f"{n:.2f}" for n in (HEIGHT - cast, cast, HEIGHT - cast - apart, apart)))
