"""The public result of a poll: labels from the latest release, vote counts live."""

import asyncio
import json

import pytest

from edition.polls.broadcast import Broadcaster
from edition.polls.models import Poll
from edition.polls.voting import Vote, cast_ballot
from edition.reader.poll.released import read_change
from edition.reader.poll.stream_app import StreamApp
from edition.reader.server.cache import SharedPages
from edition.releases.departures import sign_departures
from edition.releases.publish import publish
from edition.releases.withdraw import withdraw
from edition.releases.working_copy import read_working_copy
from edition.texts.models import Edition

SLUG, KEY = "sino-russian-partnership", "us-goals"
HERE = {"headers": {"sec-fetch-site": "same-origin", "accept": "application/json"}}


@pytest.fixture
def poll(url):
    """A poll that was changed at the desk after the release."""
    poll = Poll.objects.named(SLUG, KEY).get()
    poll.choices.filter(key="deter").update(label="Rewritten", printed_votes=999)
    poll.choices.filter(key="dissolve").delete()
    poll.choices.create(key="new", label="New", position=9)
    return poll


def rows(result):
    return [(row["key"], row["label"][:10], row["printed"], row["total"]) for row in result]


RELEASED = [
    ("partnership", "U.S. wants", 33, 33),
    ("deter", "U.S. wants", 30, 30),
    ("dissolve", "U.S. wants", 24, 24),
    ("alliance", "U.S. wants", 21, 21),
]


def streamed(known=None):
    state, event = read_change(SLUG, KEY, known)
    return state, json.loads(event.decode().split("data: ")[1])


def test_an_unpublished_change_of_a_poll_is_told_nowhere(client, url, poll):
    state = client.get(f"{url}polls/{KEY}/state").json()
    assert rows(state["choices"]) == rows(streamed()[1]["choices"]) == RELEASED
    answer = client.post(f"{url}polls/{KEY}/", {"choice": "deter"}, **HERE).json()
    assert rows(answer["tally"]["choices"])[1] == ("deter", "U.S. wants", 30, 31)
    assert answer["tally"]["total"] == 109


def test_an_unpublished_choice_takes_no_vote(client, url, poll):
    answer = client.post(f"{url}polls/{KEY}/", {"choice": "new"}, **HERE)
    assert (answer.status_code, answer.json()["message"][:10]) == (400, "Choose one")
    assert not poll.ballots.exists()


def test_a_release_tells_every_open_page(poll):
    known, _ = streamed()
    assert read_change(SLUG, KEY, known) is None
    sign_departures(read_working_copy(poll.edition), None, "On purpose.")
    publish(poll.edition)
    assert [row["key"] for row in streamed(known)[1]["choices"]][1:] == ["deter", "alliance", "new"]


def test_an_event_is_the_whole_result_with_its_version(url):
    known = read_change(SLUG, KEY, None)[0]
    cast_ballot(Vote(SLUG, KEY, "deter", "a"))
    name, data, *_ = read_change(SLUG, KEY, known)[1].decode().split("\n")
    told = json.loads(data.removeprefix("data: "))
    assert name == f"id: {told['version']}" and told["total"] == 109


def test_a_poll_that_is_not_released_has_no_stream(url):
    Poll.objects.create(edition=Edition.objects.get(slug=SLUG), key="other", question="Which?")
    for edition, key in [(SLUG, "other"), (SLUG, "none"), ("none", KEY)]:
        with pytest.raises(Poll.DoesNotExist):
            read_change(edition, key, None)


def test_no_proxy_may_keep_a_stream_or_hold_it_back():
    async def scene():
        sent = []

        async def send(message):
            sent.append(message)

        stream = StreamApp(Broadcaster(lambda *asked: (1, b"id: 1\n\n")))
        await stream({"path": f"/editions/arma/polls/{KEY}/stream", "method": "HEAD"}, None, send)
        return dict(sent[0]["headers"])

    headers = asyncio.run(scene())
    assert headers[b"x-accel-buffering"] == b"no"
    assert headers[b"cache-control"] == b"no-store, no-transform"


def test_a_withdrawn_edition_has_no_stream(url):
    withdraw(Edition.objects.get(slug=SLUG), None, "A mistake.")
    with pytest.raises(Poll.DoesNotExist):
        read_change(SLUG, KEY, (1, True, ""))


def test_a_stream_asked_for_while_the_server_stops_is_refused():
    async def scene():
        sent, live = [], Broadcaster(lambda *asked: (1, b"id: 1\n\n"))
        looked = live.room

        async def room(*name):
            found = await looked(*name)
            await live.close()
            return found

        async def send(message):
            sent.append(message)

        live.room = room
        scope = {"path": f"/editions/arma/polls/{KEY}/stream", "method": "GET"}
        await StreamApp(live)(scope, None, send)
        return sent[0]["status"]

    assert asyncio.run(scene()) == 503


def test_a_stream_asked_for_before_any_page_is_known_is_refused_for_a_while(monkeypatch):
    """Not with 404, after which a client does not come back."""
    from edition import asgi  # sets up the whole server

    async def scene(path):
        sent = []

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "headers": []}
        await asgi.application(scope, None, send)
        return sent[0]["status"], dict(sent[0]["headers"]).get(b"retry-after")

    def fail():
        raise OSError("The database is not there yet.")

    monkeypatch.setattr(asgi, "shared_pages", SharedPages(fail, None))
    assert asyncio.run(scene(f"/editions/{SLUG}/polls/{KEY}/stream")) == (503, b"15")
