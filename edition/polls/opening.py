"""Open and close a poll now, whatever was planned, and notify every open page."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from edition.polls.models import Poll
from edition.polls.notify import notify


@transaction.atomic
def open_poll(poll: Poll) -> bool:
    """Open the poll until somebody closes it; False if it was open."""
    poll = locked(poll)
    if poll.is_open:
        return False
    now = timezone.now()
    if poll.opens_at and poll.opens_at > now:
        poll.opens_at = now
    if poll.closes_at and poll.closes_at <= now:
        poll.closes_at = None
    poll.save(update_fields=["opens_at", "closes_at"])
    refresh_pages(poll)
    return True


@transaction.atomic
def close_poll(poll: Poll) -> bool:
    """Close the poll; False if it had closed before."""
    poll = locked(poll)
    if poll.closed_at:
        return False
    poll.closes_at = timezone.now()
    if poll.opens_at and poll.opens_at >= poll.closes_at:
        poll.opens_at = None  # it was to open later, and will not
    poll.save(update_fields=["opens_at", "closes_at"])
    refresh_pages(poll)
    return True


def locked(poll: Poll) -> Poll:
    """Lock the row of the poll until the transaction ends."""
    polls = Poll.objects.select_for_update(of=("self",)).select_related("edition")
    return polls.get(pk=poll.pk)


def refresh_pages(poll: Poll) -> None:
    """Send every open page the result anew when the transaction commits."""
    Poll.objects.filter(pk=poll.pk).update(version=F("version") + 1)
    notify(f"{poll.edition.slug}/{poll.key}")
