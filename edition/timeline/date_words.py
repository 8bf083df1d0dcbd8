"""Format EDTF dates in words, and sort them."""

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


def sort_key(edtf: str) -> tuple[date, date]:
    """Return the sort key of a date: earlier beginnings first, then earlier ends."""
    limits = bounds(edtf)
    return limits.earliest or date.min, limits.latest or date.max


def in_words(edtf: str, wording: str = "") -> str:
    """Write a date in words; use the source's `wording` if that includes the year."""
    if re.search(r"\d{4}", wording):
        return wording
    if one_of := _ONE_OF.fullmatch(edtf):
        return f"between {in_words(one_of['first'])} and {in_words(one_of['last'])}"
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one_in_words(edtf)
    if end in ("", ".."):
        return f"from {_one_in_words(start)}"
    if start in ("", ".."):
        return f"until {_one_in_words(end)}"
    return _range_in_words(start, end)


def _one_in_words(edtf: str) -> str:
    if found := _SIMPLE.fullmatch(edtf):
        return QUALIFIERS[found["sign"]] + _parts_in_words(found)
    if found := _UNSPECIFIED.fullmatch(edtf):
        if found["decade"]:
            return f"in the {found['decade']}0s"
        return f"some time in {found['year'] or _one_in_words(found['in'])}"
    return edtf


def _parts_in_words(found: re.Match[str]) -> str:
    """Write a simple date: "7 September 2012", "September 2012", "spring 2013" or "2012"."""
    if not found["month"]:
        return found["year"]
    name = NAMES.get(int(found["month"]))
    if name is None:  # a division of the year without a name in English
        return found[0].rstrip("~?%")
    if not found["day"]:
        return f"{name} {found['year']}"
    return f"{int(found['day'])} {name} {found['year']}"


def _range_in_words(start: str, end: str) -> str:
    """Write a range, common parts once: "22–23 March 2013", "January–April 2012"."""
    first, last = _SIMPLE.fullmatch(start), _SIMPLE.fullmatch(end)
    if not first or not last or first["sign"] or last["sign"]:
        return f"{_one_in_words(start)} to {_one_in_words(end)}"
    if not first["month"] and not last["month"]:
        return f"{first['year']}–{last['year']}"
    same_year = first["year"] == last["year"]
    if first["day"] and last["day"] and same_year and first["month"] == last["month"]:
        return f"{int(first['day'])}–{_parts_in_words(last)}"
    if same_year and not first["day"] and not last["day"]:
        return f"{_parts_in_words(first).removesuffix(' ' + first['year'])}–{_parts_in_words(last)}"
    return f"{_parts_in_words(first)} to {_parts_in_words(last)}"
