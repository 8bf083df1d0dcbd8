"""Compression and ETags of what Django renders for readers; pages in memory have their own."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from edition.reader.server.coding import encode, preferred


class CompressPublicPages:
    """Middleware: compress the reader's pages, and answer 304 to who has one already.

    Where a page holds a secret and repeats what its request says, its compressed length can betray
    the secret (BREACH). The reader's pages hold no token, session or name. The poll's own page
    says how its browser voted, but repeats nothing that somebody else could put into an address.
    Pages of the desk hold tokens and unpublished text and repeat what is searched for: they are
    sent as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_for_readers = request.resolver_match and request.resolver_match.namespace == "reader"
        if not is_for_readers or request.method not in ("GET", "HEAD") or not response.content:
            return response
        body = response.content
        # A page that is in memory later has the same ETag then.
        digest = response.get("ETag", "").strip('"') or hashlib.sha256(body).hexdigest()[:24]
        coding = compress(request, response)
        if response.status_code != 200 or "public" not in response.get("Cache-Control", ""):
            return response  # nobody stores it
        response["ETag"] = f'"{digest}-{coding}"' if coding else f'"{digest}"'
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        return conditional or response


def compress(request: HttpRequest, response: HttpResponse) -> str:
    """Compress the body as the browser likes best; returns the coding, "" if it stays as it is."""
    patch_vary_headers(response, ["Accept-Encoding"])
    accepted = preferred(request.headers.get("Accept-Encoding", "").encode("latin-1"))
    if not accepted:
        return ""
    encoded = encode(accepted[0], response.content)
    if len(encoded) >= len(response.content):
        return ""
    response.content = encoded
    response["Content-Encoding"] = accepted[0].decode()
    response["Content-Length"] = str(len(encoded))
    return response["Content-Encoding"]
