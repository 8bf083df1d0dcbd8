"""From one `Document` to the working copy in the database."""

from itertools import chain

from django.db import transaction

from edition.apparatus.models import Annotation, Emendation, Entity
from edition.document import values
from edition.document.values import Document
from edition.releases.working_copy.fitting import (
    DoesNotFit,
    blocks_written,
    fitting,
    kept,
    written,
)
from edition.releases.working_copy.load import CITATION_FIELDS
from edition.releases.working_copy.store_layers import (
    Targets,
    store_apparatus,
    store_events,
    store_polls,
)
from edition.texts.models import Citation, Contributor, Edition, Note, Paragraph, Section, Witness
from edition.texts.references import index_references
from edition.timeline.models import Event

__all__ = ["DoesNotFit", "store"]

TEXT_FIELDS = (
    *("slug", "title", "series", "language", "rights"),
    *("date", "date_printed", "affiliation"),
)


@transaction.atomic
def store(document: Document, edition: Edition | None = None) -> Edition:
    """Make `document` the working copy of `edition`, or of the one with its slug, or of a new one.

    Everything of the working copy is replaced; releases, ballots and the bytes of witnesses stay.
    Annotations and emendations come back in the order of their keys, an event's notes in the order
    of the notes. Raises DoesNotFit, and then nothing has changed.
    """
    edition = edition or Edition.objects.filter(slug=document.slug).first() or Edition()
    for field in TEXT_FIELDS:
        setattr(edition, field, getattr(document, field))
    edition.note_on_the_text = blocks_written(document.note_on_the_text, "The note on the text")
    edition.keys_given = _keys_given(document, edition.keys_given)
    kept(edition, "The edition")
    _clear(edition)
    contributors = _store_contributors(edition, document)
    _store_witnesses(edition, document)
    targets = _store_notes(edition, document) | _store_sections(edition, document)
    for paragraph in targets.values():
        if isinstance(paragraph, Paragraph):
            index_references(paragraph)
    store_apparatus(edition, document, contributors, targets)
    store_events(edition, document, targets)
    store_polls(edition, document)
    return edition


def _keys_given(document: Document, given: dict[str, int]) -> dict[str, int]:
    """The highest number of each series of keys, so that no key is ever given twice."""
    given = dict(given)
    for part in chain(
        document.sections,
        document.paragraphs,
        document.notes,
        document.annotations,
        document.emendations,
        document.events,
    ):
        letter, number = part.key[:1], part.key[1:]
        if not number.isdecimal():
            raise DoesNotFit(f"“{part.key}” is not a key such as p14.")
        given[letter] = max(given.get(letter, 0), int(number))
    return given


def _clear(edition: Edition) -> None:
    for model in (Annotation, Emendation, Entity, Event, Paragraph, Section, Note, Contributor):
        model.objects.filter(edition=edition).delete()


def _store_contributors(edition: Edition, document: Document) -> dict[str, Contributor]:
    return {
        each.key: kept(
            Contributor(
                edition=edition,
                key=each.key,
                name=each.name,
                family=each.family,
                given=each.given,
                role=each.role,
                position=position,
            ),
            each.key,
        )
        for position, each in enumerate(document.contributors)
    }


def _store_witnesses(edition: Edition, document: Document) -> None:
    """Rows are kept, since a document may come without the bytes they hold."""
    edition.witnesses.exclude(sha256__in=[each.sha256 for each in document.witnesses]).delete()
    for position, each in enumerate(document.witnesses):
        row = edition.witnesses.filter(sha256=each.sha256).first()
        row = row or Witness(edition=edition, sha256=each.sha256)
        row.name, row.media_type, row.size = each.name, each.media_type, each.size
        row.origin, row.position = each.origin, position
        if each.data is not None:
            row.data = each.data
        kept(row, each.name)


def _store_notes(edition: Edition, document: Document) -> Targets:
    notes: Targets = {}
    for position, each in enumerate(document.notes):
        note = Note(
            edition=edition,
            key=each.key,
            label=each.label,
            position=position,
            source=blocks_written(each.blocks, each.key),
            language=each.language,
        )
        notes[each.key] = kept(note, each.key)
        Citation.objects.bulk_create(
            fitting(_citation(note, place, citation), f"A citation of {each.key}")
            for place, citation in enumerate(each.citations)
        )
    return notes


def _citation(note: Note, position: int, citation: values.Citation) -> Citation:
    return Citation(
        note=note,
        position=position,
        authors="\n".join(citation.authors),
        editors="\n".join(citation.editors),
        **{field: getattr(citation, field) for field in CITATION_FIELDS},
    )


def _store_sections(edition: Edition, document: Document) -> Targets:
    paragraphs: Targets = {}
    for place, each in enumerate(document.sections):
        heading = written(each.heading, each.key)
        section = Section(edition=edition, key=each.key, position=place, heading=heading)
        kept(section, each.key)
        for position, paragraph in enumerate(each.paragraphs):
            row = Paragraph(
                edition=edition,
                section=section,
                key=paragraph.key,
                position=position,
                source=written(paragraph.content, paragraph.key),
                language=paragraph.language,
            )
            paragraphs[paragraph.key] = kept(row, paragraph.key)
    return paragraphs
