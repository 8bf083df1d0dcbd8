"""The server's clock: it looks every few seconds whether a planned release is due."""

import asyncio
import logging

from django.db import close_old_connections

from edition.releases.schedule import publish_due

LOOK_EVERY = 5.0  # seconds

log = logging.getLogger(__name__)


async def keep_publishing_due(every: float = LOOK_EVERY) -> None:
    """Release what is due until cancelled. A database that fails is reported once, and retried."""
    was_told = False
    while True:
        try:
            await asyncio.to_thread(_publish_due)
            was_told = False
        except Exception:
            if not was_told:
                log.exception("Planned releases cannot be published; this is tried again.")
            was_told = True
        await asyncio.sleep(every)


def _publish_due() -> None:
    close_old_connections()
    try:
        publish_due()
    finally:
        close_old_connections()
