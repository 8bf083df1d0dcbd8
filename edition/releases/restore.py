"""Bringing back what was: the whole working copy, or one part of it.

Nothing is undone by it. What is replaced is kept as a revision, and what comes back is a save.
Votes and ballots are no part of a document: they stay as they are.
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
from edition.releases.publish import NotPublishable, keep_copy, publish_if_direct
from edition.releases.working_copy import WorkingCopy, lock_edition, read_working_copy, store
from edition.releases.working_copy.store import DoesNotFit
from edition.texts.models import Edition, Note, Paragraph

__all__ = ["NotRestorable", "restore_edition", "restore_part"]


@transaction.atomic
def restore_edition(revision: Revision, by: User | None = None, reason: str = "") -> Revision:
    """Make the working copy what it was in `revision`, and sign for what differs from the source.

    Returns what now stands frozen: a release, if the edition publishes each save and nothing
    stands in the way, else a kept revision. Raises NotRestorable, and then nothing has changed.
    """
    edition = lock_edition(revision.edition_id)
    before = read_working_copy(edition)
    keep_copy(before, by, f"As it was before revision {revision.number} was restored")
    document = replace(revision.document, slug=edition.slug)
    _store(replace(document, polls=_with_voted(before, document.polls)), edition)
    reason = reason or f"Revision {revision.number} restored"
    copy = read_working_copy(edition)
    sign_departures(copy, by, reason)
    return _publish_or_keep(copy, by, reason)


@transaction.atomic
def restore_part(
    revision: Revision, key: str, by: User | None = None, reason: str = ""
) -> Revision:
    """Make one part of the working copy what it was in `revision`; one that is gone comes back.

    `key` is as `comparing.parts` names it. Anchors on a text that comes back move with their
    words, and those that find none go to the repair list; but what itself stands on words that
    are gone is refused. Returns what now stands frozen, as `restore_edition` does. Raises
    NotRestorable, and then nothing has changed.
    """
    edition = lock_edition(revision.edition_id)
    before = read_working_copy(edition)
    keep_copy(before, by, f"As it was before {key} was restored")
    if before.unreadable:
        raise NotRestorable(map(str, before.unreadable))
    _store(with_part(before.document, revision.document, key), edition)
    reason = reason or f"{key} restored from revision {revision.number}"
    part = _row(edition, key)
    if isinstance(part, Paragraph | Note):
        settle_anchors(part, before.document.texts().get(key, ""))
    copy = read_working_copy(edition)
    if part:
        sign_departures(copy, by, reason, texts_of(part))
    return _publish_or_keep(copy, by, reason)


def _store(document: Document, edition: Edition) -> None:
    try:
        store(document, edition)
    except DoesNotFit as misfit:
        raise NotRestorable([str(misfit)]) from misfit


def _with_voted(copy: WorkingCopy, polls: tuple[Poll, ...]) -> tuple[Poll, ...]:
    """The polls of a revision, and what readers have voted on since it was made."""
    kept = {poll.key: poll for poll in polls}
    choices = Choice.objects.filter(poll__edition=copy.edition, ballots__isnull=False)
    all_voted = set(choices.values_list("poll__key", "key"))
    for now in copy.document.polls:
        voted = {key for poll, key in all_voted if poll == now.key}
        if then := kept.get(now.key):
            given = {choice.key for choice in then.choices}
            later = [each for each in now.choices if each.key in voted - given]
            kept[now.key] = replace(then, choices=(*then.choices, *later))
        elif voted:
            kept[now.key] = now
    return tuple(kept.values())


def _row(edition: Edition, key: str) -> Model | None:
    """What is restored, if it prints something of the source."""
    if key == "edition":
        return edition
    if key.startswith("poll "):
        return edition.polls.get(key=key.removeprefix("poll "))
    rows: dict[str, Manager] = {"s": edition.sections, "p": edition.paragraphs, "n": edition.notes}
    if " " in key or key[0] not in rows:
        return None
    return rows[key[0]].get(key=key)


def _publish_or_keep(copy: WorkingCopy, by: User | None, note: str) -> Revision:
    try:
        with transaction.atomic():
            release = publish_if_direct(copy, by, note)
    except NotPublishable:
        release = None
    kept = release or keep_copy(copy, by, note)
    return kept or copy.edition.revisions.latest_first()[0]
