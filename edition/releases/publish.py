"""Freezing the working copy as a release for readers."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from edition.document.json import digest, dumps
from edition.document.values import Document
from edition.releases.anchors import problems_in
from edition.releases.check import Problem
from edition.releases.models import Revision
from edition.releases.sources import unreadable
from edition.releases.working_copy import load
from edition.texts.models import Edition


class NotPublishable(Exception):
    """Something stands in the way of a release; `problems` say what, where and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@transaction.atomic
def publish(edition: Edition, by: AbstractBaseUser | None = None, note: str = "") -> Revision:
    """Release the working copy; without a change since, return the latest release.

    Raises NotPublishable, and then nothing has changed.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if refused := unreadable(edition):
        raise NotPublishable(refused)
    document = load(edition)
    if blocking := [problem for problem in problems_in(edition, document) if problem.blocks]:
        raise NotPublishable(blocking)
    latest = Revision.objects.latest_release(edition.slug)
    if latest and latest.sha256 == digest(dumps(document)):
        return latest
    number = edition.revisions.aggregate(highest=Max("release_number"))["highest"] or 0
    return _freeze(
        edition, document, by, note, release_number=number + 1, released_at=timezone.now()
    )


@transaction.atomic
def keep_revision(
    edition: Edition, by: AbstractBaseUser | None = None, note: str = ""
) -> Revision | None:
    """Freeze the working copy as it is, without releasing it; None if it is kept already."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    document = load(edition)
    if edition.revisions.filter(sha256=digest(dumps(document))).exists():
        return None
    return _freeze(edition, document, by, note)


def _freeze(
    edition: Edition, document: Document, by: AbstractBaseUser | None, note: str, **release: Any
) -> Revision:
    canonical = dumps(document)
    number = edition.revisions.aggregate(highest=Max("number"))["highest"] or 0
    return Revision.objects.create(
        edition=edition,
        number=number + 1,
        canonical=canonical,
        sha256=digest(canonical),
        made_by=by,
        note=note,
        **release,
    )


def publish_if_direct(
    edition: Edition, by: AbstractBaseUser | None = None, note: str = ""
) -> Revision | None:
    """Release a saved change at once, unless the edition gathers changes (then None)."""
    edition.refresh_from_db(fields=["gathers_changes"])
    return None if edition.gathers_changes else publish(edition, by, note)
