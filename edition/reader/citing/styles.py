"""Citation styles for an edition or one place in it. A citation always names the version."""

import re
from dataclasses import dataclass
from datetime import date

from edition.document.values import Document
from edition.reader.citing.names import apa_names, chicago_names, mla_names


@dataclass(frozen=True, slots=True)
class Version:
    """The release that is displayed, with complete addresses.

    `address` is permanent; `edition_address` leads to the latest release.
    """

    number: int
    released_on: date
    address: str
    edition_address: str
    latest: int

    @property
    def is_latest(self) -> bool:
        return self.number == self.latest


def format_day(day: date) -> str:
    """Format a date as the edition does: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def citable_date(edtf: str) -> str:
    """Reduce a date to what citation formats can express: 2013-09-19, 2013-09, 2013, or ""."""
    found = re.fullmatch(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?", edtf)
    year = re.match(r"[0-9]{4}", edtf)
    return found[0] if found else year[0] if year else ""


def sentence(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """Cite in one plain sentence; `place`, such as "¶ 14" or "note 7", has its own `address`."""
    authors = chicago_names(document.authors)
    title = f"“{document.title},”" if document.series or document.date else f"“{document.title}”"
    source = ", ".join(part for part in (document.series, document.date_printed) if part)
    where = f", {place}" if place else ""
    return (
        " ".join(part for part in (authors and f"{authors},", title, source) if part)
        + f"; annotated digital edition, version {version.number}, "
        + f"{format_day(version.released_on)}{where}, {address or version.address}."
    )


def apa(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """Cite as the Publication Manual of the APA (7th edition) cites a work on the web."""
    authors = apa_names(document.authors)
    known = citable_date(document.date)
    day = ", ".join(filter(None, [known[:4], month_and_day(known)])) or "n.d."
    what = f"Annotated digital edition, version {version.number}, "
    what += format_day(version.released_on) + (f", {place}" if place else "")
    series = f" {document.series}." if document.series else ""
    opening = f"{authors} ({day}). {document.title}" if authors else f"{document.title} ({day})."
    return f"{opening} [{what}].{series} {address or version.address}"


def mla(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """Cite as the MLA Handbook (9th edition) does."""
    authors = mla_names(document.authors)
    parts = [document.series, document.date_printed, f"version {version.number}"]
    parts += [format_day(version.released_on), place, address or version.address]
    opening = f"{authors} " if authors else ""
    return f"{opening}“{document.title}.” {', '.join(part for part in parts if part)}."


def month_and_day(day: str) -> str:
    """Turn 2013-09-19 into "September 19", and 2013-09 into "September"."""
    parts = [int(part) for part in day.split("-") if part]
    if len(parts) < 2:
        return ""
    month = f"{date(parts[0], parts[1], 1):%B}"
    return f"{month} {parts[2]}" if len(parts) > 2 else month


STYLES = {"Chicago": sentence, "APA": apa, "MLA": mla}
