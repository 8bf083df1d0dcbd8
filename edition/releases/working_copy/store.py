"""Store a `Document` as the working copy in the database."""

from collections.abc import Iterable
from itertools import chain

from django.db import transaction
from django.db.models import Model

from edition.document.values import Document, Keyed
from edition.releases.working_copy.store_layers import Layers
from edition.releases.working_copy.store_polls import store_polls
from edition.releases.working_copy.store_text import Targets, Texts
from edition.releases.working_copy.upsert import delete
from edition.releases.working_copy.validation import DoesNotFit, blocks_to_markdown, save_valid
from edition.texts.models import Edition, Witness

__all__ = ["DoesNotFit", "store"]

TEXT_FIELDS = (
    *("slug", "title", "series", "language", "rights"),
    *("date", "date_printed", "affiliation"),
)


@transaction.atomic
def store(document: Document, edition: Edition | None = None) -> Edition:
    """Make `document` the working copy of `edition`, or of the one with its slug, or of a new one.

    A part with an existing key keeps its row, so that open forms and the desk's log stay valid;
    parts the document does not have are deleted. Releases, ballots and the bytes of witnesses stay.
    Annotations and emendations are loaded again in the order of their keys, an event's notes in the
    order of the notes. Raises DoesNotFit, and then nothing has changed.
    """
    edition = edition or Edition.objects.filter(slug=document.slug).first() or Edition()
    for field in TEXT_FIELDS:
        setattr(edition, field, getattr(document, field))
    edition.note_on_the_text = blocks_to_markdown(document.note_on_the_text, "The note on the text")
    edition.keys_given = _keys_given(document, edition.keys_given)
    save_valid(edition, "The edition")
    # Read all rows before writing any: anchors then still refer to their old texts.
    texts, layers = Texts(edition), Layers(edition)
    contributors = texts.store_contributors(document)
    _store_witnesses(edition, document)
    notes = texts.store_notes(document)
    targets: Targets = {**notes, **texts.store_sections(document)}
    left_over: list[Iterable[Model]] = [
        *layers.store_apparatus(document, contributors, targets),
        *layers.store_events(document, targets),
        texts.index_references(targets),
        *texts.left_over,
    ]
    for rows in left_over:  # anchors before the texts they are on
        delete(rows)
    store_polls(edition, document)
    return edition


def _keys_given(document: Document, given: dict[str, int]) -> dict[str, int]:
    """Return the highest number of each series of keys, so that no key is ever reused."""
    given = dict(given)
    numbered: Iterable[Keyed] = chain(
        document.sections,
        document.paragraphs,
        document.notes,
        document.annotations,
        document.emendations,
        document.events,
    )
    for part in numbered:
        letter, number = part.key[:1], part.key[1:]
        if not number.isdecimal():
            raise DoesNotFit(f"“{part.key}” is not a key such as p14.")
        given[letter] = max(given.get(letter, 0), int(number))
    return given


def _store_witnesses(edition: Edition, document: Document) -> None:
    """Store the witnesses, and archive the bytes of deleted ones for the revisions that name them.

    Existing rows are updated, not replaced, since a document may lack the bytes.
    """
    gone = edition.witnesses.exclude(sha256__in=[each.sha256 for each in document.witnesses])
    for row in gone.filter(data__isnull=False):
        edition.kept_files.get_or_create(sha256=row.sha256, defaults={"data": row.data})
    gone.delete()
    for position, each in enumerate(document.witnesses):
        known = edition.witnesses.filter(sha256=each.sha256)
        row = known.first() or Witness(edition=edition, sha256=each.sha256)
        row.name, row.media_type, row.size = each.name, each.media_type, each.size
        row.origin, row.position = each.origin, position
        if each.data is not None:
            row.data = each.data
        elif row.data is None and (file := edition.kept_files.filter(sha256=each.sha256).first()):
            row.data = file.data
        save_valid(row, each.name)
