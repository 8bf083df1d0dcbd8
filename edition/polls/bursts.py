"""Count a burst after all, or no longer, as staff decide."""

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from edition.polls.models import Burst
from edition.polls.opening import lock_poll, update_poll


@transaction.atomic
def restore(burst: Burst) -> int:
    """Count the ballots of a burst, future ones included; return how many there are."""
    return _settle(burst, counts=True)


@transaction.atomic
def set_apart(burst: Burst) -> int:
    """Exclude a restored burst from the count again; return how many ballots it has."""
    return _settle(burst, counts=False)


def _settle(burst: Burst, counts: bool) -> int:
    poll = lock_poll(burst.poll)
    others = Burst.objects.filter(pk=burst.pk, restored_at__isnull=counts)
    if not others.update(restored_at=timezone.now() if counts else None):
        return 0  # nothing to change
    moved = 0
    for choice, votes in burst.ballots.values_list("choice").annotate(Count("pk")):
        gain = votes if counts else -votes
        poll.choices.filter(pk=choice).update(votes=F("votes") + gain)
        moved += gain
    update_poll(poll, set_apart=F("set_apart") - moved)
    return abs(moved)
