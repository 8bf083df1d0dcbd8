"""Restore the working copy, or one part of it, from an earlier revision.

Nothing is lost: what is replaced is saved as a revision, and so is the result. Votes and ballots
are not part of a document and do not change.
"""

from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Manager, Model

from edition.document.changes.restore import NotRestorable, with_part
from edition.document.values import Document, Poll
from edition.polls.models import Choice
from edition.releases.anchors import settle_anchors
from edition.releases.departures import sign_departures, texts_of
from edition.releases.models import Revision
from edition.releases.publish import NotPublishable, publish_if_direct, save_copy
from edition.releases.working_copy import WorkingCopy, read_working_copy, store
from edition.releases.working_copy.store import DoesNotFit
from edition.texts.locks import lock_edition
from edition.texts.models import Edition, Note, Paragraph

__all__ = ["NotRestorable", "restore_edition", "restore_part"]


@transaction.atomic
def restore_edition(revision: Revision, by: User | None = None, reason: str = "") -> Revision:
    """Restore the working copy from `revision`, and sign for its departures from the source.

    Returns the resulting revision: a release, if the edition publishes each save and nothing blocks
    it. Raises NotRestorable, and then nothing has changed.
    """
    edition = lock_edition(revision.edition_id)
    before = read_working_copy(edition)
    save_copy(before, by, f"As it was before revision {revision.number} was restored")
    document = replace(_document_of(revision), slug=edition.slug)
    _store(replace(document, polls=_with_voted(before, document.polls)), edition)
    reason = reason or f"Revision {revision.number} restored"
    copy = read_working_copy(edition)
    sign_departures(copy, by, reason)
    return _publish_or_save(copy, by, reason)


@transaction.atomic
def restore_part(
    revision: Revision, key: str, by: User | None = None, reason: str = ""
) -> Revision:
    """Restore one part of the working copy from `revision`, even if it was deleted since.

    `key` is that of a change, as `compare` returns it. Anchors on a restored text move with their
    words, or are lost; a layer whose own words are gone is refused. Returns the resulting revision,
    as `restore_edition` does. Raises NotRestorable, and then nothing has changed.
    """
    edition = lock_edition(revision.edition_id)
    before = read_working_copy(edition)
    save_copy(before, by, f"As it was before {key} was restored")
    if before.unreadable:
        raise NotRestorable(map(str, before.unreadable))
    _store(with_part(before.document, _document_of(revision), key), edition)
    reason = reason or f"{key} restored from revision {revision.number}"
    part = _row(edition, key)
    if isinstance(part, Paragraph | Note):
        settle_anchors(part, before.document.texts().get(key, ""))
    copy = read_working_copy(edition)
    if part:
        sign_departures(copy, by, reason, texts_of(part))
    return _publish_or_save(copy, by, reason)


def _document_of(revision: Revision) -> Document:
    if (document := revision.document_or_none) is None:
        raise NotRestorable([f"This version of the software cannot read {revision}."])
    return document


def _store(document: Document, edition: Edition) -> None:
    try:
        store(document, edition)
    except DoesNotFit as misfit:
        raise NotRestorable([str(misfit)]) from misfit


def _with_voted(copy: WorkingCopy, polls: tuple[Poll, ...]) -> tuple[Poll, ...]:
    """The polls of a revision, with every choice and poll that has ballots."""
    by_key = {poll.key: poll for poll in polls}
    choices = Choice.objects.filter(poll__edition=copy.edition, ballots__isnull=False)
    all_voted = set(choices.values_list("poll__key", "key"))
    for now in copy.document.polls:
        voted = {key for poll, key in all_voted if poll == now.key}
        if then := by_key.get(now.key):
            restored = {choice.key for choice in then.choices}
            added = [choice for choice in now.choices if choice.key in voted - restored]
            by_key[now.key] = replace(then, choices=(*then.choices, *added))
        elif voted:
            by_key[now.key] = now
    return tuple(by_key.values())


def _row(edition: Edition, key: str) -> Model | None:
    """The row of a restored part, if it has text of the source."""
    if key == "edition":
        return edition
    if key.startswith("poll "):
        return edition.polls.get(key=key.removeprefix("poll "))
    rows: dict[str, Manager] = {"s": edition.sections, "p": edition.paragraphs, "n": edition.notes}
    if " " in key or key[0] not in rows:
        return None
    return rows[key[0]].get(key=key)


def _publish_or_save(copy: WorkingCopy, by: User | None, note: str) -> Revision:
    try:
        with transaction.atomic():
            release = publish_if_direct(copy, by, note)
    except NotPublishable:
        release = None
    revision = release or save_copy(copy, by, note)
    return revision or copy.edition.revisions.latest_first()[0]
