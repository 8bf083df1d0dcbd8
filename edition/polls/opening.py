"""Opening and closing a poll now, whatever was planned; every open page is told."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from edition.polls.models import Poll
from edition.polls.notify import ring


@transaction.atomic
def open_poll(poll: Poll) -> bool:
    """Take votes from now on, until somebody closes it; False if it was open."""
    poll = locked(poll)
    if poll.is_open:
        return False
    now = timezone.now()
    if poll.opens_at and poll.opens_at > now:
        poll.opens_at = now
    if poll.closes_at and poll.closes_at <= now:
        poll.closes_at = None
    poll.save(update_fields=["opens_at", "closes_at"])
    tell_pages(poll)
    return True


@transaction.atomic
def close_poll(poll: Poll) -> bool:
    """Take no more votes; False if it had closed before."""
    poll = locked(poll)
    if poll.closed_at:
        return False
    poll.closes_at = timezone.now()
    if poll.opens_at and poll.opens_at >= poll.closes_at:
        poll.opens_at = None  # it was to open later, and will not
    poll.save(update_fields=["opens_at", "closes_at"])
    tell_pages(poll)
    return True


def locked(poll: Poll) -> Poll:
    """The poll as it stands, which nobody else changes until the transaction ends."""
    polls = Poll.objects.select_for_update(of=("self",)).select_related("edition")
    return polls.get(pk=poll.pk)


def tell_pages(poll: Poll) -> None:
    """Let every open page be told anew when the transaction commits."""
    Poll.objects.filter(pk=poll.pk).update(version=F("version") + 1)
    ring(f"{poll.edition.slug}/{poll.key}")
