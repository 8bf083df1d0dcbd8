"""From one `Document` to the working copy in the database."""

from datetime import date
from itertools import chain
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.document import values
from edition.document.markdown import write, write_blocks
from edition.document.values import Document
from edition.polls.models import Choice, Poll
from edition.releases.working_copy.load import CITATION_FIELDS
from edition.texts.models import (
    Anchor,
    Citation,
    Contributor,
    Edition,
    Note,
    Paragraph,
    Section,
)
from edition.texts.references import index_references
from edition.timeline.models import Event, Passage

TEXT_FIELDS = (
    "slug", "title", "series", "language", "date", "date_printed", "affiliation", "rights"
)  # fmt: skip
Targets = dict[str, Paragraph | Note]
Row = TypeVar("Row", bound=Anchor)


class DoesNotFit(ValueError):
    """The parts of a document do not fit together, or not with what is kept."""


@transaction.atomic
def store(document: Document, edition: Edition | None = None) -> Edition:
    """Make `document` the working copy of `edition`, or of the one with its slug, or of a new one.

    Everything of the working copy is replaced; releases, ballots and the bytes of witnesses stay.
    Raises DoesNotFit, and then nothing has changed.
    """
    edition = edition or Edition.objects.filter(slug=document.slug).first() or Edition()
    for field in TEXT_FIELDS:
        setattr(edition, field, getattr(document, field))
    edition.note_on_the_text = write_blocks(document.note_on_the_text)
    edition.keys_given = _keys_given(document, edition.keys_given)
    edition.save()
    _clear(edition)
    contributors = _store_contributors(edition, document)
    _store_witnesses(edition, document)
    targets = _store_text(edition, document)
    _store_apparatus(edition, document, contributors, targets)
    _store_events(edition, document, targets)
    _store_polls(edition, document)
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
    rows = [
        Contributor(
            edition=edition,
            key=each.key,
            name=each.name,
            family=each.family,
            given=each.given,
            role=each.role,
            position=position,
        )
        for position, each in enumerate(document.contributors)
    ]
    return {row.key: row for row in Contributor.objects.bulk_create(rows)}


def _store_witnesses(edition: Edition, document: Document) -> None:
    edition.witnesses.exclude(sha256__in=[each.sha256 for each in document.witnesses]).delete()
    for position, each in enumerate(document.witnesses):
        kept = {"data": each.data} if each.data is not None else {}
        edition.witnesses.update_or_create(
            sha256=each.sha256,
            defaults={
                "name": each.name,
                "media_type": each.media_type,
                "size": each.size,
                "origin": each.origin,
                "position": position,
                **kept,
            },
        )


def _store_text(edition: Edition, document: Document) -> Targets:
    targets: Targets = {}
    for position, note in enumerate(document.notes):
        row = edition.notes.create(
            key=note.key,
            label=note.label,
            position=position,
            source=write_blocks(note.blocks),
            language=note.language,
        )
        Citation.objects.bulk_create(
            _citation(row, n, each) for n, each in enumerate(note.citations)
        )
        targets[note.key] = row
    for place, section in enumerate(document.sections):
        row = edition.sections.create(
            key=section.key, position=place, heading=write(section.heading)
        )
        for position, paragraph in enumerate(section.paragraphs):
            targets[paragraph.key] = edition.paragraphs.create(
                section=row,
                key=paragraph.key,
                position=position,
                source=write(paragraph.content),
                language=paragraph.language,
            )
            index_references(targets[paragraph.key])
    return targets


def _citation(note: Note, position: int, citation: values.Citation) -> Citation:
    return Citation(
        note=note,
        position=position,
        authors="\n".join(citation.authors),
        editors="\n".join(citation.editors),
        **{field: getattr(citation, field) for field in CITATION_FIELDS},
    )


def _anchored(row: Row, anchor: values.Anchor, targets: Targets) -> Row:
    if anchor.target not in targets:
        raise DoesNotFit(f"There is no {anchor.target} for “{anchor.exact}” to stand in.")
    row.put(targets[anchor.target], anchor)
    return row


def _signed(
    contributors: dict[str, Contributor], layer: values.Annotation | values.Emendation
) -> dict[str, Any]:
    if layer.by not in contributors:
        raise DoesNotFit(f"{layer.key} is signed by “{layer.by}”, who is not a contributor.")
    return {"by": contributors[layer.by], "made_on": date.fromisoformat(layer.made_on)}


def _store_apparatus(
    edition: Edition, document: Document, contributors: dict[str, Contributor], targets: Targets
) -> None:
    for each in document.annotations:
        row = Annotation(
            edition=edition,
            key=each.key,
            kind=each.kind,
            audience=each.audience,
            source=write_blocks(each.blocks),
            **_signed(contributors, each),
        )
        _anchored(row, each.anchor, targets).save()
    for each in document.emendations:
        row = Emendation(
            edition=edition,
            key=each.key,
            emended=each.emended,
            reason=each.reason,
            **_signed(contributors, each),
        )
        _anchored(row, each.anchor, targets).save()
    for position, each in enumerate(document.entities):
        entity = edition.entities.create(
            key=each.key,
            name=each.name,
            kind=each.kind,
            description=each.description,
            remark=each.remark,
            position=position,
        )
        Mention.objects.bulk_create(
            _anchored(Mention(entity=entity, position=n), anchor, targets)
            for n, anchor in enumerate(each.mentions)
        )


def _store_events(edition: Edition, document: Document, targets: Targets) -> None:
    for position, each in enumerate(document.events):
        event = edition.events.create(
            key=each.key,
            edtf=each.edtf,
            label=each.label,
            basis=each.basis,
            wording=each.wording,
            remark=each.remark,
            position=position,
        )
        if missing := [key for key in each.notes if not isinstance(targets.get(key), Note)]:
            raise DoesNotFit(f"{each.key} rests on {', '.join(missing)}, which is not a note.")
        event.notes.set(targets[key] for key in each.notes)
        Passage.objects.bulk_create(
            _anchored(Passage(event=event, position=n), anchor, targets)
            for n, anchor in enumerate(each.passages)
        )


def _store_polls(edition: Edition, document: Document) -> None:
    """Polls and choices keep their rows, because ballots belong to them."""
    _drop(edition.polls.exclude(key__in=[each.key for each in document.polls]))
    for position, each in enumerate(document.polls):
        poll, _ = edition.polls.update_or_create(
            key=each.key,
            defaults={"question": each.question, "record": each.record, "position": position},
        )
        _drop(poll.choices.exclude(key__in=[choice.key for choice in each.choices]))
        for place, choice in enumerate(each.choices):
            poll.choices.update_or_create(
                key=choice.key,
                defaults={
                    "label": choice.label,
                    "printed_votes": choice.printed_votes,
                    "printed_percent": choice.printed_percent,
                    "position": place,
                },
            )


def _drop(unwanted: QuerySet[Poll] | QuerySet[Choice]) -> None:
    if voted := unwanted.filter(ballots__isnull=False).first():
        raise DoesNotFit(f"“{voted.key}” has ballots; it cannot be left out.")
    unwanted.delete()
