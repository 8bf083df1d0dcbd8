"""Count a burst after all, or no longer: acts of staff who judge whose ballots they are."""

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from edition.polls.models import Burst, Poll
from edition.polls.opening import locked, refresh_pages


@transaction.atomic
def restore(burst: Burst) -> int:
    """Count the ballots of a burst, those still to come too; return how many there are."""
    return _settle(burst, counts=True)


@transaction.atomic
def set_apart(burst: Burst) -> int:
    """Take a burst that was restored out of the count again; return how many ballots it has."""
    return _settle(burst, counts=False)


def _settle(burst: Burst, counts: bool) -> int:
    poll = locked(burst.poll)
    others = Burst.objects.filter(pk=burst.pk, restored_at__isnull=counts)
    if not others.update(restored_at=timezone.now() if counts else None):
        return 0  # so it was before
    moved = 0
    for choice, votes in burst.ballots.values_list("choice").annotate(Count("pk")):
        gain = votes if counts else -votes
        poll.choices.filter(pk=choice).update(votes=F("votes") + gain)
        moved += gain
    Poll.objects.filter(pk=poll.pk).update(set_apart=F("set_apart") - moved)
    refresh_pages(poll)
    return abs(moved)
