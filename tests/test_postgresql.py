"""The same software on PostgreSQL, with the real server."""

import json
import urllib.request

import pytest

from tests.waiting import until

EDITION = "/editions/sino-russian-partnership/"
POLL = EDITION + "polls/us-goals/"


def get(edition, path):
    with urllib.request.urlopen(edition.url + path) as answer:
        return answer.read().decode()


def test_the_article_is_imported_read_and_voted_on(on_postgresql):
    on_postgresql.start()
    assert 'id="p28"' in get(on_postgresql, EDITION)
    vote = urllib.request.Request(
        on_postgresql.url + POLL, data=b"choice=deter", headers={"Sec-Fetch-Site": "same-origin"}
    )
    urllib.request.urlopen(vote).close()

    def totals():
        choices = json.loads(get(on_postgresql, POLL + "state"))["choices"]
        return [choice["total"] for choice in choices]

    until(lambda: totals() == [33, 31, 24, 21], "the vote in the tally")
    on_postgresql.manage("recount_poll", "sino-russian-partnership", "us-goals")
    on_postgresql.manage("check_edition", "sino-russian-partnership")


def test_the_database_refuses_to_change_what_is_frozen(on_postgresql):
    import psycopg

    url = on_postgresql.environment["DATABASE_URL"]
    for careless, message in (
        ("UPDATE releases_revision SET canonical = ''", "frozen"),
        ("DELETE FROM releases_revision", "kept for ever"),
    ):
        refused = pytest.raises(psycopg.errors.IntegrityConstraintViolation, match=message)
        with psycopg.connect(url) as connection, refused:
            connection.execute(careless)
