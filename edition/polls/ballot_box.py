"""Group commit: votes that wait together are committed together, by one writer a process.

One transaction a vote is bounded by how often the disk can sync. While the writer commits, the
votes that arrive gather; the next transaction takes them all. Each is answered after its commit.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, close_old_connections

from edition.polls.voting import NotCounted, Outcome, Recorded, Vote, VotingError, cast_ballots

MOST = 500  # votes in one transaction

log = logging.getLogger(__name__)


class BallotBox:
    """Collects votes in the event loop and hands them to a thread that writes."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.waiting: list[tuple[Vote, asyncio.Future[Outcome]]] = []
        self.writing: asyncio.Task[None] | None = None
        self.writer = ThreadPoolExecutor(1, "ballot-box")
        self.is_failing = False

    async def cast_ballot(self, vote: Vote) -> Recorded:
        """Record a vote; returns after the commit. Raises VotingError."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.waiting.append((vote, answer))
        if self.writing is None:
            self.writing = asyncio.create_task(self.write_all())
        outcome = await answer
        if isinstance(outcome, VotingError):
            raise outcome
        return outcome

    async def write_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self.waiting:
            batch, self.waiting = self.waiting[: self.most], self.waiting[self.most :]
            votes = [vote for vote, _ in batch]
            outcomes = await loop.run_in_executor(self.writer, self.write, votes)
            for (_, answer), outcome in zip(batch, outcomes, strict=True):
                if not answer.done():  # a reader may have gone
                    answer.set_result(outcome)
        self.writing = None

    def write(self, votes: list[Vote]) -> list[Outcome]:
        """What became of each vote; if the database fails, none of them was counted."""
        try:
            close_old_connections()
            outcomes = cast_ballots(votes)
            self.is_failing = False
            return outcomes
        except Exception as error:
            if not self.is_failing:  # once is enough to say so
                expected = isinstance(error, Error)
                log.error("Votes cannot be recorded: %s", error, exc_info=not expected)
            self.is_failing = True
            close_old_connections()
            return [NotCounted("Your vote was not counted. Please try again.") for _ in votes]
