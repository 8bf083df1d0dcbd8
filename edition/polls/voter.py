"""Who votes: a browser, known by a random cookie that only voting sets.

The database keeps a keyed hash of the cookie and nothing else about the voter.
"""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

COOKIE = "voter"
COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep none longer


def new_voter() -> str:
    """A fresh value for the cookie: 128 random bits."""
    return secrets.token_hex(16)


def known_voter(cookie: str) -> str | None:
    """The cookie's value, if it is one that we could have given."""
    is_ours = len(cookie) == 32 and all(digit in "0123456789abcdef" for digit in cookie)
    return cookie if is_ours else None


def voter_hash(cookie: str) -> str:
    """What the database knows a browser by: a keyed hash of its cookie, 64 hexadecimal digits."""
    return salted_hmac("edition.polls.voter", cookie, algorithm="sha256").hexdigest()


def cookie_header(voter: str) -> str:
    """The value of Set-Cookie that lets a browser be known again."""
    secure = "; Secure" if settings.IS_HTTPS else ""
    return f"{COOKIE}={voter}; HttpOnly; Max-Age={COOKIE_AGE}; Path=/; SameSite=Lax{secure}"
