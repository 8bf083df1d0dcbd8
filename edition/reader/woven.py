"""The printed text as the page shows it: sections and notes, the editors' layers woven in."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from edition.document.html import Places, woven_blocks, woven_html
from edition.document.inline import plain_text
from edition.document.values import Anchor, Document, Note, Section
from edition.document.weave import Layer, LayerKind


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    key: str
    number: str
    html: SafeString
    language: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """`name` is for the contents: the heading, or a name in brackets where none is printed."""

    key: str
    name: str
    heading: SafeString
    paragraphs: tuple[ShownParagraph, ...]


@dataclass(frozen=True, slots=True)
class BackLink:
    """A way back into the text: `id` of the place, and what is seen and read out."""

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
    """All sections in order. Ids are given in `places` in reading order, so call this first."""
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
                        side_by_side(
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


def side_by_side(html: str) -> str:
    """`html` with marks told apart that stand so near that their areas to hit would overlap."""
    return _NEIGHBOUR.sub(r"\g<0> next", html)


# Between them stand two characters at most, and the tags that end or begin there.
_NEIGHBOUR = re.compile(
    r"(?<=</a></sup>)(?:</?span[^>]*>)*(?:[^<>](?:</?span[^>]*>)*){0,2}"
    r"<sup class=\"(?:marker|letter)"
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
    """All notes as printed. First every note is woven, since a note may call another one."""
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
    """One link for each place that calls the note: "↩ 7", or "↩ 7a" and "7b" if there are more."""
    ids = [id_ for _, id_ in places.of(note.key)]
    if len(ids) == 1:
        return (BackLink(ids[0], f"↩ {note.label}", f"Back to reference {note.label}"),)
    labels = [note.label + letters(position) for position in range(len(ids))]
    return tuple(
        BackLink(id_, label if position else f"↩ {label}", f"Back to reference {label}")
        for position, (id_, label) in enumerate(zip(ids, labels, strict=True))
    )


def letters(position: int) -> str:
    """a, b, … z, aa, ab, … for 0, 1, …"""
    written = ""
    position += 1
    while position:
        position, remainder = divmod(position - 1, 26)
        written = chr(ord("a") + remainder) + written
    return written


def layers_by_target(document: Document) -> dict[str, list[Layer]]:
    """Everything laid over the text, by the key of the paragraph or note it lies on."""
    layers: dict[str, list[Layer]] = defaultdict(list)

    def lay(kind: LayerKind, key: str, anchor: Anchor, emended: str = "") -> None:
        layers[anchor.target].append(Layer(kind, key, anchor.start, anchor.end, emended))

    for annotation in document.annotations:
        lay(LayerKind.ANNOTATION, annotation.key, annotation.anchor)
    for emendation in document.emendations:
        lay(LayerKind.EMENDATION, emendation.key, emendation.anchor, emendation.emended)
    for entity in document.entities:
        for mention in entity.mentions:
            lay(LayerKind.MENTION, entity.key, mention)
    for event in document.events:
        for passage in event.passages:
            lay(LayerKind.EVENT, event.key, passage)
    return layers
