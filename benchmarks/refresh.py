"""Measure refreshing the pages that display a vote against rendering them whole."""

import secrets
import time
from statistics import median

from django.db import connection

from benchmarks.scratch import EDITION, KEY
from edition.asgi import renderer, shared_pages
from edition.polls.voting import Vote, cast_ballot
from edition.reader import releases
from edition.releases.documents import clear_cache

ROUNDS = 20


def print_refresh() -> None:
    """Print the milliseconds of processor time of a refresh after a vote, and of a full one."""
    while shared_pages.refresh():
        pass
    rounds = [(refresh(), refresh(whole=True)) for _ in range(ROUNDS)]
    print(*(median(column) * 1e3 for column in zip(*rounds, strict=True)))
    connection.close()


def refresh(whole: bool = False) -> float:
    """Vote, refresh the pages, and return the refresh's seconds of processor time."""
    cast_ballot(Vote(EDITION, KEY, "deter", secrets.token_hex(32)))
    if whole:
        renderer.rendered.clear()
        for cache in (releases.cached_frame, releases.cached_page):
            cache.cache_clear()
        clear_cache()
    began = time.process_time()
    shared_pages.refresh()
    return time.process_time() - began
