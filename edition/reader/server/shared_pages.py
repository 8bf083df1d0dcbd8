"""Which pages all readers share, and rendering one of them through Django as it stands."""

from collections.abc import Callable, Hashable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Max
from django.urls import reverse

from edition.polls.models import Poll
from edition.reader.server.cache import Resource
from edition.releases.models import Revision

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# What the server says for itself, or each answer says of its own body.
NOT_KEPT = {"content-length", "date", "server", "etag", "vary", "connection"}


def current_pages() -> dict[str, Hashable]:
    """The path of every shared page, and what it shows: its release, and the votes."""
    close_old_connections()
    try:
        latest = dict(
            Revision.objects.released()
            .filter(edition__withdrawal=None)
            .order_by()
            .values_list("edition__slug")
            .annotate(Max("release_number"))
        )
        votes: dict[str, list[tuple[str, int, bool]]] = {}
        for poll in Poll.objects.select_related("edition"):
            votes.setdefault(poll.edition.slug, []).append((poll.key, poll.version, poll.is_open))
    finally:
        close_old_connections()
    pages: dict[str, Hashable] = {}
    for slug, number in latest.items():
        pages[reverse("reader:edition", args=[slug])] = (number, tuple(votes.get(slug, [])))
        for key, version, is_open in votes.get(slug, []):
            pages[reverse("reader:poll_state", args=[slug, key])] = (number, version, is_open)
    return pages


def renderer(application: WsgiApplication) -> Callable[[str], Resource | None]:
    """A function that asks Django for a page as any reader would, and keeps the answer.

    None for an answer that is not for everyone: an error, or one that sets a cookie.
    """

    def render(path: str) -> Resource | None:
        site = urlsplit(settings.SITE_URL)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": site.netloc,
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
        setup_testing_defaults(environ)
        told: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None):
            told.update(status=status, headers=headers)

        answer = application(environ, start_response)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        names = {name.lower() for name, _ in told["headers"]}
        if not told["status"].startswith("200") or "set-cookie" in names:
            return None
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in told["headers"]
            if name.lower() not in NOT_KEPT
        ]
        return Resource.compressed(headers, body)

    return render
