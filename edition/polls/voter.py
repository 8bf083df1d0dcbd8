"""Identify a voter: a browser, by a random cookie that is set only by voting.

The database stores a keyed hash of the cookie and nothing else about the voter.
"""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac

COOKIE = "voter"  # the prefix of its name
AGAIN = "again"  # the query string of a vote that is sent again, with its cookie
COOKIE_AGE = 400 * 24 * 3600  # seconds; the longest that browsers allow


def new_voter() -> str:
    """Return a new value for the cookie: 128 random bits."""
    return secrets.token_hex(16)


def known_voter(cookies: Mapping[str, str]) -> str | None:
    """Return the value that identifies a browser, from its cookies in the order sent.

    Two tabs that vote at the same time receive a cookie each. Their names differ, so that neither
    replaces the other, and browsers send the oldest first (RFC 6265, 5.4): the first one received
    comes first in every later request.
    """
    return next((value for name, value in cookies.items() if is_ours(name, value)), None)


def is_ours(name: str, value: str) -> bool:
    is_one = len(value) == 32 and all(digit in "0123456789abcdef" for digit in value)
    return is_one and name.partition("-")[0] == COOKIE


def needs_a_cookie(headers: Mapping[str, str], query: str, known: str | None) -> bool:
    """Whether a vote comes from a browser that may store a cookie, and has none yet.

    Browsers are recognised by two headers that other programs do not send. A vote that is sent
    again without a cookie comes from a browser that stores none.
    """
    is_browser = "sec-fetch-mode" in headers or "accept-language" in headers
    return is_browser and not known and query != AGAIN


def voter_hash(cookie: str) -> str:
    """The identity of a browser in the database: a keyed hash of its cookie, 64 hex digits."""
    return salted_hmac("edition.polls.voter", cookie, algorithm="sha256").hexdigest()


def cookie_header(voter: str) -> str:
    """Return the Set-Cookie header value for a voter."""
    secure = "; Secure" if settings.IS_HTTPS else ""
    name = f"{COOKIE}-{voter[:8]}"
    return f"{name}={voter}; HttpOnly; Max-Age={COOKIE_AGE}; Path=/; SameSite=Lax{secure}"
