"""One paragraph, note, annotation, emendation or event by its key, with its context."""

from dataclasses import dataclass

from edition.document.inline import references
from edition.document.values import Document
from edition.reader.page.apparatus import ShownAnnotation, ShownEmendation
from edition.reader.page.build import Page
from edition.reader.page.text import ShownNote, ShownParagraph
from edition.reader.page.timeline import Entry


@dataclass(frozen=True, slots=True)
class Item:
    """An item with the texts and layers around it; `name` is for sentences: "paragraph 14"."""

    key: str
    name: str
    paragraphs: tuple[ShownParagraph, ...]
    notes: tuple[ShownNote, ...]
    annotations: tuple[ShownAnnotation, ...]
    emendations: tuple[ShownEmendation, ...]
    event: Entry | None

    @property
    def title(self) -> str:
        return self.name[0].upper() + self.name[1:]


def find_item(page: Page, key: str) -> Item | None:
    """Find the item with this key, with its paragraphs and all notes they call; or None."""
    document = page.document
    name = name_of(page, key)
    if not name:
        return None
    texts = texts_of(document, key)
    called = {
        note
        for paragraph in document.paragraphs
        if paragraph.key in texts
        for _, note in references(paragraph.content)
    }
    shown = texts | called
    on = {a.key for a in document.signed_parts if a.anchor.target in shown}
    entries = [entry for year in page.years for entry in year.entries if entry.key == key]
    return Item(
        key=key,
        name=name,
        paragraphs=tuple(p for s in page.sections for p in s.paragraphs if p.key in shown),
        notes=tuple(note for note in page.notes if note.key in shown),
        annotations=tuple(a for a in page.annotations if a.key in on),
        emendations=tuple(m for m in page.emendations if m.key in on),
        event=entries[0] if entries else None,
    )


def name_of(page: Page, key: str) -> str:
    document = page.document
    names = {paragraph.key: f"paragraph {paragraph.key[1:]}" for paragraph in document.paragraphs}
    names |= {note.key: f"note {note.label}" for note in page.notes}
    names |= {a.key: f"annotation {a.letter}" for a in page.annotations}
    names |= {m.key: f"emendation in {m.place.replace('¶', 'paragraph')}" for m in page.emendations}
    names |= {event.key: f"event “{event.label}”" for event in document.events}
    return names.get(key, "")


def texts_of(document: Document, key: str) -> set[str]:
    """Return the keys of the texts that `key` is or is anchored to, and of those that call them."""
    anchors = [a.anchor for a in document.signed_parts if a.key == key]
    anchors += [anchor for e in document.events if e.key == key for anchor in e.passages]
    texts = {key, *(anchor.target for anchor in anchors)} & document.texts().keys()
    return texts | {
        paragraph.key
        for paragraph in document.paragraphs
        if any(note in texts for _, note in references(paragraph.content))
    }
