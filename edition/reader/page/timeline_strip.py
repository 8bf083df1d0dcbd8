"""The strip beside the timeline: the same events, drawn to scale."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from edition.document.edtf import bounds
from edition.document.values import Event

HEIGHT = 400  # CSS pixels
WIDTH = 34
AXIS = 15  # the x of the time line
MARGIN = 8  # before the first and after the last year
LANES = 3
NEAREST = 6  # marks closer than this are combined
FIGURE = 11  # the height of a count: counts closer than this are combined


@dataclass(frozen=True, slots=True)
class Mark:
    """One event, or several combined. A dot is a day; the length of a bar is a duration."""

    events: str
    count: int
    top: float
    bottom: float
    is_dot: bool
    fade: str
    lane: int = 0  # of a bar beside the line

    @property
    def middle(self) -> float:
        return round((self.top + self.bottom) / 2, 1)

    @property
    def height(self) -> float:
        return round(self.bottom - self.top, 1)

    @property
    def x(self) -> float:
        """The left edge: bars of at least NEAREST are drawn beside the line, not on it."""
        return AXIS - 7 - 4 * self.lane if self.is_beside else AXIS - 1.5

    @property
    def is_beside(self) -> bool:
        return self.height >= NEAREST

    @property
    def count_at(self) -> tuple[float, float]:
        """The centre of its count: right of the line, or above a bar beside it."""
        return (self.x + 1.5, self.top - 6) if self.is_beside else (AXIS + 10, self.middle)


@dataclass(frozen=True, slots=True)
class Fade:
    """A gradient from top to bottom: pairs of offset and opacity."""

    name: str
    stops: tuple[tuple[str, str], ...]


FADES = (
    Fade("start", (("0", "0"), ("1", "1"))),
    Fade("end", (("0", "1"), ("1", "0"))),
    Fade("both", (("0", "0"), (".5", "1"), ("1", "0"))),
)


@dataclass(frozen=True, slots=True)
class Strip:
    marks: tuple[Mark, ...]
    ticks: tuple[float, ...]
    width: int = WIDTH
    height: int = HEIGHT
    axis: int = AXIS
    fades: tuple[Fade, ...] = FADES


def draw_strip(events: Iterable[Event]) -> Strip | None:
    """Draw all dated events; None if there are none."""
    dated = [
        (event, start, end)
        for event in events
        for start, end in [edges(event.edtf)]
        if start and end
    ]
    if not dated:
        return None
    first = date(min(start for _, start, _ in dated).year, 1, 1).toordinal()
    last = date(max(end for _, _, end in dated).year, 12, 31).toordinal()
    scale = (HEIGHT - 2 * MARGIN) / max(1, last - first)

    def place(day: date) -> float:
        return round(MARGIN + (day.toordinal() - first) * scale, 1)

    marks = [
        Mark(
            events=event.key,
            count=1,
            top=place(start),
            bottom=max(place(end), place(start) + 3),
            is_dot=start == end,
            fade=fade(event.edtf),
        )
        for event, start, end in dated
    ]
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    step = max(1, len(years) // 40)
    ticks = tuple(place(date(year, 1, 1)) for year in years[::step])
    return Strip(tuple(combine_marks(marks)), ticks)


def edges(edtf: str) -> tuple[date | None, date | None]:
    """Return the strict bounds; an open end is drawn at the other end."""
    limits = bounds(edtf)
    return limits.earliest or limits.latest, limits.latest or limits.earliest


def fade(edtf: str) -> str:
    """Which ends of a date are approximate, uncertain or open: "start", "end", "both" or ""."""
    start, slash, end = edtf.partition("/")
    if not slash:
        return "both" if is_loose(edtf) else ""
    ends = ("start" if is_loose(start) else "") + ("end" if is_loose(end) else "")
    return "both" if ends == "startend" else ends


def is_loose(part: str) -> bool:
    return part == "" or ".." in part or any(sign in part for sign in "~?%X")


def combine_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Combine marks on the line, and bars beside it, that are too close to be distinguished."""
    merged: list[Mark] = []
    for is_bar in (False, True):
        lane = [mark for mark in marks if mark.is_beside == is_bar]
        merged += combine_near(sorted(lane, key=lambda mark: mark.middle))
    return assign_lanes(merged)


def combine_near(marks: Iterable[Mark]) -> list[Mark]:
    """Combine the marks of one lane until all marks and their counts are legible."""
    apart: list[Mark] = []
    for mark in marks:
        if apart and mark.middle - apart[-1].middle < NEAREST:
            apart[-1] = combine(apart[-1], mark)
        else:
            apart.append(mark)
    legible: list[Mark] = []
    for mark in apart:
        counted = [i for i, other in enumerate(legible) if other.count > 1]
        if mark.count > 1 and counted and mark.middle - legible[counted[-1]].middle < FIGURE:
            legible[counted[-1]] = combine(legible[counted[-1]], mark)
        else:
            legible.append(mark)
    return legible


def assign_lanes(marks: Iterable[Mark]) -> list[Mark]:
    """Put overlapping bars side by side, as far as there are lanes."""
    placed: list[Mark] = []
    for mark in marks:
        if mark.is_beside:
            occupied = {
                other.lane
                for other in placed
                if other.is_beside and other.top < mark.bottom and mark.top < other.bottom
            }
            free = [lane for lane in range(LANES) if lane not in occupied]
            mark = replace(mark, lane=free[0] if free else LANES - 1)
        placed.append(mark)
    return placed


def combine(one: Mark, other: Mark) -> Mark:
    """Combine two marks into one with a count, at the first one's place so that a chain ends."""
    return replace(
        one,
        events=f"{one.events} {other.events}",
        count=one.count + other.count,
        fade=one.fade if one.fade == other.fade else "",
    )
