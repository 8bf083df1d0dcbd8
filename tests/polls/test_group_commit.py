"""Votes that arrive together are recorded together, and fail alone."""

import asyncio
import sqlite3
from functools import partial

import pytest
from django.db import OperationalError, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from edition.polls import ballot_box, voting
from edition.polls.ballot_box import BallotBox
from edition.polls.models import Ballot, Poll
from edition.polls.tally import recount
from edition.polls.voting import NoSuchPoll, NotAChoice, NotCounted, Recorded, Vote, cast_ballots
from edition.texts.models import Edition


def vote(choice="one", voter="a", poll="goals"):
    return Vote("arma", poll, choice, voter)


def counts(poll):
    return [choice.votes for choice in poll.choices.all()]


def test_votes_are_recorded_together(poll):
    outcomes = cast_ballots([vote("one", "a"), vote("two", "b"), vote("two", "c")])
    assert [outcome.choice for outcome in outcomes] == ["one", "two", "two"]
    assert counts(poll) == [1, 2]
    assert Poll.objects.get().version == 1


def test_a_batch_costs_no_more_queries_than_a_vote(poll, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        cast_ballots([vote("one", str(number)) for number in range(100)])


def test_one_browser_in_a_batch_has_one_ballot(poll):
    cast_ballots([vote("one", "a"), vote("two", "a"), vote("one", "a"), vote("two", "a")])
    assert counts(poll) == [0, 1]
    assert Ballot.objects.get().choice.key == "two"


def test_a_refused_vote_does_not_take_the_others_down(poll):
    outcomes = cast_ballots([vote("nine"), vote("one"), vote(poll="other")])
    assert [type(outcome) for outcome in outcomes] == [NotAChoice, Recorded, NoSuchPoll]
    assert counts(poll) == [1, 0]


def test_a_vote_the_database_refuses_does_not_take_the_others_down(poll, monkeypatch):
    cast_ballots([vote("one", "b")])
    monkeypatch.setattr(voting, "ballots_by_voter", lambda poll, voters: {})  # as in a race
    outcomes = cast_ballots([vote("one", "a"), vote("one", "b"), vote("two", "c")])
    assert [type(outcome) for outcome in outcomes] == [Recorded, NotCounted, Recorded]
    assert counts(poll) == [2, 1]


class Writer:
    """A fake database that records the size of each batch."""

    def __init__(self, monkeypatch):
        self.batches = []
        self.error = None
        monkeypatch.setattr(ballot_box, "cast_when_unlocked", self.record)
        monkeypatch.setattr(ballot_box, "close_old_connections", lambda: None)

    def record(self, votes):
        if self.error:
            raise self.error
        self.batches.append(len(votes))
        return [Recorded(vote.choice, None) for vote in votes]


def cast(box, number):
    async def crowd():
        votes = (box.cast_ballot(vote("one", str(each))) for each in range(number))
        return await asyncio.gather(*votes, return_exceptions=True)

    return asyncio.run(crowd())


def test_votes_that_wait_together_are_committed_together(monkeypatch):
    writer = Writer(monkeypatch)
    assert len(cast(BallotBox(), 1200)) == 1200
    assert writer.batches == [500, 500, 200]


def test_while_the_database_is_gone_no_vote_is_counted_and_one_line_is_logged(monkeypatch, caplog):
    writer, box = Writer(monkeypatch), BallotBox()
    writer.error = OperationalError("database or disk is full")
    for _ in range(3):
        assert [type(outcome) for outcome in cast(box, 2)] == [NotCounted, NotCounted]
    assert len(caplog.records) == 1
    writer.error = None
    assert [type(outcome) for outcome in cast(box, 2)] == [Recorded, Recorded]


@pytest.fixture(params=[sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY])
def locked(request, tmp_path):
    """The error of SQLite while another connection writes or recovers, as Django raises it."""
    first, second = (sqlite3.connect(tmp_path / "locked", timeout=0) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as refused:
        second.execute("BEGIN IMMEDIATE")
    first.close()
    second.close()
    refused.value.sqlite_errorcode = request.param
    error = OperationalError(str(refused.value))
    error.__cause__ = refused.value
    return error


@pytest.fixture
def fail_with(monkeypatch):
    """Let the next attempts to record votes fail; return the list of those that are left."""
    with connection.cursor() as cursor:
        (waits,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        yield partial(_fail_with, monkeypatch)
        cursor.execute(f"PRAGMA busy_timeout = {waits}")


def _fail_with(monkeypatch, *errors):
    left = list(errors)

    def cast(votes):
        if left:
            raise left.pop(0)
        return cast_ballots(votes)

    monkeypatch.setattr(ballot_box, "cast_ballots", cast)
    return left


def test_a_vote_waits_until_the_database_is_unlocked(poll, locked, fail_with):
    left = fail_with(*[locked] * 3)
    (outcome,) = ballot_box.cast_when_unlocked([vote()])
    assert isinstance(outcome, Recorded)
    assert left == []
    assert counts(poll) == [1, 0]


def test_a_vote_waits_no_longer_than_any_other_writer(poll, locked, fail_with, monkeypatch):
    left = fail_with(*[locked] * 3)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", -1)
    with pytest.raises(OperationalError):
        ballot_box.cast_when_unlocked([vote()])
    assert len(left) == 2


def test_another_error_is_not_tried_again(poll, fail_with):
    left = fail_with(*[OperationalError("database or disk is full")] * 2)
    with pytest.raises(OperationalError):
        ballot_box.cast_when_unlocked([vote()])
    assert len(left) == 1


class AnyInterleaving(TestCase):
    @settings(max_examples=settings().max_examples // 2)
    @given(
        st.lists(
            st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["one", "two"]))),
            max_size=6,
        )
    )
    def test_ends_with_counts_equal_to_a_recount(self, batches):
        edition = Edition.objects.create(slug="arma", title="Arma")
        poll = Poll.objects.create(edition=edition, key="goals", question="Which?")
        for key in ("one", "two"):
            poll.choices.create(key=key, label=key)
        last = {}
        for batch in batches:
            cast_ballots([vote(choice, voter) for voter, choice in batch])
            last |= dict(batch)
        self.assertEqual(recount(poll), [])
        stored = {ballot.voter: ballot.choice.key for ballot in Ballot.objects.all()}
        self.assertEqual(stored, last)
