"""Waiting for what is awaited, however long a busy machine takes: the only place that sleeps."""

import asyncio
import time

PATIENCE = 120  # seconds until it is taken for something that never comes


def until(find, what="what was awaited"):
    """Ask again and again until `find()` gives something true; give that."""
    deadline = time.monotonic() + PATIENCE
    while not (found := find()):
        assert time.monotonic() < deadline, f"Not in {PATIENCE} s: {what}"
        time.sleep(0.02)
    return found


async def until_so(is_so):
    """Let others have their turn until `is_so()`."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.001)
