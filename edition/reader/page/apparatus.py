"""The editors' apparatus for the page: annotations, emendations, people and places."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from unicodedata import combining, normalize

from django.utils.safestring import SafeString, mark_safe

from edition.document.html import Places, blocks_html, page_id
from edition.document.layers import in_reading_order, reading_order
from edition.document.values import Anchor, Audience, Document, Entity, EntityKind


@dataclass(frozen=True, slots=True)
class ShownAnnotation:
    """`back` is the id of its letter in the text; `audience` is empty when it is everyone."""

    key: str
    letter: str
    words: str
    kind: str
    audience: str
    blocks: tuple[SafeString, ...]
    by: str
    made_on: date
    back: str


@dataclass(frozen=True, slots=True)
class ShownEmendation:
    key: str
    place: str
    printed: str
    emended: str
    reason: str
    by: str
    made_on: date
    back: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A text that mentions an entity: the id of the first mention, and the text's number."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    key: str
    name: str
    description: str
    remark: str
    paragraphs: tuple[Mentioned, ...]
    notes: tuple[Mentioned, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    name: str
    entries: tuple[IndexEntry, ...]


GROUPS = {
    EntityKind.PERSON: "People",
    EntityKind.ORGANISATION: "Organisations",
    EntityKind.PLACE: "Places",
    EntityKind.OTHER: "Other names",
}


def list_annotations(document: Document, places: Places) -> tuple[ShownAnnotation, ...]:
    names = {person.key: person.name for person in document.contributors}
    return tuple(
        ShownAnnotation(
            key=annotation.key,
            letter=places.labels[annotation.key],
            words=annotation.anchor.exact,
            kind=annotation.kind.value,
            audience="" if annotation.audience == Audience.EVERYONE else annotation.audience.value,
            blocks=tuple(mark_safe(html) for html in blocks_html(annotation.blocks, places.labels)),
            by=names.get(annotation.by, annotation.by),
            made_on=date.fromisoformat(annotation.made_on),
            back=back_link(annotation.key, annotation.anchor, places),
        )
        for annotation in in_reading_order(document.annotations, reading_order(document))
    )


def list_emendations(document: Document, places: Places) -> tuple[ShownEmendation, ...]:
    order = reading_order(document)
    names = {person.key: person.name for person in document.contributors}
    return tuple(
        ShownEmendation(
            key=emendation.key,
            place=place_name(emendation.anchor.target),
            printed=emendation.printed,
            emended=emendation.emended,
            reason=emendation.reason,
            by=names.get(emendation.by, emendation.by),
            made_on=date.fromisoformat(emendation.made_on),
            back=back_link(emendation.key, emendation.anchor, places),
        )
        for emendation in sorted(
            document.emendations, key=lambda m: (order[m.anchor.target], m.anchor.start)
        )
    )


def back_link(key: str, anchor: Anchor, places: Places) -> str:
    """Return the id of the first mark of `key`, or of its text if it has no mark."""
    found = places.of(key)
    return found[0][1] if found else page_id(anchor.target)


def place_name(target: str) -> str:
    return f"note {target[1:]}" if target.startswith("n") else f"¶ {target[1:]}"


def index(document: Document, places: Places) -> tuple[IndexGroup, ...]:
    """List entities by kind, and within a kind by name as written: "Oki, Seima" under O."""
    kinds = list(EntityKind)
    entities = sorted(document.entities, key=lambda e: (kinds.index(e.kind), index_key(e.name)))
    return tuple(
        IndexGroup(GROUPS[kind], tuple(index_entry(entity, places) for entity in group))
        for kind, group in groupby(entities, key=lambda entity: entity.kind)
    )


def index_key(name: str) -> str:
    """Return the sort key of a name in an index, where accents and capitals do not count."""
    bare = (letter for letter in normalize("NFD", name) if not combining(letter))
    return "".join(bare).casefold()


def index_entry(entity: Entity, places: Places) -> IndexEntry:
    first_in: dict[str, str] = {}
    for target, id_ in places.of(entity.key):
        first_in.setdefault(target, id_)
    mentioned: dict[str, list[Mentioned]] = {"p": [], "n": []}
    for target, id_ in first_in.items():
        mentioned[target[0]].append(Mentioned(id_, target[1:]))
    return IndexEntry(
        key=entity.key,
        name=entity.name,
        description=entity.description,
        remark=entity.remark,
        paragraphs=tuple(mentioned["p"]),
        notes=tuple(mentioned["n"]),
    )
