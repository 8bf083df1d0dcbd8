"""The printed text for the page: sections and notes, with the editors' layers woven in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from edition.document.html import Places, mark_adjacent, woven_blocks, woven_html
from edition.document.inline import plain_text
from edition.document.layers import letter_at
from edition.document.values import Document, Note, Section
from edition.document.weave import Layer


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    key: str
    number: str
    html: SafeString
    language: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section; `name` is for the contents: its heading, or a name in brackets without one."""

    key: str
    name: str
    heading: SafeString
    paragraphs: tuple[ShownParagraph, ...]


@dataclass(frozen=True, slots=True)
class BackLink:
    """A link back into the text: the id of the place, the text, and the accessible name."""

    id: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    key: str
    label: str
    blocks: tuple[SafeString, ...]
    language: str
    back: tuple[BackLink, ...]


def weave_sections(
    document: Document, layers: Mapping[str, list[Layer]], places: Places
) -> tuple[ShownSection, ...]:
    """Weave all sections. Ids are assigned in `places` in reading order, so call this first."""
    last = len(document.sections) - 1
    return tuple(
        ShownSection(
            key=section.key,
            name=name_of(section, position, last),
            heading=mark_safe(woven_html(section.key, section.heading, [], places)),
            paragraphs=tuple(
                ShownParagraph(
                    key=paragraph.key,
                    number=paragraph.key[1:],
                    html=mark_safe(
                        mark_adjacent(
                            woven_html(
                                paragraph.key, paragraph.content, layers[paragraph.key], places
                            )
                        )
                    ),
                    language=paragraph.language,
                )
                for paragraph in section.paragraphs
            ),
        )
        for position, section in enumerate(document.sections)
    )


def name_of(section: Section, position: int, last: int) -> str:
    if section.heading:
        return plain_text(section.heading)
    if position == 0:
        return "[Introduction]"
    return "[Conclusion]" if position == last else f"[Section {position + 1}]"


def weave_notes(
    document: Document, layers: Mapping[str, list[Layer]], places: Places
) -> tuple[ShownNote, ...]:
    """Weave all notes, before any back link is made, since a note may call another one."""
    woven = {
        note.key: tuple(
            mark_safe(html)
            for html in woven_blocks(note.key, note.blocks, layers[note.key], places)
        )
        for note in document.notes
    }
    return tuple(
        ShownNote(note.key, note.label, woven[note.key], note.language, back_links(note, places))
        for note in document.notes
    )


def back_links(note: Note, places: Places) -> tuple[BackLink, ...]:
    """Make a link to each place that calls the note: "↩ 7", or "↩ 7a" and "7b" for several."""
    ids = [id_ for _, id_ in places.of(note.key)]
    if len(ids) == 1:
        return (BackLink(ids[0], f"↩ {note.label}", f"Back to reference {note.label}"),)
    labels = [note.label + letter_at(position) for position in range(len(ids))]
    return tuple(
        BackLink(id_, label if position else f"↩ {label}", f"Back to reference {label}")
        for position, (id_, label) in enumerate(zip(ids, labels, strict=True))
    )
