"""Withdraw an edition from its readers, and restore it. Neither deletes anything."""

from django.contrib.auth.models import User
from django.db import transaction

from edition.polls.notify import notify
from edition.releases.models import Withdrawal
from edition.releases.publish import NotPublishable, publish_if_direct
from edition.releases.working_copy import read_working_copy
from edition.texts.locks import lock_edition
from edition.texts.models import Edition


@transaction.atomic
def withdraw(edition: Edition, by: User | None, reason: str) -> Withdrawal:
    """Withdraw every release from readers, and display the reason, until it is restored.

    Meanwhile saves create revisions, but no releases. A second withdrawal changes nothing. Raises
    ValueError without a reason, or if the edition was never published.
    """
    if not reason.strip():
        raise ValueError("Give a reason for the withdrawal: readers see it.")
    edition = lock_edition(edition.pk)
    if not edition.revisions.released().exists():
        raise ValueError("It was never published; there is nothing to withdraw.")
    withdrawal, _ = Withdrawal.objects.get_or_create(
        edition=edition, defaults={"withdrawn_by": by, "reason": reason}
    )
    for poll in edition.polls.all():
        notify(f"{edition.slug}/{poll.key}")  # ends the streams of open pages
    return withdrawal


@transaction.atomic
def restore_to_readers(edition: Edition, by: User | None = None) -> None:
    """Restore every release to readers.

    What was saved meanwhile is published, if the edition publishes each save and nothing blocks it.
    """
    edition = lock_edition(edition.pk)
    deleted, _ = Withdrawal.objects.filter(edition=edition).delete()
    if deleted:
        copy = read_working_copy(edition)
        try:
            publish_if_direct(copy, by, "What was saved while it was withdrawn")
        except NotPublishable:
            return  # readers see the latest release; the desk lists what blocks the next
