from datetime import timedelta

import pytest
from django.utils import timezone

from edition.polls.models import Ballot, Poll
from edition.polls.tally import read_tally, recount
from edition.polls.voter import new_voter, voter_hash
from edition.polls.voting import Vote, VotingError, cast_ballot

pytestmark = pytest.mark.django_db


def counts(poll):
    return [row.total for row in read_tally(Poll.objects.get(pk=poll.pk)).choices]


def cast(choice, voter):
    return cast_ballot(Vote("arma", "goals", choice, voter_hash(voter)))


def test_a_vote_is_added_to_the_printed_votes(poll):
    cast("one", new_voter())
    assert counts(poll) == [34, 30]


def test_a_browser_votes_once(poll):
    voter = new_voter()
    for _ in range(2):
        cast("one", voter)
    assert counts(poll) == [34, 30]


def test_a_vote_can_be_changed(poll):
    voter = new_voter()
    cast("one", voter)
    cast("two", voter)
    assert counts(poll) == [33, 31]
    assert Ballot.objects.get().changed_at


def test_a_closed_poll_refuses_votes(poll):
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(VotingError, match="closed"):
        cast("one", new_voter())


def test_the_version_grows_only_when_the_result_changes(poll):
    voter = new_voter()
    for _ in range(3):
        cast("one", voter)
    assert Poll.objects.get().version == 1


def test_the_database_stores_only_a_hash_of_the_cookie(poll):
    voter = new_voter()
    cast("one", voter)
    assert voter not in Ballot.objects.get().voter


def test_a_recount_corrects_and_reports_wrong_counts(poll):
    cast("one", new_voter())
    poll.choices.update(votes=5)
    assert [(each.key, each.stored, each.counted) for each in recount(poll)] == [
        ("one", 5, 1),
        ("two", 5, 0),
    ]
    assert recount(poll) == []
    assert counts(poll) == [34, 30]
