"""Measure votes acknowledged per second over HTTP, against one transaction per vote.

All servers take turns on the same database. One transaction per vote is measured twice: with the
same application, limited to one vote in a transaction, and with Django in its threads.
The ratio is to the faster of the two.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

from django.db import connection

from benchmarks.load import measure, server
from benchmarks.scratch import CHOICES, POLL, run, scratch
from benchmarks.vote_load import Answers, cast_votes, new_voters

CONNECTIONS = 64
STATE = f"GET {POLL}state HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode()

READ_TALLY = """
import time
from statistics import median
from django.db import connection
from edition.polls.models import Ballot, Poll
from edition.polls.tally import read_tally, recount
poll = Poll.objects.get()
choices = list(poll.choices.all())
for start in range(0, {ballots}, 1000):
    Ballot.objects.bulk_create(
        Ballot(poll=poll, choice=choices[number % 4], voter=f"read-{{number}}")
        for number in range(start, start + 1000)
    )
recount(poll)
poll = Poll.objects.get()
def least():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()
def seconds(read):
    began = time.perf_counter()
    read()
    return time.perf_counter() - began
pairs = [(seconds(lambda: read_tally(poll)), seconds(least)) for _ in range(1000)]
print(Ballot.objects.count(), *map(median, zip(*pairs)))
"""

REFRESH = "from benchmarks.refresh import print_refresh; print_refresh()"

MIN_RATIO = 3
MIN_GAIN = 5  # in processor time, over rendering pages whole
MAX_MS = {"sqlite": 100, "postgresql": 60}  # for 99 of 100
MAX_MS_FOR_A_TALLY = 0.1


def benchmark_votes(
    rounds: int, seconds: float, ballots: int, say: Callable[[str], object]
) -> None:
    """Vote in `rounds` of `seconds`, then read the tally with `ballots` more."""
    with ExitStack() as stack:
        environment = stack.enter_context(scratch())
        applications = {
            "written together": "edition.asgi:application",
            "one at a time": "benchmarks.one_by_one:application",
            "so in threads": "edition.asgi:django_alone",
        }
        servers = {
            name: stack.enter_context(server(application, environment))
            for name, application in applications.items()
        }
        for port, _ in servers.values():
            cast(port, min(seconds, 0.5))  # until all code is loaded
        say(f"votes of new readers on {CONNECTIONS} connections, {rounds} rounds")
        measured = in_turn(servers, rounds, seconds)
        for name, rows in measured.items():
            say(
                f"{name:>16} {median(row.rate for row in rows):>7,.0f} a second, answered within "
                f"{milliseconds(rows, 50)} ms (half), {milliseconds(rows, 99)} ms (99 of 100)"
                f"{refused(rows)}"
            )
        say(f"{'limit':>16} {MAX_MS[connection.vendor]} ms (99 of 100)")
        ratios = [
            ours.rate / max(single.rate, threads.rate)
            for ours, single, threads in zip(*measured.values(), strict=True)
        ]
        say(
            f"written together / one at a time, the faster: {median(ratios):.1f} times "
            f"(rounds: {', '.join(f'{ratio:.1f}' for ratio in ratios)}), limit {MIN_RATIO}"
        )
        printed = run(
            environment, "shell", "--no-imports", "-c", READ_TALLY.format(ballots=ballots)
        ).split()
        ballots_read = int(printed[0])
        from_database, least = (float(each) * 1e3 for each in printed[1:])
        port, pid = servers["written together"]
        time.sleep(1)  # until the server has refreshed its tally
        read = measure(port, pid, STATE, seconds)
        say(
            f"the tally of {ballots_read:,} votes: readers receive it in {1e3 / read.rate:.3f} ms "
            f"({read.rate:,.0f} a second), it is read from the database in {from_database:.3f} ms, "
            f"SELECT 1 in {least:.3f} ms; limit {MAX_MS_FOR_A_TALLY} ms"
        )
        refreshed, whole = map(
            float, run(environment, "shell", "--no-imports", "-c", REFRESH).split()
        )
        say(
            f"pages are refreshed for a vote in {refreshed:.1f} ms of processor time, rendered "
            f"whole in {whole:.1f} ms: {whole / refreshed:.1f} times, limit {MIN_GAIN}"
        )


def in_turn(
    servers: dict[str, tuple[int, int]], rounds: int, seconds: float
) -> dict[str, list[Answers]]:
    """Measure all servers in turn; the order alternates between rounds."""
    measured: dict[str, list[Answers]] = {name: [] for name in servers}
    for number in range(rounds):
        for name in sorted(servers, reverse=bool(number % 2)):
            measured[name].append(cast(servers[name][0], seconds))
    return measured


def cast(port: int, seconds: float) -> Answers:
    deadline = time.monotonic() + seconds
    votes = new_voters(CHOICES)
    return asyncio.run(
        cast_votes(port, POLL, votes, CONNECTIONS, lambda answers: time.monotonic() > deadline)
    )


def milliseconds(rows: list[Answers], percent: float) -> str:
    return f"{median(row.percentile(percent) for row in rows) * 1e3:,.0f}"


def refused(rows: list[Answers]) -> str:
    number = sum(sum(row.refused.values()) for row in rows)
    return f"; {number} not recorded" if number else ""
