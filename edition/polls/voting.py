"""Casting a ballot: one a browser, and the database decides which came first.

A browser is known by a random cookie that only voting sets; the database keeps a keyed hash of
it and nothing else about the voter.
"""

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from edition.polls.models import Ballot, Choice, Poll

COOKIE = "voter"
COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep none longer


class VotingError(Exception):
    """A vote was refused; the message can be shown to the reader."""


def new_voter() -> str:
    """A fresh value for the cookie: 128 random bits."""
    return secrets.token_hex(16)


def voter_hash(cookie: str) -> str:
    """What the database knows a browser by: a keyed hash of its cookie, 64 hexadecimal digits."""
    return salted_hmac("edition.polls.voter", cookie, algorithm="sha256").hexdigest()


def voter_of(request: HttpRequest) -> str | None:
    """The voter's cookie, if the browser has one that we could have given."""
    cookie = request.COOKIES.get(COOKIE, "")
    is_ours = len(cookie) == 32 and all(digit in "0123456789abcdef" for digit in cookie)
    return cookie if is_ours else None


def ballot_of(poll: Poll, cookie: str | None) -> Ballot | None:
    """The ballot this browser cast in `poll`."""
    if cookie is None:
        return None
    return poll.ballots.filter(voter=voter_hash(cookie)).select_related("choice").first()


@transaction.atomic
def cast_ballot(choice: Choice, cookie: str) -> Ballot:
    """Record a vote, or change the one this browser cast before. Raises VotingError."""
    # Locking the poll orders the votes, so that counts and ballots change together.
    poll = Poll.objects.select_for_update().get(pk=choice.poll_id)
    if not poll.is_open:
        raise VotingError("This poll is closed.")
    ballot, is_new = Ballot.objects.select_related("choice").get_or_create(
        poll=poll, voter=voter_hash(cookie), defaults={"choice": choice}
    )
    if is_new:
        poll.choices.filter(pk=choice.pk).update(votes=F("votes") + 1)
    elif ballot.choice_id != choice.pk:
        poll.choices.filter(pk=ballot.choice_id).update(votes=F("votes") - 1)
        poll.choices.filter(pk=choice.pk).update(votes=F("votes") + 1)
        ballot.choice, ballot.changed_at = choice, timezone.now()
        ballot.save(update_fields=["choice", "changed_at"])
    else:
        return ballot
    Poll.objects.filter(pk=poll.pk).update(version=F("version") + 1)
    return ballot


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether a posted vote comes from a page of this site.

    The form stands in a page that all readers share and so holds no token. Browsers say where a
    post comes from: in `Sec-Fetch-Site`, in `Origin`, or at least in `Referer`.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    own = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    return urlsplit(source).netloc in own
