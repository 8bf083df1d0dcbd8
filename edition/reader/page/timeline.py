"""The timeline: events under the years in which they begin."""

import re
from dataclasses import dataclass
from itertools import groupby

from edition.document.html import Places, page_id
from edition.document.values import DateBasis, Document, Event
from edition.reader.page.apparatus import Mentioned
from edition.timeline.date_words import in_words, sort_key

_MACHINE_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?![\dX])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; `passage` is the id of the words that are its evidence, "" if there are none."""

    key: str
    machine_date: str
    date: str
    label: str
    passage: str
    also: tuple[Mentioned, ...]
    notes: tuple[str, ...]
    remark: str
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Year:
    name: str
    entries: tuple[Entry, ...]


def list_years(document: Document, places: Places) -> tuple[Year, ...]:
    """List events by their earliest possible day; of two that begin together, the shorter first."""
    events = sorted(document.events, key=lambda event: sort_key(event.edtf))
    return tuple(
        Year(name, tuple(list_event(event, places) for event in group))
        for name, group in groupby(events, key=year_of)
    )


def year_of(event: Event) -> str:
    found = re.search(r"\d{3}[\dX]", event.edtf)
    return found[0].replace("X", "0") + ("s" if "X" in found[0] else "") if found else "Undated"


def list_event(event: Event, places: Places) -> Entry:
    first_in: dict[str, str] = {}
    for target, id_ in places.of(event.key):
        first_in.setdefault(target, id_)
    evidence = event.passages[0].target if event.passages else ""
    return Entry(
        key=event.key,
        machine_date=machine_date(event.edtf),
        date=in_words(event.edtf, event.wording),
        label=event.label,
        passage=first_in.get(evidence, page_id(evidence) if evidence else ""),
        also=tuple(
            Mentioned(id_, target[1:])
            for target, id_ in first_in.items()
            if target != evidence and target.startswith("p")
        ),
        notes=tuple(note[1:] for note in event.notes),
        remark=event.remark,
        is_inferred=event.basis == DateBasis.RELATIVE,
    )


def machine_date(edtf: str) -> str:
    """Return a date's beginning for HTML's `datetime`, no more precise than it is known."""
    found = _MACHINE_DATE.match(edtf)
    return "-".join(part for part in found.groups() if part) if found else ""
