"""Freeze working copies as revisions, and publish revisions as releases."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from edition.document.changes.parts import compare
from edition.document.json import digest
from edition.document.problems import Problem
from edition.document.values import Document
from edition.releases.checks.check import check
from edition.releases.documents import cache_document
from edition.releases.models import RevisedPart, Revision, Withdrawal
from edition.releases.pending import others_with_unpublished_work
from edition.releases.problems import problems_in
from edition.releases.working_copy import WorkingCopy, read_working_copy
from edition.texts.locks import lock_edition
from edition.texts.models import Edition


class NotPublishable(Exception):
    """A release is blocked; `problems` say by what, where, and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@transaction.atomic
def publish(edition: Edition, by: User | None = None, note: str = "") -> Revision:
    """Release the working copy; if it equals the latest release, return that one.

    A return to the text of the latest release, after unreleased revisions, is saved as a revision.
    Raises NotPublishable, and then nothing has changed.
    """
    return publish_copy(read_working_copy(lock_edition(edition.pk)), by, note)


def publish_copy(copy: WorkingCopy, by: User | None = None, note: str = "") -> Revision:
    """Release a working copy that was read under the lock of its edition; see `publish`."""
    refuse_unpublishable(copy)
    latest = copy.latest
    if latest and latest.sha256 == copy.sha256:
        if not _is_frozen(copy):
            _freeze_copy(copy, by, note)
        return latest
    return _freeze_copy(copy, by, note, **_next_release(copy.edition))


@transaction.atomic
def release_revision(revision: Revision, by: User | None = None, note: str = "") -> Revision:
    """Release an earlier revision unchanged, whatever the working copy is now.

    The release is a new revision, dated when it was made. If the latest release has the same
    document, it is returned. Raises NotPublishable, and then nothing has changed.
    """
    edition = lock_edition(revision.edition_id)
    _refuse(_withdrawn(edition))
    document = revision.document_or_none
    if document is None:
        what = "This version of the software cannot read it."
        raise NotPublishable([Problem(str(revision), what, "Publish the working copy instead.")])
    _refuse([problem for problem in check(document) if problem.blocks])
    latest = Revision.objects.latest_release(edition.slug)
    if latest and latest.sha256 == revision.sha256:
        return latest
    release = _next_release(edition)
    return _freeze(edition, document, revision.canonical, by, note, **release)


@transaction.atomic
def save_revision(edition: Edition, by: User | None = None, note: str = "") -> Revision | None:
    """Freeze the working copy without releasing it; None if it equals the latest revision.

    Only the latest revision counts: a return to an earlier text is a save like any other. Markdown
    that cannot be parsed (forms refuse it, other tools may write it) is saved as plain text.
    """
    return save_copy(read_working_copy(lock_edition(edition.pk)), by, note)


def save_copy(copy: WorkingCopy, by: User | None = None, note: str = "") -> Revision | None:
    """Freeze a working copy that was read under the lock of its edition; see `save_revision`."""
    return None if _is_frozen(copy) else _freeze_copy(copy, by, note)


def publish_if_direct(copy: WorkingCopy, by: User | None = None, note: str = "") -> Revision | None:
    """Release a saved change at once; None if the edition gathers changes or others' work waits."""
    if copy.edition.gathers_changes or others_with_unpublished_work(copy.edition, by):
        return None
    return publish_copy(copy, by, note)


def refuse_unpublishable(copy: WorkingCopy) -> None:
    """Raise NotPublishable with all problems that block a release, if there are any."""
    _refuse(_withdrawn(copy.edition))
    _refuse([problem for problem in problems_in(copy) if problem.blocks])


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise NotPublishable(problems)


def _withdrawn(edition: Edition) -> list[Problem]:
    is_withdrawn = Withdrawal.objects.filter(edition=edition).exists()
    problem = Problem("edition", "It is withdrawn from its readers.", "Restore it to them first.")
    return [problem] if is_withdrawn else []


def _is_frozen(copy: WorkingCopy) -> bool:
    latest = copy.edition.revisions.latest_first().values_list("sha256", flat=True).first()
    return latest == copy.sha256


def _next_release(edition: Edition) -> dict[str, Any]:
    highest = edition.revisions.aggregate(highest=Max("release_number"))["highest"] or 0
    return {"release_number": highest + 1, "released_at": timezone.now()}


def _freeze_copy(copy: WorkingCopy, by: User | None, note: str, **release: Any) -> Revision:
    return _freeze(copy.edition, copy.document, copy.canonical, by, note, **release)


def _freeze(
    edition: Edition,
    document: Document,
    canonical: str,
    by: User | None,
    note: str,
    **release: Any,
) -> Revision:
    """Create a revision, and a RevisedPart for each difference from the one before, if any.

    If the one before cannot be decoded, every part of the document may differ from it.
    """
    before = edition.revisions.latest_first().first()
    revision = Revision.objects.create(
        edition=edition,
        number=before.number + 1 if before else 1,
        canonical=canonical,
        sha256=digest(canonical),
        made_by=by,
        note=note,
        **release,
    )
    cache_document(revision.sha256, document)  # the next save compares with it
    if before and before.sha256 != revision.sha256:
        RevisedPart.objects.bulk_create(
            RevisedPart(revision=revision, key=change.key)
            for change in compare(before.document_or_none, document)
        )
    return revision
