"""All the ways the page offers to cite an edition, or one place in it."""

from dataclasses import dataclass

from edition.document.values import Document
from edition.reader.citing.files import bibtex, csl_json, ris
from edition.reader.citing.styles import STYLES, Version, sentence

FILES = {"BibTeX": bibtex, "RIS": ris, "CSL-JSON": csl_json}
NUMBER = "{n}"  # stands in the pattern where a paragraph's number belongs


@dataclass(frozen=True, slots=True)
class Citing:
    """`styles` and `files` are pairs of a name and the text; `pattern` cites any paragraph."""

    styles: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    pattern: str


def ways_to_cite(
    document: Document, version: Version, place: str = "", address: str = ""
) -> Citing:
    """`place` is such as "¶ 14" or "note 7", at `address` of its own."""
    cited = (document, version, place, address)
    paragraph = f"{version.address}#p{NUMBER}"
    return Citing(
        styles=tuple((name, style(*cited)) for name, style in STYLES.items()),
        files=tuple((name, file(*cited)) for name, file in FILES.items()),
        pattern=sentence(document, version, f"¶ {NUMBER}", paragraph),
    )
