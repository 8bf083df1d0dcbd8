"""Convert printed dates, such as "September 19, 2013", to EDTF (ISO 8601-2)."""

import re
from datetime import date

LONGEST_DATE = 50  # characters

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # EDTF level 1

_MONTH_DAY_YEAR = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ([a-z]+)\.?,? ([0-9]{4})")
_MONTH_YEAR = re.compile(r"([a-z]+)\.?,? ([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


def read_date(printed: str) -> tuple[str, str] | None:
    """Parse a whole line as a date: (EDTF, doubt), or None if it is not a date.

    A line in the form of a date that does not exist ("February 31, 2013") gives its valid part
    and a doubt.
    """
    if len(printed) > LONGEST_DATE:
        return None
    wording = re.sub(r"\s+", " ", printed).casefold()
    if match := _MONTH_DAY_YEAR.fullmatch(wording):
        return _to_edtf(match[3], _month(match[1]), match[2])
    if match := _DAY_MONTH_YEAR.fullmatch(wording):
        return _to_edtf(match[3], _month(match[2]), match[1])
    if match := _MONTH_YEAR.fullmatch(wording):
        if match[1] in _SEASONS:
            return f"{match[2]}-{_SEASONS[match[1]]}", ""
        return _to_edtf(match[2], _month(match[1]), "1", keep=7)
    if match := _ISO.fullmatch(wording):
        return _to_edtf(match[1], int(match[2] or 1), match[3] or "1", keep=len(wording))
    if match := _NUMBERS.fullmatch(wording):
        return _from_numbers(int(match[1]), int(match[3]), match[4])
    return None


def _month(name: str) -> int | None:
    """Return a month's number from its name or at least three first letters; else None."""
    for number, month in enumerate(_MONTHS, start=1):
        if len(name) >= 3 and month.startswith(name):
            return number
    return None


def _to_edtf(year: str, month: int | None, day: str, keep: int = 10) -> tuple[str, str] | None:
    if month is None:
        return None
    try:
        return date(int(year), month, int(day)).isoformat()[:keep], ""
    except ValueError:
        return year, "There is no such day in the calendar; only the year is used."


def _from_numbers(first: int, second: int, year: str) -> tuple[str, str] | None:
    """Order day and month where that is certain: 09.10.2013 is ambiguous, 19.09.2013 is not."""
    if first != second and first <= 12 and second <= 12:
        return year, "Which number is the month is not clear; only the year is used."
    day, month = (first, second) if second <= 12 else (second, first)
    return _to_edtf(year, month, str(day))
