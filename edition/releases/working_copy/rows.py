"""The rows that make up working copies, read for any number of editions in the same queries."""

import hashlib
from collections.abc import Collection
from dataclasses import fields
from functools import lru_cache

from django.db import connection
from django.db.models import Model

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.document import values
from edition.polls.models import Choice, Poll
from edition.texts.models import Citation, Contributor, Edition, Note, Paragraph, Section, Witness
from edition.timeline.models import Event, Passage

# The stored rows of one edition, by table: in order, as tuples of the fields below.
Rows = dict[str, list[tuple]]

CITATION_FIELDS = [
    field.name for field in fields(values.Citation) if field.name not in ("authors", "editors")
]
ANCHOR = ["paragraph_id", "note_id", "start", "end", "exact", "prefix", "suffix", "is_lost"]
ARTICLE = [
    *("slug", "title", "series", "language", "date", "date_printed", "affiliation", "rights"),
    "note_on_the_text",
]
# By table: the model, the lookup that leads to its edition, and the fields that are read.
TABLES: dict[str, tuple[type[Model], str, list[str]]] = {
    "article": (Edition, "pk", ARTICLE),
    "contributors": (Contributor, "edition", ["key", "name", "role", "family", "given"]),
    "witnesses": (Witness, "edition", ["name", "sha256", "size", "media_type", "origin"]),
    "sections": (Section, "edition", ["pk", "key", "heading"]),
    "paragraphs": (Paragraph, "edition", ["section_id", "pk", "key", "source", "language"]),
    "notes": (Note, "edition", ["pk", "key", "label", "source", "language"]),
    "citations": (Citation, "note__edition", ["note_id", "authors", "editors", *CITATION_FIELDS]),
    "annotations": (
        Annotation,
        "edition",
        ["key", "kind", "audience", "source", "by__key", "made_on", *ANCHOR],
    ),
    "emendations": (
        Emendation,
        "edition",
        ["key", "emended", "reason", "by__key", "made_on", *ANCHOR],
    ),
    "entities": (Entity, "edition", ["pk", "key", "name", "kind", "description", "remark"]),
    "mentions": (Mention, "entity__edition", ["entity_id", *ANCHOR]),
    "events": (Event, "edition", ["pk", "key", "edtf", "label", "basis", "wording", "remark"]),
    "passages": (Passage, "event__edition", ["event_id", *ANCHOR]),
    "sources_of_events": (Event.notes.through, "event__edition", ["event_id", "note_id"]),
    "polls": (Poll, "edition", ["pk", "key", "question", "record"]),
    "choices": (
        Choice,
        "poll__edition",
        ["poll_id", "key", "label", "printed_votes", "printed_percent"],
    ),
}

# For models without a default order, or with another one.
ORDERS = {
    "annotations": ["pk"],
    "emendations": ["pk"],
    "sources_of_events": ["note__position", "note"],
}

# Fields that name a row of another table.
REFERENCES = {
    "section_id": "sections",
    "paragraph_id": "paragraphs",
    "note_id": "notes",
    "entity_id": "entities",
    "event_id": "events",
    "poll_id": "polls",
}
MAX_READS = 5  # each further one needs another save at the same moment


def read_rows(editions: Collection[int]) -> dict[int, Rows]:
    """Read the rows of each edition, by its id, with one query per table.

    Without the lock of an edition a save may come between two queries; if it left references to
    rows that an earlier query did not find, that edition is read again.
    """
    found = _read(editions)
    for _ in range(MAX_READS - 1):
        if not (torn := [pk for pk, rows in found.items() if _is_torn(rows)]):
            break
        found |= _read(torn)
    return found


def _read(editions: Collection[int]) -> dict[int, Rows]:
    found: dict[int, Rows] = {pk: {table: [] for table in TABLES} for pk in editions}
    if not found:
        return found
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(_statement(table, len(found), connection.vendor), list(found))
            for row in cursor.fetchall():
                found[row[0]][table].append(row[1:])
    return found


@lru_cache(maxsize=200)
def _statement(table: str, number: int, vendor: str) -> str:
    """Return the SQL that reads a table for a `number` of editions: the id of each, the fields.

    Django takes longer to write the statements than the database to run them, and a save at the
    desk waits for both.
    """
    model, edition, names = TABLES[table]
    stored = model._default_manager.filter(**{f"{edition}__in": range(number)})
    if table in ORDERS:
        stored = stored.order_by(*ORDERS[table])
    sql, _ = stored.values_list(edition, *names).query.sql_with_params()
    return sql


def _is_torn(rows: Rows) -> bool:
    """Whether a row refers to another that is not among them."""
    ids = {
        table: {row[TABLES[table][2].index("pk")] for row in rows[table]}
        for table in REFERENCES.values()
    }
    return any(
        row[column] is not None and row[column] not in ids[REFERENCES[name]]
        for table, (_, _, names) in TABLES.items()
        for column, name in enumerate(names)
        if name in REFERENCES
        for row in rows[table]
    )


def digest_of_rows(rows: Rows) -> str:
    """The SHA-256 of the stored rows; it changes with any character of a working copy."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()
