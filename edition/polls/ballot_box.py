"""Group commit: votes that wait together are committed together, by one writer per process.

With one transaction per vote, the disk's sync rate is the limit. Votes that arrive while the writer
commits are queued; the next transaction records them all. Each is answered after its commit.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, close_old_connections

from edition.polls.voting import NotCounted, Outcome, Recorded, Vote, VotingError, cast_ballots

MAX_BATCH = 500  # votes in one transaction

log = logging.getLogger(__name__)


class BallotBox:
    """Queue votes in the event loop, and record them in a writer thread."""

    def __init__(self, max_batch: int = MAX_BATCH) -> None:
        self.max_batch = max_batch
        self.queue: list[tuple[Vote, asyncio.Future[Outcome]]] = []
        self.writing: asyncio.Task[None] | None = None
        self.writer = ThreadPoolExecutor(1, "ballot-box")
        self.is_failing = False

    async def cast_ballot(self, vote: Vote) -> Recorded:
        """Record a vote and return after the commit. Raises VotingError."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.queue.append((vote, answer))
        if self.writing is None:
            self.writing = asyncio.create_task(self.write_all())
        outcome = await answer
        if isinstance(outcome, VotingError):
            raise outcome
        return outcome

    async def write_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self.queue:
            batch, self.queue = self.queue[: self.max_batch], self.queue[self.max_batch :]
            votes = [vote for vote, _ in batch]
            outcomes = await loop.run_in_executor(self.writer, self.write, votes)
            for (_, answer), outcome in zip(batch, outcomes, strict=True):
                if not answer.done():  # cancelled if the reader has disconnected
                    answer.set_result(outcome)
        self.writing = None

    def write(self, votes: list[Vote]) -> list[Outcome]:
        """Return the outcome of each vote; if the database fails, none was counted."""
        try:
            close_old_connections()
            outcomes = cast_ballots(votes)
            self.is_failing = False
            return outcomes
        except Exception as error:
            if not self.is_failing:  # log only the first failure in a row
                expected = isinstance(error, Error)
                log.error("Votes cannot be recorded: %s", error, exc_info=not expected)
            self.is_failing = True
            close_old_connections()
            return [NotCounted("Your vote was not counted. Please try again.") for _ in votes]
