"""Restore one part of a document from an earlier version, and change nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from edition.document.changes.anchoring import reanchor
from edition.document.inline import Blocks, references
from edition.document.values import (
    Anchor,
    Annotation,
    Document,
    Emendation,
    Keyed,
)

Part = TypeVar("Part", bound=Keyed)


class NotRestorable(Exception):
    """An earlier part conflicts with the current document; `reasons` are sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


def with_part(now: Document, then: Document, key: str) -> Document:
    """Return `now` with the part `key` from `then`; a deleted part is inserted at its old place.

    `key` is one of `changes.parts.parts`. The part's own anchors are re-anchored to `now`; other
    parts' anchors on a restored text are left to the caller. Raises NotRestorable.
    """
    kind, _, name = key.partition(" ")
    if kind == "edition":
        return _with_own_fields(now, then)
    if name:
        restore = {"entity": _with_entity, "poll": _with_poll}.get(kind)
    else:
        restore = {
            "s": _with_section,
            "p": _with_paragraph,
            "n": _with_note,
            "a": _with_annotation,
            "m": _with_emendation,
            "e": _with_event,
        }.get(key[:1])
    if restore is None:
        raise NotRestorable([f"There is no part called “{key}”."])
    return restore(now, then, name or key)


def _with_own_fields(now: Document, then: Document) -> Document:
    """Restore the edition's fields except slug and witnesses; contributors who signed stay."""
    signed = {part.by for part in now.signed_parts}
    named = {person.key for person in then.contributors}
    staying = [each for each in now.contributors if each.key in signed - named]
    _refuse(_notes_missing(now, then.note_on_the_text))
    return replace(
        now,
        **{
            name: getattr(then, name)
            for name in ("title", "series", "language", "date", "date_printed", "affiliation")
        },
        rights=then.rights,
        note_on_the_text=then.note_on_the_text,
        contributors=(*then.contributors, *staying),
    )


def _with_section(now: Document, then: Document, key: str) -> Document:
    old = _part(then.sections, key)
    there = next((each for each in now.sections if each.key == key), None)
    restored = replace(old, paragraphs=there.paragraphs if there else ())
    return replace(now, sections=_insert_at_place(restored, now.sections, then.sections))


def _with_paragraph(now: Document, then: Document, key: str) -> Document:
    old = _part(then.paragraphs, key)
    home = next(section for section in then.sections if old in section.paragraphs)
    missing = _notes_missing(now, (old.content,))
    if home.key not in {section.key for section in now.sections}:
        missing = [*missing, f"Its section {home.key} has been deleted: restore that first."]
    _refuse(missing)
    sections = []
    for section in now.sections:
        if section.key == home.key:
            paragraphs = _insert_at_place(old, section.paragraphs, home.paragraphs)
        else:
            paragraphs = tuple(each for each in section.paragraphs if each.key != key)
        sections.append(replace(section, paragraphs=paragraphs))
    return replace(now, sections=tuple(sections))


def _with_note(now: Document, then: Document, key: str) -> Document:
    old = _part(then.notes, key)
    holders = [each.key for each in now.notes if each.label == old.label and each.key != key]
    conflicts = [f"Its number {old.label} now belongs to {holder}." for holder in holders]
    _refuse([*conflicts, *_notes_missing(now, old.blocks, besides=key)])
    return replace(now, notes=_insert_at_place(old, now.notes, then.notes))


def _with_annotation(now: Document, then: Document, key: str) -> Document:
    old = _part(then.annotations, key)
    anchors, lost = _reanchor_all(now, then, [old.anchor])
    _refuse([*lost, *_signer_missing(now, old), *_notes_missing(now, old.blocks)])
    return replace(
        now, annotations=_insert_by_key(replace(old, anchor=anchors[0]), now.annotations)
    )


def _with_emendation(now: Document, then: Document, key: str) -> Document:
    old = _part(then.emendations, key)
    anchors, lost = _reanchor_all(now, then, [old.anchor])
    _refuse([*lost, *_signer_missing(now, old)])
    return replace(
        now, emendations=_insert_by_key(replace(old, anchor=anchors[0]), now.emendations)
    )


