"""Broadcast the full tally to every open event stream of a poll.

One task per process and poll looks for changes while somebody listens, and fans out. Fanning out
goes in slices, so that a vote that comes meanwhile is not answered after thousands of listeners.
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

COMMENT_EVERY = 20.0  # seconds; proxies close what is silent
LISTENS_FOR = 600.0  # seconds; then the browser asks again, perhaps another process
RETRY = (2000, 5000)  # milliseconds until a browser asks again: not all at once
SLICE = 50  # listeners sent to before anyone else has a turn
REST = 0.1  # seconds at least between two fan-outs of a poll; twice as long as one took

# Asks for a poll of an edition: for something that changes when the result does, and the event
# that reports it, or for None if that is known already. Raises what there is no result for.
Look = Callable[[str, str, Hashable], tuple[Hashable, bytes] | None]

log = logging.getLogger(__name__)


def event(tally: Tally) -> bytes:
    """The result as a server-sent event, with its version as the event's id."""
    return f"id: {tally.version}\ndata: {tally.json}\n\n".encode()


class Listener:
    """One open stream. A slow one is sent the latest result only, when it can receive it."""

    __slots__ = ("behind", "ends_at", "has_ended", "quiet_until", "send", "sending")

    def __init__(self, send: ASGISendCallable) -> None:
        now = time.monotonic()
        self.send = send
        self.sending: asyncio.Task[None] | None = None
        self.behind = b""
        self.has_ended = False
        self.quiet_until = now + COMMENT_EVERY
        self.ends_at = now + LISTENS_FOR

    def send_soon(self, message: bytes) -> None:
        """Send without waiting."""
        self.quiet_until = time.monotonic() + COMMENT_EVERY
        if self.sending:
            self.behind = message
        elif not self.has_ended:
            self.sending = asyncio.create_task(self._send(message))

    async def _send(self, message: bytes) -> None:
        while message:
            await self.send({"type": "http.response.body", "body": message, "more_body": True})
            message, self.behind = self.behind, b""
        self.sending = None

    async def end(self) -> None:
        """Close the stream as a whole answer; one that is still sending is cut off."""
        if not self.sending and not self.has_ended:
            self.has_ended = True
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})


class Room:
    """Those who listen to one poll, and the task that watches it for them."""

    def __init__(
        self, name: tuple[str, str], subscription: Subscription, look: Look, watcher: Executor
    ) -> None:
        self.name = name
        self.subscription = subscription
        self.look = look
        self.watcher = watcher
        self.listeners: dict[Listener, None] = {}
        self.state: Hashable = None
        self.message = b""
        self.is_blind = False
        self.looking: asyncio.Task[bool] | None = None
        self.watching: asyncio.Task[None] | None = None

    async def fresh(self) -> None:
        """Look, if nobody watches: one look for all who come at once."""
        if not self.watching:
            self.looking = self.looking or asyncio.create_task(self.look_again())
            try:
                await asyncio.shield(self.looking)
            finally:
                self.looking = None

    async def look_again(self) -> bool:
        """Whether the result has changed."""
        run = asyncio.get_running_loop().run_in_executor
        found = await run(self.watcher, self.look, *self.name, self.state)
        if found:
            self.state, self.message = found
        return bool(found)

    async def watch(self) -> None:
        """Send every change to the listeners, for as long as there are any."""
        while self.listeners:
            await self.subscription.wait("/".join(self.name))
            try:
                has_changed = await self.look_again()
                self.is_blind = False
            except Poll.DoesNotExist:  # withdrawn: the browsers ask again, and get 410
                await self.end_all()
                break
            except Exception as error:
                if not self.is_blind:  # once is enough to say so
                    log.error("The result of a poll cannot be read: %s", error)
                self.is_blind, has_changed = True, False
            if has_changed:
                began = time.monotonic()
                await self.send_all(self.message)
                await asyncio.sleep(max(REST, 2 * (time.monotonic() - began)))
        self.watching = None

    async def end_all(self) -> None:
        """End every stream, those that are opened meanwhile too."""
        while lasting := [listener for listener in self.listeners if listener.ends_at]:
            async for listener in in_slices(lasting):
                listener.ends_at = 0.0  # one that is still sending is ended by `keep_alive`
                await listener.end()

    async def send_all(self, message: bytes) -> None:
        async for listener in in_slices(list(self.listeners)):
            if listener in self.listeners:
                listener.send_soon(message)


async def in_slices(listeners: Iterable[Listener]) -> AsyncIterator[Listener]:
    """Every listener, with a turn for everybody else after each slice."""
    for number, listener in enumerate(listeners, start=1):
        yield listener
        if number % SLICE == 0:
            await asyncio.sleep(0.001)  # long enough for the thread that writes votes


class Broadcaster:
    """All open streams of this process."""

    def __init__(self, look: Look, subscription: Subscription | None = None) -> None:
        self.look = look
        self.subscription = subscription or Subscription()
        self.watcher = ThreadPoolExecutor(1, "poll-watcher")
        self.rooms: dict[tuple[str, str], Room] = {}
        self.pulse: asyncio.Task[None] | None = None
        self.is_closing = False

    async def room(self, edition: str, poll: str) -> Room:
        """The room of a poll, once its result is known. Raises what looking raised."""
        name = (edition, poll)
        room = self.rooms.setdefault(name, Room(name, self.subscription, self.look, self.watcher))
        try:
            await room.fresh()
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
        """Once a second: a comment for those who heard nothing for long, an end for the oldest."""
        while any(room.listeners for room in self.rooms.values()):
            await asyncio.sleep(1)
            now = time.monotonic()
            for room in list(self.rooms.values()):
                async for listener in in_slices(list(room.listeners)):
                    if listener.ends_at <= now:
                        await listener.end()
                    elif listener.quiet_until <= now and not listener.sending:
                        listener.send_soon(b":\n\n")
        self.subscription.stop()
        self.pulse = None

    async def close(self) -> None:
        """End every stream; the browsers will ask again."""
        self.is_closing = True
        for room in list(self.rooms.values()):
            await room.end_all()
