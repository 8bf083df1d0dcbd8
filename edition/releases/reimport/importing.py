"""Taking a document that was read from files as the working copy of an edition."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from edition.document.values import Document
from edition.releases.anchors import ANCHORED, anchors_of
from edition.releases.departures import drop_settled
from edition.releases.publish import keep_copy
from edition.releases.reimport.keeping_layers import Kept, keep_layers
from edition.releases.reimport.rekeying import rekey
from edition.releases.working_copy import WorkingCopy, read_working_copy, store
from edition.texts.models import Edition


class AlreadyThere(Exception):
    """There is an edition of this short name, and nobody said that it may be replaced."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is an edition “{slug}” already.")


class ChangedMeanwhile(Exception):
    """Somebody changed the working copy after it was compared with what is to replace it."""

    def __init__(self, by: User | None, at: datetime | None) -> None:
        self.by, self.at = by, at
        when = timezone.localtime(at) if at else None
        told = f" on {when.day} {when:%B at %H:%M}" if when else ""
        super().__init__(f"{by or 'Somebody'} changed the edition{told}, after you compared.")


def under_layers_of(copy: WorkingCopy, document: Document) -> Kept:
    """Put the text of `document` under the layers of the working copy."""
    lost = frozenset(anchor for _, _, anchor in copy.lost)
    return keep_layers(document, copy.document, copy.edition.keys_given, lost)


def in_place_of(copy: WorkingCopy, document: Document) -> Document:
    """`document` with the keys that its parts have in the working copy, and else new ones."""
    return rekey(document, copy.document, copy.edition.keys_given)


@transaction.atomic
def take_in(
    document: Document,
    by: User | None = None,
    *,
    replace: bool = False,
    keep_layers: bool = False,
    seen: str = "",
    reason: str = "",
) -> Edition:
    """Make `document` a working copy. What it replaces is saved as a revision.

    With `keep_layers` only the text is taken, and what editors laid over the old one is settled on
    it. `seen` is the `sha256` of the working copy that somebody agreed to replace.
    Raises AlreadyThere, ChangedMeanwhile, or ValueError for a document that does not fit; then
    nothing has changed.
    """
    existing = Edition.objects.select_for_update().filter(slug=document.slug).first()
    if existing is None:
        return store(document, Edition())  # which fails if somebody else was quicker
    if not replace:
        raise AlreadyThere(document.slug)
    copy = read_working_copy(existing)
    if seen and seen != copy.sha256:
        last = existing.revisions.latest_first().first()
        raise ChangedMeanwhile(last.made_by, last.made_at) if last else ChangedMeanwhile(None, None)
    before = "As it was before an import"
    keep_copy(copy, by, f"{before}: {reason}"[:500] if reason else before)
    if not keep_layers:
        edition = store(in_place_of(copy, document), existing)
        drop_settled(read_working_copy(edition))
        return edition
    kept = under_layers_of(copy, document)
    edition = store(kept.document, existing)
    drop_settled(read_working_copy(edition))
    for model in ANCHORED:
        rows = [row for row in anchors_of(edition, model) if row.anchor in kept.lost]
        model.objects.filter(pk__in=[row.pk for row in rows]).update(is_lost=True)
    return edition