def _with_entity(now: Document, then: Document, key: str) -> Document:
    old = _part(then.entities, key)
    anchors, lost = _reanchor_all(now, then, old.mentions)
    _refuse(lost)
    restored = replace(old, mentions=tuple(anchors))
    return replace(now, entities=_insert_at_place(restored, now.entities, then.entities))


def _with_event(now: Document, then: Document, key: str) -> Document:
    old = _part(then.events, key)
    anchors, lost = _reanchor_all(now, then, old.passages)
    known = {note.key for note in now.notes}
    gone = [key for key in old.notes if key not in known]
    _refuse([*lost, *(f"{key}, which supports it, has been deleted." for key in gone)])
    restored = replace(old, passages=tuple(anchors))
    return replace(now, events=_insert_at_place(restored, now.events, then.events))


def _with_poll(now: Document, then: Document, key: str) -> Document:
    """Restore a poll, leaving choices added since: readers may have voted for them."""
    old = _part(then.polls, key)
    there = next((each for each in now.polls if each.key == key), None)
    restored_keys = {choice.key for choice in old.choices}
    later = [each for each in (there.choices if there else ()) if each.key not in restored_keys]
    restored = replace(old, choices=(*old.choices, *later))
    return replace(now, polls=_insert_at_place(restored, now.polls, then.polls))


def _part(parts: Sequence[Part], key: str) -> Part:
    found = next((part for part in parts if part.key == key), None)
    if found is None:
        raise NotRestorable([f"The earlier version has no {key}."])
    return found


def _refuse(reasons: Iterable[str]) -> None:
    if reasons := tuple(reasons):
        raise NotRestorable(reasons)


def _insert_at_place(part: Part, now: Sequence[Part], then: Sequence[Part]) -> tuple[Part, ...]:
    """Replace or insert `part` in `now` at the place it had in `then`.

    Where it is in the right order already, it stays, whatever was inserted between.
    """
    keys = [each.key for each in then]
    place = keys.index(part.key)
    before, after = set(keys[:place]), set(keys[place + 1 :])
    others = [each for each in now if each.key != part.key]
    at = next((n for n, each in enumerate(now) if each.key == part.key), None)
    is_right = at is not None and not (
        {each.key for each in now[:at]} & after or {each.key for each in now[at + 1 :]} & before
    )
    if not is_right:
        preceding = [n for n, each in enumerate(others) if each.key in before]
        at = preceding[-1] + 1 if preceding else 0
    return (*others[:at], part, *others[at:])


def _insert_by_key(part: Part, others: Sequence[Part]) -> tuple[Part, ...]:
    there = [each for each in others if each.key != part.key]
    return tuple(sorted([*there, part], key=lambda each: int(each.key[1:])))


def _reanchor_all(
    now: Document, then: Document, anchors: Iterable[Anchor]
) -> tuple[list[Anchor], list[str]]:
    """Re-anchor to the current text; also a sentence for each anchor that is lost."""
    before, after = then.texts(), now.texts()
    found, lost = [], []
    for anchor in anchors:
        if anchor.target not in after:
            lost.append(f"{anchor.target}, which contained “{anchor.exact}”, has been deleted.")
            continue
        text = before.get(anchor.target, "")
        had_its_words = text[anchor.start : anchor.end] == anchor.exact
        here = reanchor([anchor], text, after[anchor.target])[0] if had_its_words else None
        if here:
            found.append(here)
        else:
            lost.append(f"“{anchor.exact}” is no longer in {anchor.target}.")
    return found, lost


def _signer_missing(now: Document, part: Annotation | Emendation) -> Iterator[str]:
    if part.by not in {person.key for person in now.contributors}:
        yield f"“{part.by}”, who signed it, is no longer named on the edition."


def _notes_missing(now: Document, blocks: Blocks, besides: str = "") -> list[str]:
    known = {besides, *(note.key for note in now.notes)}
    called = dict.fromkeys(key for block in blocks for _, key in references(block))
    return [
        f"It calls {key}, which has been deleted: restore that first."
        for key in called
        if key not in known
    ]
