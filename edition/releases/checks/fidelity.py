"""Compare the printed text with its source, character for character."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from edition.document.changes.matching import same_texts
from edition.document.inline import Content, Reference, leaf_text, leaves
from edition.document.problems import Problem
from edition.document.unicode import TooManyMarks, nfc
from edition.document.values import Document
from edition.exchange import ImportRefused
from edition.exchange.sources import read_source
from edition.texts.models import Edition

SECTION, PARAGRAPH, NOTE = (re.compile(rf"{letter}[1-9][0-9]*\Z") for letter in "spn")
ADVICE = "Put the printed words back, and lay an emendation over them if they are wrong."


class SourceUnknown(Exception):
    """There is no source to compare with; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class FromSource:
    """A difference between the edition and its source.

    `key` names the text ("p14", "title", "poll 1"), `where` the part in which it is corrected.
    `text` is what the edition has in its place, "" for nothing.
    """

    key: str
    where: str
    what: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def check_fidelity(edition: Edition, document: Document) -> list[Problem]:
    """Report every difference between `document` and its first witness, signed for or not.

    A missing or damaged witness is itself reported as a problem.
    """
    try:
        found = differences_from_source(edition, document)
    except SourceUnknown as unknown:
        return [unknown.problem]
    return [Problem(each.where, each.what, ADVICE) for each in found]


def differences_from_source(edition: Edition, document: Document) -> list[FromSource]:
    """Return the differences between `document` and the bytes of the edition's first witness.

    Compared are paragraphs, headings and notes, with their markers in place, and title, series,
    authors, date, affiliation, and the polls with their printed votes. Raises SourceUnknown.
    """
    ours = printed(document)
    return list(_differences(_with_our_keys(_source_of(edition), ours), ours))


def _with_our_keys(source: Mapping[str, str], ours: Mapping[str, str]) -> Mapping[str, str]:
    """The source's texts by the edition's keys: a file numbers its paragraphs from one."""
    if list(source) == list(ours):
        return source
    same: dict[str, str] = {}
    for series in (SECTION, PARAGRAPH, NOTE):
        was, now = (
            {key: texts[key] for key in texts if series.match(key)} for texts in (ours, source)
        )
        same |= same_texts(was, now)
    taken = set(same.values())
    return {
        same.get(key) or (f"{key} of the source" if key in taken else key): text
        for key, text in source.items()
    }


def _source_of(edition: Edition) -> Mapping[str, str]:
    witness = next(iter(edition.witnesses.all()[:1]), None)
    if witness is None:
        told = "It has no source file to compare with."
        raise SourceUnknown(Problem("edition", told, "", blocks=False))
    if witness.data is None:
        told = "The bytes of the source file are not kept here."
        raise SourceUnknown(Problem(witness.name, told, "Import it again.", blocks=False))
    if not witness.is_intact:
        told = "The kept source file is damaged."
        raise SourceUnknown(Problem(witness.name, told, "Import it again."))
    try:
        return _read(bytes(witness.data), witness.name, edition.slug)
    except ImportRefused as refused:
        told = f"It cannot be read any more: {refused}"
        raise SourceUnknown(Problem(witness.name, told, "", blocks=False)) from refused


@lru_cache(maxsize=16)
def _read(data: bytes, name: str, slug: str) -> Mapping[str, str]:
    """Read a source; cached, since it never changes."""
    return printed(read_source(data, name, slug).document)


def printed(document: Document) -> dict[str, str]:
    """The printed texts of a document, by key, each marker as its label in brackets."""
    labels = {note.key: note.label for note in document.notes}
    texts = {
        "title": document.title,
        "series": document.series,
        "author": ", ".join(author.name for author in document.authors),
        "date": document.date_printed,
        "affiliation": document.affiliation,
    }
    for number, poll in enumerate(document.polls, start=1):
        results = (f"{each.label}: {each.printed_votes}" for each in poll.choices)
        texts[f"poll {number}"] = "; ".join([poll.question, *results])
    for section in document.sections:
        texts[section.key] = _with_markers(section.heading, labels)
        for paragraph in section.paragraphs:
            texts[paragraph.key] = _with_markers(paragraph.content, labels)
    for note in document.notes:
        texts[note.key] = f"[{note.label}] {note.text}"
    return {key: _composed(text) for key, text in texts.items()}


def _composed(text: str) -> str:
    """Normalise to NFC; a text with too many marks, which `check` reports, stays as it is."""
    try:
        return nfc(text)
    except TooManyMarks:
        return text


def _with_markers(content: Content, labels: dict[str, str]) -> str:
    return "".join(
        f"[{labels.get(leaf.note, leaf.note)}]" if isinstance(leaf, Reference) else leaf_text(leaf)
        for leaf in leaves(content)
    )


def _differences(source: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[FromSource]:
    for key, text in source.items():
        if key not in ours:
            what = f"It has no {key} any more; the source prints “{_beginning(text)}”."
            yield FromSource(key, "edition", what, "")
        elif ours[key] != text:
            at = next(
                (n for n, (a, b) in enumerate(zip(text, ours[key], strict=False)) if a != b),
                min(len(text), len(ours[key])),
            )
            yield FromSource(
                key,
                _where(key),
                f"{_named(key)} differs from the source at character {at + 1}: "
                f"“{text[at : at + 30]}” is printed, not “{ours[key][at : at + 30]}”.",
                ours[key],
            )
    for key, text in ours.items():
        if key not in source and text:
            what = f"{_named(key)} is not in the source: “{_beginning(text)}”."
            yield FromSource(key, _where(key), what, text)


def _is_around(key: str) -> bool:
    """Whether the text is a field of the edition itself."""
    return key in ("title", "series", "author", "date", "affiliation")


def _where(key: str) -> str:
    return "edition" if _is_around(key) else key


def _named(key: str) -> str:
    return f"Its {key}" if _is_around(key) else "It"


def _beginning(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
