"""Cache of the pages that all readers share: reading pages and the results of polls, as bytes.

Each is answered before Django is asked. Twice a second at most, and only when somebody reads, the
database is asked whether anything changed; nothing lives in one process alone.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from edition.reader.server.resource import Resource

CHECK_EVERY = 0.5  # seconds between looks at the database
PATIENCE = 1.0  # seconds a reader waits for that look at most
RETRY_AFTER = 5.0  # seconds before a page that could not be rendered is tried again
TOO_OLD = 0.9  # seconds after which a reader waits for the look rather than get old bytes

State = TypeVar("State", bound=Hashable)

log = logging.getLogger(__name__)


class SharedPages(Generic[State]):
    """The pages that are the same for every reader, rendered anew when what they show has changed.

    `current` asks the database which pages there are: for each path, something that changes when
    the page does, which `render` makes it from. Both are called in threads.
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
        self.looked_at = float("-inf")
        self.look: asyncio.Task[None] | None = None
        self.is_blind = False  # the database fails or hangs: nobody waits for it
        self.is_failing = False
        self.failed: dict[str, tuple[State, float]] = {}  # what could not be rendered, and when

    @property
    def age(self) -> float:
        """Seconds since the pages were last known to be right."""
        return time.monotonic() - self.looked_at

    async def get(self, path: str) -> Resource | None:
        """The page at `path`, never older than a second; None if it is not in memory."""
        await self.freshen()
        return self.pages.get(path)

    async def has(self, path: str) -> bool:
        """Whether there is such a page, in memory or not."""
        await self.freshen()
        return path in self.paths

    async def freshen(self) -> None:
        """Wait for a look at the database, unless the last one was a moment ago."""
        age = self.age
        if age > CHECK_EVERY and self.look is None:
            self.start()
        if age > TOO_OLD and self.look and not self.is_blind:
            look = self.look
            await asyncio.wait({look}, timeout=PATIENCE)
            self.is_blind = self.is_blind or not look.done()

    def start(self) -> None:
        """Look at the database in the background, until every page is in memory."""
        self.look = asyncio.create_task(self.look_again())

    async def look_again(self) -> None:
        began, has_more = time.monotonic(), False
        try:
            has_more = await asyncio.to_thread(self.refresh)
            self.is_blind = self.is_failing = False
        except Exception:
            # Readers are served what there is; once is enough to say so.
            if not self.is_failing:
                log.exception("The database cannot be asked what changed; pages stay as they are.")
            self.is_blind = self.is_failing = True
        self.looked_at, self.look = began, None
        if has_more:
            self.start()

    def refresh(self) -> bool:
        """Drop what is gone, and render what has changed and one new page; True if more are new.

        With one at a time each look is short, and what is in memory already stays fresh while a
        server that has just started renders the rest.
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
        """Whether to render a page: it shows another state, and did not just fail."""
        if self.states.get(path) == state:
            return False
        failed_state, failed_at = self.failed.get(path, (None, 0.0))
        return failed_state != state or time.monotonic() - failed_at >= RETRY_AFTER

    def make(self, path: str, state: State) -> None:
        """Render one page; one that fails is left to Django, and tried again later."""
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
