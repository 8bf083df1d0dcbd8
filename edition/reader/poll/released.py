"""The result of a poll as readers are told it: a release's words, and the votes as they stand.

An unpublished change of a poll at the desk is in no page, no state and no stream.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from django.db import close_old_connections

from edition.document import values
from edition.polls import broadcast
from edition.polls.models import Poll
from edition.polls.tally import Tally, count_up, read_tally
from edition.releases.models import Revision

State = tuple[int, bool, str]  # the version of the votes, whether it is open, the release


def told(choices: Iterable[values.Choice], tally: Tally) -> Tally:
    """`tally` with the choices of a release, their words and their printed votes."""
    cast = {row.key: row.votes for row in tally.choices}
    rows = count_up(
        [(each.key, each.label, each.printed_votes, cast.get(each.key, 0)) for each in choices]
    )
    return replace(tally, choices=rows, total=sum(row.total for row in rows))


def released_polls(slug: str) -> tuple[str, Mapping[str, values.Poll]]:
    """The polls that readers are shown, by their keys, and what is new when they are."""
    latest = Revision.objects.of(slug).for_readers().order_by("-release_number")
    sha256 = latest.values_list("sha256", flat=True).first() or ""
    return sha256, _polls_in(sha256) if sha256 else {}


@lru_cache(maxsize=32)
def _polls_in(sha256: str) -> Mapping[str, values.Poll]:
    """Those of a document that was frozen; it never changes, so it is read once."""
    document = Revision.objects.filter(sha256=sha256)[0].document
    return {poll.key: poll for poll in document.polls}


def look(slug: str, key: str, known: Hashable) -> tuple[State, bytes] | None:
    """The state of a poll and the event that tells it; None if it is `known` already.

    Raises Poll.DoesNotExist, of a poll that is not released too.
    """
    close_old_connections()
    sha256, polls = released_polls(slug)
    if key not in polls:
        raise Poll.DoesNotExist
    poll = Poll.objects.named(slug, key).get()
    state = (poll.version, poll.is_open, sha256)
    return (
        None
        if state == known
        else (state, broadcast.event(told(polls[key].choices, read_tally(poll))))
    )
