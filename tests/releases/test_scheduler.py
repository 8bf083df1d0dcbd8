"""A planned release is published once by concurrent timers, and by the server itself."""

import urllib.error
import urllib.request

import pytest

from tests.waiting import until

pytestmark = pytest.mark.process

PLAN = """
from datetime import timedelta
from django.utils import timezone
from edition.releases.models import PlannedRelease
from edition.releases.schedule import plan_release
from edition.texts.models import Edition
edition = Edition.objects.get()
edition.rights = "All rights reserved."
edition.save()
plan_release(edition, timezone.now() + timedelta(hours=1))
PlannedRelease.objects.update(due_at=timezone.now())
"""
TIMERS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connections
from edition.releases.schedule import publish_due
together = Barrier(4)
def publish():
    together.wait()
    try:
        return len(publish_due())
    finally:
        connections.close_all()
with ThreadPoolExecutor(4) as pool:
    print(sorted(each.result() for each in [pool.submit(publish) for _ in range(4)]))
"""


def is_published(edition, number):
    address = f"{edition.url}/editions/sino-russian-partnership/v/{number}/"
    try:
        urllib.request.urlopen(address).close()
    except urllib.error.HTTPError as error:
        error.close()
        return False
    return True


@pytest.mark.parametrize("database", ["on_sqlite", "on_postgresql"])
def test_what_is_due_is_released_once_by_many_timers(request, database):
    edition = request.getfixturevalue(database)
    published = edition.manage("shell", "--verbosity", "0", "-c", PLAN + TIMERS)
    assert published.strip() == "[0, 0, 0, 1]"


def test_the_server_releases_what_is_due(on_sqlite):
    on_sqlite.manage("shell", "-c", PLAN)
    on_sqlite.start()
    until(lambda: is_published(on_sqlite, 2), "the second version")
    on_sqlite.stop()
    assert "Traceback" not in on_sqlite.log.read_text()
