"""Read the editors' layers: annotations, emendations, events, and the citations of notes."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from edition.document.changes.anchoring import AnchorError, locate
from edition.document.problems import Problem
from edition.document.values import (
    Anchor,
    Annotation,
    AnnotationKind,
    Audience,
    Citation,
    DateBasis,
    Emendation,
    Event,
    Note,
)
from edition.exchange.folder.tables import Table

CITED_KINDS = frozenset(
    {"article-newspaper", "article-journal", "chapter", "book", "report"}
    | {"webpage", "speech", "other"}
)
_NOWHERE = Anchor(target="", start=0, end=0, exact="")


@dataclass(frozen=True, slots=True)
class LayerTargets:
    """What layers may refer to: texts by key, note keys, contributors' keys."""

    texts: Mapping[str, str]
    notes: Collection[str]
    contributors: Collection[str]

    def anchor(self, table: Table) -> Anchor:
        """Anchor the words that `on`, `words`, `before` and `after` identify."""
        target = table.text("on", required=True)
        words = table.text("words", required=True)
        before, after = table.text("before"), table.text("after")
        if not target or not words:
            return _NOWHERE
        if target not in self.texts:
            table.refuse(f"There is no paragraph or note {target}.", "Check “on”.")
            return _NOWHERE
        try:
            return locate(target, self.texts[target], words, before, after)
        except AnchorError as error:
            table.refuse(str(error))
            return _NOWHERE

    def responsible(self, table: Table) -> str:
        """Read the key of the contributor responsible for a layer."""
        by = table.text("by", required=True)
        if by and by not in self.contributors:
            known = ", ".join(self.contributors)
            table.refuse(f"There is no contributor {by!r}.", f"Those of edition.toml are: {known}.")
        return by


def read_annotations(file: Table, targets: LayerTargets) -> tuple[Annotation, ...]:
    annotations = []
    for table in file.tables("annotation"):
        annotation = Annotation(
            key=table.key(re.compile("a[1-9][0-9]*"), "a3"),
            anchor=targets.anchor(table),
            kind=table.one_of("kind", AnnotationKind),
            audience=table.one_of("audience", Audience, Audience.EVERYONE),
            blocks=table.markdown("text", targets.notes),
            by=targets.responsible(table),
            made_on=table.day("made_on"),
        )
        annotations.append(annotation)
        table.finish()
    refuse_repeated(file, [annotation.key for annotation in annotations])
    return tuple(annotations)


def read_emendations(file: Table, targets: LayerTargets) -> tuple[Emendation, ...]:
    """Read emendations; an empty `emended` deletes the printed words."""
    emendations = []
    for table in file.tables("emendation"):
        emendation = Emendation(
            key=table.key(re.compile("m[1-9][0-9]*"), "m1"),
            anchor=targets.anchor(table),
            emended=table.text("emended"),
            reason=table.text("reason", required=True),
            by=targets.responsible(table),
            made_on=table.day("made_on"),
        )
        emendations.append(emendation)
        if "emended" not in table.values:
            table.refuse("“emended” is missing.", 'Add it; "" deletes the words.')
        elif emendation.emended == emendation.printed:
            table.refuse("It changes nothing.", "Correct “emended”, or delete the emendation.")
        table.finish()
    refuse_repeated(file, [emendation.key for emendation in emendations])
    return tuple(emendations)


def read_events(file: Table, targets: LayerTargets) -> tuple[Event, ...]:
    """Read events; each needs at least one passage, the first of which is evidence for the date."""
    events = []
    for table in file.tables("event"):
        passages = table.tables("passages")
        if not passages:
            table.refuse("It has no passage.", "Add at least one to “passages”.")
        event = Event(
            key=table.key(re.compile("e[1-9][0-9]*"), "e5"),
            edtf=table.edtf("edtf", required=True),
            label=table.text("label", required=True),
            basis=table.one_of("basis", DateBasis, DateBasis.TEXT),
            wording=table.text("words_for_date"),
            remark=table.text("remark"),
            passages=tuple(map(targets.anchor, passages)),
            notes=table.texts("notes"),
        )
        for note in event.notes:
            if note not in targets.notes:
                table.refuse(f"There is no note {note}.", "Check “notes”.")
        events.append(event)
        for passage in passages:
            passage.finish()
        table.finish()
    refuse_repeated(file, [event.key for event in events])
    return tuple(events)


def with_citations(notes: tuple[Note, ...], file: Table) -> tuple[Note, ...]:
    """Attach citations to notes, ordered by their `position` in the note."""
    cited: dict[str, dict[int, Citation]] = defaultdict(dict)
    keys = {note.key for note in notes}
    for table in file.tables("citation"):
        note, position = table.text("note", required=True), table.number("position") or 1
        table.where = f"{table.where} ({note} {position})"
        if note and note not in keys:
            table.refuse(f"There is no note {note}.", "Check “note”.")
        if position in cited[note]:
            table.refuse("Another citation of the note has this position.", "Use the next number.")
        cited[note][position] = _citation(table)
        table.finish()
    return tuple(
        replace(note, citations=tuple(work for _, work in sorted(cited[note.key].items())))
        for note in notes
    )


def _citation(table: Table) -> Citation:
    kind = table.text("kind", required=True)
    if kind and kind not in CITED_KINDS:
        table.refuse(f"“kind” is {kind!r}.", f"Write one of: {', '.join(sorted(CITED_KINDS))}.")
    plain = ("title", "container", "volume", "issue", "pages", "publisher", "place")
    return Citation(
        kind=kind,
        authors=table.texts("authors"),
        editors=table.texts("editors"),
        issued=table.edtf("issued"),
        accessed=table.edtf("accessed"),
        **{name: table.text(name) for name in (*plain, "language", "url", "remark")},
    )


def refuse_repeated(file: Table, keys: list[str]) -> None:
    for key in sorted({key for key in keys if key and keys.count(key) > 1}):
        file.problems.append(
            Problem(f"{file.where}, {key}", "The key occurs twice.", "Give each its own.")
        )
