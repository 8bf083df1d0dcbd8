"""Restore one part of a document from an earlier one, and change nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from edition.document.changes.anchoring import settle
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
    """A part cannot stand as it was among what there is now; `reasons` are sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


def with_part(now: Document, then: Document, key: str) -> Document:
    """`now` with the part `key` as `then` has it; one that was deleted comes back at its place.

    `key` is as `comparing.parts` names it. What stands on words is put where they stand now; the
    anchors of others on a text that comes back are left as they are, for the caller to settle.
    Raises NotRestorable.
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
        raise NotRestorable([f"There is nothing that is called “{key}”."])
    return restore(now, then, name or key)


def _with_own_fields(now: Document, then: Document) -> Document:
    """Its short name and its source files stay, and so does whoever signed something."""
    signed = {part.by for part in now.signed}
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
    return replace(now, sections=_placed(restored, now.sections, then.sections))


def _with_paragraph(now: Document, then: Document, key: str) -> Document:
    old = _part(then.paragraphs, key)
    home = next(section for section in then.sections if old in section.paragraphs)
    missing = _notes_missing(now, (old.content,))
    if home.key not in {section.key for section in now.sections}:
        missing = [*missing, f"Its section {home.key} is not there any more: restore that first."]
    _refuse(missing)
    sections = []
    for section in now.sections:
        if section.key == home.key:
            paragraphs = _placed(old, section.paragraphs, home.paragraphs)
        else:
            paragraphs = tuple(each for each in section.paragraphs if each.key != key)
        sections.append(replace(section, paragraphs=paragraphs))
    return replace(now, sections=tuple(sections))


def _with_note(now: Document, then: Document, key: str) -> Document:
    old = _part(then.notes, key)
    holders = [each.key for each in now.notes if each.label == old.label and each.key != key]
    taken = [f"Its number {old.label} is that of {holder} now." for holder in holders]
    _refuse([*taken, *_notes_missing(now, old.blocks, besides=key)])
    return replace(now, notes=_placed(old, now.notes, then.notes))


def _with_annotation(now: Document, then: Document, key: str) -> Document:
    old = _part(then.annotations, key)
    anchors, lost = _anchors_now(now, then, [old.anchor])
    _refuse([*lost, *_signer_missing(now, old), *_notes_missing(now, old.blocks)])
    return replace(now, annotations=_in_order(replace(old, anchor=anchors[0]), now.annotations))


def _with_emendation(now: Document, then: Document, key: str) -> Document:
    old = _part(then.emendations, key)
    anchors, lost = _anchors_now(now, then, [old.anchor])
    _refuse([*lost, *_signer_missing(now, old)])
    return replace(now, emendations=_in_order(replace(old, anchor=anchors[0]), now.emendations))


def _with_entity(now: Document, then: Document, key: str) -> Document:
    old = _part(then.entities, key)
    anchors, lost = _anchors_now(now, then, old.mentions)
    _refuse(lost)
    restored = replace(old, mentions=tuple(anchors))
    return replace(now, entities=_placed(restored, now.entities, then.entities))


def _with_event(now: Document, then: Document, key: str) -> Document:
    old = _part(then.events, key)
    anchors, lost = _anchors_now(now, then, old.passages)
    known = {note.key for note in now.notes}
    gone = [key for key in old.notes if key not in known]
    _refuse([*lost, *(f"{key}, which bears it out, is not there any more." for key in gone)])
    restored = replace(old, passages=tuple(anchors))
    return replace(now, events=_placed(restored, now.events, then.events))


def _with_poll(now: Document, then: Document, key: str) -> Document:
    """Answers that came later stay: readers may have given them."""
    old = _part(then.polls, key)
    there = next((each for each in now.polls if each.key == key), None)
    given = {choice.key for choice in old.choices}
    later = [each for each in (there.choices if there else ()) if each.key not in given]
    restored = replace(old, choices=(*old.choices, *later))
    return replace(now, polls=_placed(restored, now.polls, then.polls))


def _part(parts: Sequence[Part], key: str) -> Part:
    found = next((part for part in parts if part.key == key), None)
    if found is None:
        raise NotRestorable([f"There was no {key} then."])
    return found


def _refuse(reasons: Iterable[str]) -> None:
    if reasons := tuple(reasons):
        raise NotRestorable(reasons)


def _placed(part: Part, now: Sequence[Part], then: Sequence[Part]) -> tuple[Part, ...]:
    """`now` with `part` among what it stood among then.

    Where it stands in the right order already, it stays, whatever came between.
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


def _in_order(part: Part, others: Sequence[Part]) -> tuple[Part, ...]:
    there = [each for each in others if each.key != part.key]
    return tuple(sorted([*there, part], key=lambda each: int(each.key[1:])))


def _anchors_now(
    now: Document, then: Document, anchors: Iterable[Anchor]
) -> tuple[list[Anchor], list[str]]:
    """Each anchor where its words stand now, and of those whose words are gone a sentence."""
    before, after = then.texts(), now.texts()
    found, lost = [], []
    for anchor in anchors:
        if anchor.target not in after:
            told = f"{anchor.target}, in which “{anchor.exact}” stood, is not there any more."
            lost.append(told)
            continue
        text = before.get(anchor.target, "")
        had_its_words = text[anchor.start : anchor.end] == anchor.exact
        here = settle([anchor], text, after[anchor.target])[0] if had_its_words else None
        if here:
            found.append(here)
        else:
            lost.append(f"“{anchor.exact}” does not stand in {anchor.target} any more.")
    return found, lost


def _signer_missing(now: Document, part: Annotation | Emendation) -> Iterator[str]:
    if part.by not in {person.key for person in now.contributors}:
        yield f"“{part.by}”, who signed it, is not named on the edition any more."


def _notes_missing(now: Document, blocks: Blocks, besides: str = "") -> list[str]:
    known = {besides, *(note.key for note in now.notes)}
    called = dict.fromkeys(key for block in blocks for _, key in references(block))
    return [
        f"It calls {key}, which is not there any more: restore that first."
        for key in called
        if key not in known
    ]
