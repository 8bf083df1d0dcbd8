"""Whoever listens is told every result soon, however many listen, and nobody waits for them."""

import asyncio
from types import SimpleNamespace

from edition.polls import broadcast as module
from edition.polls.broadcast import Broadcaster
from edition.polls.models import Poll
from tests.waiting import until_so


class Site:
    """A poll whose result a test can change, and what its listeners were sent."""

    def __init__(self):
        self.version = 1
        self.error = None
        self.looks = 0
        self.broadcaster = Broadcaster(self.look, Rung())
        self.heard = []

    def look(self, edition, key, known):
        self.looks += 1
        if self.error:
            raise self.error
        state = (self.version, True)
        return None if state == known else (state, b"id: %d\n\n" % self.version)

    async def send(self, message):
        self.heard.append(message["body"])

    async def listen(self, send=None):
        room = await self.broadcaster.room("arma", "goals")
        return room, self.broadcaster.join(room, send or self.send)

    async def change(self):
        """Change the result, and wait until somebody was told."""
        self.version += 1
        await self.hears(b"id: %d\n\n" % self.version)

    async def hears(self, message):
        await until_so(lambda: self.heard and self.heard[-1].endswith(message))

    async def looks_again(self, number=1):
        enough = self.looks + number
        await until_so(lambda: self.looks >= enough)


class Rung:
    """A bell that rings all the time."""

    def start(self):
        pass

    stop = start

    async def wait(self, poll):
        await asyncio.sleep(0.01)


def test_streams_of_what_was_withdrawn_end_at_once():
    async def scene():
        site = Site()
        room, _ = await site.listen()
        site.error = Poll.DoesNotExist()
        await until_so(lambda: not room.watching)
        return site.heard, room.watching

    heard, watching = asyncio.run(scene())
    assert (len(heard), heard[-1], watching) == (2, b"", None)


def test_who_comes_while_streams_are_ended_is_not_left_waiting():
    async def scene():
        site = Site()
        for _ in range(3 * module.SLICE):
            room, _ = await site.listen()
        site.error = Poll.DoesNotExist()
        first = next(iter(room.listeners))
        while not first.has_ended:
            await asyncio.sleep(0)
        listener = site.broadcaster.join(room, site.send)
        while room.watching:
            await asyncio.sleep(0)
        return listener.has_ended or listener.ends_at == 0

    assert asyncio.run(asyncio.wait_for(scene(), 10))


def test_who_comes_when_a_poll_is_back_hears_of_its_votes():
    async def scene():
        site = Site()
        room, _ = await site.listen()
        site.error = Poll.DoesNotExist()
        while room.watching:
            await asyncio.sleep(0)
        site.error = None
        await site.listen()
        await site.change()
        return site.heard[-1]

    assert asyncio.run(scene()) == b"id: 2\n\n"


def test_a_listener_is_told_the_result_at_once_and_whenever_it_changes():
    async def scene():
        site = Site()
        await site.listen()
        await site.change()
        await site.change()
        return site.heard

    first, second, third = asyncio.run(scene())
    assert first.startswith(b"retry: ") and first.endswith(b"id: 1\n\n")
    assert [second, third] == [b"id: 2\n\n", b"id: 3\n\n"]


def test_nobody_is_told_what_did_not_change():
    async def scene():
        site = Site()
        await site.listen()
        await site.looks_again(10)
        return len(site.heard)

    assert asyncio.run(scene()) == 1


def test_a_crowd_that_comes_at_once_costs_one_look():
    async def scene():
        site = Site()
        await asyncio.gather(*(site.broadcaster.room("arma", "goals") for _ in range(100)))
        return site.looks

    assert asyncio.run(scene()) == 1


def test_a_slow_listener_keeps_nobody_waiting_and_is_told_the_latest():
    async def scene():
        site, slow, free = Site(), [], asyncio.Event()

        async def send_slowly(message):
            slow.append(message["body"])
            await free.wait()

        await site.listen(send_slowly)
        await site.listen()
        for _ in range(3):
            await site.change()
        free.set()
        await until_so(lambda: len(slow) > 1)
        return site.heard, slow

    heard, slow = asyncio.run(scene())
    assert heard[1:] == [b"id: 2\n\n", b"id: 3\n\n", b"id: 4\n\n"]
    assert slow[1:] == [b"id: 4\n\n"]


def test_nobody_looks_when_the_last_listener_has_gone():
    async def scene():
        site = Site()
        room, listener = await site.listen()
        await site.looks_again()
        site.broadcaster.leave(room, listener)
        await until_so(lambda: not room.watching)

    asyncio.run(scene())


def test_who_comes_after_an_empty_time_is_told_what_changed_in_it():
    async def scene():
        site = Site()
        room, listener = await site.listen()
        site.broadcaster.leave(room, listener)
        await until_so(lambda: not room.watching)
        site.version += 1
        await site.listen()
        await site.hears(b"id: 2\n\n")

    asyncio.run(scene())


def test_a_database_that_is_gone_ends_no_stream_and_is_told_once(caplog):
    async def scene():
        site = Site()
        await site.listen()
        site.error = RuntimeError("The database is gone.")
        site.version += 1
        await site.looks_again(3)
        site.error = None
        await site.hears(b"id: 2\n\n")

    asyncio.run(scene())
    assert len(caplog.records) == 1


def test_the_silent_are_kept_alive_and_the_old_are_ended(monkeypatch):
    now = 0.0
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now))

    async def scene():
        nonlocal now
        site = Site()
        await site.listen()
        now = module.COMMENT_EVERY
        await site.hears(b":\n\n")
        now = module.LISTENS_FOR
        await until_so(lambda: site.heard[-1] == b"")
        return site.heard

    assert asyncio.run(scene())[1:] == [b":\n\n", b""]


def test_closing_ends_every_stream():
    async def scene():
        site = Site()
        for _ in range(200):
            await site.listen()
        await until_so(lambda: len(site.heard) == 200)
        await site.broadcaster.close()
        return site.heard

    assert asyncio.run(scene()).count(b"") == 200
