"""Validate EDTF dates (ISO 8601-2) and compute the days they can mean.

Years, months, days and seasons, and ranges of them, are computed here. The edtf package parses
every other form: it takes a tenth of a second to load and some 20 ms for each date, and accepts
days no calendar has. So results are cached, and a date is refused unless its bounds are days.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from math import isinf
from time import struct_time
from typing import Any

LONGEST = 60  # characters
COMMON = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
SEASONS = {21: 3, 22: 6, 23: 9}  # first months; winter is left to the package


class NotADate(ValueError):
    """The text is not a displayable EDTF date; the message says how to write one."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a date in EDTF. Write 2012-09-21, 2012-09, 2012~ (about), "
            "2012-10/2013-03 (from, to) or 2013-21 (spring)."
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest day a date can mean, both included; None where it is open."""

    earliest: date | None
    latest: date | None


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> Bounds:
    """Parse a date to its strict bounds, without the padding that "about" would add.

    Raises NotADate for anything that is not one, and for ranges that end before they begin.
    """
    if limits := _common_bounds(edtf):
        return limits
    start, slash, end = edtf.partition("/")
    try:
        parsed = _parser()(edtf[: LONGEST + 1])
        limits = Bounds(
            earliest=None if slash and start in ("", "..") else _day(parsed.lower_strict()),
            latest=None if slash and end in ("", "..") else _day(parsed.upper_strict()),
        )
    except Exception as error:  # the package raises errors of many types
        raise NotADate(edtf) from error
    is_endless = limits == Bounds(None, None)
    first, last = limits.earliest or date.min, limits.latest or date.max
    if len(edtf) > LONGEST or is_endless or last < first:
        raise NotADate(edtf)
    return limits


def is_edtf(text: str) -> bool:
    try:
        bounds(text)
    except NotADate:
        return False
    return True


def _common_bounds(edtf: str) -> Bounds | None:
    """Compute the bounds of a date of the common forms; None for any other, and for no date."""
    start, slash, end = edtf.partition("/")
    try:
        earliest, _ = _common_days(start)
        _, latest = _common_days(end if slash else start)
    except ValueError:
        return None
    return Bounds(earliest, latest) if earliest <= latest else None


def _common_days(edtf: str) -> tuple[date, date]:
    """Compute the first and the last day of a year, month, day or season.

    Qualified as uncertain or approximate it has the same strict bounds.
    """
    if not (found := COMMON.fullmatch(edtf)):
        raise ValueError(edtf)
    year, month, day = (int(number or 0) for number in found.groups()[:3])
    if found[3]:
        return date(year, month, day), date(year, month, day)
    if not found[2]:
        return date(year, 1, 1), date(year, 12, 31)
    is_season = month in SEASONS and not found[4]
    first = SEASONS[month] if is_season else month
    last = first + 2 if is_season else month
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


@cache
def _parser() -> Callable[[str], Any]:
    """Load the edtf package, which most servers and commands never need."""
    from edtf import parse_edtf
    from edtf.parser import parser_classes

    # Where it cannot build a date it prints what it tried; this name shadows its `print`.
    vars(parser_classes)["print"] = lambda *_: None
    return parse_edtf


def _day(bound: struct_time | float) -> date | None:
    if isinstance(bound, struct_time):
        return date(bound.tm_year, bound.tm_mon, bound.tm_mday)
    if isinf(bound):
        return None
    raise ValueError(f"{bound} is not a day.")
