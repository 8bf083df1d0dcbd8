"""Store the layers of a `Document`: apparatus and events."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.document import values
from edition.document.values import Document
from edition.releases.working_copy.store_text import Targets
from edition.releases.working_copy.upsert import by_key, by_place, upsert
from edition.releases.working_copy.validation import DoesNotFit, blocks_to_markdown
from edition.texts.models import Anchor, Contributor, Edition, Note
from edition.timeline.models import Event, Passage

Anchored = TypeVar("Anchored", bound=Anchor)
EventNote = Event.notes.through


class Layers:
    """The rows of an edition's layers, each with the text it is anchored to.

    The methods store a document's layers and return the rows it no longer has, in the order in
    which to delete them.
    """

    def __init__(self, edition: Edition) -> None:
        targets = ("paragraph", "note")
        self.edition = edition
        self.annotations = by_key(edition.annotations.select_related(*targets))
        self.emendations = by_key(edition.emendations.select_related(*targets))
        self.entities = by_key(edition.entities.all())
        self.events = by_key(edition.events.all())
        mentions = Mention.objects.filter(entity__edition=edition).select_related(*targets)
        passages = Passage.objects.filter(event__edition=edition).select_related(*targets)
        self.mentions = by_place("entity", mentions)
        self.passages = by_place("event", passages)

    def store_apparatus(
        self, document: Document, contributors: dict[str, Contributor], targets: Targets
    ) -> list[Sequence[Model]]:
        annotations = {
            key: _put(
                Annotation(
                    edition=self.edition,
                    key=key,
                    kind=each.kind,
                    audience=each.audience,
                    source=blocks_to_markdown(each.blocks, key),
                    **_signed(contributors, each),
                ),
                each.anchor,
                targets,
            )
            for key, each in by_key(document.annotations).items()
        }
        emendations = {
            key: _put(
                Emendation(
                    edition=self.edition,
                    key=key,
                    emended=each.emended,
                    reason=each.reason,
                    **_signed(contributors, each),
                ),
                each.anchor,
                targets,
            )
            for key, each in by_key(document.emendations).items()
        }
        return [
            upsert(annotations, self.annotations),
            upsert(emendations, self.emendations),
            *self._store_entities(document, targets),
        ]

    def _store_entities(self, document: Document, targets: Targets) -> list[Sequence[Model]]:
        entities = {
            key: Entity(
                edition=self.edition,
                key=key,
                name=each.name,
                kind=each.kind,
                description=each.description,
                remark=each.remark,
                position=position,
            )
            for position, (key, each) in enumerate(by_key(document.entities).items())
        }
        unwanted = upsert(entities, self.entities)
        mentions = {
            (entities[each.key].pk, place): _put(
                Mention(entity=entities[each.key], position=place), anchor, targets
            )
            for each in document.entities
            for place, anchor in enumerate(each.mentions)
        }
        return [upsert(mentions, self.mentions, "entity"), unwanted]

    def store_events(self, document: Document, targets: Targets) -> list[Sequence[Model]]:
        events = {
            key: Event(
                edition=self.edition,
                key=key,
                edtf=each.edtf,
                label=each.label,
                basis=each.basis,
                wording=each.wording,
                remark=each.remark,
                position=position,
            )
            for position, (key, each) in enumerate(by_key(document.events).items())
        }
        unwanted = upsert(events, self.events)
        passages = {
            (events[each.key].pk, place): _put(
                Passage(event=events[each.key], position=place), anchor, targets
            )
            for each in document.events
            for place, anchor in enumerate(each.passages)
        }
        unwanted_passages = upsert(passages, self.passages, "event")
        return [self._store_notes(document, events, targets), unwanted_passages, unwanted]

    def _store_notes(
        self, document: Document, events: dict[str, Event], targets: Targets
    ) -> list[Model]:
        wanted = {}
        for each in document.events:
            if missing := [key for key in each.notes if not isinstance(targets.get(key), Note)]:
                raise DoesNotFit(f"{each.key} rests on {', '.join(missing)}, which is not a note.")
            for key in each.notes:
                pair = events[each.key].pk, targets[key].pk
                wanted[pair] = EventNote(event_id=pair[0], note_id=pair[1])
        rows = EventNote.objects.filter(event__edition=self.edition)
        return upsert(wanted, {(row.event_id, row.note_id): row for row in rows}, "event")


def _put(row: Anchored, anchor: values.Anchor, targets: Targets) -> Anchored:
    if anchor.target not in targets:
        raise DoesNotFit(f"“{anchor.exact}” is anchored to {anchor.target}, which does not exist.")
    row.move_to(targets[anchor.target], anchor)
    return row


def _signed(
    contributors: dict[str, Contributor], layer: values.Annotation | values.Emendation
) -> dict[str, Any]:
    if layer.by not in contributors:
        raise DoesNotFit(f"{layer.key} is signed by “{layer.by}”, who is not a contributor.")
    try:
        made_on = date.fromisoformat(layer.made_on)
    except ValueError as error:
        raise DoesNotFit(f"{layer.key} is dated “{layer.made_on}”, which is not a date.") from error
    return {"by": contributors[layer.by], "made_on": made_on}
