"""Diff two documents part by part, and each part word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from edition.document.changes.words import Piece, differences, shorten
from edition.document.identity import cache_by_identity
from edition.document.markdown import write as markdown
from edition.document.values import (
    Anchor,
    Annotation,
    Citation,
    Contributor,
    Document,
    Emendation,
    Entity,
    Event,
    Note,
    Paragraph,
    Poll,
)

# The heading for the parts of each kind.
GROUPS = {
    "edition": "The edition",
    "section": "Sections",
    "paragraph": "Paragraphs",
    "note": "Notes",
    "annotation": "Annotations",
    "emendation": "Emendations",
    "entity": "People and places",
    "event": "Events",
    "poll": "Polls",
}


# A save compares the latest revision with the working copy; the parts that nobody changed are the
# very values that they were at the save before.
once = cache_by_identity(5_000)
write = once(markdown.write)
write_blocks = once(markdown.write_blocks)


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Part:
    """A part as fields to compare: texts by name, in Markdown where it has markup."""

    kind: str
    key: str
    name: str
    fields: Mapping[str, str]
    # The sequence it is ordered in; empty if its order is irrelevant.
    row: str = ""


@dataclass(frozen=True)
class Difference:
    name: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return differences(self.before, self.after)

    @cached_property
    def shortened(self) -> tuple[Piece, ...]:
        return shorten(self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one part; `kind` is "edition", "paragraph", "note", "annotation" and so on."""

    kind: str
    key: str
    name: str
    what: What
    differences: tuple[Difference, ...] = field(default=())

    @property
    def group(self) -> str:
        return GROUPS[self.kind]


def compare(before: Document | None, after: Document) -> tuple[Change, ...]:
    """List the parts that differ, in the order of `after`; removed ones follow their kind.

    Without a document `before`, every part of `after` is added.
    """
    old, new = parts(before) if before else {}, parts(after)
    moved = _moved(old, new)
    found = {
        kind: [
            change
            for key in dict.fromkeys([*_of_kind(new, kind), *_of_kind(old, kind)])
            if (change := _change(old.get(key), new.get(key), key in moved))
        ]
        for kind in dict.fromkeys(part.kind for part in (*new.values(), *old.values()))
    }
    return tuple(change for changes in found.values() for change in changes)


def parts(document: Document) -> dict[str, Part]:
    """List all parts of a document by key, in reading order.

    The edition itself has the key "edition"; parts with short names have the kind as prefix, as
    in "entity putin", since two kinds may use the same name.
    """
    return {part.key: part for part in _parts(document)}


def _of_kind(parts: Mapping[str, Part], kind: str) -> list[str]:
    return [key for key, part in parts.items() if part.kind == kind]


def _change(old: Part | None, new: Part | None, is_moved: bool) -> Change | None:
    if (part := new or old) is None:
        return None
    before, after = (old.fields if old else {}), (new.fields if new else {})
    differing = tuple(
        Difference(name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*after, *before])
        if before.get(name, "") != after.get(name, "")
    )
    if old and new:
        if not differing and not is_moved:
            return None
        what = What.CHANGED if differing else What.MOVED
    else:
        what = What.ADDED if new else What.REMOVED
    return Change(part.kind, part.key, part.name, what, differing)


def _moved(old: Mapping[str, Part], new: Mapping[str, Part]) -> set[str]:
    """Find the keys of parts that are in both, but in another order."""
    moved = set()
    for row in {part.row for part in new.values() if part.row}:
        was = [key for key, part in old.items() if part.row == row and key in new]
        now = [key for key, part in new.items() if part.row == row and key in old]
        unmoved = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        moved |= set(now) - {
            key for block in unmoved for key in was[block.a : block.a + block.size]
        }
    return moved


