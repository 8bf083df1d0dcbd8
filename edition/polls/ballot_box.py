"""Group commit: votes that wait together are committed together, by one writer per process.

With one transaction per vote, the disk's sync rate is the limit. Votes that arrive while the writer
commits are queued; the next transaction records them all. Each is answered after its commit.
"""

import asyncio
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from django.db import Error, OperationalError, close_old_connections, connection

from edition.polls.voting import NotCounted, Outcome, Recorded, Vote, VotingError, cast_ballots

MAX_BATCH = 500  # votes in one transaction
LOCK_STEP = 0.002  # seconds between two attempts to lock SQLite's file
PRIMARY_CODE = 0xFF  # an extended code of SQLite, such as that of a recovery, adds to this byte

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
            outcomes = cast_when_unlocked(votes)
            self.is_failing = False
            return outcomes
        except Exception as error:
            if not self.is_failing:  # log only the first failure in a row
                expected = isinstance(error, Error)
                log.error("Votes cannot be recorded: %s", error, exc_info=not expected)
            self.is_failing = True
            close_old_connections()
            return [NotCounted("Your vote was not counted. Please try again.") for _ in votes]


def cast_when_unlocked(votes: list[Vote]) -> list[Outcome]:
    """Record votes as soon as no other transaction locks the database.

    SQLite itself would try again in steps that grow to a tenth of a second, and let voters wait
    for the rest of a step. The connection of the thread no longer waits by itself afterwards.
    """
    if connection.vendor != "sqlite":
        return cast_ballots(votes)
    last_attempt = monotonic() + connection.settings_dict["OPTIONS"]["timeout"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            return cast_ballots(votes)
        except OperationalError as error:
            if not _is_locked(error) or monotonic() > last_attempt:
                raise
            sleep(LOCK_STEP)


def _is_locked(error: OperationalError) -> bool:
    cause = error.__cause__
    if not isinstance(cause, sqlite3.Error):
        return False
    return cause.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_BUSY
