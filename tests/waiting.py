"""Wait for a state, however long a busy machine takes: the only place that sleeps."""

import asyncio
import time

PATIENCE = 120  # seconds until the wait fails


def until(find, what="the awaited state"):
    """Poll `find()` until it returns something true; return that."""
    deadline = time.monotonic() + PATIENCE
    while not (found := find()):
        assert time.monotonic() < deadline, f"Not in {PATIENCE} s: {what}"
        time.sleep(0.02)
    return found


async def until_so(is_so):
    """Let other tasks run until `is_so()`."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.001)
