from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from edition.reader.how_to_cite import ways_to_cite
from edition.reader.item import pick
from edition.reader.pages import latest_or_404, page_of, shared
from edition.releases.models import Revision
from edition.texts.models import Edition


@require_safe
def list_editions(request: HttpRequest) -> HttpResponse:
    """All published editions; a single one is opened at once."""
    editions = Edition.objects.filter(revisions__release_number__isnull=False).distinct()
    if len(editions) == 1:
        return redirect(editions[0])
    latest = [Revision.objects.latest_release(edition.slug) for edition in editions]
    return shared("reader/editions.html", {"documents": [found.document for found in latest]})


@require_safe
def show_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest release."""
    latest = latest_or_404(slug)
    return shared("reader/edition.html", {"page": page_of(latest, latest), "slug": slug})


@require_safe
def show_release(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One release, for ever under its own address."""
    release = get_object_or_404(Revision.objects.of(slug), release_number=number)
    page = page_of(release, latest_or_404(slug))
    return shared("reader/edition.html", {"page": page, "slug": slug})


@require_safe
def show_item(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One paragraph, note, annotation, emendation or event of the latest release."""
    latest = latest_or_404(slug)
    page = page_of(latest, latest)
    item = pick(page, key)
    if item is None:
        raise Http404(f"“{page.document.title}” has no {key}.")
    address = f"{page.version.edition_address}{key}/"
    citing = ways_to_cite(page.document, page.version, item.name, address)
    context = {"page": page, "item": item, "address": address, "citing": citing}
    return shared("reader/item.html", context)


@require_safe
def list_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """All releases, the latest first."""
    latest = latest_or_404(slug)
    releases = Revision.objects.of(slug).released().latest_first().select_related("edition")
    context = {"document": latest.document, "releases": releases}
    return shared("reader/versions.html", context)
