"""How to cite an edition, or one place in it. A citation always names the version."""

import re
from dataclasses import dataclass
from datetime import date

from edition.document.values import Contributor, Document


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


def bibtex(document: Document, version: Version) -> str:
    """A BibTeX entry for the edition. Inner braces keep the title's capitals, and a body's name."""
    year, *rest = document.date.split("-")
    fields = {
        "author": " and ".join(map(tex_name, document.authors)),
        "title": f"{{{tex(document.title)}}}",
        "series": tex(document.series),
        "year": year,
        "month": rest[0].lstrip("0") if rest else "",
        "edition": f"Annotated digital edition, version {version.number}",
        "note": f"Version of {written_day(version.released_on)}",
        "url": version.address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation_key(document, year)},", *lines, "}"])


def citation_key(document: Document, year: str) -> str:
    author = document.authors[0] if document.authors else None
    family = (author.family or author.name) if author else document.slug
    return re.sub(r"[^A-Za-z0-9]", "", family).lower() + year


def tex_name(person: Contributor) -> str:
    if person.family:
        return f"{tex(person.family)}, {tex(person.given)}"
    return f"{{{tex(person.name)}}}"


def tex(text: str) -> str:
    """`text` with the characters that TeX reads as commands escaped."""
    return text.translate(_COMMANDS)


_COMMANDS = str.maketrans(
    {character: "\\" + character for character in "{}&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
