"""Respond for withdrawn editions: 410 at every address that was ever public."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from edition.reader.citing.styles import sentence
from edition.reader.documents import read_document
from edition.reader.releases import PER_PAGE, REVALIDATE, version_of
from edition.releases.models import Revision, Withdrawal

GONE = 410


class Tombstones:
    """Middleware: respond with a tombstone for every page of a withdrawn edition."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespace != "reader" or "slug" not in kwargs:
            return None
        found = Withdrawal.objects.filter(edition__slug=kwargs["slug"])
        try:
            withdrawal = found.select_related("edition", "withdrawn_by").first()
        except Error:  # the view itself reports a failing database
            return None
        return tombstone(request, withdrawal, kwargs.get("number")) if withdrawal else None


def tombstone(
    request: HttpRequest, withdrawal: Withdrawal, number: int | None
) -> HttpResponse | None:
    """Render the tombstone of an edition; None if it was never published."""
    released = withdrawal.edition.revisions.released().defer("canonical")
    releases = released.order_by("-release_number")
    latest = releases.first()
    if latest is None:
        return None
    match = request.resolver_match
    if match and "key" in match.kwargs and is_for_scripts(request):
        message = "This edition was withdrawn, and its poll takes no votes."
        return JsonResponse({"message": message}, status=GONE)
    page = request.GET.get("page")
    cited = releases.filter(release_number=number).first() or latest
    context = {
        "document": read_document(latest.sha256),
        "withdrawal": withdrawal,
        "citation": sentence(read_document(cited.sha256), version_of(cited, latest)),
        "releases": Paginator(releases, PER_PAGE).get_page(page),
        "is_vote": request.method == "POST",
        "has_others": Revision.objects.released().exclude(edition=withdrawal.edition).exists(),
    }
    response = HttpResponse(render_to_string("reader/withdrawn.html", context), status=GONE)
    response["Cache-Control"] = REVALIDATE
    return response


def is_for_scripts(request: HttpRequest) -> bool:
    accepts = request.headers.get("Accept", "")
    return request.path.endswith(("/state", "/stream")) or "application/json" in accepts
