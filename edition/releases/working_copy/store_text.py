"""Store the text of a `Document`: contributors, sections, paragraphs and notes."""

from collections.abc import Iterator

from django.db.models import F, Model, Value
from django.db.models.functions import Concat

from edition.document import values
from edition.document.inline import references
from edition.document.values import Document
from edition.releases.working_copy.rows import CITATION_FIELDS
from edition.releases.working_copy.upsert import by_key, by_place, upsert
from edition.releases.working_copy.validation import blocks_to_markdown, to_markdown
from edition.texts.models import (
    Citation,
    Contributor,
    Edition,
    Note,
    Paragraph,
    Reference,
    Section,
)

Targets = dict[str, Paragraph | Note]


class Texts:
    """The rows of an edition's text. Those that a document no longer has are in `left_over`."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.contributors = by_key(edition.contributors.all())
        self.notes = by_key(edition.notes.all())
        self.sections = by_key(edition.sections.all())
        self.paragraphs = by_key(edition.paragraphs.all())
        self.left_over: list[list[Model]] = []

    def store_contributors(self, document: Document) -> dict[str, Contributor]:
        people = {
            key: Contributor(
                edition=self.edition,
                key=key,
                name=each.name,
                family=each.family,
                given=each.given,
                role=each.role,
                position=position,
            )
            for position, (key, each) in enumerate(by_key(document.contributors).items())
        }
        self.left_over.append(upsert(people, self.contributors))
        return people

    def store_notes(self, document: Document) -> dict[str, Note]:
        notes = {
            key: Note(
                edition=self.edition,
                key=key,
                label=each.label,
                position=position,
                source=blocks_to_markdown(each.blocks, key),
                language=each.language,
            )
            for position, (key, each) in enumerate(by_key(document.notes).items())
        }
        self._free_labels(notes)
        self.left_over.append(upsert(notes, self.notes))
        self._store_citations(document, notes)
        return notes

    def _free_labels(self, wanted: dict[str, Note]) -> None:
        """Clear the numbers of notes that change or lose theirs, so that two may swap numbers."""
        losing = [
            note.pk
            for key, note in self.notes.items()
            if key not in wanted or wanted[key].label != note.label
        ]
        if losing:
            # A document cannot contain this character, so no note has such a number.
            unheld = Concat(Value("\uffff"), F("key"))
            self.edition.notes.filter(pk__in=losing).update(label=unheld)

    def _store_citations(self, document: Document, notes: dict[str, Note]) -> None:
        wanted = {
            (notes[each.key].pk, place): _citation(notes[each.key], place, citation)
            for each in document.notes
            for place, citation in enumerate(each.citations)
        }
        existing = Citation.objects.filter(note__edition=self.edition).order_by("position", "pk")
        self.left_over.insert(0, upsert(wanted, by_place("note", existing), "note"))

    def store_sections(self, document: Document) -> dict[str, Paragraph]:
        sections = {
            key: Section(
                edition=self.edition,
                key=key,
                position=position,
                heading=to_markdown(each.heading, key),
            )
            for position, (key, each) in enumerate(by_key(document.sections).items())
        }
        unwanted_sections = upsert(sections, self.sections)
        paragraphs = {
            key: Paragraph(
                edition=self.edition,
                section=sections[section.key],
                key=key,
                position=position,
                source=to_markdown(each.content, key),
                language=each.language,
            )
            for section in document.sections
            for position, (key, each) in enumerate(by_key(section.paragraphs).items())
        }
        by_key(document.paragraphs)
        unwanted = upsert(paragraphs, self.paragraphs)
        self.left_over[:0] = [unwanted, unwanted_sections]
        return paragraphs

    def index_references(self, targets: Targets) -> list[Reference]:
        """Rebuild the index of references of all paragraphs; return the rows to delete."""
        wanted = {
            (row.pk, place): Reference(paragraph=row, note=note, offset=offset, position=place)
            for row in targets.values()
            if isinstance(row, Paragraph)
            for place, (offset, note) in enumerate(_notes_called(row, targets))
        }
        existing = Reference.objects.filter(paragraph__edition=self.edition).order_by("position")
        return upsert(wanted, by_place("paragraph", existing), "paragraph")


def _notes_called(row: Paragraph, targets: Targets) -> Iterator[tuple[int, Note]]:
    """The notes that a paragraph calls, each with its offset."""
    for offset, key in references(row.content):
        if isinstance(note := targets.get(key), Note):
            yield offset, note


def _citation(note: Note, position: int, citation: values.Citation) -> Citation:
    return Citation(
        note=note,
        position=position,
        authors="\n".join(citation.authors),
        editors="\n".join(citation.editors),
        **{field: getattr(citation, field) for field in CITATION_FIELDS},
    )
