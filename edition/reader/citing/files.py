"""Citations for reference managers: BibTeX, RIS and CSL-JSON. Each names the version."""

import json
import re

from edition.document.values import Contributor, Document
from edition.reader.citing.names import inverted_name
from edition.reader.citing.styles import Version, citable_date, format_day


def edition_statement(version: Version) -> str:
    return f"Annotated digital edition, version {version.number}"


def bibtex(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """Write a BibTeX entry. Inner braces protect the title's capitals, and a body's name."""
    year, *rest = citable_date(document.date).split("-")
    fields = {
        "author": " and ".join(map(tex_name, document.authors)),
        "title": f"{{{tex(document.title)}}}",
        "series": tex(document.series),
        "year": year,
        "month": rest[0].lstrip("0") if rest else "",
        "edition": edition_statement(version),
        "note": ", ".join(filter(None, [f"Version of {format_day(version.released_on)}", place])),
        "url": address or version.address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation_key(document, year)},", *lines, "}"])


def ris(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """Write a RIS record of a work on the web; lines end with LF."""
    fields = [
        ("TY", "ELEC"),
        *(("AU", inverted_name(person)) for person in document.authors),
        ("TI", document.title),
        ("T2", document.series),
        ("PY", citable_date(document.date)[:4]),
        ("DA", citable_date(document.date).replace("-", "/")),
        ("ET", f"{edition_statement(version)}, {format_day(version.released_on)}"),
        ("SE", place),
        ("LA", document.language),
        ("UR", address or version.address),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in fields if value or tag == "ER")


def csl_json(document: Document, version: Version, place: str = "", address: str = "") -> str:
    """Write a CSL-JSON list of one item, as citeproc and Zotero read it.

    `accessed` is left out: it is the day on which the person who cites read the page.
    """
    item = {
        "id": citation_key(document, citable_date(document.date)[:4]),
        "type": "webpage",
        "title": document.title,
        "author": [
            {"family": person.family, "given": person.given}
            if person.family
            else {"literal": person.name}
            for person in document.authors
        ],
        "collection-title": document.series,
        "issued": date_parts(citable_date(document.date)),
        "version": str(version.number),
        "edition": edition_statement(version),
        "section": place,
        "language": document.language,
        "URL": address or version.address,
        "note": f"Version of {format_day(version.released_on)}",
    }
    filled = {name: value for name, value in item.items() if value}
    return json.dumps([filled], ensure_ascii=False, indent=2)


def date_parts(day: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def citation_key(document: Document, year: str) -> str:
    author = document.authors[0] if document.authors else None
    family = (author.family or author.name) if author else document.slug
    latin = re.sub(r"[^A-Za-z0-9]", "", family).lower()
    return (latin or re.sub(r"[^a-z0-9]", "", document.slug)) + year


def tex_name(person: Contributor) -> str:
    return tex(inverted_name(person)) if person.family else f"{{{tex(person.name)}}}"


def tex(text: str) -> str:
    """Escape the characters that TeX reads as commands."""
    return text.translate(_COMMANDS)


_COMMANDS = str.maketrans(
    {character: "\\" + character for character in "{}&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
