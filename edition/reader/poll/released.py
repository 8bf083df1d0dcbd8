"""The public result of a poll: labels and printed votes from the latest release, cast votes live.

Unpublished changes of a poll at the desk are in no page, no state and no stream.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from django.db import close_old_connections

from edition.document import values
from edition.document.values import Document
from edition.polls import broadcast
from edition.polls.models import Poll
from edition.polls.tally import Tally, count_up, read_tally
from edition.reader.documents import read_document
from edition.releases.models import Revision

State = tuple[int, bool, str]  # the version of the votes, whether it is open, the release


@dataclass(frozen=True, slots=True)
class ReleasedPoll:
    """A poll of the latest release, and the row in which its votes are counted."""

    sha256: str  # of the release
    document: Document
    printed: values.Poll
    counted: Poll

    @property
    def tally(self) -> Tally:
        return released_tally(self.printed.choices, read_tally(self.counted))

    @property
    def state(self) -> State:
        """A value that changes whenever the result does."""
        return self.counted.version, self.counted.is_open, self.sha256


def released_poll(slug: str, key: str) -> ReleasedPoll:
    """Return the poll of the latest release. Raises Poll.DoesNotExist if it was not released."""
    latest = Revision.objects.of(slug).for_readers().order_by("-release_number")
    for sha256 in latest.values_list("sha256", flat=True)[:1]:
        return released_as(sha256, Poll.objects.named(slug, key).get())
    raise Poll.DoesNotExist(f"{slug} is not released.")


def released_as(sha256: str, counted: Poll) -> ReleasedPoll:
    """Return the poll of this release. Raises Poll.DoesNotExist."""
    document = read_document(sha256)
    for printed in document.polls:
        if printed.key == counted.key:
            return ReleasedPoll(sha256, document, printed, counted)
    raise Poll.DoesNotExist(f"This release has no poll {counted.key}.")


def released_tally(choices: Iterable[values.Choice], tally: Tally) -> Tally:
    """Return `tally` with the labels and printed votes of a release."""
    cast = {row.key: row.votes for row in tally.choices}
    rows = count_up(
        [(each.key, each.label, each.printed_votes, cast.get(each.key, 0)) for each in choices]
    )
    return replace(tally, choices=rows, total=sum(row.total for row in rows))


def read_change(slug: str, key: str, known: Hashable) -> tuple[State, bytes] | None:
    """Read the state of a poll and the event that reports it; None if it is the `known` one.

    Raises Poll.DoesNotExist.
    """
    close_old_connections()
    poll = released_poll(slug, key)
    return None if poll.state == known else (poll.state, broadcast.event(poll.tally))
