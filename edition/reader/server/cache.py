"""Cache of the pages that all readers share: reading pages and the results of polls, as bytes.

They are served without Django. Twice a second at most, and only when there are requests, a check
asks the database what has changed; no state lives in one process alone.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Generic, TypeVar

from edition.reader.server.resource import Resource

CHECK_EVERY = 0.5  # seconds between checks of the database
PATIENCE = 1.0  # seconds that a reader waits for a check at most
RETRY_AFTER = 5.0  # seconds before a page that could not be rendered is tried again
TOO_OLD = 0.9  # seconds after which a reader waits for the check rather than get old bytes

State = TypeVar("State", bound=Hashable)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry(Generic[State]):
    """A shared page: its bytes, and the state for which they were last rendered.

    `state` is None before the first rendering, `resource` while Django answers for the page.
    """

    state: State | None = None
    resource: Resource | None = None
    failed_at: float = inf  # by time.monotonic; a rendering that failed is retried later


NOT_RENDERED: Entry[Any] = Entry()


class SharedPages(Generic[State]):
    """The pages that are the same for every reader, rendered again when their state changes.

    `current` reads the state of each page from the database, by path; `render` renders a page from
    its state, and returns None for one that is not for every reader. Both are called in threads.
    """

    def __init__(
        self,
        current: Callable[[], Mapping[str, State]],
        render: Callable[[str, State], Resource | None],
    ) -> None:
        self.current = current
        self.render = render
        self.entries: dict[str, Entry[State]] = {}  # by path; those not rendered yet too
        self.is_loaded = False  # the database was read once: a path not among them has no page
        self.checked_at = -inf
        self.check: asyncio.Task[None] | None = None
        self.is_database_down = False  # it fails or hangs: no reader waits for it
        self.is_failing = False

    @property
    def age(self) -> float:
        """Seconds since the pages were last known to be current."""
        return time.monotonic() - self.checked_at

    async def get(self, path: str) -> Resource | None:
        """Return the page at `path`, never older than a second; None if it is not in memory."""
        await self.freshen()
        return self.find(path)

    def find(self, path: str) -> Resource | None:
        """Return the page at `path` as it is in memory, however old; None if it is not."""
        return self.entries.get(path, NOT_RENDERED).resource

    async def has(self, path: str) -> bool:
        """Whether there is such a page, in memory or not."""
        await self.freshen()
        return path in self.entries

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
        for path in self.entries.keys() - current.keys():
            del self.entries[path]
        for path in current:
            self.entries.setdefault(path, NOT_RENDERED)
        self.is_loaded = True
        stale = [path for path, state in current.items() if self.is_stale(path, state)]
        changed = [path for path in stale if self.entries[path] is not NOT_RENDERED]
        new = [path for path in stale if self.entries[path] is NOT_RENDERED]
        for path in (*changed, *new[:1]):
            self.entries[path] = self.render_entry(path, current[path])
        return len(new) > 1

    def is_stale(self, path: str, state: State) -> bool:
        """Whether to render a page: its state has changed, or it is time to retry."""
        entry = self.entries[path]
        return entry.state != state or time.monotonic() - entry.failed_at >= RETRY_AFTER

    def render_entry(self, path: str, state: State) -> Entry[State]:
        """Render one page; retry later what fails, which leaves the old bytes in memory."""
        try:
            resource = self.render(path, state)
            has_failed = resource is None
        except Exception:
            log.exception("%s cannot be rendered.", path)
            resource, has_failed = self.entries[path].resource, True
        return Entry(state, resource, time.monotonic() if has_failed else inf)
