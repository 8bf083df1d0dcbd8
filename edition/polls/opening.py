"""Open or close a poll now, overriding its schedule, and notify every open page."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from edition.polls.models import Poll
from edition.polls.notify import notify


@transaction.atomic
def open_poll(poll: Poll) -> bool:
    """Open the poll until it is closed by hand; return False if it was open."""
    poll = lock_poll(poll)
    if poll.is_open:
        return False
    now = timezone.now()
    is_to_come = poll.opens_at and poll.opens_at > now
    has_ended = poll.closes_at and poll.closes_at <= now
    update_poll(
        poll,
        opens_at=now if is_to_come else poll.opens_at,
        closes_at=None if has_ended else poll.closes_at,
    )
    return True


@transaction.atomic
def close_poll(poll: Poll) -> bool:
    """Close the poll; return False if it was closed already."""
    poll = lock_poll(poll)
    if poll.closed_at:
        return False
    now = timezone.now()
    is_to_come = poll.opens_at and poll.opens_at >= now  # and will not
    update_poll(poll, opens_at=None if is_to_come else poll.opens_at, closes_at=now)
    return True


def lock_poll(poll: Poll) -> Poll:
    """Lock the poll's row until the transaction ends; return it as stored."""
    return Poll.objects.locked().select_related("edition").get(pk=poll.pk)


def update_poll(poll: Poll, **values: object) -> None:
    """Store `values`, and send the result to every open page again when the transaction commits.

    One UPDATE does both: at a second one of a row PostgreSQL locks the edition it refers to.
    """
    Poll.objects.filter(pk=poll.pk).update(version=F("version") + 1, **values)
    notify(f"{poll.edition.slug}/{poll.key}")
