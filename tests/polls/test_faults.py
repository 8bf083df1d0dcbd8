"""Every vote acknowledged as recorded survives crashes, full disks and lost connections.

`--votes` sets the number of votes that the load tests cast; the full proof takes 10000.
"""

import asyncio
import json
import resource
import signal
import time
import urllib.error
import urllib.request
from itertools import repeat

import psycopg
import pytest
from redis import from_url

from benchmarks.listeners import listen
from benchmarks.vote_load import cast_votes
from tests.conftest import needed
from tests.polls.servers import Redis
from tests.polls.under_load import POLL, Load, assert_nothing_is_lost
from tests.waiting import until, until_so

pytestmark = pytest.mark.process

EDITION = "/editions/sino-russian-partnership/"

EIGHT_WRITERS = """
import multiprocessing
from django.core.management import call_command
from django.db import connections
from edition.polls.ballot_box import cast_when_unlocked
from edition.polls.voting import Recorded, Vote
def write(number):
    connections.close_all()
    votes = (Vote("sino-russian-partnership", "us-goals", "deter", f"{number}-{each}")
             for each in range(VOTES))
    return sum(isinstance(cast_when_unlocked([vote])[0], Recorded) for vote in votes)
connections.close_all()
fork = multiprocessing.get_context("fork")
counts = fork.Queue()
for number in range(8):
    fork.Process(target=lambda: counts.put(write(number))).start()
print(sum(counts.get(timeout=100) for _ in range(8)))
call_command("recount_poll", "sino-russian-partnership", "us-goals")
"""


def state(edition):
    with urllib.request.urlopen(edition.url + POLL + "state") as answer:
        return json.load(answer)


def vote(edition, choice="deter", **headers):
    """Post a vote; return the status and the text of the response."""
    data, site = f"choice={choice}".encode(), {"Sec-Fetch-Site": "same-origin"}
    request = urllib.request.Request(edition.url + POLL, data=data, headers=site | headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_server_is_killed_again_and_again(edition, votes, tmp_path):
    edition.start()
    with Load(edition, votes) as load:
        while load.thread.is_alive():
            load.goes_on(votes // 3)
            edition.process.send_signal(signal.SIGKILL)
            edition.process.wait()
            edition.start()
    assert load.recorded >= votes
    assert_nothing_is_lost(edition, load.answers, tmp_path / "answers")


def test_eight_processes_write_and_none_is_refused(edition, votes):
    each = votes // 8
    output = edition.manage("shell", "--no-imports", "-c", f"VOTES = {each}\n{EIGHT_WRITERS}")
    assert output.splitlines()[0] == str(8 * each)
    assert "every count is right" in output


def test_fifty_clients_with_one_cookie_have_one_ballot(edition):
    edition.start()
    posts = iter(
        list(zip(repeat("0123456789abcdef" * 2), ["deter", "alliance"] * 150, strict=False))
    )
    before = state(edition)["total"]
    answers = asyncio.run(cast_votes(edition.port, POLL, posts, 50, lambda answers: False))
    assert len(answers.recorded) == 300 and not answers.refused
    until(lambda: state(edition)["total"] > before, "the vote in the tally")
    assert state(edition)["total"] == before + 1
    edition.manage("recount_poll", "sino-russian-partnership", "us-goals")


def test_the_disk_is_full_and_has_room_again(on_sqlite, tmp_path):
    on_sqlite.start()
    pid, forever = on_sqlite.process.pid, resource.RLIM_INFINITY
    assert vote(on_sqlite)[0] == 200
    before = state(on_sqlite)["total"]
    with Load(on_sqlite) as load:
        load.goes_on()
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, forever))
        until(lambda: load.answers.refused, "a vote that is refused")
        status, page = vote(on_sqlite)
        assert status == 503 and "not counted" in page and 'type="radio"' in page
        with urllib.request.urlopen(on_sqlite.url + EDITION) as answer:
            assert answer.status == 200
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (forever, forever))
        load.goes_on()
    assert set(load.answers.refused) == {"503"}
    assert_nothing_is_lost(on_sqlite, load.answers, tmp_path / "answers")
    until(lambda: state(on_sqlite)["total"] > before, "the votes in the tally")


def test_postgresql_crashes_under_load(on_own_server, own_server, folder, tmp_path):
    server = own_server(folder)
    edition = on_own_server.copy(tmp_path / "var", DATABASE_URL=server.url)
    try:
        edition.start()
        with Load(edition) as load:
            for _ in range(2):
                load.goes_on()
                server.stop()
                status, words = vote(edition)
                assert status == 503 and "not counted" in words
                with urllib.request.urlopen(edition.url + EDITION) as answer:
                    assert answer.status == 200
                server.start()
                load.goes_on()
        assert set(load.answers.refused) == {"503"}
        assert_nothing_is_lost(edition, load.answers, tmp_path / "answers")
    finally:
        edition.stop()
        server.stop()


def test_redis_stops_and_starts(on_sqlite, tmp_path):
    redis = Redis(needed("EDITION_TEST_REDIS"), tmp_path)
    on_sqlite.environment["REDIS_URL"] = redis.url
    try:
        on_sqlite.start()
        with Load(on_sqlite, connections=4) as load:
            for _ in range(2):
                load.goes_on()
                redis.stop()
                load.goes_on()
                redis.start()
        assert load.recorded and not load.answers.refused
        asyncio.run(notified_with_and_without_redis(on_sqlite, redis))
        assert on_sqlite.log.read_text().count("twice a second") == 1
    finally:
        redis.stop()


async def notified_with_and_without_redis(edition, redis):
    """A listener is notified of a vote by Redis, and without it."""
    (listener,) = await listen(edition.port, POLL + "stream", 1)
    with from_url(redis.url) as client:
        await until_so(client.pubsub_channels)  # the server listens again
    for _ in range(2):
        before = listener.version
        assert (await asyncio.to_thread(vote, edition))[0] == 200
        await until_so(lambda before=before: listener.version != before)
        redis.stop()
    listener.transport.close()


@pytest.mark.budget
def test_a_vote_is_notified_at_once_on_postgresql(on_postgresql):
    """The next query would come after five seconds: only the time distinguishes the two."""

    async def scene():
        (listener,) = await listen(on_postgresql.port, POLL + "stream", 1)
        hearing = "SELECT 1 FROM pg_stat_activity WHERE query = 'LISTEN edition_polls'"
        url = on_postgresql.environment["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            await until_so(lambda: connection.execute(hearing).fetchone())
        before, began = listener.version, time.monotonic()
        await asyncio.to_thread(vote, on_postgresql)
        await until_so(lambda: listener.version != before)
        listener.transport.close()
        return time.monotonic() - began

    on_postgresql.start()
    assert asyncio.run(scene()) < 3


def test_listeners_do_not_delay_the_stop_of_a_server(on_sqlite):
    async def scene():
        listeners = await listen(on_sqlite.port, POLL + "stream", 60)
        await asyncio.to_thread(on_sqlite.stop)
        await asyncio.gather(*(listener.closed for listener in listeners))
        on_sqlite.start()
        for listener in await listen(on_sqlite.port, POLL + "stream", 60):
            listener.transport.close()

    on_sqlite.start()
    asyncio.run(scene())
    assert on_sqlite.log.read_text() == ""  # it would log that it gave up waiting
