"""Import a document that was read from files as the working copy of an edition."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from edition.document.values import Document
from edition.releases.anchors import ANCHORED, anchors_of
from edition.releases.departures import drop_settled
from edition.releases.models import Revision
from edition.releases.publish import save_copy
from edition.releases.reimport.keys import rekey
from edition.releases.reimport.merge import Merged, keep_layers
from edition.releases.working_copy import WorkingCopy, read_working_copy, store
from edition.texts.models import Edition


class AlreadyThere(Exception):
    """There is an edition of this short name, and replacing it was not requested."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is an edition “{slug}” already.")


class ChangedMeanwhile(Exception):
    """The working copy changed after it was compared with its replacement."""

    def __init__(self, last: Revision | None) -> None:
        """Say who made the last revision, and when; without one, nobody knows."""
        if last is None:
            super().__init__("The edition changed after you compared it.")
            return
        by, at = last.made_by or "The operator", timezone.localtime(last.made_at)
        day = f"{at.day} {at:%B at %H:%M}"
        super().__init__(f"{by} changed the edition on {day}, after you compared it.")


def with_layers_of(copy: WorkingCopy, document: Document) -> Merged:
    """Merge the text of `document` with the layers of the working copy."""
    lost = frozenset(anchor for _, _, anchor in copy.lost)
    return keep_layers(document, copy.document, copy.edition.keys_given, lost)


def with_keys_of(copy: WorkingCopy, document: Document) -> Document:
    """Return `document` with the keys its parts have in the working copy, or new ones."""
    return rekey(document, copy.document, copy.edition.keys_given)


@transaction.atomic
def import_document(
    document: Document,
    by: User | None = None,
    *,
    replace: bool = False,
    keep_layers: bool = False,
    seen: str = "",
    reason: str = "",
) -> Edition:
    """Make `document` a working copy. What it replaces is saved as a revision.

    With `keep_layers` only the text is replaced, and the editors' layers are moved to it. `seen` is
    the `sha256` of the working copy that the user agreed to replace. Raises AlreadyThere,
    ChangedMeanwhile, or ValueError for a document that does not fit; then nothing has changed.
    """
    existing = Edition.objects.locked().filter(slug=document.slug).first()
    if existing is None:
        return store(document, Edition())  # fails if another user was quicker
    if not replace:
        raise AlreadyThere(document.slug)
    copy = read_working_copy(existing)
    if seen and seen != copy.sha256:
        raise ChangedMeanwhile(existing.revisions.latest_first().first())
    before = "As it was before an import"
    save_copy(copy, by, f"{before}: {reason}"[:500] if reason else before)
    if not keep_layers:
        edition = store(with_keys_of(copy, document), existing)
        drop_settled(read_working_copy(edition))
        return edition
    merged = with_layers_of(copy, document)
    edition = store(merged.document, existing)
    drop_settled(read_working_copy(edition))
    for model in ANCHORED:
        rows = [row for row in anchors_of(edition, model) if row.anchor in merged.lost]
        model.objects.filter(pk__in=[row.pk for row in rows]).update(is_lost=True)
    return edition
