"""The text itself: sections with their headings and paragraphs, and the author's affiliation."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from edition.document.values import Paragraph, Section
from edition.exchange.plain_text.draft import LONGEST_BLOCK, Draft, Line, blocks, joined
from edition.exchange.plain_text.furniture import EVERYWHERE
from edition.exchange.plain_text.markers import (
    Call,
    called_content,
    calls,
    doubt_foreign_words,
    markers,
)
from edition.exchange.plain_text.scripts import with_foreign_words

LONGEST_HEADING = 100
LONGEST_AFFILIATION = 300
WIDE_GAP = 4  # empty lines; fewer never part sections

_CLOSING_PUNCTUATION = re.compile(r"[.,;:!?…。，；：！？、][\"”’»)\]]*$")
_ORNAMENT = re.compile(r"(?:[*•·⁂#~=_—–-] ?){1,80}")


@dataclass(slots=True)
class Body:
    sections: list[Section] = field(default_factory=list)
    affiliation: str = ""
    calls: list[Call] = field(default_factory=list)


def read_body(
    lines: Sequence[Line],
    labels: Container[str],
    authors: Sequence[str],
    language: str,
    draft: Draft,
) -> Body:
    """Sections `s1`… of paragraphs `p1`…; `labels` are those of the notes there are."""
    found = [block for block in blocks(lines) if not _is_left_out(block, draft)]
    body = Body()
    found = _take_affiliation(found, labels, authors, body, draft)
    usual = _usual_gap(found)
    heading: Line | None = None
    paragraphs: list[Paragraph] = []
    count = 0

    def finish() -> None:
        if heading or paragraphs:
            content = with_foreign_words(heading.text, language) if heading else ()
            key = f"s{len(body.sections) + 1}"
            body.sections.append(Section(key, tuple(paragraphs), content))

    parted = False
    for at, block in enumerate(found):
        first = block[0]
        if _is_ornament(block):
            draft.recognise(first, "ornament")
            draft.doubt(first.number, "Left out; what follows begins a section without a heading.")
            parted = True
        elif _is_heading(block, labels) and at + 1 < len(found):
            finish()
            heading, paragraphs, parted = first, [], False
            draft.recognise(first, "heading", f"s{len(body.sections) + 1}")
            doubt_foreign_words(with_foreign_words(first.text, language), first.number, draft)
            if _is_heading(found[at + 1], labels) and at + 2 < len(found):
                draft.doubt(first.number, "A heading with no text under it.")
        else:
            wide = first.gap >= WIDE_GAP and first.gap > usual
            if paragraphs and (wide or parted):
                finish()
                heading, paragraphs = None, []
                if wide:
                    draft.doubt(
                        first.number,
                        f"After {first.gap} empty lines instead of {usual}, this was taken to "
                        "begin a section without a heading.",
                    )
            parted = False
            count += 1
            paragraphs.append(_paragraph(count, block, labels, language, body.calls, draft))
    finish()
    return body


def _is_left_out(block: Sequence[Line], draft: Draft) -> bool:
    if len(block) == 1 and block[0].text.casefold() in EVERYWHERE:
        draft.recognise(block[0], "page furniture")
        return True
    return False


def _is_ornament(block: Sequence[Line]) -> bool:
    return len(block) == 1 and bool(_ORNAMENT.fullmatch(block[0].text))


def _is_heading(block: Sequence[Line], labels: Container[str]) -> bool:
    """A short line alone that does not close as a sentence does, and calls no note."""
    text = block[0].text
    return (
        len(block) == 1
        and len(text) <= LONGEST_HEADING
        and any(map(str.isalpha, text))
        and not _CLOSING_PUNCTUATION.search(text)
        and not any(markers(text, labels))
    )


def _usual_gap(found: Sequence[Sequence[Line]]) -> int:
    """How many empty lines most often stand between two blocks; of equals the most."""
    gaps = Counter(block[0].gap for block in found[1:])
    return max(gaps, key=lambda gap: (gaps[gap], gap), default=0)


def _take_affiliation(
    found: list[tuple[Line, ...]],
    labels: Container[str],
    authors: Sequence[str],
    body: Body,
    draft: Draft,
) -> list[tuple[Line, ...]]:
    """The blocks without the last ones that begin with an author's name, kept in `body`."""
    start = len(found)
    while start > 1 and _is_affiliation(found[start - 1], labels, authors):
        start -= 1
    for block in found[start:]:
        draft.recognise(block[0], "affiliation")
    body.affiliation = "; ".join(block[0].text for block in found[start:])
    return found[:start]


def _is_affiliation(block: Sequence[Line], labels: Container[str], authors: Sequence[str]) -> bool:
    text = block[0].text
    return (
        len(block) == 1
        and len(text) <= LONGEST_AFFILIATION
        and any(text.startswith((f"{name},", f"{name} ", f"{name}:")) for name in authors)
        and not any(markers(text, labels))
    )


def _paragraph(
    number: int,
    block: Sequence[Line],
    labels: Container[str],
    language: str,
    found: list[Call],
    draft: Draft,
) -> Paragraph:
    key = f"p{number}"
    draft.recognise(block[0], "paragraph", key)
    for line in block[1:]:
        draft.recognise(line, "paragraph goes on", key)
    for line in block:
        found += calls(line, labels, draft)
    text = joined(block, draft)
    if len(text) <= LONGEST_HEADING and len(block) == 1 and not _closes(text, labels):
        draft.doubt(block[0].number, "As short as a heading; taken as a paragraph.")
    if len(text) > LONGEST_BLOCK:
        draft.refuse(
            block[0].number,
            f"The paragraph is longer than {LONGEST_BLOCK:,} characters.",
            "Put empty lines between the paragraphs.",
        )
    content = called_content(text, labels, language)
    doubt_foreign_words(content, block[0].number, draft)
    return Paragraph(key, content)


def _closes(text: str, labels: Container[str]) -> bool:
    """Whether the text, without markers at its end, closes as a sentence does."""
    for marker in reversed(list(markers(text, labels))):
        if marker.end() == len(text):
            text = text[: marker.start()]
    return bool(_CLOSING_PUNCTUATION.search(text))
