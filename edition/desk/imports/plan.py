"""What an uploaded file holds, and what importing it would change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from edition.document.changes.parts import Change, What, compare
from edition.document.layers import all_anchors
from edition.document.problems import Problem
from edition.document.values import Anchor, Document
from edition.document.weave import LayerKind
from edition.exchange import Reading, Recognised, read_upload
from edition.releases.checks.check import check
from edition.releases.models import Upload
from edition.releases.reimport.importing import with_keys_of, with_layers_of
from edition.releases.working_copy import read_working_copy
from edition.texts.models import Edition

KEEP, REPLACE = "keep", "replace"
PLURALS = {"entity": "people, places and other names", "edition": "the edition itself"}
FEW = 8  # changes of a kind that are shown unasked


@dataclass(frozen=True, slots=True)
class Kind:
    """The changes of one kind of part."""

    name: str
    changes: tuple[Change, ...]

    @property
    def summary(self) -> str:
        """How many were added, changed and removed, in words."""
        fates = Counter(str(change.what) for change in self.changes)
        said = ", ".join(f"{number} {what}" for what, number in fates.items())
        return f"{PLURALS.get(self.name, self.name + 's').capitalize()}: {said}"

    @property
    def is_long(self) -> bool:
        return len(self.changes) > FEW


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome of an import; `layers` is empty where there are none to keep."""

    reading: Reading
    document: Document
    layers: str = ""
    seen: str = ""
    kinds: tuple[Kind, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[Recognised, ...]:
        return self.reading.doubts

    @property
    def source_name(self) -> str:
        """The file whose lines are counted; a packed folder names it itself."""
        return self.document.witnesses[0].name

    @property
    def holds(self) -> list[str]:
        """How much of everything is in the file, in words."""
        document = self.reading.document
        counted = {
            "section": document.sections,
            "paragraph": document.paragraphs,
            "note": document.notes,
            "annotation": document.annotations,
            "emendation": document.emendations,
            "entity": document.entities,
            "event": document.events,
            "poll": document.polls,
        }
        return [_counted(kind, len(parts)) for kind, parts in counted.items() if parts]

    @property
    def problems(self) -> list[Problem]:
        """What would stand in the way of a release, beside what would lose its place."""
        return [
            problem
            for problem in check(self.document)
            if problem.blocks and not (self.lost and "lost its place" in problem.what)
        ]

    @property
    def deleted(self) -> list[str]:
        """What would be deleted, in words."""
        gone = Counter(
            kind.name
            for kind in self.kinds
            for change in kind.changes
            if change.what == What.REMOVED
        )
        return [_counted(kind, number) for kind, number in gone.items()]


def plan(upload: Upload, existing: Edition | None, asked: str) -> Plan:
    """Read the file and compare it with what it replaces.

    Of a file without layers those of the edition are kept, unless somebody asks otherwise.
    """
    slug = existing.slug if existing else upload.slug
    reading = read_upload(bytes(upload.data), upload.name, slug)
    document = reading.document
    if existing is None:
        return Plan(reading, document)
    layers = asked if asked in (KEEP, REPLACE) else REPLACE if _has_layers(document) else KEEP
    lost: frozenset[Anchor] = frozenset()
    copy = read_working_copy(existing)
    if layers == KEEP:
        kept = with_layers_of(copy, document)
        document, lost = kept.document, kept.lost
    else:
        document = with_keys_of(copy, document)
    changes = compare(copy.document, document)
    return Plan(
        reading, document, layers, copy.sha256, tuple(_kinds(changes)), _lost_words(document, lost)
    )


def _lost_words(document: Document, lost: frozenset[Anchor]) -> tuple[str, ...]:
    names = {(LayerKind.MENTION, each.key): f"of {each.name}" for each in document.entities}
    names |= {(LayerKind.EVENT, each.key): f"“{each.label}”" for each in document.events}
    return tuple(
        f"“{anchor.exact}” in {anchor.target}: {kind} {names.get((kind, key), key)}"
        for kind, key, anchor in all_anchors(document)
        if anchor in lost
    )


def _has_layers(document: Document) -> bool:
    return any((document.annotations, document.emendations, document.entities, document.events))


def _kinds(changes: tuple[Change, ...]) -> Iterator[Kind]:
    for kind, of_kind in groupby(changes, key=lambda change: change.kind):
        yield Kind(kind, tuple(of_kind))


def _counted(kind: str, number: int) -> str:
    plural = PLURALS.get(kind, f"{kind}s")
    return f"{number} {kind if number == 1 and kind not in PLURALS else plural}"
