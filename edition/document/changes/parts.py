"""Diff two documents part by part, and each part word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property, lru_cache

from edition.document.changes.words import Piece, differences, shorten
from edition.document.inline import Blocks, Content
from edition.document.markdown import write as markdown
from edition.document.values import Anchor, Citation, Contributor, Document

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


@lru_cache(maxsize=10_000)
def write(content: Content) -> str:
    """Write one block, cached: two versions of a document have most blocks in common."""
    return markdown.write(content)


@lru_cache(maxsize=10_000)
def write_blocks(blocks: Blocks) -> str:
    return markdown.write_blocks(blocks)


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
    def place(anchor: Anchor) -> str:
        return f"“{anchor.exact}” in {anchor.target}"

    def places(anchors: Iterable[Anchor]) -> str:
        return "\n".join(map(place, anchors))

    people = {person.key: person.name for person in document.contributors}
    yield Part("edition", "edition", "The edition", _edition_fields(document))
    for section in document.sections:
        heading = {"heading": write(section.heading) if section.heading else ""}
        yield Part("section", section.key, f"Section {section.key}", heading, "sections")
        for paragraph in section.paragraphs:
            texts = {"text": write(paragraph.content), "language": paragraph.language}
            texts["section"] = section.key
            yield Part(
                "paragraph", paragraph.key, f"Paragraph {paragraph.key[1:]}", texts, "paragraphs"
            )
    for note in document.notes:
        texts = {"number": note.label, "text": write_blocks(note.blocks)}
        texts |= {"language": note.language, "works cited": _works(note.citations)}
        yield Part("note", note.key, f"Note {note.label}", texts, "notes")
    for annotation in document.annotations:
        texts = {"words": place(annotation.anchor), "text": write_blocks(annotation.blocks)}
        texts |= {"kind": annotation.kind, "for": annotation.audience}
        texts |= {"signed": f"{people.get(annotation.by, annotation.by)}, {annotation.made_on}"}
        yield Part("annotation", annotation.key, f"Annotation {annotation.key}", texts)
    for emendation in document.emendations:
        texts = {
            "words": place(emendation.anchor),
            "emended": emendation.emended,
            "reason": emendation.reason,
        }
        texts |= {"signed": f"{people.get(emendation.by, emendation.by)}, {emendation.made_on}"}
        yield Part("emendation", emendation.key, f"Emendation {emendation.key}", texts)
    for entity in document.entities:
        texts = {"name": entity.name, "kind": entity.kind, "description": entity.description}
        texts |= {"remark": entity.remark, "mentions": places(entity.mentions)}
        yield Part("entity", f"entity {entity.key}", f"Entity “{entity.name}”", texts)
    for event in document.events:
        texts = {"date": event.edtf, "label": event.label, "basis": event.basis}
        texts |= {"wording": event.wording, "remark": event.remark}
        texts |= {"passages": places(event.passages)}
        texts |= {"notes": ", ".join(event.notes)}
        yield Part("event", event.key, f"Event {event.key}", texts)
    for poll in document.polls:
        choices = (
            f"{choice.label}: {choice.printed_votes} votes, {choice.printed_percent} % printed"
            for choice in poll.choices
        )
        texts = {"question": poll.question, "choices": "\n".join(choices), "record": poll.record}
        yield Part("poll", f"poll {poll.key}", f"Poll “{poll.question}”", texts)


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
