"""Identify a voter: a browser, by a random cookie that only voting sets.

The database stores a keyed hash of the cookie and nothing else about the voter.
"""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac

COOKIE = "voter"  # the beginning of its name
AGAIN = "again"  # the query of a vote that is sent again, with its cookie
COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep none longer


def new_voter() -> str:
    """A fresh value for the cookie: 128 random bits."""
    return secrets.token_hex(16)


def known_voter(cookies: Mapping[str, str]) -> str | None:
    """The value by which a browser is known, of all cookies that it sent, in their order.

    Two tabs that vote at once are given a cookie each. Each has a name of its own, so that none
    replaces another, and browsers send first what they have had longest (RFC 6265, 5.4): whichever
    came first stands first in all that they send from then on.
    """
    return next((value for name, value in cookies.items() if is_ours(name, value)), None)


def is_ours(name: str, value: str) -> bool:
    is_one = len(value) == 32 and all(digit in "0123456789abcdef" for digit in value)
    return is_one and name.partition("-")[0] == COOKIE


def needs_a_cookie(headers: Mapping[str, str], query: str, known: str | None) -> bool:
    """Whether a vote comes from a browser that may store a cookie, and has none yet.

    Programs send neither of the two headers by which browsers are recognised here. What was
    sent again, and without a cookie, comes from a browser that stores none.
    """
    is_browser = "sec-fetch-mode" in headers or "accept-language" in headers
    return is_browser and not known and query != AGAIN


def voter_hash(cookie: str) -> str:
    """What the database knows a browser by: a keyed hash of its cookie, 64 hexadecimal digits."""
    return salted_hmac("edition.polls.voter", cookie, algorithm="sha256").hexdigest()


def cookie_header(voter: str) -> str:
    """The value of Set-Cookie that lets a browser be known again."""
    secure = "; Secure" if settings.IS_HTTPS else ""
    name = f"{COOKIE}-{voter[:8]}"
    return f"{name}={voter}; HttpOnly; Max-Age={COOKIE_AGE}; Path=/; SameSite=Lax{secure}"
