"""Broadcast the full tally to every open event stream of a poll.

While a poll has listeners, one task per process checks it for changes and sends them to all. It
sends in slices, so that a vote that arrives meanwhile need not wait for thousands of listeners.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Hashable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor

from asgiref.typing import ASGISendCallable

from edition.polls.models import Poll
from edition.polls.notify import Subscription
from edition.polls.tally import Tally

COMMENT_EVERY = 20.0  # seconds; proxies close silent connections
LISTENS_FOR = 600.0  # seconds; then the browser reconnects, perhaps to another process
RETRY = (2000, 5000)  # milliseconds until a browser reconnects: not all at the same time
SLICE = 50  # listeners served before other tasks have a turn
REST = 0.1  # seconds at least between two broadcasts of a poll; twice as long as one took

# Fetches the result of a poll: (slug, key, last state) → (state, event), or None if the state has
# not changed. Raises Poll.DoesNotExist if readers have no such poll.
Fetch = Callable[[str, str, Hashable], tuple[Hashable, bytes] | None]

log = logging.getLogger(__name__)


def event(tally: Tally) -> bytes:
    """The result as a server-sent event, with its version as the event's id."""
    return f"id: {tally.version}\ndata: {tally.json}\n\n".encode()


class Listener:
    """One open stream. A slow one skips results: it is sent the latest when it can receive."""

    __slots__ = ("comment_at", "ends_at", "has_ended", "pending", "send", "sending")

    def __init__(self, send: ASGISendCallable) -> None:
        now = time.monotonic()
        self.send = send
        self.sending: asyncio.Task[None] | None = None
        self.pending = b""
        self.has_ended = False
        self.comment_at = now + COMMENT_EVERY
        self.ends_at = now + LISTENS_FOR

    def send_soon(self, message: bytes) -> None:
        """Send without waiting."""
        self.comment_at = time.monotonic() + COMMENT_EVERY
        if self.sending:
            self.pending = message
        elif not self.has_ended:
            self.sending = asyncio.create_task(self._send(message))

    async def _send(self, message: bytes) -> None:
        while message:
            await self.send({"type": "http.response.body", "body": message, "more_body": True})
            message, self.pending = self.pending, b""
        self.sending = None

    async def end(self) -> None:
        """Complete the response; a stream that is still sending is left to be closed later."""
        if not self.sending and not self.has_ended:
            self.has_ended = True
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})


class Room:
    """The listeners of one poll, and the task that watches it for them."""

    def __init__(
        self, name: tuple[str, str], subscription: Subscription, fetch: Fetch, executor: Executor
    ) -> None:
        self.name = name
        self.subscription = subscription
        self.fetch = fetch
        self.executor = executor
        self.listeners: dict[Listener, None] = {}
        self.state: Hashable = None
        self.message = b""
        self.is_failing = False
        self.refreshing: asyncio.Task[bool] | None = None
        self.watching: asyncio.Task[None] | None = None

    async def ensure_fresh(self) -> None:
        """Refresh the result unless it is watched: once for all who join at the same time."""
        if not self.watching:
            self.refreshing = self.refreshing or asyncio.create_task(self.refresh())
            try:
                await asyncio.shield(self.refreshing)
            finally:
                self.refreshing = None

    async def refresh(self) -> bool:
        """Fetch the result; return whether it has changed."""
        run = asyncio.get_running_loop().run_in_executor
        found = await run(self.executor, self.fetch, *self.name, self.state)
        if found:
            self.state, self.message = found
        return bool(found)

    async def watch(self) -> None:
        """Send every change to the listeners, for as long as there are any."""
        while self.listeners:
            await self.subscription.wait("/".join(self.name))
            try:
                has_changed = await self.refresh()
                self.is_failing = False
            except Poll.DoesNotExist:  # withdrawn: the browsers reconnect, and get 410
                await self.end_all()
                break
            except Exception as error:
                if not self.is_failing:  # log only the first failure in a row
                    log.error("The result of a poll cannot be read: %s", error)
                self.is_failing, has_changed = True, False
            if has_changed:
                began = time.monotonic()
                await self.send_all(self.message)
                await asyncio.sleep(max(REST, 2 * (time.monotonic() - began)))
        self.watching = None

    async def end_all(self) -> None:
        """End every stream, including those opened meanwhile."""
        while still_open := [listener for listener in self.listeners if listener.ends_at]:
            async for listener in in_slices(still_open):
                listener.ends_at = 0.0  # one that is still sending is ended by `keep_alive`
                await listener.end()

    async def send_all(self, message: bytes) -> None:
        async for listener in in_slices(list(self.listeners)):
            if listener in self.listeners:
                listener.send_soon(message)


async def in_slices(listeners: Iterable[Listener]) -> AsyncIterator[Listener]:
    """Yield every listener, and let other tasks run after each slice."""
    for number, listener in enumerate(listeners, start=1):
        yield listener
        if number % SLICE == 0:
            await asyncio.sleep(0.001)  # long enough for the thread that writes votes


class Broadcaster:
    """All open streams of this process."""

    def __init__(self, fetch: Fetch, subscription: Subscription | None = None) -> None:
        self.fetch = fetch
        self.subscription = subscription or Subscription()
        self.executor = ThreadPoolExecutor(1, "poll-watcher")
        self.rooms: dict[tuple[str, str], Room] = {}
        self.pulse: asyncio.Task[None] | None = None
        self.is_closing = False

    async def room(self, edition: str, poll: str) -> Room:
        """Return the room of a poll, once its result is known. Raises what fetching it raised."""
        name = (edition, poll)
        room = self.rooms.setdefault(name, Room(name, self.subscription, self.fetch, self.executor))
        try:
            await room.ensure_fresh()
        except Exception:
            if not room.listeners:
                self.rooms.pop(name, None)
            raise
        return room

    def join(self, room: Room, send: ASGISendCallable) -> Listener:
        """Send the result now and whenever it changes, until `leave`."""
        listener = Listener(send)
        room.listeners[listener] = None
        self.rooms[room.name] = room
        listener.send_soon(f"retry: {random.randint(*RETRY)}\n".encode() + room.message)
        self.subscription.start()
        room.watching = room.watching or asyncio.create_task(room.watch())
        self.pulse = self.pulse or asyncio.create_task(self.keep_alive())
        return listener

    def leave(self, room: Room, listener: Listener) -> None:
        room.listeners.pop(listener, None)
        if listener.sending:
            listener.sending.cancel()

    async def keep_alive(self) -> None:
        """Every second, send a comment to silent streams and end those that are too old."""
        while any(room.listeners for room in self.rooms.values()):
            await asyncio.sleep(1)
            now = time.monotonic()
            for room in list(self.rooms.values()):
                async for listener in in_slices(list(room.listeners)):
                    if listener.ends_at <= now:
                        await listener.end()
                    elif listener.comment_at <= now and not listener.sending:
                        listener.send_soon(b":\n\n")
        self.subscription.stop()
        self.pulse = None

    async def close(self) -> None:
        """End every stream; the browsers will reconnect."""
        self.is_closing = True
        for room in list(self.rooms.values()):
            await room.end_all()
