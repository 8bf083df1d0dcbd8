"""Move anchors with the words of a corrected text, and list those that are lost."""

from collections.abc import Sequence
from functools import lru_cache

from edition.apparatus.models import Annotation, Emendation, Mention
from edition.document import values
from edition.document.changes import anchoring
from edition.texts.models import Anchor, AnchorQuerySet, Edition, Note, Paragraph
from edition.timeline.models import Passage

ANCHORED: tuple[type[Anchor], ...] = (Annotation, Emendation, Mention, Passage)
OWNERS = {Mention: ("entity",), Passage: ("event",)}


def anchors_on(target: Paragraph | Note) -> list[Anchor]:
    """Every anchor on words of this text."""
    name = "paragraph" if isinstance(target, Paragraph) else "note"
    rows = [row for model in ANCHORED for row in model.objects.filter(**{name: target})]
    for row in rows:
        setattr(row, name, target)  # saves a query
    return rows


def settle_anchors(target: Paragraph | Note, before: str) -> list[Anchor]:
    """Move every anchor on a corrected text with its words; return those that are lost.

    `before` is the former text. A lost anchor keeps its words, so that it can be repaired, and is
    found again when they return.
    """
    rows = anchors_on(target)
    lost = []
    for row, settled in zip(rows, settled_on(rows, before, target.text), strict=True):
        previous = row.anchor, row.is_lost
        if settled:
            row.move_to(target, settled)
        else:
            followed = anchoring.follow(row.anchor, before, target.text)
            row.move_to(target, followed)
            row.is_lost = True
            lost.append(row)
        if (row.anchor, row.is_lost) != previous:
            row.save()
    return lost


def settle_ahead(target: Paragraph | Note, source: str) -> None:
    """Compute where a correction leaves the standing anchors, for `settle_anchors` to find it."""
    settled_on(anchors_on(target), target.text, type(target)(source=source).text)


def settled_on(rows: Sequence[Anchor], before: str, after: str) -> list[values.Anchor | None]:
    """Return each anchor as placed in `after`, or None if it is lost."""
    standing = [row for row in rows if not row.is_lost and has_its_words(row, before)]
    anchors = tuple(row.anchor for row in standing)
    found = dict(zip(standing, _reanchored(anchors, before, after), strict=True))
    return [
        found[row] if row in found else anchoring.reanchor_lost(row.anchor, before, after)
        for row in rows
    ]


_reanchored = lru_cache(maxsize=64)(anchoring.reanchor)


def has_its_words(anchor: Anchor, text: str) -> bool:
    return text[anchor.start : anchor.end] == anchor.exact


def anchors_of(edition: Edition, model: type[Anchor]) -> AnchorQuerySet:
    """The anchors of one model in an edition, with the texts they are on."""
    owner = {Annotation: "edition", Emendation: "edition", Mention: "entity__edition"}
    rows = model.objects.filter(**{owner.get(model, "event__edition"): edition})
    return rows.select_related("paragraph", "note", *OWNERS.get(model, ()))


def lost_anchors(edition: Edition) -> list[Anchor]:
    """The repair list of an edition."""
    return [anchor for model in ANCHORED for anchor in anchors_of(edition, model).lost()]
