"""How to cite an edition, or one place in it. A citation always names the version."""

from dataclasses import dataclass
from datetime import date

from edition.document.values import Document


@dataclass(frozen=True, slots=True)
class Version:
    """The release being shown. Addresses are complete: `address` for ever its own, the edition's
    that of whatever release is the latest."""

    number: int
    released_on: date
    address: str
    edition_address: str
    latest: int

    @property
    def is_latest(self) -> bool:
        return self.number == self.latest


def written_day(day: date) -> str:
    """As the edition writes its own days: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def sentence(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """One plain sentence; `place` is such as "¶ 14" or "note 7", at `address` of its own."""
    authors = " and ".join(person.name for person in document.authors)
    title = f"“{document.title},”" if document.series or document.date else f"“{document.title}”"
    source = ", ".join(part for part in (document.series, document.date_printed) if part)
    where = f", {place}" if place else ""
    return (
        " ".join(part for part in (f"{authors},", title, source) if part)
        + f"; annotated digital edition, version {version.number}, "
        + f"{written_day(version.released_on)}{where}, {address or version.address}."
    )


def apa(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """As the Publication Manual of the APA (7th edition) cites a work on the web."""
    authors = ", & ".join(
        f"{person.family}, {initials(person.given)}" if person.family else f"{person.name}."
        for person in document.authors
    )
    day = (
        f"({', '.join(filter(None, [document.date[:4], month_and_day(document.date)])) or 'n.d.'})"
    )
    what = f"Annotated digital edition, version {version.number}, "
    what += written_day(version.released_on) + (f", {place}" if place else "")
    series = f" {document.series}." if document.series else ""
    return f"{authors} {day}. {document.title} [{what}].{series} {address or version.address}"


def mla(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """As the MLA Handbook (9th edition) does."""
    authors = ", and ".join(
        f"{person.family}, {person.given}" if person.family and not position else person.name
        for position, person in enumerate(document.authors)
    )
    parts = [document.series, document.date_printed, f"version {version.number}"]
    parts += [written_day(version.released_on), place, address or version.address]
    return f"{authors}. “{document.title}.” {', '.join(part for part in parts if part)}."


def initials(given: str) -> str:
    return " ".join(f"{name[0]}." for name in given.split())


def month_and_day(day: str) -> str:
    """ "September 19" of 2013-09-19; as much as is known."""
    parts = [int(part) for part in day.split("-")]
    if len(parts) < 2:
        return ""
    month = f"{date(parts[0], parts[1], 1):%B}"
    return f"{month} {parts[2]}" if len(parts) > 2 else month


STYLES = {"Chicago": sentence, "APA": apa, "MLA": mla}
