"""Anchors and the text they stand on: moving them with their words, and telling the lost."""

from edition.apparatus.models import Annotation, Emendation, Mention
from edition.document.anchoring import find_again
from edition.document.values import Document
from edition.releases.check import Problem, check
from edition.texts.models import Anchor, Edition, Note, Paragraph
from edition.timeline.models import Passage

ANCHORED: tuple[type[Anchor], ...] = (Annotation, Emendation, Mention, Passage)


def anchors_on(target: Paragraph | Note) -> list[Anchor]:
    """Everything that is anchored to words of this text."""
    where = {"paragraph": target} if isinstance(target, Paragraph) else {"note": target}
    return [anchor for model in ANCHORED for anchor in model.objects.filter(**where)]


def settle_anchors(target: Paragraph | Note) -> list[Anchor]:
    """Move every anchor on a corrected text with its words; return those that are lost.

    A lost anchor keeps the words and offsets it had, so that it can be repaired.
    """
    lost = []
    for anchor in anchors_on(target):
        found = find_again(anchor.anchor, target.text)
        if found:
            anchor.put(target, found)
        else:
            anchor.is_lost = True
            lost.append(anchor)
        anchor.save()
    return lost


def lost_anchors(edition: Edition) -> list[Anchor]:
    """The repair list of an edition."""
    owner = {Annotation: "edition", Emendation: "edition", Mention: "entity__edition"}
    return [
        anchor
        for model in ANCHORED
        for anchor in model.objects.filter(**{owner.get(model, "event__edition"): edition}).lost()
    ]


def _key(anchor: Anchor) -> str:
    match anchor:
        case Mention():
            return anchor.entity.key
        case Passage():
            return anchor.event.key
    return anchor.key


def problems_in(edition: Edition, document: Document) -> list[Problem]:
    """Everything wrong with a working copy, `document` being its value; what blocks comes first.

    A document does not know that an anchor was lost: its old place may by chance hold the words.
    """
    texts = document.texts()
    hidden = [
        Problem(
            _key(anchor),
            f"It has lost its place: “{anchor.exact}” was not found again in {anchor.target.key}.",
            "Choose its words anew, or delete it.",
        )
        for anchor in lost_anchors(edition)
        if texts[anchor.target.key][anchor.start : anchor.end] == anchor.exact
    ]
    return [*hidden, *check(document)]
