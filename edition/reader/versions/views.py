"""Views of the releases of an edition: list, comparison of two, and JSON files."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from edition.reader.documents import read_document
from edition.reader.releases import (
    PER_PAGE,
    REVALIDATE,
    latest_or_404,
    release_or_404,
    shared_response,
)
from edition.reader.server.single_flight import Busy, SingleFlightCache
from edition.reader.versions.comparison import compare_for_readers
from edition.releases.models import Revision
from edition.texts.numbers import number_or_none

comparisons = SingleFlightCache()


@require_safe
def list_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List all releases, the latest first."""
    return versions_page(slug, request.GET.get("page", ""))


def versions_page(slug: str, page: str = "", missing: str = "") -> HttpResponse:
    """Respond with the list of releases; `missing` reports a version that does not exist (404)."""
    latest = latest_or_404(slug)
    releases = Revision.objects.of(slug).released().latest_first().defer("canonical")
    pages = Paginator(releases.select_related("edition", "made_by"), PER_PAGE)
    context = {
        "document": read_document(latest.sha256),
        "latest": latest.release_number,
        "releases": pages.get_page(page),
        "missing": missing,
    }
    response = shared_response(render_to_string("reader/versions/versions.html", context))
    response.status_code = 404 if missing else 200
    return response


@require_safe
def choose_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect the form that chooses two versions to their comparison."""
    chosen = [number_or_none(request.GET.get(name, ""), 999_999) for name in ("before", "after")]
    if None in chosen:
        return redirect("reader:versions", slug)
    return redirect("reader:compare", slug, *chosen)


@require_safe
def compare_versions(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Show what changed from one release to a later one."""
    if before > after:
        return redirect("reader:compare", slug, after, before, permanent=True)
    # Not `in`: it would pass a number of twenty digits to the database, which fails.
    requested = Q(release_number=before) | Q(release_number=after)
    found = Revision.objects.of(slug).released().filter(requested).defer("canonical")
    releases = {each.release_number: each for each in found.select_related("edition", "made_by")}
    for number in (before, after):
        if number not in releases:
            return versions_page(slug, missing=f"There is no version {number}.")
    old, new = releases[before], releases[after]
    try:
        body = comparisons.get(
            (old.pk, old.sha256, new.pk, new.sha256), lambda: render_comparison(old, new)
        )
    except Busy:
        busy = render_to_string("reader/versions/busy.html")
        return HttpResponse(busy, status=503, headers={"Retry-After": "5"})
    return HttpResponse(body, headers={"Cache-Control": REVALIDATE})


def render_comparison(old: Revision, new: Revision) -> bytes:
    slug = new.edition.slug
    before, after = read_document(old.sha256), read_document(new.sha256)
    urls = [reverse("reader:release", args=[slug, each.release_number]) for each in (old, new)]
    context = {
        "old": old,
        "new": new,
        "document": after,
        "comparison": compare_for_readers(before, after, *urls),
    }
    return render_to_string("reader/versions/compare.html", context).encode()


@require_safe
def download_document(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Send the canonical JSON of a release, whose SHA-256 is the release's."""
    release = latest_or_404(slug) if number is None else release_or_404(slug, number)
    name = f"{slug}-v{release.release_number}.json"
    return HttpResponse(
        release.canonical.encode(),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": REVALIDATE,
            "ETag": f'"{release.sha256}"',
            "X-Robots-Tag": "noindex",
        },
    )
