"""A burst from one network is set apart, reported in the result, and can be restored."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import OperationalError

from edition.polls import rate_limit, voting
from edition.polls.bursts import restore
from edition.polls.models import Ballot, Burst, Poll
from edition.polls.rate_limit import CAPACITY, DAY, REFILL_EVERY, Networks
from edition.polls.tally import read_tally, recount
from edition.polls.voting import Vote, cast_ballots

HERE, ELSEWHERE = "9.9.9.9", "8.8.8.8"


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def networks(clock, monkeypatch):
    networks = Networks(clock)
    monkeypatch.setattr(rate_limit, "networks", networks)
    monkeypatch.setattr(voting, "networks", networks)
    return networks


@pytest.fixture
def arrive(poll, networks, django_capture_on_commit_callbacks):
    """Cast votes of new readers of a network, all at once."""

    def arrive(number, address=HERE, choice="one"):
        name = networks.name(address)
        start = Ballot.objects.count()
        votes = [Vote("arma", "goals", choice, f"{start + n}", name) for n in range(number)]
        with django_capture_on_commit_callbacks(execute=True):
            return cast_ballots(votes)

    return arrive


def tally():
    return read_tally(Poll.objects.get())


def test_a_burst_is_set_apart_and_reported(arrive):
    outcomes = arrive(CAPACITY + 10)
    assert [outcome.is_set_apart for outcome in outcomes].count(True) == 10
    assert (tally().choices[0].votes, tally().set_apart) == (CAPACITY, 10)


def test_a_burst_does_not_affect_another_network(arrive):
    arrive(CAPACITY + 10)
    assert not any(outcome.is_set_apart for outcome in arrive(CAPACITY, ELSEWHERE))


def test_a_network_is_never_locked_out(arrive, clock):
    arrive(CAPACITY + 10)
    clock.now += REFILL_EVERY
    assert [outcome.is_set_apart for outcome in arrive(2)] == [False, True]


def test_a_vote_set_apart_can_be_changed_and_stays_so(arrive, networks):
    arrive(CAPACITY + 1)
    cast_ballots([Vote("arma", "goals", "two", f"{CAPACITY}", networks.name(HERE))])
    assert [row.votes for row in tally().choices] == [CAPACITY, 0]
    assert tally().set_apart == 1


def test_staff_can_restore_a_burst_even_before_it_is_over(arrive):
    arrive(CAPACITY + 10)
    assert restore(Burst.objects.get()) == 10
    arrive(5)
    assert (tally().choices[0].votes, tally().set_apart) == (CAPACITY + 15, 0)
    assert Burst.objects.count() == 1
    assert restore(Burst.objects.get()) == 0


def test_a_recount_distinguishes_counted_ballots_from_those_set_apart(arrive):
    arrive(CAPACITY + 10)
    poll = Poll.objects.get()
    assert recount(poll) == []
    restore(Burst.objects.get())
    assert recount(poll) == []
    Poll.objects.update(set_apart=3)
    assert [(each.key, each.stored, each.counted) for each in recount(poll)] == [
        ("set apart", 3, 0)
    ]


def test_the_command_lists_bursts_and_restores_one(arrive, capsys):
    arrive(CAPACITY + 10)
    call_command("restore_votes", "arma", "goals")
    assert "10 votes, set apart" in capsys.readouterr().out
    call_command("restore_votes", "arma", "goals", str(Burst.objects.get().pk))
    assert "10 votes count now" in capsys.readouterr().out


def test_votes_that_could_not_be_recorded_do_not_make_a_burst(arrive, networks, monkeypatch):
    def refuse(*arguments):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(voting._PollBatch, "store", refuse)
        for _ in range(3):
            with pytest.raises(OperationalError):
                arrive(CAPACITY)
    assert not any(outcome.is_set_apart for outcome in arrive(CAPACITY))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.7", "172.17.0.1", "", "unix:"])
def test_a_proxy_is_not_taken_for_a_network(networks, address):
    assert networks.name(address) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9.9.9.9", "9.9.9.200"),
        ("2a01:4f8:1:2::3", "2a01:4f8:1:ff::9"),
        ("::ffff:9.9.9.9", "9.9.9.9"),
    ],
)
def test_neighbours_are_one_network(networks, one, other):
    assert networks.name(one) == networks.name(other) != networks.name("8.8.8.8")


def test_the_salt_is_replaced_daily(networks, clock):
    yesterday = networks.name(HERE)
    clock.now += DAY + 1
    assert networks.name(HERE) != yesterday and networks.buckets == {}


@pytest.fixture
def threads():
    """Threads that switch at every instruction of the code under test."""

    def give_way(frame, event, argument):
        time.sleep(0)
        return give_way

    def watch(frame, event, argument):
        if frame.f_code.co_filename != rate_limit.__file__:
            return None
        frame.f_trace_opcodes = True
        return give_way

    with ThreadPoolExecutor(4, initializer=lambda: sys.settrace(watch)) as threads:
        yield threads


@pytest.mark.exhaustive
def test_threads_count_together(networks, threads):
    name = networks.name(HERE)
    tries = [threads.submit(lambda: [networks.take_token(name) for _ in range(50)]) for _ in "four"]
    assert sum(each.result().count(True) for each in tries) == CAPACITY


@pytest.mark.exhaustive
def test_a_network_may_be_forgotten_while_it_votes(networks, threads):
    def vote():
        for _ in range(100):
            networks.take_token("network")
            networks.return_token("network")
            networks.begin_burst("network", 1, 1)
            networks.burst_of("network", 1)

    voting = [threads.submit(vote) for _ in "two"]
    forgetting = threads.submit(lambda: [networks.forget() for _ in range(50)])
    for each in (*voting, forgetting):
        each.result()


def test_no_name_of_a_network_holds_an_address(networks):
    assert "9.9" not in networks.name(HERE)
