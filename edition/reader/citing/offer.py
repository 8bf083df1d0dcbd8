"""All citations that a page offers, of an edition or of one place in it."""

from dataclasses import dataclass

from edition.document.values import Document
from edition.reader.citing.files import bibtex, csl_json, ris
from edition.reader.citing.styles import STYLES, Version, sentence

FILES = {"BibTeX": bibtex, "RIS": ris, "CSL-JSON": csl_json}
NUMBER = "{n}"  # the placeholder for a paragraph's number in the pattern


@dataclass(frozen=True, slots=True)
class Citing:
    """`styles` and `files` are pairs of a name and the text; `pattern` cites any paragraph."""

    styles: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    pattern: str


def ways_to_cite(
    document: Document, version: Version, place: str = "", address: str = ""
) -> Citing:
    """Write every citation; `place`, such as "¶ 14" or "note 7", has its own `address`."""
    cited = (document, version, place, address)
    paragraph = f"{version.address}#p{NUMBER}"
    return Citing(
        styles=tuple((name, style(*cited)) for name, style in STYLES.items()),
        files=tuple((name, file(*cited)) for name, file in FILES.items()),
        pattern=sentence(document, version, f"¶ {NUMBER}", paragraph),
    )
