"""Small editions for tests, and the article itself."""

from functools import cache
from pathlib import Path

from edition.document.anchoring import locate
from edition.document.inline import Reference, Text
from edition.document.values import (
    Annotation,
    AnnotationKind,
    Contributor,
    Document,
    Note,
    Paragraph,
    Role,
    Section,
)
from edition.exchange import read
from edition.releases.working_copy import store

ARTICLE = Path(__file__).parents[2] / "fixtures" / "sino-russian-partnership"


@cache
def article():
    return read(ARTICLE).document


def make_document(**parts):
    """One paragraph that calls one note, and an annotation on its first word."""
    text = "Arma virumque cano."
    document = {
        "slug": "arma",
        "title": "Arma",
        "contributors": (Contributor("vergil", "Vergil", Role.AUTHOR),),
        "sections": (Section("s1", (Paragraph("p1", (Text(text), Reference("n1"))),)),),
        "notes": (Note("n1", "1", ((Text("So he begins."),),)),),
        "annotations": (
            Annotation(
                key="a1",
                anchor=locate("p1", text, "Arma"),
                kind=AnnotationKind.GLOSS,
                blocks=((Text("Weapons."),),),
                by="vergil",
                made_on="2026-11-23",
            ),
        ),
    }
    return Document(**document | parts)


def make_edition(**parts):
    return store(make_document(**parts))
