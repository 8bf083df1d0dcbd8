"""Read the masthead above the text: a rubric, "Author: Title" and the date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from edition.document.values import Contributor, Role
from edition.exchange.plain_text.draft import Draft, Line
from edition.exchange.plain_text.furniture import FURNITURE
from edition.exchange.plain_text.markers import MARKER
from edition.exchange.plain_text.printed_dates import read_date

LONGEST_TITLE = 250
LONGEST_PERSON = 80

_AUTHOR_AND_TITLE = re.compile(r"([^:：]{2,150})(?::\s+|：\s*|(?<=[\u4e00-\u9fff]):)(.+)")
_BETWEEN_NAMES = re.compile(r",? and |,? & | ?[,;、] ?")
_NAME_WORD = re.compile(r"[^\W\d_](?:[.'’\-]?[^\W\d_])*\.?")
_PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn"}
_PARTICLES |= {"la", "le", "ten", "ter", "van", "von", "y", "zu"}
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]{2,5}")
_ENDS_LIKE_A_SENTENCE = re.compile(r"(?<!\b[A-Z])[.,;]$|:$")


@dataclass(frozen=True, slots=True)
class Masthead:
    """`date` is EDTF, `date_printed` as printed; `length` is its number of lines."""

    title: str = ""
    series: str = ""
    authors: tuple[Contributor, ...] = ()
    date: str = ""
    date_printed: str = ""
    length: int = 0


def read_masthead(lines: Sequence[Line], draft: Draft) -> Masthead:
    """Read the masthead that `lines` begin with; a missing title is refused in `draft`."""
    at = _position_of_title(lines)
    if at is None:
        draft.refuse(
            lines[0].number,
            "There is no title.",
            "Begin the file with a line “Author: Title”, or a rubric and then that line; a title "
            f"has at most {LONGEST_TITLE} characters.",
        )
        return Masthead()
    for line in lines[: at + 1]:
        if marker := MARKER.search(line.text):
            draft.refuse(
                line.number,
                f"The marker {marker[0]} is above the text, where notes cannot be referenced.",
                "Move it to the paragraph the note belongs to.",
                column=marker.start() + 1,
            )
    if at:
        draft.recognise(lines[0], "rubric")
    title_line = lines[at]
    authors, title = _author_and_title(title_line.text) or ((), title_line.text)
    draft.recognise(title_line, "author: title" if authors else "title")
    if not authors:
        draft.doubt(title_line.number, "No author was found; the whole line was read as the title.")
    for name in authors:
        if len(name.split()) != 2:
            draft.doubt(title_line.number, f"“{name}”: which part is the family name is a guess.")
    edtf, printed = _read_date(lines[at + 1 : at + 2], title_line, draft)
    return Masthead(
        title=title,
        series=lines[0].text if at else "",
        authors=_contributors(authors),
        date=edtf,
        date_printed=printed,
        length=at + 1 + bool(printed),
    )


def _position_of_title(lines: Sequence[Line]) -> int | None:
    """Return the title's index: 0, or 1 under a rubric; None if there is no title."""
    if _author_and_title(lines[0].text):
        return 0
    if not _is_like_a_title(lines[0].text):
        return None
    if len(lines) > 1 and _author_and_title(lines[1].text):
        return 1
    dated = [read_date(line.text) is not None for line in lines[1:3]]
    return 1 if dated == [False, True] and _is_like_a_title(lines[1].text) else 0


def _is_like_a_title(line: str) -> bool:
    return (
        len(line) <= LONGEST_TITLE
        and any(map(str.isalpha, line))
        and not MARKER.match(line)
        and not _ENDS_LIKE_A_SENTENCE.search(line)
        and read_date(line) is None
        and line.casefold() not in FURNITURE
    )


def _author_and_title(line: str) -> tuple[tuple[str, ...], str] | None:
    """Split a line "Author: Title" into names and title; None if it does not begin with names."""
    match = _AUTHOR_AND_TITLE.fullmatch(line) if len(line) <= 2 * LONGEST_TITLE else None
    if not match or MARKER.match(line):
        return None
    names = tuple(_BETWEEN_NAMES.split(match[1]))
    if len(match[2]) > LONGEST_TITLE or not all(map(_is_name, names)):
        return None
    return names, match[2]


def _is_name(words: str) -> bool:
    """Whether `words` looks like a personal name: two to five words, or ideographs.

    A single word ("Russia: A History") more often begins a title than it is a name.
    """
    if _IDEOGRAPHS.fullmatch(words):
        return True
    parts = words.split(" ")
    return (
        2 <= len(parts) <= 5
        and len(words) <= LONGEST_PERSON
        and all(
            part in _PARTICLES or (_NAME_WORD.fullmatch(part) and not part[0].islower())
            for part in parts
        )
    )


def _contributors(names: Sequence[str]) -> tuple[Contributor, ...]:
    """Split authors' names before the last word into given and family names."""
    authors: dict[str, Contributor] = {}
    for number, name in enumerate(names, start=1):
        given, _, family = name.rpartition(" ")
        key = slugify(name)
        if not key or key in authors:
            key = f"author-{number}"
        authors[key] = Contributor(key, name, Role.AUTHOR, family=family, given=given)
    return tuple(authors.values())


def _read_date(lines: Sequence[Line], title_line: Line, draft: Draft) -> tuple[str, str]:
    """Read the line under the title as (EDTF, as printed); both empty if it is not a date."""
    for line in lines:
        if found := read_date(line.text):
            edtf, doubt = found
            draft.recognise(line, "date")
            if doubt:
                draft.doubt(line.number, doubt)
            return edtf, line.text
    draft.doubt(title_line.number, "No date was found under the title.")
    return "", ""
