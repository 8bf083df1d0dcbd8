"""Measure the cost of thousands of listeners to a poll, and the delay of votes to the last."""

import asyncio
import os
import resource
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection

from benchmarks.listeners import listen, wait_for_change
from benchmarks.load import processor_time, server
from benchmarks.scratch import CHOICES, POLL, scratch
from benchmarks.vote_load import cast_votes, new_voters


def benchmark_stream(
    number: int, rounds: int, seconds: float, say: Callable[[str], object]
) -> None:
    """Connect `number` listeners, leave them idle for `seconds`, then vote `rounds` times."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as stack:
        environment = stack.enter_context(scratch())
        port, pid = stack.enter_context(server("edition.asgi:application", environment))
        asyncio.run(crowd(port, pid, number, rounds, seconds, say))


async def crowd(
    port: int, pid: int, number: int, rounds: int, seconds: float, say: Callable[[str], object]
) -> None:
    (first,) = await listen(port, f"{POLL}stream", 1)  # so that first costs are not counted
    size, began = resident(pid), time.perf_counter()
    listeners = await listen(port, f"{POLL}stream", number)
    took = time.perf_counter() - began
    each = (resident(pid) - size) / number
    say(
        f"{number:,} listeners connected in {took:.1f} s, {each:.1f} kB each "
        "(limits for 5,000: 5 s, 16 kB)"
    )
    await asyncio.sleep(2)
    used, began = processor_time(pid), time.perf_counter()
    await asyncio.sleep(seconds)
    idle = (processor_time(pid) - used) / (time.perf_counter() - began)
    say(f"idle: {idle:.1%} of a processor (limit 2 %)")
    received, answered, during = [], [], []
    votes = new_voters(CHOICES)
    for _ in range(rounds):
        version = first.version
        vote = await cast_votes(port, POLL, votes, 1, lambda answers: bool(answers.seconds))
        committed = time.perf_counter()
        answered += vote.seconds
        # Once the first has received it, the others are being sent it: a vote now must not wait.
        while first.version == version:
            await asyncio.sleep(0.002)
        vote = await cast_votes(port, POLL, votes, 1, lambda answers: bool(answers.seconds))
        during += vote.seconds
        received.append(await wait_for_change(listeners, version) - committed)
        await asyncio.sleep(2)
    limit = 1.5 if connection.vendor == "sqlite" and not settings.REDIS_URL else 0.5
    say(
        f"the last one receives it after {median(received):.2f} s, at worst {max(received):.2f} s "
        f"(limit {limit} s)"
    )
    for what, times in (("", answered), (" while all are sent to", during)):
        half, worst = median(times) * 1e3, max(times) * 1e3
        say(f"a vote{what} answered in {half:.0f} ms, at worst {worst:.0f} ms (limit 50 ms)")
    for listener in (first, *listeners):
        listener.transport.close()


def resident(pid: int) -> float:
    """Return the resident memory of a process in kB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024
