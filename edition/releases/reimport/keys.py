"""Match the parts of a newly read text to the keys they have in the edition.

A file numbers its paragraphs from one. After an added paragraph all later ones would have the keys
of their neighbours, and every address and anchor would be off by one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count

from edition.document.changes.matching import Texts, same_texts
from edition.document.inline import (
    Blocks,
    Content,
    Foreign,
    Inline,
    Link,
    Reference,
    Styled,
    plain_text,
)
from edition.document.values import Anchor, Document, Note, Paragraph


def rekey(new: Document, old: Document, given: Mapping[str, int]) -> Document:
    """Return `new` with the keys of `old` for matching parts, and unused keys for the others.

    The layers of `new` follow their texts; its annotations, emendations and events keep their own
    keys. `given` is the highest number used in each series of keys.
    """
    headings = _headings(old), _headings(new)
    paragraphs = _texts(old.paragraphs), _texts(new.paragraphs)
    notes = _texts(old.notes), _texts(new.notes)
    labels = {note.label: note.key for note in old.notes}
    numbered = {note.key: labels[note.label] for note in new.notes if note.label in labels}
    keys = {
        **_keys("s", *headings, same_texts(*headings), given),
        **_keys("p", *paragraphs, same_texts(*paragraphs), given),
        **_keys("n", *notes, numbered, given),
    }
    return _with_keys(new, keys)


def _headings(document: Document) -> Texts:
    return {each.key: plain_text(each.heading) for each in document.sections}


def _texts(parts: Iterable[Paragraph | Note]) -> Texts:
    return {each.key: each.text for each in parts}


def _keys(
    letter: str, old: Texts, new: Texts, same: Mapping[str, str], given: Mapping[str, int]
) -> dict[str, str]:
    highest = max([given.get(letter, 0), *(int(key[1:]) for key in old)])
    fresh = (f"{letter}{number}" for number in count(highest + 1))
    return {key: same.get(key) or next(fresh) for key in new}


def _with_keys(document: Document, keys: Mapping[str, str]) -> Document:
    sections = (
        replace(
            section,
            key=keys[section.key],
            heading=_calling(section.heading, keys),
            paragraphs=tuple(
                replace(each, key=keys[each.key], content=_calling(each.content, keys))
                for each in section.paragraphs
            ),
        )
        for section in document.sections
    )
    notes = (
        replace(each, key=keys[each.key], blocks=_calling_in(each.blocks, keys))
        for each in document.notes
    )
    return replace(
        document,
        sections=tuple(sections),
        notes=tuple(notes),
        note_on_the_text=_calling_in(document.note_on_the_text, keys),
        annotations=tuple(
            replace(each, anchor=_on(each.anchor, keys), blocks=_calling_in(each.blocks, keys))
            for each in document.annotations
        ),
        emendations=tuple(
            replace(each, anchor=_on(each.anchor, keys)) for each in document.emendations
        ),
        entities=tuple(
            replace(each, mentions=tuple(_on(anchor, keys) for anchor in each.mentions))
            for each in document.entities
        ),
        events=tuple(
            replace(
                each,
                passages=tuple(_on(anchor, keys) for anchor in each.passages),
                notes=tuple(keys.get(note, note) for note in each.notes),
            )
            for each in document.events
        ),
    )


def _on(anchor: Anchor, keys: Mapping[str, str]) -> Anchor:
    return replace(anchor, target=keys.get(anchor.target, anchor.target))


def _calling_in(blocks: Blocks, keys: Mapping[str, str]) -> Blocks:
    return tuple(_calling(block, keys) for block in blocks)


def _calling(content: Content, keys: Mapping[str, str]) -> Content:
    """Return the content with its note references replaced by their new keys."""

    def called(node: Inline) -> Inline:
        match node:
            case Reference(note):
                return Reference(keys.get(note, note))
            case Styled() | Foreign() | Link():
                return replace(node, content=_calling(node.content, keys))
        return node

    return tuple(map(called, content))
