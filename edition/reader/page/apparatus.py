"""The editors' apparatus as the page lists it: annotations, emendations, people and places."""

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
    """A text that names somebody: `id` of the first place in it, and its number."""

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
    """Where to go back to: the id of the first mark of `key`, or of the text it stands in."""
    found = places.of(key)
    return found[0][1] if found else page_id(anchor.target)


def place_name(target: str) -> str:
    return f"note {target[1:]}" if target.startswith("n") else f"¶ {target[1:]}"


def index(document: Document, places: Places) -> tuple[IndexGroup, ...]:
    """People and places by kind, each kind by name as it is written: "Oki, Seima" under O."""
    kinds = list(EntityKind)
    entities = sorted(document.entities, key=lambda e: (kinds.index(e.kind), filed(e.name)))
    return tuple(
        IndexGroup(GROUPS[kind], tuple(index_entry(entity, places) for entity in group))
        for kind, group in groupby(entities, key=lambda entity: entity.kind)
    )


def filed(name: str) -> str:
    """`name` as an index files it, where accents and capitals do not count."""
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