def _parts(document: Document) -> Iterable[Part]:
    people = {person.key: person.name for person in document.contributors}

    def signed(part: Annotation | Emendation) -> dict[str, str]:
        return {"signed": f"{people.get(part.by, part.by)}, {part.made_on}"}

    yield Part("edition", "edition", "The edition", _edition_fields(document))
    for section in document.sections:
        heading = {"heading": write(section.heading) if section.heading else ""}
        yield Part("section", section.key, f"Section {section.key}", heading, "sections")
        for paragraph in section.paragraphs:
            texts = _fields(paragraph) | {"section": section.key}
            yield Part(
                "paragraph", paragraph.key, f"Paragraph {paragraph.key[1:]}", texts, "paragraphs"
            )
    for note in document.notes:
        yield Part("note", note.key, f"Note {note.label}", _fields(note), "notes")
    for annotation in document.annotations:
        texts = _fields(annotation) | signed(annotation)
        yield Part("annotation", annotation.key, f"Annotation {annotation.key}", texts)
    for emendation in document.emendations:
        texts = _fields(emendation) | signed(emendation)
        yield Part("emendation", emendation.key, f"Emendation {emendation.key}", texts)
    for entity in document.entities:
        name = f"Entity “{entity.name}”"
        yield Part("entity", f"entity {entity.key}", name, _fields(entity))
    for event in document.events:
        yield Part("event", event.key, f"Event {event.key}", _fields(event))
    for poll in document.polls:
        yield Part("poll", f"poll {poll.key}", f"Poll “{poll.question}”", _fields(poll))


@once
def _fields(
    part: Paragraph | Note | Annotation | Emendation | Entity | Event | Poll,
) -> dict[str, str]:
    """Return the texts of a part by the name that an editor knows them by."""
    match part:
        case Paragraph():
            return {"text": write(part.content), "language": part.language}
        case Note():
            return {
                "number": part.label,
                "text": write_blocks(part.blocks),
                "language": part.language,
                "works cited": _works(part.citations),
            }
        case Annotation():
            return {
                "words": _place(part.anchor),
                "text": write_blocks(part.blocks),
                "kind": part.kind,
                "for": part.audience,
            }
        case Emendation():
            return {
                "words": _place(part.anchor),
                "emended": part.emended,
                "reason": part.reason,
            }
        case Entity():
            return {
                "name": part.name,
                "kind": part.kind,
                "description": part.description,
                "remark": part.remark,
                "mentions": _places(part.mentions),
            }
        case Event():
            return {
                "date": part.edtf,
                "label": part.label,
                "basis": part.basis,
                "wording": part.wording,
                "remark": part.remark,
                "passages": _places(part.passages),
                "notes": ", ".join(part.notes),
            }
        case Poll():
            choices = (
                f"{choice.label}: {choice.printed_votes} votes, {choice.printed_percent} % printed"
                for choice in part.choices
            )
            return {
                "question": part.question,
                "choices": "\n".join(choices),
                "record": part.record,
            }


def _place(anchor: Anchor) -> str:
    return f"“{anchor.exact}” in {anchor.target}"


def _places(anchors: Iterable[Anchor]) -> str:
    return "\n".join(map(_place, anchors))


def _inverted_name(person: Contributor) -> str:
    """Format a name with the family name first."""
    return ", ".join(filter(None, (person.family, person.given)))


def _edition_fields(document: Document) -> dict[str, str]:
    plain = ("title", "series", "language", "date", "date_printed", "affiliation", "rights")
    named = (
        f"{person.name} ({'; '.join(filter(None, (person.role, _inverted_name(person))))})"
        for person in document.contributors
    )
    return {
        **{name.replace("_", " "): getattr(document, name) for name in ("slug", *plain)},
        "named on it": "\n".join(named),
        "witnesses": "\n".join(
            f"{each.name}, {each.size} bytes, {each.sha256}, {each.origin}"
            for each in document.witnesses
        ),
        "note on the text": write_blocks(document.note_on_the_text),
    }


def _works(citations: Iterable[Citation]) -> str:
    return "\n".join(_work(each) for each in citations)


def _work(citation: Citation) -> str:
    names = [*citation.authors, *(f"{name} (ed.)" for name in citation.editors)]
    others = (
        getattr(citation, name) for name in Citation.__slots__ if name not in ("authors", "editors")
    )
    return "; ".join(filter(None, [*names, *others]))
