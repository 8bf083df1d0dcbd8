"""Find the bracketed numbers that refer to notes, and check them against the note list."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from edition.document.inline import Content, Inline, Reference
from edition.exchange.plain_text.draft import Draft, Line
from edition.exchange.plain_text.scripts import language_name, with_foreign_words

MARKER = re.compile(r"\[([1-9][0-9]{0,3})\]")
_ANY_NUMBER = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Call:
    """A marker in the text: the note's label, and its line and column, counted from 1."""

    label: str
    line: int
    column: int


def markers(text: str, labels: Container[str]) -> Iterator[re.Match[str]]:
    """Find the bracketed numbers in `text` that refer to a note; group 1 is the note's label.

    `labels` are those of the note list. A number that could be a year is a marker only if there
    is such a note: "[2013]" explains a date more often than it refers to a note.
    """
    for marker in MARKER.finditer(text):
        if marker[1] in labels or int(marker[1]) < 1000:
            yield marker


def calls(line: Line, labels: Container[str], draft: Draft) -> Iterator[Call]:
    """Find the markers of one line; other numbers in brackets become doubts."""
    known = {marker.start(): marker for marker in markers(line.text, labels)}
    for number in _ANY_NUMBER.finditer(line.text):
        if number.start() in known:
            yield Call(number[1], line.number, number.start() + 1)
        else:
            draft.doubt(line.number, f"{_shorten(number[0])} was read as text, not as a marker.")


def content_with_references(text: str, labels: Container[str], language: str) -> Content:
    """Convert `text` to content: markers to references, words of other scripts tagged."""
    content: list[Inline] = []
    end = 0
    for marker in markers(text, labels):
        content += with_foreign_words(text[end : marker.start()], language)
        content.append(Reference(f"n{marker[1]}"))
        end = marker.end()
    return (*content, *with_foreign_words(text[end:], language))


def doubt_foreign_words(content: Content, line: int, draft: Draft) -> None:
    """Ask an editor to check each language that was guessed from a script."""
    for node in content:
        if tag := getattr(node, "language", ""):
            draft.doubt(line, f"Words were marked as {language_name(tag)} because of their script.")


def check_calls(found: list[Call], notes: Mapping[str, int], draft: Draft) -> None:
    """Refuse markers without a note, and notes (label: line) without one; doubt unusual orders."""
    called: set[str] = set()
    highest = 0
    for call in found:
        if call.label not in notes:
            draft.refuse(
                call.line,
                f"The marker [{call.label}] has no note.",
                f"Add a line beginning [{call.label}] to the note list, or delete the marker.",
                column=call.column,
            )
        if call.label in called:
            draft.doubt(call.line, f"Note {call.label} is called again.")
        elif int(call.label) < highest:
            draft.doubt(call.line, f"Note {call.label} is called after note {highest}.")
        called.add(call.label)
        highest = max(highest, int(call.label))
    for label, line in notes.items():
        if label not in called:
            draft.refuse(
                line,
                f"Note {label} has no marker.",
                f"Write [{label}] in the text where the note belongs, or delete the note.",
            )


def _shorten(number: str) -> str:
    return number if len(number) < 20 else number[:16] + "…]"
