"""Build a `Document` from the stored rows of a working copy, without a query."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from edition.document import values
from edition.document.problems import Problem
from edition.document.values import Document
from edition.document.weave import LayerKind
from edition.releases.working_copy.rows import ANCHOR, ARTICLE, CITATION_FIELDS, Rows
from edition.texts.markdown import blocks_of, content_of, refusals_in

CORRECT_IT = "Correct it at the desk."

# The kind of a layer, its key, and its anchor.
Standing = tuple[LayerKind, str, values.Anchor]


def load_document(rows: Rows) -> Document:
    """Return the working copy as one value; Markdown that cannot be parsed is plain text in it."""
    article = dict(zip(ARTICLE, rows["article"][0], strict=True))
    note_on_the_text = article.pop("note_on_the_text")
    keys = _keys_of_texts(rows)
    return Document(
        **article,
        note_on_the_text=blocks_of(note_on_the_text),
        contributors=tuple(
            values.Contributor(key, name, values.Role(role), family, given)
            for key, name, role, family, given in rows["contributors"]
        ),
        witnesses=tuple(values.Witness(*row) for row in rows["witnesses"]),
        sections=_sections(rows),
        notes=_notes(rows),
        annotations=_annotations(rows, keys),
        emendations=_emendations(rows, keys),
        entities=_entities(rows, keys),
        events=_events(rows, keys),
        polls=_polls(rows),
    )


def unreadable_in(rows: Rows) -> list[Problem]:
    """Report Markdown that cannot be parsed, with key, line and column."""
    return [
        Problem(where, f"{what} cannot be read: {refusal}", CORRECT_IT)
        for where, what, source, is_of_blocks in _sources(rows)
        for refusal in refusals_in(source, blocks=is_of_blocks)
    ]


def _sources(rows: Rows) -> Iterator[tuple[str, str, str, bool]]:
    """Yield every Markdown source: (key to correct it at, name for it, source, is it blocks)."""
    yield "edition", "Its note on the text", rows["article"][0][-1], True
    for _, key, heading in rows["sections"]:
        yield key, "Its heading", heading, False
    for _, _, key, source, _ in rows["paragraphs"]:
        yield key, "It", source, False
    for _, key, _, source, _ in rows["notes"]:
        yield key, "It", source, True
    for key, _, _, source, *_ in rows["annotations"]:
        yield key, "It", source, True


def lost_in(rows: Rows) -> list[Standing]:
    """The repair list: every layer whose words were not found again."""
    keys = _keys_of_texts(rows)
    entities = {pk: key for pk, key, *_ in rows["entities"]}
    events = {pk: key for pk, key, *_ in rows["events"]}
    owners: tuple[tuple[LayerKind, str, dict[int, str]], ...] = (
        (LayerKind.ANNOTATION, "annotations", {}),
        (LayerKind.EMENDATION, "emendations", {}),
        (LayerKind.MENTION, "mentions", entities),
        (LayerKind.EVENT, "passages", events),
    )
    return [
        (kind, named.get(row[0], row[0]), _anchor(row, keys))
        for kind, table, named in owners
        for row in rows[table]
        if row[-1]
    ]


# The key of every text, by its column in an anchor's row (0 paragraph, 1 note) and its id.
Keys = dict[tuple[int, int], str]
ANCHORED = -len(ANCHOR)  # the index in a row of the first field of its anchor


def _keys_of_texts(rows: Rows) -> Keys:
    paragraphs = {(0, pk): key for _, pk, key, *_ in rows["paragraphs"]}
    return paragraphs | {(1, pk): key for pk, key, *_ in rows["notes"]}


def _anchor(row: tuple, keys: Keys) -> values.Anchor:
    paragraph, note, start, end, exact, prefix, suffix, _ = row[ANCHORED:]
    target = keys[(0, paragraph) if paragraph else (1, note)]
    return values.Anchor(target, start, end, exact, prefix, suffix)


def _anchors_of(rows: list[tuple], keys: Keys) -> dict[int, tuple[values.Anchor, ...]]:
    """The anchors of each owner, in order."""
    found: dict[int, list[values.Anchor]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(_anchor(row, keys))
    return {owner: tuple(anchors) for owner, anchors in found.items()}


def _number(part: values.Annotation | values.Emendation) -> int:
    return int(part.key[1:])


# Equal rows give the same part, so that what was computed from it before a save, such as its
# JSON, still holds after it.
shared = lru_cache(maxsize=5_000)


def _sections(rows: Rows) -> tuple[values.Section, ...]:
    paragraphs: dict[int, list[values.Paragraph]] = defaultdict(list)
    for section, _, *fields in rows["paragraphs"]:
        paragraphs[section].append(_paragraph(*fields))
    return tuple(
        values.Section(key, tuple(paragraphs[pk]), content_of(heading))
        for pk, key, heading in rows["sections"]
    )


@shared
def _paragraph(key: str, source: str, language: str) -> values.Paragraph:
    return values.Paragraph(key, content_of(source), language)


def _notes(rows: Rows) -> tuple[values.Note, ...]:
    citations: dict[int, list[tuple]] = defaultdict(list)
    for note, *fields in rows["citations"]:
        citations[note].append(tuple(fields))
    return tuple(_note(*fields, tuple(citations[pk])) for pk, *fields in rows["notes"])


@shared
def _note(
    key: str, label: str, source: str, language: str, citations: tuple[tuple, ...]
) -> values.Note:
    works = (
        values.Citation(
            authors=_lines(authors),
            editors=_lines(editors),
            **dict(zip(CITATION_FIELDS, fields, strict=True)),
        )
        for authors, editors, *fields in citations
    )
    return values.Note(key, label, blocks_of(source), language, tuple(works))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.replace("\r\n", "\n").split("\n") if line)


def _annotations(rows: Rows, keys: Keys) -> tuple[values.Annotation, ...]:
    found = (_annotation(_anchor(row, keys), *row[:ANCHORED]) for row in rows["annotations"])
    return tuple(sorted(found, key=_number))


@shared
def _annotation(
    anchor: values.Anchor, key: str, kind: str, audience: str, source: str, by: str, made_on: date
) -> values.Annotation:
    return values.Annotation(
        key=key,
        anchor=anchor,
        kind=values.AnnotationKind(kind),
        audience=values.Audience(audience),
        blocks=blocks_of(source),
        by=by,
        made_on=made_on.isoformat(),
    )


def _emendations(rows: Rows, keys: Keys) -> tuple[values.Emendation, ...]:
    found = (_emendation(_anchor(row, keys), *row[:ANCHORED]) for row in rows["emendations"])
    return tuple(sorted(found, key=_number))


@shared
def _emendation(
    anchor: values.Anchor, key: str, emended: str, reason: str, by: str, made_on: date
) -> values.Emendation:
    return values.Emendation(key, anchor, emended, reason, by, made_on.isoformat())


def _entities(rows: Rows, keys: Keys) -> tuple[values.Entity, ...]:
    mentions = _anchors_of(rows["mentions"], keys)
    return tuple(_entity(*fields, mentions.get(pk, ())) for pk, *fields in rows["entities"])


@shared
def _entity(
    key: str,
    name: str,
    kind: str,
    description: str,
    remark: str,
    mentions: tuple[values.Anchor, ...],
) -> values.Entity:
    return values.Entity(key, name, values.EntityKind(kind), description, remark, mentions)


def _events(rows: Rows, keys: Keys) -> tuple[values.Event, ...]:
    passages = _anchors_of(rows["passages"], keys)
    notes: dict[int, list[str]] = defaultdict(list)
    for event, note in rows["sources_of_events"]:
        notes[event].append(keys[1, note])
    return tuple(
        _event(*fields, passages.get(pk, ()), tuple(notes[pk])) for pk, *fields in rows["events"]
    )


@shared
def _event(
    key: str,
    edtf: str,
    label: str,
    basis: str,
    wording: str,
    remark: str,
    passages: tuple[values.Anchor, ...],
    notes: tuple[str, ...],
) -> values.Event:
    return values.Event(key, edtf, label, values.DateBasis(basis), wording, remark, passages, notes)


def _polls(rows: Rows) -> tuple[values.Poll, ...]:
    choices: dict[int, list[values.Choice]] = defaultdict(list)
    for poll, *fields in rows["choices"]:
        choices[poll].append(values.Choice(*fields))
    return tuple(
        values.Poll(key, question, tuple(choices[pk]), record)
        for pk, key, question, record in rows["polls"]
    )
