"""Notify all processes of a changed tally: PostgreSQL NOTIFY, Redis pub/sub, or polling.

Redis is used if `REDIS_URL` is set. SQLite has no notifications, and the others can fail: then
the database is polled twice a second instead.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction

CHANNEL = "edition_polls"
CHECK_EVERY = 0.5  # seconds between queries without notifications
CHECK_ANYWAY = 5.0  # seconds with them: a poll closes at its time without a notification
RETRY_AFTER = 1.0  # seconds until a lost connection is tried again

log = logging.getLogger(__name__)
redis_retry_at = 0.0  # by time.monotonic()


def notify(poll: str) -> None:
    """Notify all processes of a new result of `poll` when the transaction commits."""
    if settings.REDIS_URL:
        transaction.on_commit(partial(_publish, poll), robust=True)
    elif connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, poll])


def _publish(poll: str) -> None:
    """Publish to Redis, if it is reachable: voting must not wait for it."""
    global redis_retry_at
    from redis import RedisError  # only where it is used

    if time.monotonic() < redis_retry_at:
        return
    try:
        _redis().publish(CHANNEL, poll)
    except (RedisError, OSError):
        redis_retry_at = time.monotonic() + RETRY_AFTER


@cache
def _redis() -> Any:
    import redis

    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.2, socket_connect_timeout=0.2, retry=None
    )


class Subscription:
    """The notifications of one process, for the tasks that wait for changes of a poll."""

    def __init__(self) -> None:
        self.events: dict[str, asyncio.Event] = {}
        self.is_connected = False
        self.listening: asyncio.Task[None] | None = None

    def start(self) -> None:
        source = _redis_messages if settings.REDIS_URL else _notifications
        if self.listening is None and (settings.REDIS_URL or connection.vendor == "postgresql"):
            self.listening = asyncio.create_task(self.listen(source))

    def stop(self) -> None:
        if self.listening:
            self.listening.cancel()
        self.listening, self.is_connected = None, False

    async def wait(self, poll: str) -> None:
        """Return when the result may have changed."""
        event = self.events.setdefault(poll, asyncio.Event())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CHECK_ANYWAY if self.is_connected else CHECK_EVERY):
                await event.wait()
        event.clear()

    async def listen(self, source: Any) -> None:
        """Receive from `source`, and reconnect, until cancelled; polling finds what was missed."""
        is_failing = False
        while True:
            try:
                async for poll in source():
                    if poll is None:
                        self.is_connected, is_failing = True, False
                    elif poll in self.events:
                        self.events[poll].set()
            except Exception as error:
                if not is_failing:  # log only the first failure in a row
                    log.warning("The database is polled for new votes twice a second: %s", error)
                is_failing = True
            self.is_connected = False
            for event in self.events.values():
                event.set()
            await asyncio.sleep(RETRY_AFTER)


async def _notifications() -> AsyncIterator[str | None]:
    """Yield None once connected to PostgreSQL, then the name of each poll that changes."""
    import psycopg

    parameters = connection.get_connection_params()
    known = {
        name: parameters[name] for name in parameters if name not in ("context", "cursor_factory")
    }
    link = await psycopg.AsyncConnection.connect(**known, autocommit=True)
    async with link:
        await link.execute(f"LISTEN {CHANNEL}")
        yield None
        async for notification in link.notifies():
            yield notification.payload


async def _redis_messages() -> AsyncIterator[str | None]:
    """Yield None once connected to Redis, then the name of each poll that changes."""
    import redis.asyncio

    client = redis.asyncio.Redis.from_url(settings.REDIS_URL, retry=None, health_check_interval=15)
    async with client, client.pubsub() as messages:
        await messages.subscribe(CHANNEL)
        async for message in messages.listen():
            yield message["data"].decode() if message["type"] == "message" else None
