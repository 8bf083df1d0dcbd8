"""Every listener receives each result soon, however many there are, and no vote waits for them."""

import asyncio
from types import SimpleNamespace

from edition.polls import broadcast as module
from edition.polls.broadcast import Broadcaster
from edition.polls.models import Poll
from tests.waiting import until_so


class Site:
    """A poll whose result a test can change, and the messages sent to its listeners."""

    def __init__(self):
        self.version = 1
        self.error = None
        self.fetches = 0
        self.broadcaster = Broadcaster(self.fetch, AlwaysNotified())
        self.sent = []

    def fetch(self, edition, key, known):
        self.fetches += 1
        if self.error:
            raise self.error
        state = (self.version, True)
        return None if state == known else (state, b"id: %d\n\n" % self.version)

    async def send(self, message):
        self.sent.append(message["body"])

    async def listen(self, send=None):
        room = await self.broadcaster.room("arma", "goals")
        return room, self.broadcaster.join(room, send or self.send)

    async def change(self):
        """Change the result, and wait until it was sent to a listener."""
        self.version += 1
        await self.sends(b"id: %d\n\n" % self.version)

    async def sends(self, message):
        await until_so(lambda: self.sent and self.sent[-1].endswith(message))

    async def fetches_again(self, number=1):
        enough = self.fetches + number
        await until_so(lambda: self.fetches >= enough)


class AlwaysNotified:
    """A subscription that reports a change all the time."""

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
        return site.sent, room.watching

    sent, watching = asyncio.run(scene())
    assert (len(sent), sent[-1], watching) == (2, b"", None)


def test_a_listener_that_joins_while_streams_are_ended_is_ended_too():
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


def test_a_listener_of_a_restored_poll_receives_its_votes():
    async def scene():
        site = Site()
        room, _ = await site.listen()
        site.error = Poll.DoesNotExist()
        while room.watching:
            await asyncio.sleep(0)
        site.error = None
        await site.listen()
        await site.change()
        return site.sent[-1]

    assert asyncio.run(scene()) == b"id: 2\n\n"


def test_a_listener_receives_the_result_at_once_and_whenever_it_changes():
    async def scene():
        site = Site()
        await site.listen()
        await site.change()
        await site.change()
        return site.sent

    first, second, third = asyncio.run(scene())
    assert first.startswith(b"retry: ") and first.endswith(b"id: 1\n\n")
    assert [second, third] == [b"id: 2\n\n", b"id: 3\n\n"]


def test_an_unchanged_result_is_not_sent_again():
    async def scene():
        site = Site()
        await site.listen()
        await site.fetches_again(10)
        return len(site.sent)

    assert asyncio.run(scene()) == 1


def test_many_who_join_at_once_cost_one_fetch():
    async def scene():
        site = Site()
        await asyncio.gather(*(site.broadcaster.room("arma", "goals") for _ in range(100)))
        return site.fetches

    assert asyncio.run(scene()) == 1


def test_a_slow_listener_delays_nobody_and_receives_the_latest_result():
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
        return site.sent, slow

    sent, slow = asyncio.run(scene())
    assert sent[1:] == [b"id: 2\n\n", b"id: 3\n\n", b"id: 4\n\n"]
    assert slow[1:] == [b"id: 4\n\n"]


def test_a_poll_is_not_watched_when_the_last_listener_has_left():
    async def scene():
        site = Site()
        room, listener = await site.listen()
        await site.fetches_again()
        site.broadcaster.leave(room, listener)
        await until_so(lambda: not room.watching)

    asyncio.run(scene())


def test_a_listener_receives_what_changed_while_nobody_listened():
    async def scene():
        site = Site()
        room, listener = await site.listen()
        site.broadcaster.leave(room, listener)
        await until_so(lambda: not room.watching)
        site.version += 1
        await site.listen()
        await site.sends(b"id: 2\n\n")

    asyncio.run(scene())


def test_a_database_that_is_gone_ends_no_stream_and_is_logged_once(caplog):
    async def scene():
        site = Site()
        await site.listen()
        site.error = RuntimeError("The database is gone.")
        site.version += 1
        await site.fetches_again(3)
        site.error = None
        await site.sends(b"id: 2\n\n")

    asyncio.run(scene())
    assert len(caplog.records) == 1


def test_silent_streams_are_kept_alive_and_old_ones_ended(monkeypatch):
    now = 0.0
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now))

    async def scene():
        nonlocal now
        site = Site()
        await site.listen()
        now = module.COMMENT_EVERY
        await site.sends(b":\n\n")
        now = module.LISTENS_FOR
        await until_so(lambda: site.sent[-1] == b"")
        return site.sent

    assert asyncio.run(scene())[1:] == [b":\n\n", b""]


def test_closing_ends_every_stream():
    async def scene():
        site = Site()
        for _ in range(200):
            await site.listen()
        await until_so(lambda: len(site.sent) == 200)
        await site.broadcaster.close()
        return site.sent

    assert asyncio.run(scene()).count(b"") == 200
