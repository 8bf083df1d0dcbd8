"""Read the author's notes, listed after the text."""

import re
from collections.abc import Sequence

from edition.document.inline import Blocks
from edition.document.values import Note
from edition.exchange.plain_text.draft import LONGEST_BLOCK, Draft, Line, blocks, join_lines
from edition.exchange.plain_text.markers import MARKER, doubt_foreign_words
from edition.exchange.plain_text.scripts import language_name, main_language, with_foreign_words

HEADINGS = frozenset({"notes", "endnotes", "footnotes", "references", "notes and references"})


def notes_start(lines: Sequence[Line]) -> int | None:
    """Find the line where the note list begins: the first that begins with a marker.

    An empty line or the list's heading must precede it, since a marker may happen to begin a line
    of a paragraph. Nor does a list begin with a number above 999, likely a year.
    """
    for at, line in enumerate(lines):
        marker = MARKER.match(line.text)
        begins_block = not at or line.gap or is_notes_heading(lines[at - 1])
        if marker and begins_block and int(marker[1]) < 1000:
            return at
    return None


def is_notes_heading(line: Line) -> bool:
    return line.text.rstrip(":").casefold() in HEADINGS


def read_notes(
    lines: Sequence[Line], language: str, draft: Draft
) -> tuple[tuple[Note, ...], dict[str, int]]:
    """Read the notes of `lines`, the first of which begins with a marker; also lines by label.

    A note is refused if its number occurs twice in the list, or if it is empty.
    """
    notes: dict[str, Note] = {}
    lines_by_label: dict[str, int] = {}
    for marker, (first, *more) in _lines_of_notes(lines):
        label = marker[1]
        key = f"n{label}"
        draft.recognise(first, "note", key)
        for line in more:
            draft.recognise(line, "note goes on", key)
            if line.gap:
                draft.doubt(line.number, f"Note {label} seems to continue after an empty line.")
        if label in notes:
            draft.refuse(
                first.number,
                f"Note {label} is listed twice, first on line {lines_by_label[label]}.",
                "Renumber it, or if the line belongs to the text, begin it with its words.",
            )
            continue
        lines_by_label[label] = first.number
        rest = first.text[marker.end() :].lstrip(" ")
        opening = [Line(first.number, rest, 0)] if rest else []
        notes[label] = _note(label, [*opening, *more], first, language, draft)
    for earlier, later in zip(notes, list(notes)[1:], strict=False):
        if int(later) < int(earlier):
            draft.doubt(lines_by_label[later], f"Note {later} is listed after note {earlier}.")
    return tuple(notes.values()), lines_by_label


def _lines_of_notes(lines: Sequence[Line]) -> list[tuple[re.Match[str], list[Line]]]:
    """Group lines by note, its marker at the beginning of the first."""
    found: list[tuple[re.Match[str], list[Line]]] = []
    for line in lines:
        if marker := MARKER.match(line.text):
            found.append((marker, []))
        found[-1][1].append(line)
    return found


def _note(label: str, lines: Sequence[Line], first: Line, language: str, draft: Draft) -> Note:
    texts = [join_lines(block, draft) for block in blocks(lines)]
    if not texts:
        draft.refuse(first.number, f"Note {label} is empty.", "Write it, or delete it.")
    for text in texts:
        if MARKER.search(text):
            draft.doubt(first.number, "A number in brackets inside a note was read as text.")
    note_language = main_language(" ".join(texts))
    if note_language in ("", language):
        note_language = ""
    else:
        draft.doubt(
            first.number, f"Treated as {language_name(note_language)} because of its script."
        )
    if sum(map(len, texts)) > LONGEST_BLOCK:
        draft.refuse(
            first.number,
            f"Note {label} is longer than {LONGEST_BLOCK:,} characters.",
            "If what follows it is not part of it, put it before the note list.",
        )
    content: Blocks = tuple(with_foreign_words(text, note_language or language) for text in texts)
    for block in content:
        doubt_foreign_words(block, first.number, draft)
    return Note(f"n{label}", label, content, language=note_language)
