"""From the working copy in the database to one `Document`."""

from collections.abc import Iterable
from dataclasses import fields

from django.db.models import Prefetch

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.document import values
from edition.document.inline import Content
from edition.document.markdown import parse, parse_blocks
from edition.document.values import Document
from edition.polls.models import Poll
from edition.texts.models import (
    Contributor,
    Edition,
    Note,
    Section,
    Witness,
)
from edition.timeline.models import Event, Passage

CITATION_FIELDS = [
    field.name for field in fields(values.Citation) if field.name not in ("authors", "editors")
]


def load(edition: Edition) -> Document:
    """The working copy as one value. The number of queries does not grow with the edition."""
    anchored = ("paragraph", "note")
    return Document(
        slug=edition.slug,
        title=edition.title,
        series=edition.series,
        language=edition.language,
        date=edition.date,
        date_printed=edition.date_printed,
        affiliation=edition.affiliation,
        rights=edition.rights,
        note_on_the_text=parse_blocks(edition.note_on_the_text),
        contributors=tuple(map(_contributor, edition.contributors.all())),
        witnesses=tuple(map(_witness, edition.witnesses.defer("data"))),
        sections=tuple(map(_section, edition.sections.prefetch_related("paragraphs"))),
        notes=tuple(map(_note, edition.notes.prefetch_related("citations"))),
        annotations=tuple(
            _annotation(row) for row in _by_key(edition.annotations.select_related("by", *anchored))
        ),
        emendations=tuple(
            _emendation(row) for row in _by_key(edition.emendations.select_related("by", *anchored))
        ),
        entities=tuple(
            map(
                _entity,
                edition.entities.prefetch_related(
                    Prefetch("mentions", Mention.objects.select_related(*anchored))
                ),
            )
        ),
        events=tuple(
            map(
                _event,
                edition.events.prefetch_related(
                    "notes", Prefetch("passages", Passage.objects.select_related(*anchored))
                ),
            )
        ),
        polls=tuple(map(_poll, edition.polls.prefetch_related("choices"))),
    )


def _by_key(rows: Iterable[Annotation | Emendation]) -> list[Annotation | Emendation]:
    return sorted(rows, key=lambda row: int(row.key[1:]))


def _content(source: str) -> Content:
    return parse(source) if source else ()


def _contributor(row: Contributor) -> values.Contributor:
    return values.Contributor(row.key, row.name, values.Role(row.role), row.family, row.given)


def _witness(row: Witness) -> values.Witness:
    return values.Witness(row.name, row.sha256, row.size, row.media_type, row.origin)


def _section(row: Section) -> values.Section:
    paragraphs = tuple(
        values.Paragraph(each.key, each.content, each.language) for each in row.paragraphs.all()
    )
    return values.Section(row.key, paragraphs, _content(row.heading))


def _names(lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines.replace("\r\n", "\n").split("\n") if line)


def _note(row: Note) -> values.Note:
    citations = tuple(
        values.Citation(
            authors=tuple(_names(each.authors)),
            editors=tuple(_names(each.editors)),
            **{field: getattr(each, field) for field in CITATION_FIELDS},
        )
        for each in row.citations.all()
    )
    return values.Note(row.key, row.label, row.blocks, row.language, citations)


def _annotation(row: Annotation) -> values.Annotation:
    return values.Annotation(
        key=row.key,
        anchor=row.anchor,
        kind=values.AnnotationKind(row.kind),
        audience=values.Audience(row.audience),
        blocks=parse_blocks(row.source),
        by=row.by.key,
        made_on=row.made_on.isoformat(),
    )


def _emendation(row: Emendation) -> values.Emendation:
    return values.Emendation(
        row.key, row.anchor, row.emended, row.reason, row.by.key, row.made_on.isoformat()
    )


def _entity(row: Entity) -> values.Entity:
    return values.Entity(
        row.key,
        row.name,
        values.EntityKind(row.kind),
        row.description,
        row.remark,
        tuple(mention.anchor for mention in row.mentions.all()),
    )


def _event(row: Event) -> values.Event:
    return values.Event(
        row.key,
        row.edtf,
        row.label,
        values.DateBasis(row.basis),
        row.wording,
        row.remark,
        tuple(passage.anchor for passage in row.passages.all()),
        tuple(note.key for note in row.notes.all()),
    )


def _poll(row: Poll) -> values.Poll:
    choices = tuple(
        values.Choice(each.key, each.label, each.printed_votes, each.printed_percent)
        for each in row.choices.all()
    )
    return values.Poll(row.key, row.question, choices, row.record)
