"""List the pages that all readers share, and render them through Django."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Max
from django.http import Http404
from django.urls import reverse

from edition.polls.models import Poll
from edition.reader.poll.released import released_as
from edition.reader.releases import latest_or_404, render_edition
from edition.reader.server.answer import Headers
from edition.reader.server.resource import Resource
from edition.releases.models import Revision

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# Headers that the server sets, or that depend on the body of each response.
PER_RESPONSE = {"content-length", "date", "server", "etag", "vary", "connection"}


@dataclass(frozen=True, slots=True)
class PageState:
    """What a shared page displays: a release and the results of its polls, or one result alone.

    A result is identified by the poll's key, the version of its tally, and whether it is open.
    """

    edition: str
    release: int
    results: tuple[tuple[str, int, bool], ...]
    polls: tuple[Poll, ...] = field(compare=False)
    is_result: bool = False


def current_pages() -> dict[str, PageState]:
    """Return the state of every shared page, by path."""
    close_old_connections()
    try:
        latest = dict(
            Revision.objects.released()
            .filter(edition__withdrawal=None)
            .order_by()
            .values_list("edition__slug")
            .annotate(Max("release_number"))
        )
        polls: dict[str, list[Poll]] = {}
        for poll in Poll.objects.select_related("edition"):
            polls.setdefault(poll.edition.slug, []).append(poll)
    finally:
        close_old_connections()
    pages: dict[str, PageState] = {}
    for slug, number in latest.items():
        counted = tuple(polls.get(slug, ()))
        results = tuple((poll.key, poll.version, poll.is_open) for poll in counted)
        pages[reverse("reader:edition", args=[slug])] = PageState(slug, number, results, counted)
        for poll, result in zip(counted, results, strict=True):
            path = reverse("reader:poll_state", args=[slug, poll.key])
            pages[path] = PageState(slug, number, (result,), (poll,), is_result=True)
    return pages


class Renderer:
    """Renders shared pages through Django; after a vote alone, without its middleware.

    Returns None for a response that is not for everyone: an error, or one that sets a cookie.
    """

    def __init__(self, application: WsgiApplication) -> None:
        self.application = application
        self.rendered: dict[str, tuple[Revision, Headers]] = {}  # by path

    def current_pages(self) -> dict[str, PageState]:
        """Return the state of every shared page, by path; forget the pages that are gone."""
        pages = current_pages()
        for path in self.rendered.keys() - pages.keys():
            del self.rendered[path]
        return pages

    def __call__(self, path: str, state: PageState) -> Resource | None:
        close_old_connections()
        try:
            release, headers = self.rendered.get(path, (None, []))
            if release and release.release_number == state.release:
                return Resource.compressed(headers, body_of(release, state))
            release = latest_or_404(state.edition)
            if response := self.ask_django(path):
                headers, body = response
                self.rendered[path] = release, headers
                return Resource.compressed(headers, body)
        except (Http404, Poll.DoesNotExist):  # withdrawn or removed a moment ago
            pass
        finally:
            close_old_connections()
        return None

    def ask_django(self, path: str) -> tuple[Headers, bytes] | None:
        """Request a page from Django as any reader would."""
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
        began: dict[str, Any] = {}

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> None:
            began.update(status=status, headers=headers)

        answer = self.application(environ, start_response)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        names = {name.lower() for name, _ in began["headers"]}
        if not began["status"].startswith("200") or "set-cookie" in names:
            return None
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in began["headers"]
            if name.lower() not in PER_RESPONSE
        ]
        return headers, body


def body_of(release: Revision, state: PageState) -> bytes:
    """Render the body that Django would send, with the current votes."""
    if state.is_result:
        return released_as(release.sha256, *state.polls).tally.json.encode()
    return render_edition(release, release, state.polls).encode()
