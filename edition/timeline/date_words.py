"""Telling dates in words, and putting them in order."""

import re
from datetime import date

from edition.document.edtf import bounds

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
NAMES = dict(enumerate(MONTHS, start=1)) | {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
QUALIFIERS = {"": "", "~": "about ", "?": "probably ", "%": "probably about "}

_SIMPLE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<sign>[~?%]?)")
_UNSPECIFIED = re.compile(r"(?:(?P<decade>\d{3})X|(?P<year>\d{4})-XX(?:-XX)?|"
                          r"(?P<in>\d{4}-\d\d)-XX)")  # fmt: skip
_ONE_OF = re.compile(r"\[(?P<first>[^.,\[\]]+)\.\.(?P<last>[^.,\[\]]+)\]")


def in_order(edtf: str) -> tuple[date, date]:
    """What dates are sorted by: earlier beginnings first, then earlier ends."""
    limits = bounds(edtf)
    return limits.earliest or date.min, limits.latest or date.max


def tell(edtf: str, wording: str = "") -> str:
    """A date in words; what the source says itself is taken where it names the year."""
    if re.search(r"\d{4}", wording):
        return wording
    if one_of := _ONE_OF.fullmatch(edtf):
        return f"between {tell(one_of['first'])} and {tell(one_of['last'])}"
    start, slash, end = edtf.partition("/")
    if not slash:
        return _tell_one(edtf)
    if end in ("", ".."):
        return f"from {_tell_one(start)}"
    if start in ("", ".."):
        return f"until {_tell_one(end)}"
    return _tell_range(start, end)


def _tell_one(edtf: str) -> str:
    if found := _SIMPLE.fullmatch(edtf):
        return QUALIFIERS[found["sign"]] + _tell_parts(found)
    if found := _UNSPECIFIED.fullmatch(edtf):
        if found["decade"]:
            return f"in the {found['decade']}0s"
        return f"some time in {found['year'] or _tell_one(found['in'])}"
    return edtf


def _tell_parts(found: re.Match[str]) -> str:
    """Write a date found: "7 September 2012", "September 2012", "spring 2013" or "2012"."""
    if not found["month"]:
        return found["year"]
    name = NAMES.get(int(found["month"]))
    if name is None:  # a part of a year that has no name in English
        return found[0].rstrip("~?%")
    if not found["day"]:
        return f"{name} {found['year']}"
    return f"{int(found['day'])} {name} {found['year']}"


def _tell_range(start: str, end: str) -> str:
    """Both ends, what they share told once: "22–23 March 2013", "January–April 2012"."""
    first, last = _SIMPLE.fullmatch(start), _SIMPLE.fullmatch(end)
    if not first or not last or first["sign"] or last["sign"]:
        return f"{_tell_one(start)} to {_tell_one(end)}"
    if not first["month"] and not last["month"]:
        return f"{first['year']}–{last['year']}"
    same_year = first["year"] == last["year"]
    if first["day"] and last["day"] and same_year and first["month"] == last["month"]:
        return f"{int(first['day'])}–{_tell_parts(last)}"
    if same_year and not first["day"] and not last["day"]:
        return f"{_tell_parts(first).removesuffix(' ' + first['year'])}–{_tell_parts(last)}"
    return f"{_tell_parts(first)} to {_tell_parts(last)}"
