"""What an uploaded file contains, and what importing it would change."""

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
from edition.releases.reimport.importer import with_keys_of, with_layers_of
from edition.releases.working_copy import read_working_copy
from edition.texts.models import Edition

KEEP, REPLACE = "keep", "replace"
PLURALS = {"entity": "people, places and other names", "edition": "the edition itself"}
MAX_OPEN = 8  # changes of a kind that are displayed without a click


@dataclass(frozen=True, slots=True)
class Kind:
    """The changes of one kind of part."""

    name: str
    changes: tuple[Change, ...]

    @property
    def summary(self) -> str:
        """The numbers of added, changed and removed parts, in words."""
        counts = Counter(str(change.what) for change in self.changes)
        words = ", ".join(f"{number} {what}" for what, number in counts.items())
        return f"{PLURALS.get(self.name, self.name + 's').capitalize()}: {words}"

    @property
    def is_long(self) -> bool:
        return len(self.changes) > MAX_OPEN


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome of an import; `layers` is empty for a new edition."""

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
        """The name of the file whose lines are reported; that in the folder, if one is packed."""
        return self.document.witnesses[0].name

    @property
    def holds(self) -> list[str]:
        """The numbers of parts in the file, in words."""
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
        """Problems that would prevent a release, except lost anchors, which `lost` lists."""
        return [
            problem
            for problem in check(self.document)
            if problem.blocks and not (self.lost and "lost its place" in problem.what)
        ]

    @property
    def deleted(self) -> list[str]:
        """The numbers of parts that would be deleted, in words."""
        removed = Counter(
            kind.name
            for kind in self.kinds
            for change in kind.changes
            if change.what == What.REMOVED
        )
        return [_counted(kind, number) for kind, number in removed.items()]


def plan(upload: Upload, existing: Edition | None, choice: str) -> Plan:
    """Read the file and compare it with what it replaces.

    `choice` is KEEP or REPLACE, for the edition's layers; by default they stay if the file has
    none.
    """
    slug = existing.slug if existing else upload.slug
    reading = read_upload(bytes(upload.data), upload.name, slug)
    document = reading.document
    if existing is None:
        return Plan(reading, document)
    layers = choice if choice in (KEEP, REPLACE) else REPLACE if _has_layers(document) else KEEP
    lost: frozenset[Anchor] = frozenset()
    copy = read_working_copy(existing)
    if layers == KEEP:
        merged = with_layers_of(copy, document)
        document, lost = merged.document, merged.lost
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
