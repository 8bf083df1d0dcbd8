"""Counting a burst after all: an act of staff who judge that its ballots are readers'."""

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from edition.polls.bell import ring
from edition.polls.models import Burst, Poll


@transaction.atomic
def restore(burst: Burst) -> int:
    """Count the ballots of a burst, those still to come too; return how many there are."""
    poll = (
        Poll.objects.select_for_update(of=("self",)).select_related("edition").get(pk=burst.poll_id)
    )
    if not Burst.objects.filter(pk=burst.pk, restored_at=None).update(restored_at=timezone.now()):
        return 0  # it was restored before
    restored = 0
    for choice, votes in burst.ballots.values_list("choice").annotate(Count("pk")):
        poll.choices.filter(pk=choice).update(votes=F("votes") + votes)
        restored += votes
    Poll.objects.filter(pk=poll.pk).update(
        version=F("version") + 1, set_apart=F("set_apart") - restored
    )
    ring(f"{poll.edition.slug}/{poll.key}")
    return restored
