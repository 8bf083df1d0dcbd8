"""Publish planned releases from the server, within seconds of their time."""

import asyncio
import logging

from django.db import close_old_connections

from edition.releases.schedule import publish_due

CHECK_EVERY = 5.0  # seconds

log = logging.getLogger(__name__)


async def keep_publishing_due(every: float = CHECK_EVERY) -> None:
    """Release what is due until cancelled; a database error is logged once, and retried."""
    is_failing = False
    while True:
        try:
            await asyncio.to_thread(_publish_due)
            is_failing = False
        except Exception:
            if not is_failing:  # log only the first failure in a row
                log.exception("Planned releases cannot be published; this is tried again.")
            is_failing = True
        await asyncio.sleep(every)


def _publish_due() -> None:
    close_old_connections()
    try:
        publish_due()
    finally:
        close_old_connections()
