"""Views of the list of editions, of releases and of their items."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from edition.reader.catalogue import published
from edition.reader.citing.offer import ways_to_cite
from edition.reader.documents import read_document
from edition.reader.page.item import find_item
from edition.reader.releases import (
    latest_or_404,
    page_of,
    release_or_404,
    render_edition,
    shared_response,
)
from edition.reader.versions.last_with_key import has_key, last_release_with
from edition.releases.models import Revision


@require_safe
def list_editions(request: HttpRequest) -> HttpResponse:
    """List the published editions, withdrawn ones too; redirect to a single one."""
    editions = published()
    if len(editions) == 1:
        return redirect("reader:edition", editions[0][0].slug)
    return shared_response(render_to_string("reader/editions.html", {"editions": editions}))


@require_safe
def show_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the latest release."""
    latest = latest_or_404(slug)
    return shared_response(render_edition(latest, latest, latest.edition.polls.all()))


@require_safe
def show_release(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one release, at its permanent address."""
    release, latest = release_or_404(slug, number), latest_or_404(slug)
    return shared_response(render_edition(release, latest, latest.edition.polls.all()))


@require_safe
def show_item(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a paragraph, note, annotation, emendation or event of the last release that has it."""
    latest = latest_or_404(slug)
    release = last_release_with(key, latest)
    if release is None:
        raise Http404(f"“{read_document(latest.sha256).title}” has no {key}.")
    return item_page(release, latest, key)


@require_safe
def show_released_item(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Show an item of one release, at its permanent address."""
    return item_page(release_or_404(slug, number), latest_or_404(slug), key)


def item_page(release: Revision, latest: Revision, key: str) -> HttpResponse:
    page = page_of(release, latest)
    item = find_item(page, key)
    if item is None:
        raise Http404(f"Version {release.release_number} has no {key}.")
    address = f"{page.version.address}{key}/"
    context = {
        "page": page,
        "item": item,
        "canonical": f"{page.version.edition_address}{key}/",
        "citing": ways_to_cite(page.document, page.version, item.name, address),
        "is_gone": not has_key(latest, key),
    }
    return shared_response(render_to_string("reader/page/item.html", context))
