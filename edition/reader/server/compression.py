"""Compression and ETags of the pages that Django renders for readers."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from edition.reader.server.coding import encode, preferred


class CompressPublicPages:
    """Middleware: compress the reader's pages, and respond 304 to conditional requests.

    Where a page contains a secret and reflects its request, its compressed length can reveal the
    secret (BREACH). The reader's pages contain no token, session or name. The poll's own page says
    how its browser voted, but reflects nothing that another site could put into a URL. Pages of the
    desk contain tokens and unpublished text and reflect search terms: they are not compressed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_for_readers = request.resolver_match and request.resolver_match.namespace == "reader"
        if not is_for_readers or request.method not in ("GET", "HEAD") or not response.content:
            return response
        body = response.content
        # The same ETag as when the page is served from memory.
        digest = response.get("ETag", "").strip('"') or hashlib.sha256(body).hexdigest()[:24]
        coding = compress(request, response)
        if response.status_code != 200 or "public" not in response.get("Cache-Control", ""):
            return response  # nobody stores it
        response["ETag"] = f'"{digest}-{coding}"' if coding else f'"{digest}"'
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        return conditional or response


def compress(request: HttpRequest, response: HttpResponse) -> str:
    """Compress the body in the best coding that the browser accepts; return the coding or ""."""
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
