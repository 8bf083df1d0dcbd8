"""Anchors and the text they stand on: moving them with their words, and telling the lost."""

from collections.abc import Sequence

from edition.apparatus.models import Annotation, Emendation, Mention
from edition.document import values
from edition.document.changes import anchoring
from edition.texts.models import Anchor, AnchorQuerySet, Edition, Note, Paragraph
from edition.timeline.models import Passage

ANCHORED: tuple[type[Anchor], ...] = (Annotation, Emendation, Mention, Passage)
OWNERS = {Mention: ("entity",), Passage: ("event",)}


def anchors_on(target: Paragraph | Note) -> list[Anchor]:
    """Everything that is anchored to words of this text."""
    name = "paragraph" if isinstance(target, Paragraph) else "note"
    rows = [row for model in ANCHORED for row in model.objects.filter(**{name: target})]
    for row in rows:
        setattr(row, name, target)  # which it need not ask the database for
    return rows


def settle_anchors(target: Paragraph | Note, before: str) -> list[Anchor]:
    """Move every anchor on a corrected text with its words; return those that are lost.

    `before` is the text as it was. A lost anchor keeps the words it had, so that it can be
    repaired, and is found again when they come back.
    """
    rows = anchors_on(target)
    lost = []
    for row, settled in zip(rows, settled_on(rows, before, target.text), strict=True):
        stood = row.anchor, row.is_lost
        if settled:
            row.move_to(target, settled)
        else:
            followed = anchoring.follow(row.anchor, before, target.text)
            row.start, row.end, row.is_lost = followed.start, followed.end, True
            lost.append(row)
        if (row.anchor, row.is_lost) != stood:
            row.save()
    return lost


def settled_on(rows: Sequence[Anchor], before: str, after: str) -> list[values.Anchor | None]:
    """The place of each anchor in `after`; None for those that are lost."""
    standing = [row for row in rows if not row.is_lost and has_its_words(row, before)]
    anchors = [row.anchor for row in standing]
    found = dict(zip(standing, anchoring.reanchor(anchors, before, after), strict=True))
    return [
        found[row] if row in found else anchoring.reanchor_lost(row.anchor, before, after)
        for row in rows
    ]


def has_its_words(anchor: Anchor, text: str) -> bool:
    return text[anchor.start : anchor.end] == anchor.exact


def anchors_of(edition: Edition, model: type[Anchor]) -> AnchorQuerySet:
    """The anchors of one kind in an edition, each with its text."""
    owner = {Annotation: "edition", Emendation: "edition", Mention: "entity__edition"}
    rows = model.objects.filter(**{owner.get(model, "event__edition"): edition})
    return rows.select_related("paragraph", "note", *OWNERS.get(model, ()))


def lost_anchors(edition: Edition) -> list[Anchor]:
    """The repair list of an edition."""
    return [anchor for model in ANCHORED for anchor in anchors_of(edition, model).lost()]
