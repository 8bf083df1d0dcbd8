"""From the working copy in the database to one `Document`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace

from django.db.models import QuerySet

from edition.apparatus.models import Annotation, Emendation, Mention
from edition.document import values
from edition.document.inline import Blocks, Content, Text
from edition.document.markdown.parse import DialectError, parse, parse_blocks
from edition.document.values import Document
from edition.polls.models import Poll
from edition.texts.models import (
    Anchor,
    Contributor,
    Edition,
    Note,
    Paragraph,
    Section,
    Witness,
)
from edition.timeline.models import Passage

Keys = dict[tuple[type[Paragraph] | type[Note], int], str]

CITATION_FIELDS = [
    field.name for field in fields(values.Citation) if field.name not in ("authors", "editors")
]


class Reader:
    """How Markdown is read: what the dialect does not know is refused (DialectError)."""

    def content(self, source: str) -> Content:
        return parse(source) if source else ()

    def blocks(self, source: str) -> Blocks:
        return parse_blocks(source)


class Lenient(Reader):
    """What the dialect refuses is taken as the words and signs it is written with."""

    def content(self, source: str) -> Content:
        try:
            return super().content(source)
        except DialectError:
            return (Text(" ".join(source.splitlines())),)

    def blocks(self, source: str) -> Blocks:
        try:
            return super().blocks(source)
        except DialectError:
            return tuple((Text(line),) for line in source.splitlines() if line.strip(" "))


def load(edition: Edition, reader: Reader | None = None) -> Document:
    """The working copy as one value. The number of queries does not grow with the edition.

    Raises DialectError, unless `reader` is Lenient.
    """
    keys, reader = _keys_of_texts(edition), reader or Reader()
    return replace(
        load_text(edition, reader),
        annotations=tuple(
            _annotation(row, keys, reader)
            for row in _by_key(edition.annotations.select_related("by"))
        ),
        emendations=tuple(
            _emendation(row, keys) for row in _by_key(edition.emendations.select_related("by"))
        ),
        entities=_entities(edition, keys),
        events=_events(edition, keys),
    )


def load_text(edition: Edition, reader: Reader | None = None) -> Document:
    """The working copy without what lies over the text, which is most of its rows."""
    reader = reader or Reader()
    sections = edition.sections.prefetch_related("paragraphs")
    notes = edition.notes.prefetch_related("citations")
    return Document(
        slug=edition.slug,
        title=edition.title,
        series=edition.series,
        language=edition.language,
        date=edition.date,
        date_printed=edition.date_printed,
        affiliation=edition.affiliation,
        rights=edition.rights,
        note_on_the_text=reader.blocks(edition.note_on_the_text),
        contributors=tuple(map(_contributor, edition.contributors.all())),
        witnesses=tuple(map(_witness, edition.witnesses.defer("data"))),
        sections=tuple(_section(row, reader) for row in sections),
        notes=tuple(_note(row, reader) for row in notes),
        polls=tuple(map(poll_of, edition.polls.prefetch_related("choices"))),
    )


def _keys_of_texts(edition: Edition) -> Keys:
    """The key of every text by its row: joined to each anchor they would be read over and over."""
    return {
        (model, pk): key
        for model, rows in ((Paragraph, edition.paragraphs), (Note, edition.notes))
        for pk, key in rows.order_by().values_list("pk", "key")
    }


def _anchor(row: Anchor, keys: Keys) -> values.Anchor:
    text = (Paragraph, row.paragraph_id) if row.paragraph_id else (Note, row.note_id)
    return values.Anchor(keys[text], row.start, row.end, row.exact, row.prefix, row.suffix)


def _by_key(rows: Iterable[Annotation | Emendation]) -> list[Annotation | Emendation]:
    return sorted(rows, key=lambda row: int(row.key[1:]))


def _contributor(row: Contributor) -> values.Contributor:
    return values.Contributor(row.key, row.name, values.Role(row.role), row.family, row.given)


def _witness(row: Witness) -> values.Witness:
    return values.Witness(row.name, row.sha256, row.size, row.media_type, row.origin)


def _section(row: Section, reader: Reader) -> values.Section:
    paragraphs = tuple(
        values.Paragraph(each.key, reader.content(each.source), each.language)
        for each in row.paragraphs.all()
    )
    return values.Section(row.key, paragraphs, reader.content(row.heading))


def _names(lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines.replace("\r\n", "\n").split("\n") if line)


def _note(row: Note, reader: Reader) -> values.Note:
    citations = tuple(
        values.Citation(
            authors=tuple(_names(each.authors)),
            editors=tuple(_names(each.editors)),
            **{field: getattr(each, field) for field in CITATION_FIELDS},
        )
        for each in row.citations.all()
    )
    return values.Note(row.key, row.label, reader.blocks(row.source), row.language, citations)


def _annotation(row: Annotation, keys: Keys, reader: Reader) -> values.Annotation:
    return values.Annotation(
        key=row.key,
        anchor=_anchor(row, keys),
        kind=values.AnnotationKind(row.kind),
        audience=values.Audience(row.audience),
        blocks=reader.blocks(row.source),
        by=row.by.key,
        made_on=row.made_on.isoformat(),
    )


def _emendation(row: Emendation, keys: Keys) -> values.Emendation:
    anchor, made_on = _anchor(row, keys), row.made_on.isoformat()
    return values.Emendation(row.key, anchor, row.emended, row.reason, row.by.key, made_on)


def _entities(edition: Edition, keys: Keys) -> tuple[values.Entity, ...]:
    mentions = _places(Mention.objects.filter(entity__edition=edition), "entity_id", keys)
    return tuple(
        values.Entity(
            row.key,
            row.name,
            values.EntityKind(row.kind),
            row.description,
            row.remark,
            tuple(mentions[row.pk]),
        )
        for row in edition.entities.all()
    )


def _events(edition: Edition, keys: Keys) -> tuple[values.Event, ...]:
    passages = _places(Passage.objects.filter(event__edition=edition), "event_id", keys)
    return tuple(
        values.Event(
            row.key,
            row.edtf,
            row.label,
            values.DateBasis(row.basis),
            row.wording,
            row.remark,
            tuple(passages[row.pk]),
            tuple(note.key for note in row.notes.all()),
        )
        for row in edition.events.prefetch_related("notes")
    )


def _places(rows: QuerySet[Anchor], owner: str, keys: Keys) -> dict[int, list[values.Anchor]]:
    """The anchors of each owner, in order. So many rows are not made models."""
    places: dict[int, list[values.Anchor]] = defaultdict(list)
    words = ("start", "end", "exact", "prefix", "suffix")
    for pk, paragraph, note, *where in rows.values_list(owner, "paragraph_id", "note_id", *words):
        text = (Paragraph, paragraph) if paragraph else (Note, note)
        places[pk].append(values.Anchor(keys[text], *where))
    return places


def poll_of(row: Poll) -> values.Poll:
    choices = tuple(
        values.Choice(each.key, each.label, each.printed_votes, each.printed_percent)
        for each in row.choices.all()
    )
    return values.Poll(row.key, row.question, choices, row.record)
