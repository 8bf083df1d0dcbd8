"""Taking a document that was read from files as the working copy of an edition."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from edition.document.values import Document
from edition.releases.publish import keep_revision
from edition.releases.working_copy import store
from edition.texts.models import Edition


class AlreadyThere(Exception):
    """There is an edition of this short name, and nobody said that it may be replaced."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is an edition “{slug}” already.")


@transaction.atomic
def take_in(
    document: Document, by: AbstractBaseUser | None = None, *, replace: bool = False
) -> Edition:
    """Make `document` a working copy. What it replaces is kept as a revision.

    Raises AlreadyThere, or ValueError for a document that does not fit; then nothing has changed.
    """
    existing = Edition.objects.filter(slug=document.slug).first()
    if existing:
        if not replace:
            raise AlreadyThere(document.slug)
        keep_revision(existing, by, "As it was before an import")
    return store(document, existing)
