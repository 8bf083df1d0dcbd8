"""Check a document: what blocks its release, and what an editor should review."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from unicodedata import is_normalized

from edition.document.edtf import is_edtf
from edition.document.identity import cache_by_identity
from edition.document.inline import UNFIT, Blocks, blocks_text, is_language, references
from edition.document.layers import all_anchors
from edition.document.problems import Problem
from edition.document.unicode import LONGEST_RUN, TooManyMarks, check_marks
from edition.document.values import (
    Annotation,
    Document,
    Emendation,
    Entity,
    Event,
    Keyed,
    Note,
    Paragraph,
)

FORBIDDEN = re.compile(rf"(?![\n\t\r]){UNFIT.pattern}")


def check(document: Document) -> list[Problem]:
    """Return all problems of a document, those that block a release first."""
    problems = [
        *_required_parts(document),
        *_keys(document),
        *_references(document),
        *_anchors(document),
        *_emendations(document),
        *_dates(document),
        *_signatures(document),
        *_characters(document),
    ]
    return sorted(problems, key=lambda problem: not problem.blocks)


def _required_parts(document: Document) -> Iterator[Problem]:
    if not document.title:
        yield Problem("edition", "It has no title.", "Give it one.")
    if not document.paragraphs:
        yield Problem("edition", "It has no text.", "Import it, or add a paragraph.")
    texts: tuple[Paragraph | Note, ...] = (*document.paragraphs, *document.notes)
    for part in texts:
        if not part.text.strip():
            yield Problem(part.key, "It is empty.", "Write it, or delete it.")
    for annotation in document.annotations:
        if not blocks_text(annotation.blocks).strip():
            yield Problem(annotation.key, "It says nothing.", "Write it, or delete it.")


def _keys(document: Document) -> Iterator[Problem]:
    keyed: Sequence[tuple[str, Sequence]] = [
        ("p", document.paragraphs),
        ("s", document.sections),
        ("n", document.notes),
        ("a", document.annotations),
        ("m", document.emendations),
        ("e", document.events),
    ]
    for letter, parts in keyed:
        for key, count in Counter(part.key for part in parts).items():
            if not re.fullmatch(rf"{letter}[1-9][0-9]*", key):
                yield Problem(key, "This is not a key of its kind.", f"Keys look like {letter}1.")
            if count > 1:
                yield Problem(key, f"This key is given {count} times.", "Keys are given once.")
    choices = (choice for poll in document.polls for choice in poll.choices)
    named: tuple[Keyed, ...] = (
        *document.entities,
        *document.polls,
        *choices,
        *document.contributors,
    )
    for part in named:
        if re.fullmatch(r"[a-z][0-9]*", part.key):
            yield Problem(part.key, "This reads like a key of the text.", "Choose a longer name.")
    for label, count in Counter(note.label for note in document.notes).items():
        if count > 1:
            yield Problem(f"note {label}", f"{count} notes have this number.", "Change one.")


def _references(document: Document) -> Iterator[Problem]:
    notes = {note.key: note for note in document.notes}
    called: list[str] = []
    for paragraph in document.paragraphs:
        for _, key in references(paragraph.content):
            called.append(key)
            if key not in notes:
                yield Problem(
                    paragraph.key,
                    f"It calls {key}, which does not exist.",
                    "Write the note, or take the reference out.",
                )
    for section in document.sections:
        if any(references(section.heading)):
            yield Problem(section.key, "Its heading calls a note.", "Let a paragraph call it.")
    for key, what, blocks in _editors_and_notes(document):
        for dangling in {note for block in blocks for _, note in references(block)} - set(notes):
            told = f"{what} refers to {dangling}, which does not exist."
            yield Problem(key, told, "Take it out.")
    for note in document.notes:
        if note.key not in called:
            yield Problem(
                note.key,
                f"Note {note.label} is called nowhere.",
                f"Put [^{note.key}] where it belongs.",
            )
    first_calls = [notes[key].label for key in dict.fromkeys(called) if key in notes]
    numbers = [int(label) for label in first_calls if label.isdecimal()]
    for earlier, later in pairwise(numbers):
        if later < earlier:
            yield Problem(
                f"note {later}",
                f"It is called after note {earlier}.",
                "Look whether the source has it so.",
                blocks=False,
            )


def _editors_and_notes(document: Document) -> Iterator[tuple[str, str, Blocks]]:
    """Yield everything written in blocks: (key to correct it at, name for it, blocks)."""
    yield "edition", "Its note on the text", document.note_on_the_text
    parts: tuple[Note | Annotation, ...] = (*document.notes, *document.annotations)
    yield from ((part.key, "It", part.blocks) for part in parts)


def _anchors(document: Document) -> Iterator[Problem]:
    texts = document.texts()
    for _, key, anchor in all_anchors(document):
        text = texts.get(anchor.target)
        if text is None:
            yield Problem(key, f"It stands in {anchor.target}, which does not exist.", "Move it.")
        elif anchor.end <= anchor.start or text[anchor.start : anchor.end] != anchor.exact:
            yield Problem(
                key,
                f"It has lost its place: “{anchor.exact}” does not stand in {anchor.target} there.",
                "Choose its words anew.",
            )


def _emendations(document: Document) -> Iterator[Problem]:
    ordered = sorted(document.emendations, key=lambda each: (each.anchor.target, each.anchor.start))
    for first, second in pairwise(ordered):
        if first.anchor.target == second.anchor.target and second.anchor.start < first.anchor.end:
            yield Problem(
                second.key, f"It corrects words that {first.key} corrects.", "Make them one."
            )
    for each in document.emendations:
        if each.emended == each.printed:
            yield Problem(each.key, "It changes nothing.", "Delete it, or correct it.")


def _dates(document: Document) -> Iterator[Problem]:
    dated = [("edition", document.date), *((event.key, event.edtf) for event in document.events)]
    for key, date in dated:
        if not date and key == "edition":
            continue
        if not is_edtf(date):
            yield Problem(key, f"“{date}” is not a date.", "Write it in EDTF, such as 2012-09~.")
    for event in document.events:
        if not event.passages:
            yield Problem(
                event.key,
                "The text does not mention it.",
                "Choose the words that do, if there are any.",
                blocks=False,
            )


def _signatures(document: Document) -> Iterator[Problem]:
    known = {contributor.key for contributor in document.contributors}
    for part in document.signed_parts:
        if part.by not in known:
            yield Problem(part.key, f"It is signed by “{part.by}”, who is not named.", "Sign it.")
    if not document.authors:
        yield Problem("edition", "It names no author.", "Add one, if one is known.", blocks=False)


def _characters(document: Document) -> Iterator[Problem]:
    """Report characters that pages and archival formats cannot contain, in any field."""
    return _in_fields(document, "edition")


def _in_fields(value: Any, key: str) -> Iterator[Problem]:
    """Walk all strings in a value, in order; `key` is that of the part they belong to.

    A loop, since a save waits for it: a generator in a generator for each node takes twice as long.
    """
    waiting = [(value, key, "text")]
    while waiting:
        each, key, name = waiting.pop()
        if isinstance(each, str):
            yield from _in_string(each, key, name)
        elif isinstance(each, tuple):
            waiting.extend([(item, key, name) for item in reversed(each)])
        elif isinstance(each, PARTS) and each is not value:
            yield from _in_part(each)
        elif names := _names(each.__class__):
            key = getattr(each, "key", key)
            waiting.extend([(getattr(each, name), key, name) for name in names])


# Between two saves most of these stay the same.
PARTS = (Paragraph, Note, Annotation, Emendation, Entity, Event)


@cache_by_identity(5_000)
def _in_part(part: Any) -> tuple[Problem, ...]:
    return tuple(_in_fields(part, part.key))


def _in_string(text: str, key: str, name: str) -> Iterator[Problem]:
    if not (text.isascii() and text.isprintable()):
        if found := FORBIDDEN.search(text):
            code = f"U+{ord(found[0]):04X}"
            yield Problem(key, f"Its {name} holds the character {code}.", "Take it out.")
        try:
            check_marks(text)  # first: `is_normalized` takes long on such a run
        except TooManyMarks:
            what = f"Its {name} has more than {LONGEST_RUN} combining marks in a row."
            yield Problem(key, what, "Take out those that belong to no letter.")
            return
        if not is_normalized("NFC", text):
            yield Problem(key, f"Its {name} is not in Unicode form NFC.", "Save it anew.")
    if name == "language" and text and not is_language(text):
        yield Problem(key, f"“{text}” is no language tag.", "Write one such as zh or pt-BR.")


@cache
def _names(kind: type) -> tuple[str, ...]:
    """List the compared fields of a dataclass, the last one first; another type has none."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in reversed(fields(kind)) if field.compare)
