"""Content codings: which ones a browser accepts, and compression."""

import gzip
from functools import lru_cache

import brotli

CODINGS = (b"br", b"gzip")  # the best first

# Pages are compressed again for each vote, in 2 ms. The highest levels take ten
# times as long, to save 2 % (brotli) and 7 % (gzip) of a reading page.
BROTLI_QUALITY = 5
GZIP_LEVEL = 4


@lru_cache(maxsize=256)
def preferred(accept_encoding: bytes) -> tuple[bytes, ...]:
    """Return those of CODINGS that an Accept-Encoding header accepts, the best first."""
    refused: set[bytes] = set()
    accepted: set[bytes] = set()
    for part in accept_encoding.lower().split(b","):
        coding, _, weight = part.partition(b";")
        is_refused = weight.replace(b" ", b"").rstrip(b"0.") == b"q="
        (refused if is_refused else accepted).add(coding.strip())
    return tuple(
        coding
        for coding in CODINGS
        if coding in accepted or (b"*" in accepted and coding not in refused)
    )


def encode(coding: bytes, body: bytes) -> bytes:
    """Compress `body` in one of CODINGS."""
    if coding == b"br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)
