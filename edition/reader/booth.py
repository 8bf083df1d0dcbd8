"""The voting booth: votes are taken before Django, many at once, and written together.

A vote that is recorded is answered here: by 303 back to the poll, or as JSON to a script of the
page. Everything else – a refusal, an unusual form – is told by Django, with the form as it was.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from edition.polls.ballot_box import BallotBox
from edition.polls.fairness import networks
from edition.polls.origin import is_from_this_site
from edition.polls.voter import COOKIE, cookie_header, known_voter, new_voter, voter_hash
from edition.polls.voting import Recorded, Vote, VotingError
from edition.reader.bodies import read_whole, replay

POLL = re.compile(r"/editions/(?P<edition>[-\w]+)/polls/(?P<poll>[-\w]+)/")
LARGEST_FORM = 4096  # bytes
FORM = "application/x-www-form-urlencoded"
REFUSAL = "edition.refusal"  # where Django finds in the scope what became of the vote

SET_APART = (
    ", and set apart: many came from your network at once. The editors decide whether it counts."
)

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Booth:
    """An ASGI application for posts to a poll; what is not a vote it hands to `django`."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.box = BallotBox()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        if not can_be_read(scope, headers):
            await self.django(scope, receive, send)
            return
        form = await read_whole(receive)
        if form is None:
            return
        voter = known_voter(parse_cookie(headers.get("cookie", "")).get(COOKIE, "")) or new_voter()
        choice = parse_qs(form.decode("latin-1")).get("choice", [""])[0]
        network = networks.name((scope.get("client") or [""])[0])
        vote = Vote(**named(scope), choice=choice, voter=voter_hash(voter), network=network)
        try:
            recorded = await self.box.cast(vote)
        except VotingError as refusal:
            # The voter goes along, so that a second try cannot become a second ballot.
            scope = scope | {REFUSAL: (refusal, voter)}
            await self.django(scope, replay(form), send)
            return
        await answer(send, scope["path"], headers, recorded, voter)


def named(scope: dict[str, Any]) -> dict[str, str]:
    found = POLL.fullmatch(scope["path"])
    return found.groupdict() if found else {}


def can_be_read(scope: dict[str, Any], headers: dict[str, str]) -> bool:
    """Whether this is a vote as browsers send it, from a page of this site."""
    host = headers.get("host", "")
    size = headers.get("content-length", "")
    return (
        bool(named(scope))
        and size.isdecimal()
        and int(size) <= LARGEST_FORM
        and headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
        and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
        and is_from_this_site(headers, host)
    )


async def answer(
    send: Any, path: str, headers: dict[str, str], recorded: Recorded, voter: str
) -> None:
    told = [(b"cache-control", b"no-store"), (b"set-cookie", cookie_header(voter).encode())]
    if "application/json" in headers.get("accept", ""):
        status, body = 200, recorded_json(recorded).encode()
        told.append((b"content-type", b"application/json"))
    else:
        status, body = 303, b""
        told.append((b"location", f"{path}#result".encode()))
    told.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def recorded_json(recorded: Recorded) -> str:
    """What a script of the page is told of its vote."""
    said = f"Vote recorded{SET_APART if recorded.is_set_apart else '.'}"
    told = json.dumps({"choice": recorded.choice, "said": said}, ensure_ascii=False)
    return f'{told[:-1]}, "tally": {recorded.tally.json}}}'
