"""Small editions for tests, and the article itself."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from edition.document.changes.anchoring import locate
from edition.document.inline import Foreign, Link, Reference, Styled, Text
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
    """Make a document: a paragraph that calls a note, and an annotation on its first word."""
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


def repeated(document, times):
    """The document so many times over, everything in it with keys of its own."""
    first = {letter: _highest(document, letter) for letter in "spname"}
    copies = [_Copy(document, number, first) for number in range(times)]
    return replace(
        document,
        **{
            name: tuple(part for copy in copies for part in getattr(copy, name)())
            for name in ("sections", "notes", "annotations", "emendations", "entities", "events")
        },
    )


def _highest(document, letter):
    keyed = (
        *(*document.sections, *document.paragraphs, *document.notes, *document.annotations),
        *(*document.emendations, *document.events),
    )
    return max((int(part.key[1:]) for part in keyed if part.key[0] == letter), default=0)


class _Copy:
    """One of the copies: its keys count on from those of the copies before it."""

    def __init__(self, document, number, highest):
        self.document, self.number, self.highest = document, number, highest

    def key(self, key):
        return key[0] + str(int(key[1:]) + self.number * self.highest[key[0]])

    def anchor(self, anchor):
        return replace(anchor, target=self.key(anchor.target))

    def content(self, content):
        made = []
        for node in content:
            if isinstance(node, Reference):
                node = Reference(self.key(node.note))
            elif isinstance(node, Styled | Foreign | Link):
                node = replace(node, content=self.content(node.content))
            made.append(node)
        return tuple(made)

    def blocks(self, blocks):
        return tuple(map(self.content, blocks))

    def sections(self):
        for section in self.document.sections:
            paragraphs = tuple(
                replace(each, key=self.key(each.key), content=self.content(each.content))
                for each in section.paragraphs
            )
            yield Section(self.key(section.key), paragraphs, section.heading)

    def notes(self):
        for note in self.document.notes:
            key = self.key(note.key)
            yield replace(note, key=key, label=key[1:], blocks=self.blocks(note.blocks))

    def layers(self, layers):
        for each in layers:
            yield replace(each, key=self.key(each.key), anchor=self.anchor(each.anchor))

    def annotations(self):
        for each in self.layers(self.document.annotations):
            yield replace(each, blocks=self.blocks(each.blocks))

    def emendations(self):
        return self.layers(self.document.emendations)

    def entities(self):
        for each in self.document.entities:
            mentions = tuple(map(self.anchor, each.mentions))
            yield replace(each, key=f"{each.key}-copy-{self.number}", mentions=mentions)

    def events(self):
        for each in self.document.events:
            passages = tuple(map(self.anchor, each.passages))
            notes = tuple(map(self.key, each.notes))
            yield replace(each, key=self.key(each.key), passages=passages, notes=notes)
