"""ASGI application for votes: reads many before Django does, and records them together.

A recorded vote gets its response here: a redirect (303) to the poll, or JSON for a script of the
page. Django handles everything else: a refusal, an unusual form.

A browser without a cookie gets one and repeats its vote (307): a vote is recorded only for a cookie
that the browser has stored, so that two clicks or a lost response never make two ballots. The vote
of a program that is no browser, or stores no cookies, is recorded at once.
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from urllib.parse import parse_qs

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from edition.document.values import Choice
from edition.polls.ballot_box import BallotBox
from edition.polls.rate_limit import networks
from edition.polls.voter import (
    AGAIN,
    cookie_header,
    known_voter,
    needs_a_cookie,
    new_voter,
    voter_hash,
)
from edition.polls.voting import Recorded, Vote, VotingError
from edition.reader.poll.origin import is_from_this_site
from edition.reader.poll.released import released_tally
from edition.reader.server.answer import send_answer
from edition.reader.server.request_body import read_whole, replay
from edition.reader.server.resource import Resource
from edition.texts.numbers import number_or_none

POLL = re.compile(r"/editions/(?P<edition>[-\w]+)/polls/(?P<poll>[-\w]+)/")
LARGEST_FORM = 4096  # bytes
FORM = "application/x-www-form-urlencoded"
REFUSAL = "edition.refusal"  # the refusal in the state of the scope, for Django

SET_APART = (
    ", and set apart: many came from your network at once. The editors decide whether it counts."
)

Application = Callable[[HTTPScope, ASGIReceiveCallable, ASGISendCallable], Awaitable[None]]


class VoteApp:
    """An ASGI application for posts to a poll; passes what is not a vote to `django`.

    `find_page` returns a page in memory: this application handles only polls whose state is there.
    """

    def __init__(self, django: Application, find_page: Callable[[str], Resource | None]) -> None:
        self.django = django
        self.find_page = find_page
        self.box = BallotBox()

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        state = self.find_page(scope["path"] + "state")
        if not state or not can_be_read(scope, headers):
            await self.django(scope, receive, send)
            return
        form = await read_whole(receive)
        if form is None:
            return
        choices = choices_in(state.plain_bytes)
        choice = parse_qs(form.decode("latin-1")).get("choice", [""])[0]
        if choice not in {each.key for each in choices}:  # or it was released a moment ago
            await self.django(scope, replay(form), send)
            return
        known = known_voter(parse_cookie(headers.get("cookie", "")))
        if needs_a_cookie(headers, scope["query_string"].decode("latin-1"), known):
            await send_cookie(send, scope["path"])
            return
        voter = known or new_voter()
        network = networks.name((scope.get("client") or [""])[0])
        vote = Vote(**match_poll(scope), choice=choice, voter=voter_hash(voter), network=network)
        try:
            recorded = await self.box.cast_ballot(vote)
        except VotingError as refusal:
            # With the voter, so that a second try cannot become a second ballot.
            scope = {**scope, "state": {REFUSAL: (refusal, voter)}}
            await self.django(scope, replay(form), send)
            return
        await answer(send, scope["path"], headers, recorded, voter, choices)


@lru_cache(maxsize=16)
def choices_in(state: bytes) -> tuple[Choice, ...]:
    """Read the released choices from the JSON of the result."""
    rows = json.loads(state)["choices"]
    return tuple(Choice(row["key"], row["label"], row["printed"]) for row in rows)


async def send_cookie(send: ASGISendCallable, path: str) -> None:
    """Send a browser its cookie, and let it repeat the post."""
    headers = [
        (b"location", f"{path}?{AGAIN}".encode()),
        (b"set-cookie", cookie_header(new_voter()).encode()),
        (b"cache-control", b"no-store"),
        (b"content-length", b"0"),
    ]
    await send_answer(send, 307, headers)


def match_poll(scope: HTTPScope) -> dict[str, str]:
    found = POLL.fullmatch(scope["path"])
    return found.groupdict() if found else {}


def can_be_read(scope: HTTPScope, headers: dict[str, str]) -> bool:
    """Whether this is a vote as a browser sends it, from a page of this site."""
    host = headers.get("host", "")
    return (
        bool(match_poll(scope))
        and number_or_none(headers.get("content-length", ""), LARGEST_FORM) is not None
        and headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
        and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
        and is_from_this_site(headers, host)
    )


async def answer(
    send: ASGISendCallable,
    path: str,
    headers: dict[str, str],
    recorded: Recorded,
    voter: str,
    choices: Iterable[Choice],
) -> None:
    sent = [(b"cache-control", b"no-store"), (b"set-cookie", cookie_header(voter).encode())]
    if "application/json" in headers.get("accept", ""):
        status, body = 200, recorded_json(recorded, choices).encode()
        sent.append((b"content-type", b"application/json"))
    else:
        status, body = 303, b""
        sent.append((b"location", f"{path}#result".encode()))
    sent.append((b"content-length", str(len(body)).encode()))
    await send_answer(send, status, sent, body)


def recorded_json(recorded: Recorded, choices: Iterable[Choice]) -> str:
    """Return the JSON for a script of the page: its vote and the new result."""
    said = f"Vote recorded{SET_APART if recorded.is_set_apart else '.'}"
    words = json.dumps({"choice": recorded.choice, "said": said}, ensure_ascii=False)
    return f'{words[:-1]}, "tally": {released_tally(choices, recorded.tally).json}}}'
