"""Cache of the pages that all readers share: reading pages and the results of polls, as bytes.

They are served without Django. Twice a second at most, and only when there are requests, a check
asks the database what has changed; no state lives in one process alone.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from edition.reader.server.resource import Resource

CHECK_EVERY = 0.5  # seconds between checks of the database
PATIENCE = 1.0  # seconds that a reader waits for a check at most
RETRY_AFTER = 5.0  # seconds before a page that could not be rendered is tried again
TOO_OLD = 0.9  # seconds after which a reader waits for the check rather than get old bytes

State = TypeVar("State", bound=Hashable)

log = logging.getLogger(__name__)


class SharedPages(Generic[State]):
    """The pages that are the same for every reader, rendered again when their state changes.

    `current` reads the state of each page from the database, by path; `render` makes a page from
    its state. Both are called in threads.
    """

    def __init__(
        self,
        current: Callable[[], Mapping[str, State]],
        render: Callable[[str, State], Resource | None],
    ) -> None:
        self.current = current
        self.render = render
        self.pages: dict[str, Resource | None] = {}
        self.states: dict[str, State] = {}
        self.paths: Iterable[str] = ()  # of all pages, those not rendered yet too
        self.checked_at = float("-inf")
        self.check: asyncio.Task[None] | None = None
        self.is_database_down = False  # it fails or hangs: no reader waits for it
        self.is_failing = False
        self.failed: dict[str, tuple[State, float]] = {}  # what could not be rendered, and when

    @property
    def age(self) -> float:
        """Seconds since the pages were last known to be current."""
        return time.monotonic() - self.checked_at

    async def get(self, path: str) -> Resource | None:
        """Return the page at `path`, never older than a second; None if it is not in memory."""
        await self.freshen()
        return self.pages.get(path)

    async def has(self, path: str) -> bool:
        """Whether there is such a page, in memory or not."""
        await self.freshen()
        return path in self.paths

    async def freshen(self) -> None:
        """Wait for a check of the database, unless the last one was a moment ago."""
        age = self.age
        if age > CHECK_EVERY and self.check is None:
            self.start_check()
        if age > TOO_OLD and self.check and not self.is_database_down:
            check = self.check
            await asyncio.wait({check}, timeout=PATIENCE)
            self.is_database_down = self.is_database_down or not check.done()

    def start_check(self) -> None:
        """Check the database in the background, until every page is in memory."""
        self.check = asyncio.create_task(self.run_check())

    async def run_check(self) -> None:
        began, has_more = time.monotonic(), False
        try:
            has_more = await asyncio.to_thread(self.refresh)
            self.is_database_down = self.is_failing = False
        except Exception:
            # Readers get the pages in memory; it is logged once.
            if not self.is_failing:
                log.exception("The database cannot be asked what changed; pages stay as they are.")
            self.is_database_down = self.is_failing = True
        self.checked_at, self.check = began, None
        if has_more:
            self.start_check()

    def refresh(self) -> bool:
        """Drop old pages, render the changed ones and one new one; True if there are more new ones.

        With one at a time each check is short, and the pages in memory stay fresh while a server
        that has just started renders the rest.
        """
        current = self.current()
        self.paths = current.keys()
        for path in set(self.pages) - set(current):
            del self.pages[path]
            self.states.pop(path, None)
        stale = [path for path, state in current.items() if self.is_stale(path, state)]
        changed = [path for path in stale if path in self.pages]
        new = [path for path in stale if path not in self.pages]
        for path in (*changed, *new[:1]):
            self.make(path, current[path])
        return len(new) > 1

    def is_stale(self, path: str, state: State) -> bool:
        """Whether to render a page: its state has changed, and it did not just fail."""
        if self.states.get(path) == state:
            return False
        failed_state, failed_at = self.failed.get(path, (None, 0.0))
        return failed_state != state or time.monotonic() - failed_at >= RETRY_AFTER

    def make(self, path: str, state: State) -> None:
        """Render one page; one that fails is left to Django, and retried later."""
        try:
            self.pages[path] = self.render(path, state)
        except Exception:
            self.pages[path] = None
            log.exception("%s cannot be rendered.", path)
        if self.pages[path] is None:
            self.states.pop(path, None)
            self.failed[path] = (state, time.monotonic())
        else:
            self.states[path] = state
            self.failed.pop(path, None)
