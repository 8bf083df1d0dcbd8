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
    if poll.opens_at and poll.opens_at > now:
        poll.opens_at = now
    if poll.closes_at and poll.closes_at <= now:
        poll.closes_at = None
    poll.save(update_fields=["opens_at", "closes_at"])
    refresh_pages(poll)
    return True


@transaction.atomic
def close_poll(poll: Poll) -> bool:
    """Close the poll; return False if it was closed already."""
    poll = lock_poll(poll)
    if poll.closed_at:
        return False
    poll.closes_at = timezone.now()
    if poll.opens_at and poll.opens_at >= poll.closes_at:
        poll.opens_at = None  # it was to open later, and will not
    poll.save(update_fields=["opens_at", "closes_at"])
    refresh_pages(poll)
    return True


def lock_poll(poll: Poll) -> Poll:
    """Lock the poll's row until the transaction ends; return it as stored."""
    polls = Poll.objects.select_for_update(of=("self",)).select_related("edition")
    return polls.get(pk=poll.pk)


def refresh_pages(poll: Poll) -> None:
    """Send the result to every open page again when the transaction commits."""
    Poll.objects.filter(pk=poll.pk).update(version=F("version") + 1)
    notify(f"{poll.edition.slug}/{poll.key}")
