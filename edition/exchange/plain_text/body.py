"""Read the body: sections with headings and paragraphs, and the authors' affiliation."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from edition.document.values import Paragraph, Section
from edition.exchange.plain_text.draft import LONGEST_BLOCK, Draft, Line, blocks, join_lines
from edition.exchange.plain_text.furniture import EVERYWHERE
from edition.exchange.plain_text.markers import (
    Call,
    calls,
    content_with_references,
    doubt_foreign_words,
    markers,
)
from edition.exchange.plain_text.scripts import with_foreign_words

LONGEST_HEADING = 100
LONGEST_AFFILIATION = 500
WIDE_GAP = 4  # empty lines; fewer never separate sections

_CLOSING_PUNCTUATION = re.compile(r"[.,;:!?…。，；：！？、][\"”’»)\]]*$")
_ORNAMENT = re.compile(r"(?:[*•·⁂#~=_—–-] ?){1,80}")


@dataclass(slots=True)
class Body:
    """The sections read so far; `language` is that of the text, a BCP 47 tag."""

    language: str
    sections: list[Section] = field(default_factory=list)
    affiliation: str = ""
    calls: list[Call] = field(default_factory=list)
    count: int = 0  # of paragraphs
    heading: Line | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)  # of the section being read

    @property
    def section_key(self) -> str:
        return f"s{len(self.sections) + 1}"

    def begin_section(self, heading: Line | None = None) -> None:
        self.end_section()
        self.heading, self.paragraphs = heading, []

    def end_section(self) -> None:
        if self.heading or self.paragraphs:
            heading = with_foreign_words(self.heading.text, self.language) if self.heading else ()
            self.sections.append(Section(self.section_key, tuple(self.paragraphs), heading))


def read_body(
    lines: Sequence[Line],
    labels: Container[str],
    authors: Sequence[str],
    language: str,
    draft: Draft,
) -> Body:
    """Read sections `s1`… of paragraphs `p1`…; `labels` are those of the notes."""
    body = Body(language)
    found = [block for block in blocks(lines) if not _is_left_out(block, draft)]
    found = _split_affiliation(found, labels, authors, body, draft)
    usual = _usual_gap(found)
    for at, block in enumerate(found):
        first, is_last = block[0], at + 1 == len(found)
        if _is_ornament(block):
            draft.recognise(first, "ornament")
            draft.doubt(first.number, "Left out; what follows begins a section without a heading.")
            body.begin_section()
        elif _is_heading(block, labels) and not is_last:
            body.begin_section(first)
            draft.recognise(first, "heading", body.section_key)
            doubt_foreign_words(with_foreign_words(first.text, language), first.number, draft)
            if _is_heading(found[at + 1], labels) and at + 2 < len(found):
                draft.doubt(first.number, "A heading with no text under it.")
        else:
            if body.paragraphs and first.gap >= WIDE_GAP and first.gap > usual:
                body.begin_section()
                draft.doubt(
                    first.number,
                    f"After {first.gap} empty lines instead of {usual}, this is treated as "
                    "the beginning of a section without a heading.",
                )
            body.paragraphs.append(_paragraph(block, labels, body, draft))
    body.end_section()
    return body


def _is_left_out(block: Sequence[Line], draft: Draft) -> bool:
    if len(block) == 1 and block[0].text.casefold() in EVERYWHERE:
        draft.recognise(block[0], "page furniture")
        return True
    return False


def _is_ornament(block: Sequence[Line]) -> bool:
    return len(block) == 1 and bool(_ORNAMENT.fullmatch(block[0].text))


def _is_heading(block: Sequence[Line], labels: Container[str]) -> bool:
    """Whether a block is one short line that does not end like a sentence and calls no note."""
    text = block[0].text
    return (
        len(block) == 1
        and len(text) <= LONGEST_HEADING
        and any(map(str.isalpha, text))
        and not _CLOSING_PUNCTUATION.search(text)
        and not any(markers(text, labels))
    )


def _usual_gap(found: Sequence[Sequence[Line]]) -> int:
    """Return the most frequent number of empty lines between blocks; of equals the largest."""
    gaps = Counter(block[0].gap for block in found[1:])
    return max(gaps, key=lambda gap: (gaps[gap], gap), default=0)


def _split_affiliation(
    found: list[tuple[Line, ...]],
    labels: Container[str],
    authors: Sequence[str],
    body: Body,
    draft: Draft,
) -> list[tuple[Line, ...]]:
    """Split off the last blocks, those that begin with an author's name, as the affiliation."""
    start = len(found)
    while (
        start > 1
        and len(found) - start < len(authors)
        and _is_affiliation(found[start - 1], labels, authors)
    ):
        start -= 1
    for block in found[start:]:
        draft.recognise(block[0], "affiliation")
        if block is not found[-1]:
            draft.doubt(block[0].number, "Joined with the affiliation of the next author.")
    body.affiliation = "; ".join(block[0].text for block in found[start:])
    return found[:start]


def _is_affiliation(block: Sequence[Line], labels: Container[str], authors: Sequence[str]) -> bool:
    text = block[0].text
    return (
        len(block) == 1
        and len(text) <= LONGEST_AFFILIATION // len(authors) - 2  # so that all joined fit
        and any(text.startswith((f"{name},", f"{name} ", f"{name}:")) for name in authors)
        and not any(markers(text, labels))
    )


def _paragraph(
    block: Sequence[Line], labels: Container[str], body: Body, draft: Draft
) -> Paragraph:
    body.count += 1
    key = f"p{body.count}"
    draft.recognise(block[0], "paragraph", key)
    for line in block[1:]:
        draft.recognise(line, "paragraph goes on", key)
    for line in block:
        body.calls += calls(line, labels, draft)
    text = join_lines(block, draft)
    if len(text) <= LONGEST_HEADING and len(block) == 1 and not _ends_like_a_sentence(text, labels):
        draft.doubt(block[0].number, "As short as a heading; treated as a paragraph.")
    if len(text) > LONGEST_BLOCK:
        draft.refuse(
            block[0].number,
            f"The paragraph is longer than {LONGEST_BLOCK:,} characters.",
            "Put empty lines between the paragraphs.",
        )
    content = content_with_references(text, labels, body.language)
    doubt_foreign_words(content, block[0].number, draft)
    return Paragraph(key, content)


def _ends_like_a_sentence(text: str, labels: Container[str]) -> bool:
    """Whether the text, without markers at its end, ends like a sentence."""
    for marker in reversed(list(markers(text, labels))):
        if marker.end() == len(text):
            text = text[: marker.start()]
    return bool(_CLOSING_PUNCTUATION.search(text))
