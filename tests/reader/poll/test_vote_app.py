"""Votes are recorded before Django; each belongs to one voter before it is counted."""

import asyncio
import json
from urllib.parse import urlencode

import pytest

from edition.polls.tally import Tally, TallyRow
from edition.polls.voting import Recorded
from edition.reader.poll.vote_app import VoteApp
from edition.reader.server.resource import Resource

PATH = "/editions/arma/polls/goals/"
ROWS = (TallyRow("one", "One", 3, 1, 4, 100),)
PAGES = {PATH + "state": Resource([], {b"": Tally(1, True, None, 0, 4, ROWS).json.encode()})}
BROWSER = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
OLD_BROWSER = {"origin": "http://127.0.0.1", "accept-language": "en"}
COOKIE = {"cookie": "voter=" + "a" * 32}


class Box:
    """A ballot box that records the voters."""

    def __init__(self):
        self.votes = []

    async def cast_ballot(self, vote):
        self.votes.append(vote)
        rows = (TallyRow("one", "Unpublished", 9, 2, 11, 100),)
        return Recorded(vote.choice, Tally(2, True, None, 0, 11, rows))


class Site:
    def __init__(self):
        self.to_django = 0
        self.vote_app = VoteApp(self.django, PAGES.get)
        self.vote_app.box = self.box = Box()

    async def django(self, scope, receive, send):
        self.to_django += 1

    def post(self, choice="one", path=PATH, query=b"", **headers):
        """Post a vote; return status, headers and body of the response."""
        body, sent = urlencode({"choice": choice}).encode(), []
        told = {
            "host": "127.0.0.1",
            "content-length": str(len(body)),
            "content-type": "application/x-www-form-urlencoded",
            **headers,
        }

        async def receive():
            return {"type": "http.request", "body": body}

        async def send(message):
            sent.append(message)

        scope = {
            "path": path,
            "query_string": query,
            "client": ("127.0.0.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        }
        asyncio.run(self.vote_app(scope, receive, send))
        if not sent:
            return None
        answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], answered, sent[1]["body"]


@pytest.fixture
def site():
    return Site()


@pytest.mark.parametrize(
    "browser", [BROWSER, OLD_BROWSER], ids=["a browser", "one before 2023, or without HTTPS"]
)
def test_a_browser_without_a_cookie_takes_one_and_votes_again(site, browser):
    status, headers, _ = site.post(**browser)
    assert (status, headers["location"]) == (307, PATH + "?again")
    assert not site.box.votes
    cookie = {"cookie": headers["set-cookie"].partition(";")[0]}
    status, headers, _ = site.post(query=b"again", **browser, **cookie)
    assert (status, headers["location"]) == (303, PATH + "#result")
    assert headers["set-cookie"].startswith(cookie["cookie"])


def test_two_clicks_before_the_first_answer_are_one_ballot(site):
    """Of the two answers the browser follows the one to its last click, with the cookie it has."""
    site.post(**BROWSER)
    _, headers, _ = site.post(**BROWSER)
    for _ in range(2):
        site.post(query=b"again", cookie=headers["set-cookie"].partition(";")[0], **BROWSER)
    assert len({vote.voter for vote in site.box.votes}) == 1


def test_of_two_cookies_the_one_a_browser_had_first_names_it(site):
    first, second = (
        site.post(**BROWSER)[1]["set-cookie"].partition(";")[0] for _ in ("one tab", "another")
    )
    for cookies in (first, f"{first}; {second}"):
        site.post(query=b"again", cookie=cookies, **BROWSER)
    assert len({vote.voter for vote in site.box.votes}) == 1


def test_a_browser_that_keeps_no_cookies_is_not_sent_round_for_ever(site):
    assert site.post(query=b"again", **BROWSER)[0] == 303


def test_a_program_is_recorded_at_once(site):
    status, headers, _ = site.post(**{"sec-fetch-site": "same-origin"})
    assert status == 303 and "HttpOnly" in headers["set-cookie"]


def test_a_script_is_told_what_was_released(site):
    _, _, body = site.post(accept="application/json", **BROWSER, **COOKIE)
    (row,) = json.loads(body)["tally"]["choices"]
    assert (row["label"], row["printed"], row["votes"], row["total"]) == ("One", 3, 2, 5)


@pytest.mark.parametrize(
    "vote", [{"choice": "two"}, {"choice": ""}, {"path": "/editions/arma/polls/hidden/"}]
)
def test_what_readers_are_not_shown_django_answers(site, vote):
    assert site.post(**vote, **BROWSER, **COOKIE) is None
    assert site.to_django == 1 and not site.box.votes
