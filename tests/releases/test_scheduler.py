"""A planned release with real processes: the server's own clock, and timers beside it."""

import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.served import ROOT

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
PUBLISH = """
import time
from edition.releases.schedule import publish_due
time.sleep(max(0, {at} - time.time()))
print(len(publish_due()), "released")
"""


def shell(edition, script):
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", script],
        cwd=ROOT,
        env=edition.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


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
    edition.manage("shell", "-c", PLAN)
    at = time.time() + 3
    timers = [shell(edition, PUBLISH.format(at=at)) for _ in range(2)]
    told = sorted(timer.communicate()[0].strip() for timer in timers)
    assert told == ["0 released", "1 released"]


def test_the_server_releases_what_is_due(on_sqlite):
    on_sqlite.manage("shell", "-c", PLAN)
    on_sqlite.start()
    deadline = time.monotonic() + 30
    while not is_published(on_sqlite, 2):
        assert time.monotonic() < deadline, on_sqlite.log.read_text()
        time.sleep(0.1)
    on_sqlite.stop()
    assert "Traceback" not in on_sqlite.log.read_text()
