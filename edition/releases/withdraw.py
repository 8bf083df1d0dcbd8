"""Withdraw an edition from its readers, and restore it. Neither deletes anything."""

from django.contrib.auth.models import User
from django.db import transaction

from edition.polls.notify import notify
from edition.releases.models import Withdrawal
from edition.releases.publish import NotPublishable, publish_if_direct
from edition.releases.working_copy import lock_edition, read_working_copy
from edition.texts.models import Edition


@transaction.atomic
def withdraw(edition: Edition, by: User | None, reason: str) -> Withdrawal:
    """Withdraw every release from readers, and display the reason, until it is restored.

    Of two who withdraw, the first is who did. Until then nothing is released; saves are kept.
    Raises ValueError without a reason, or if readers never saw the edition.
    """
    if not reason.strip():
        raise ValueError("Say why it is withdrawn: readers are told.")
    edition = lock_edition(edition.pk)
    if not edition.revisions.released().exists():
        raise ValueError("It was never published; there is nothing to withdraw.")
    withdrawal, _ = Withdrawal.objects.get_or_create(
        edition=edition, defaults={"withdrawn_by": by, "reason": reason}
    )
    for poll in edition.polls.all():
        notify(f"{edition.slug}/{poll.key}")  # so that no open page goes on receiving its result
    return withdrawal


@transaction.atomic
def restore_to_readers(edition: Edition, by: User | None = None) -> None:
    """Let readers have every release again.

    What was saved meanwhile is published if the edition publishes each save, and if it can be.
    """
    edition = lock_edition(edition.pk)
    deleted, _ = Withdrawal.objects.filter(edition=edition).delete()
    if deleted:
        copy = read_working_copy(edition)
        try:
            publish_if_direct(copy, by, "What was saved while it was withdrawn")
        except NotPublishable:
            return  # readers have what they had; the desk lists what stands in the way
