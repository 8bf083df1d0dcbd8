"""What changed between two documents: part by part, and in each part word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property, lru_cache

from edition.document.changes.words import Piece, differences, shortened
from edition.document.inline import Blocks, Content
from edition.document.markdown import write as markdown
from edition.document.values import Anchor, Citation, Contributor, Document

# What the parts of a kind are called together.
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
    """Two documents share most of what they say: it is written once for both."""
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
    """A part as it is compared. `fields` are its texts by name, Markdown where it has markup."""

    kind: str
    key: str
    name: str
    fields: Mapping[str, str]
    # What it is ordered among; empty if its order says nothing.
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
        return shortened(self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """The fate of one part; `kind` is "edition", "paragraph", "note", "annotation" and so on."""

    kind: str
    key: str
    name: str
    what: What
    differences: tuple[Difference, ...] = field(default=())

    @property
    def group(self) -> str:
        return GROUPS[self.kind]


def compare(before: Document, after: Document) -> tuple[Change, ...]:
    """Every part that differs, in the order of `after`; what was removed follows its kind."""
    old, new = parts(before), parts(after)
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
    """All parts of a document by key, in the order readers meet them.

    The edition itself has the key "edition"; those with short names have it after their kind, as
    in "entity putin", since two kinds may give the same name.
    """
    return {part.key: part for part in _parts(document)}


def _of_kind(parts: Mapping[str, Part], kind: str) -> list[str]:
    return [key for key, part in parts.items() if part.kind == kind]


def _change(old: Part | None, new: Part | None, is_moved: bool) -> Change | None:
    part = new or old
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
    """The keys of parts that stand in both, but before or after others than they did."""
    moved = set()
    for row in {part.row for part in new.values() if part.row}:
        was = [key for key, part in old.items() if part.row == row and key in new]
        now = [key for key, part in new.items() if part.row == row and key in old]
        kept = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        moved |= set(now) - {key for block in kept for key in was[block.a : block.a + block.size]}
    return moved


def _parts(document: Document) -> Iterable[Part]:
    def place(anchor: Anchor) -> str:
        return f"“{anchor.exact}” in {anchor.target}"

    def places(anchors: Iterable[Anchor]) -> str:
        return "\n".join(map(place, anchors))

    people = {person.key: person.name for person in document.contributors}
    yield Part("edition", "edition", "The edition", _of_the_edition(document))
    for section in document.sections:
        heading = {"heading": write(section.heading) if section.heading else ""}
        yield Part("section", section.key, f"Section {section.key}", heading, "sections")
        for each in section.paragraphs:
            texts = {"text": write(each.content), "language": each.language}
            texts["section"] = section.key
            yield Part("paragraph", each.key, f"Paragraph {each.key[1:]}", texts, "paragraphs")
    for each in document.notes:
        texts = {"number": each.label, "text": write_blocks(each.blocks)}
        texts |= {"language": each.language, "works cited": _works(each.citations)}
        yield Part("note", each.key, f"Note {each.label}", texts, "notes")
    for each in document.annotations:
        texts = {"words": place(each.anchor), "text": write_blocks(each.blocks)}
        texts |= {"kind": each.kind, "for": each.audience}
        texts |= {"signed": f"{people.get(each.by, each.by)}, {each.made_on}"}
        yield Part("annotation", each.key, f"Annotation {each.key}", texts)
    for each in document.emendations:
        texts = {"words": place(each.anchor), "emended": each.emended, "reason": each.reason}
        texts |= {"signed": f"{people.get(each.by, each.by)}, {each.made_on}"}
        yield Part("emendation", each.key, f"Emendation {each.key}", texts)
    for each in document.entities:
        texts = {"name": each.name, "kind": each.kind, "description": each.description}
        texts |= {"remark": each.remark, "mentions": places(each.mentions)}
        yield Part("entity", f"entity {each.key}", f"Entity “{each.name}”", texts)
    for each in document.events:
        texts = {"date": each.edtf, "label": each.label, "basis": each.basis}
        texts |= {"wording": each.wording, "remark": each.remark}
        texts |= {"passages": places(each.passages)}
        texts |= {"notes": ", ".join(each.notes)}
        yield Part("event", each.key, f"Event {each.key}", texts)
    for each in document.polls:
        choices = (
            f"{choice.label}: {choice.printed_votes} votes, {choice.printed_percent} % printed"
            for choice in each.choices
        )
        texts = {"question": each.question, "choices": "\n".join(choices), "record": each.record}
        yield Part("poll", f"poll {each.key}", f"Poll “{each.question}”", texts)


def _filed(person: Contributor) -> str:
    """As a list of authors would have the name."""
    return ", ".join(filter(None, (person.family, person.given)))


def _of_the_edition(document: Document) -> dict[str, str]:
    plain = ("title", "series", "language", "date", "date_printed", "affiliation", "rights")
    named = (
        f"{person.name} ({'; '.join(filter(None, (person.role, _filed(person))))})"
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
