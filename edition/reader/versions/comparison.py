"""What changed between two releases, for the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.utils.safestring import SafeString, mark_safe

from edition.document.changes.parts import Change, Difference, compare
from edition.document.changes.words import Fate, Piece
from edition.document.html import page_id
from edition.document.inline import (
    BLOCK_SEPARATOR,
    Content,
    LineBreak,
    Reference,
    Text,
)
from edition.document.markdown.parse import parse_blocks
from edition.document.values import Document

PRINTED = ("edition", "section", "paragraph", "note")
WITH_MARKUP = ("text", "heading", "note on the text")
CALL = re.compile(r"\[\^(\w+)\]")


@dataclass(frozen=True, slots=True)
class ShownPiece:
    fate: Fate
    text: SafeString


@dataclass(frozen=True)
class ShownDifference:
    name: str
    difference: Difference
    labels: Mapping[str, str]

    @cached_property
    def shortened(self) -> tuple[ShownPiece, ...]:
        return tuple(show_piece(piece, self.labels) for piece in self.difference.shortened)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A changed part; `url` leads to it in the version that has it."""

    group: str
    name: str
    what: str
    url: str
    differences: tuple[ShownDifference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    printed: tuple[ShownChange, ...]
    added: tuple[ShownChange, ...]


def compare_for_readers(
    before: Document, after: Document, before_url: str, after_url: str
) -> Comparison:
    """Compare two releases, the article apart from the editors' layers; the URLs are theirs."""
    labels = {note.key: note.label for note in (*before.notes, *after.notes)}

    def shown(change: Change) -> ShownChange:
        is_gone = change.what == "removed"
        fragment = "" if change.kind == "edition" else f"#{page_id(change.key)}"
        return ShownChange(
            change.group,
            change.name,
            change.what,
            (before_url if is_gone else after_url) + fragment,
            tuple(show_difference(each, labels) for each in change.differences),
        )

    changes = compare(before, after)
    return Comparison(
        tuple(shown(change) for change in changes if change.kind in PRINTED),
        tuple(shown(change) for change in changes if change.kind not in PRINTED),
    )


def show_difference(difference: Difference, labels: Mapping[str, str]) -> ShownDifference:
    """Show the words without their Markdown, unless nothing but the Markdown changed."""
    if difference.name in WITH_MARKUP:
        before, after = strip_markup(difference.before), strip_markup(difference.after)
        if before != after:
            difference = Difference(difference.name, before, after)
    return ShownDifference(difference.name, difference, labels)


def strip_markup(markdown: str) -> str:
    """Reduce Markdown to its words and its calls of notes."""
    return BLOCK_SEPARATOR.join(map(words_of, parse_blocks(markdown)))


def words_of(content: Content) -> str:
    words = []
    for node in content:
        match node:
            case Text(text):
                words.append(text)
            case LineBreak():
                words.append("\n")
            case Reference(note):
                words.append(f"[^{note}]")
            case _:
                words.append(words_of(node.content))
    return "".join(words)


def show_piece(piece: Piece, labels: Mapping[str, str]) -> ShownPiece:
    """Render a piece with calls of notes as they are printed."""

    def marker(call: re.Match[str]) -> str:
        return f'<sup class="marker">{escape(labels.get(call[1], call[1][1:]))}</sup>'

    return ShownPiece(piece.fate, mark_safe(CALL.sub(marker, escape(piece.text, quote=False))))
