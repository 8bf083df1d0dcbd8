"""What lies over the text, from a `Document` to the database: apparatus, events, polls."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.document import values
from edition.document.values import Document
from edition.polls.models import Choice, Poll
from edition.releases.working_copy.fitting import DoesNotFit, blocks_written, fitting, kept
from edition.texts.models import Anchor, Contributor, Edition, Note, Paragraph
from edition.timeline.models import Event, Passage

Targets = dict[str, Paragraph | Note]
Anchored = TypeVar("Anchored", bound=Anchor)


def store_apparatus(
    edition: Edition, document: Document, contributors: dict[str, Contributor], targets: Targets
) -> None:
    for each in document.annotations:
        annotation = Annotation(
            edition=edition,
            key=each.key,
            kind=each.kind,
            audience=each.audience,
            source=blocks_written(each.blocks, each.key),
            **_signed(contributors, each),
        )
        kept(_put(annotation, each.anchor, targets), each.key)
    for each in document.emendations:
        emendation = Emendation(
            edition=edition,
            key=each.key,
            emended=each.emended,
            reason=each.reason,
            **_signed(contributors, each),
        )
        kept(_put(emendation, each.anchor, targets), each.key)
    for position, each in enumerate(document.entities):
        entity = Entity(
            edition=edition,
            key=each.key,
            name=each.name,
            kind=each.kind,
            description=each.description,
            remark=each.remark,
            position=position,
        )
        kept(entity, each.key)
        Mention.objects.bulk_create(
            fitting(_put(Mention(entity=entity, position=place), anchor, targets), each.key)
            for place, anchor in enumerate(each.mentions)
        )


def _put(row: Anchored, anchor: values.Anchor, targets: Targets) -> Anchored:
    if anchor.target not in targets:
        raise DoesNotFit(f"There is no {anchor.target} for “{anchor.exact}” to stand in.")
    row.put(targets[anchor.target], anchor)
    return row


def _signed(
    contributors: dict[str, Contributor], layer: values.Annotation | values.Emendation
) -> dict[str, Any]:
    if layer.by not in contributors:
        raise DoesNotFit(f"{layer.key} is signed by “{layer.by}”, who is not a contributor.")
    try:
        made_on = date.fromisoformat(layer.made_on)
    except ValueError as error:
        raise DoesNotFit(f"{layer.key} is dated “{layer.made_on}”, which is no day.") from error
    return {"by": contributors[layer.by], "made_on": made_on}


def store_events(edition: Edition, document: Document, targets: Targets) -> None:
    for position, each in enumerate(document.events):
        if missing := [key for key in each.notes if not isinstance(targets.get(key), Note)]:
            raise DoesNotFit(f"{each.key} rests on {', '.join(missing)}, which is not a note.")
        event = Event(
            edition=edition,
            key=each.key,
            edtf=each.edtf,
            label=each.label,
            basis=each.basis,
            wording=each.wording,
            remark=each.remark,
            position=position,
        )
        kept(event, each.key).notes.set(targets[key] for key in each.notes)
        Passage.objects.bulk_create(
            fitting(_put(Passage(event=event, position=place), anchor, targets), each.key)
            for place, anchor in enumerate(each.passages)
        )


def store_polls(edition: Edition, document: Document) -> None:
    """Polls and choices keep their rows, because ballots belong to them."""
    _drop(edition.polls.exclude(key__in=[each.key for each in document.polls]))
    for position, each in enumerate(document.polls):
        poll = edition.polls.filter(key=each.key).first() or Poll(edition=edition, key=each.key)
        poll.question, poll.record, poll.position = each.question, each.record, position
        fitting(poll, each.key)
        # Its version grows with votes that may come in meanwhile: it is not ours to write.
        poll.save(update_fields=["question", "record", "position"] if poll.pk else None)
        _store_choices(poll, each.choices)
    # What is shown of a poll may have changed: every open page is told by its version.
    edition.polls.update(version=F("version") + 1)


def _store_choices(poll: Poll, choices: tuple[values.Choice, ...]) -> None:
    _drop(poll.choices.exclude(key__in=[choice.key for choice in choices]))
    for place, each in enumerate(choices):
        choice = poll.choices.filter(key=each.key).first() or Choice(poll=poll, key=each.key)
        choice.label, choice.position = each.label, place
        choice.printed_votes, choice.printed_percent = each.printed_votes, each.printed_percent
        fitting(choice, each.key)
        own = ["label", "position", "printed_votes", "printed_percent"]
        choice.save(update_fields=own if choice.pk else None)


def _drop(unwanted: QuerySet[Poll] | QuerySet[Choice]) -> None:
    if voted := unwanted.filter(ballots__isnull=False).first():
        raise DoesNotFit(f"“{voted.key}” has ballots; it cannot be left out.")
    unwanted.delete()
