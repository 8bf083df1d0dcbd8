"""Cast ballots: one per browser, changeable until the poll closes.

Votes that arrive together are recorded in one transaction, since the commit is what takes time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import DataError, Error, IntegrityError, transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone

from edition.polls.models import Ballot, Burst, Poll
from edition.polls.notify import notify
from edition.polls.rate_limit import networks
from edition.polls.tally import Tally, count_up, tally_of

FIELDS = ("key", "opens_at", "closes_at", "version", "set_apart", "edition__slug")


class VotingError(Exception):
    """A vote was refused; the message can be shown to the reader."""

    status = 409  # of the HTTP response


class NoSuchPoll(VotingError):
    status = 404


class NotAChoice(VotingError):
    status = 400

    def __init__(self) -> None:
        super().__init__("Choose one of the answers, then vote.")


class NotCounted(VotingError):
    """The database could not record the vote; a later attempt may succeed."""

    status = 503


@dataclass(frozen=True, slots=True)
class Vote:
    """A browser's request: a choice of a poll, each by its key.

    `voter` is a hash of its cookie, `network` today's name of its network.
    """

    edition: str
    poll: str
    choice: str
    voter: str
    network: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A vote that was recorded, and the result that includes it."""

    choice: str
    tally: Tally
    is_set_apart: bool = False


Outcome = Recorded | VotingError


def cast_ballot(vote: Vote) -> Recorded:
    """Record a vote, or change the browser's earlier one. Raises VotingError."""
    outcome = cast_ballots([vote])[0]
    if isinstance(outcome, VotingError):
        raise outcome
    return outcome


def cast_ballots(votes: Sequence[Vote]) -> list[Outcome]:
    """Record all votes in one transaction; return their outcomes in the same order.

    If the database refuses one of them, they are recorded one by one instead, so that the others
    succeed. Raises DatabaseError, with nothing recorded, if the database is unreachable or full.
    """
    charged: list[str] = []
    try:
        with transaction.atomic():
            return _cast_together(votes, charged)
    except Error as error:
        for network in charged:
            networks.return_token(network)
        if not isinstance(error, IntegrityError | DataError):
            raise
        if len(votes) == 1:
            return [_refusal(error)]
        return [outcome for vote in votes for outcome in cast_ballots([vote])]


def _refusal(error: Exception) -> VotingError:
    refusal = NotCounted("Your vote could not be recorded. Please vote again.")
    refusal.__cause__ = error
    return refusal


def _cast_together(votes: Sequence[Vote], charged: list[str]) -> list[Outcome]:
    """Record votes; append to `charged` the network of each one that took a token."""
    # The lock on a poll orders its votes, so that counts and ballots change together, and ballots
    # that were read stay current until the commit. A constraint ensures one ballot per voter.
    # Polls are always locked in the same order.
    batches = {(batch.poll.edition.slug, batch.poll.key): batch for batch in _lock_polls(votes)}
    refusals: dict[int, VotingError] = {}
    for number, vote in enumerate(votes):
        batch = batches.get((vote.edition, vote.poll))
        if batch is None:
            refusals[number] = NoSuchPoll("There is no such poll.")
        elif not batch.poll.is_open:
            refusals[number] = VotingError(batch.poll.why_not_open)
        elif vote.choice not in batch.choices:
            refusals[number] = NotAChoice()
        else:
            batch.add(vote, charged)
    tallies = {name: batch.store() for name, batch in batches.items()}
    return [
        refusals[number]
        if number in refusals
        else Recorded(
            vote.choice,
            tallies[vote.edition, vote.poll],
            batches[vote.edition, vote.poll].ballots[vote.voter].is_set_apart,
        )
        for number, vote in enumerate(votes)
    ]


def _lock_polls(votes: Sequence[Vote]) -> Iterable["_PollBatch"]:
    named = Q()
    for edition, key in {(vote.edition, vote.poll) for vote in votes}:
        named |= Q(edition__slug=edition, key=key)
    # A withdrawn edition accepts no votes.
    public = Poll.objects.filter(named, edition__withdrawal=None)
    polls = public.select_related("edition").only(*FIELDS)
    for poll in polls.locked():
        voters = {
            vote.voter
            for vote in votes
            if (vote.edition, vote.poll) == (poll.edition.slug, poll.key)
        }
        yield _PollBatch(poll, voters)


def ballots_by_voter(poll: Poll, voters: set[str]) -> dict[str, Ballot]:
    return {
        ballot.voter: ballot
        for ballot in poll.ballots.filter(voter__in=voters).select_related("burst")
    }


class _PollBatch:
    """The ballots of one poll that a transaction writes, and their effect on its counts."""

    def __init__(self, poll: Poll, voters: set[str]) -> None:
        self.poll = poll
        self.choices = {choice.key: choice for choice in poll.choices.all()}
        self.ballots = ballots_by_voter(poll, voters)
        self.new: list[Ballot] = []
        self.changed: dict[str, Ballot] = {}
        self.gains: dict[int, int] = {}  # by the primary key of a choice
        self.bursts: dict[str, Burst] = {}
        self.set_apart = 0

    def add(self, vote: Vote, charged: list[str]) -> None:
        choice = self.choices[vote.choice]
        ballot = self.ballots.get(vote.voter)
        if ballot is None:
            ballot = Ballot(poll=self.poll, choice=choice, voter=vote.voter)
            if not networks.take_token(vote.network):
                ballot.burst = self.burst(vote.network)
            elif vote.network:
                charged.append(vote.network)
            self.ballots[vote.voter] = ballot
            self.new.append(ballot)
            self.set_apart += ballot.is_set_apart
        elif ballot.choice_id == choice.pk:
            return
        else:
            self.gain(ballot, -1)
            ballot.choice, ballot.changed_at = choice, timezone.now()
            if ballot.pk:
                self.changed[vote.voter] = ballot
        self.gain(ballot, 1)

    def gain(self, ballot: Ballot, votes: int) -> None:
        if not ballot.is_set_apart:
            self.gains[ballot.choice_id] = self.gains.get(ballot.choice_id, 0) + votes

    def burst(self, network: str) -> Burst:
        """Return the current burst of `network`, or begin one."""
        if network not in self.bursts:
            known = networks.burst_of(network, self.poll.pk)
            burst = self.poll.bursts.filter(pk=known).first() if known else None
            burst = burst or self.poll.bursts.create()
            begin = partial(networks.begin_burst, network, self.poll.pk, burst.pk)
            transaction.on_commit(begin)
            self.bursts[network] = burst
        return self.bursts[network]

    def store(self) -> Tally:
        """Write the ballots and counts; return the new result."""
        Ballot.objects.bulk_create(self.new)
        Ballot.objects.bulk_update(self.changed.values(), ["choice", "changed_at"])
        gains = {pk: votes for pk, votes in self.gains.items() if votes}
        if gains:
            gain = Case(*(When(pk=pk, then=votes) for pk, votes in gains.items()))
            self.poll.choices.filter(pk__in=gains).update(votes=F("votes") + gain)
        for choice in self.choices.values():
            choice.votes += gains.get(choice.pk, 0)
        if self.new or self.changed:
            self.poll.version += 1
            self.poll.set_apart += self.set_apart
            self.poll.save(update_fields=["version", "set_apart"])
            notify(f"{self.poll.edition.slug}/{self.poll.key}")
        counts = [(c.key, c.label, c.printed_votes, c.votes) for c in self.choices.values()]
        return tally_of(self.poll, count_up(counts))
