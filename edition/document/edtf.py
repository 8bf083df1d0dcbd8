"""Validate EDTF dates (ISO 8601-2) and compute the days they can mean.

The edtf package parses them. It takes some 10 ms for each and accepts days no calendar has, so
results are cached, and a date is refused unless its bounds are days.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isinf
from time import struct_time

from edtf import parse_edtf
from edtf.parser import parser_classes

# Where it cannot build a date the package prints what it tried; this name shadows its `print`.
vars(parser_classes)["print"] = lambda *_: None

LONGEST = 60  # characters


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
    start, slash, end = edtf.partition("/")
    try:
        parsed = parse_edtf(edtf[: LONGEST + 1])
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


def _day(bound: struct_time | float) -> date | None:
    if isinstance(bound, struct_time):
        return date(bound.tm_year, bound.tm_mon, bound.tm_mday)
    if isinf(bound):
        return None
    raise ValueError(f"{bound} is not a day.")
