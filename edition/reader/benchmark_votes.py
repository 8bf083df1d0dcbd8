"""How many votes a second are acknowledged over HTTP, beside one transaction a vote."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

from edition.reader.load import server
from edition.reader.scratch import CHOICES, POLL, run, scratch
from edition.reader.vote_load import Answers, cast_votes, new_voters

CONNECTIONS = 64
VOTES_TO_READ = 100_000

READ_TALLY = f"""
import time
from statistics import median
from edition.polls.models import Ballot, Poll
from edition.polls.tally import read_tally, recount
poll = Poll.objects.get()
choices = list(poll.choices.all())
for start in range(0, {VOTES_TO_READ}, 5000):
    Ballot.objects.bulk_create(
        Ballot(poll=poll, choice=choices[number % 4], voter=f"read-{{number}}")
        for number in range(start, start + 5000)
    )
recount(poll)
poll = Poll.objects.get()
def seconds():
    began = time.perf_counter()
    read_tally(poll)
    return time.perf_counter() - began
print(median(seconds() for _ in range(500)))
"""


def benchmark_votes(rounds: int, seconds: float, say: Callable[[str], object]) -> None:
    with ExitStack() as stack:
        environment = stack.enter_context(scratch())
        servers = {
            "written together": stack.enter_context(
                server("edition.asgi:application", environment)
            ),
            "one at a time": stack.enter_context(server("edition.asgi:django_alone", environment)),
        }
        say(f"votes of new readers on {CONNECTIONS} connections, {rounds} rounds")
        measured: dict[str, list[Answers]] = {name: [] for name in servers}
        for _ in range(rounds):
            for name, (port, _) in servers.items():
                measured[name].append(cast(port, seconds))
        for name, rows in measured.items():
            say(
                f"{name:>16} {median(row.rate for row in rows):>7,.0f} a second, answered within "
                f"{milliseconds(rows, 50)} ms (half), {milliseconds(rows, 99)} ms (99 of 100)"
                f"{refused(rows)}"
            )
        ratios = [ours.rate / single.rate for ours, single in zip(*measured.values(), strict=True)]
        say(
            f"written together / one at a time: {median(ratios):.1f} times "
            f"(rounds: {', '.join(f'{ratio:.1f}' for ratio in ratios)})"
        )
        took = float(run(environment, "shell", "--no-imports", "-c", READ_TALLY))
        say(f"a tally of more than {VOTES_TO_READ:,} votes is read in {took * 1e3:.2f} ms")


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
