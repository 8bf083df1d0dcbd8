"""Render releases: find them, build their pages, cache both."""

import secrets
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from edition.document.values import Document
from edition.polls.models import Poll
from edition.polls.tally import read_tally
from edition.reader.citing.styles import Version
from edition.reader.documents import read_document
from edition.reader.page.build import Page, build_page
from edition.reader.poll.presenter import ShownPoll, show_poll
from edition.releases.models import Revision

# Caches revalidate each time: a withdrawn edition disappears from all of them at once.
REVALIDATE = "public, max-age=0, must-revalidate"

PER_PAGE = 50  # versions in a list: an edition that publishes each save has many

EDITIONS = 32  # whose latest pages are cached: 0.6 MB each, 40 ms of processor time to render

POLLS_PLACEHOLDER = f"<!-- {secrets.token_hex(16)} -->"  # random: no text contains it


def latest_or_404(slug: str) -> Revision:
    """Return the latest release, without the text of its document. Raises Http404."""
    releases = Revision.objects.select_related("edition").defer("canonical")
    release = releases.latest_release(slug)
    if release is None:
        raise Http404("No edition of this name is published here.")
    return release


def release_or_404(slug: str, number: int) -> Revision:
    """Return a release by its number, without the text of its document. Raises Http404."""
    return get_object_or_404(Revision.objects.of(slug).defer("canonical"), release_number=number)


def version_of(release: Revision, latest: Revision) -> Version:
    slug = latest.edition.slug
    assert release.release_number and latest.release_number  # only what is released is displayed
    return Version(
        number=release.release_number,
        released_on=timezone.localdate(release.released_at),
        address=settings.SITE_URL + reverse("reader:release", args=[slug, release.release_number]),
        edition_address=settings.SITE_URL + reverse("reader:edition", args=[slug]),
        latest=latest.release_number,
    )


def page_of(release: Revision, latest: Revision) -> Page:
    """Return the page of `release` as a value; only that of the latest release is cached.

    A crawler of all older releases would evict the pages that the next vote changes.
    """
    version = version_of(release, latest)
    build = cached_page if version.is_latest else page_by
    return build(release.sha256, version)


def page_by(sha256: str, version: Version) -> Page:
    return build_page(read_document(sha256), version)


cached_page = lru_cache(maxsize=EDITIONS)(page_by)


def render_edition(release: Revision, latest: Revision, counted: Iterable[Poll]) -> str:
    """Render the reading page with the current votes of the polls that are `counted`.

    In the latest release a new vote renders only the polls again, into the cached page.
    """
    slug = latest.edition.slug
    page = page_of(release, latest)
    polls = show_polls(page.document, counted)
    keys = tuple(poll.key for poll in polls)
    render_frame = cached_frame if page.version.is_latest else frame_of
    before, after = render_frame(page, slug, keys)
    context = {"page": page, "polls": polls, "slug": slug}
    return before + render_to_string("reader/poll/_polls.html", context) + after


def show_polls(document: Document, counted: Iterable[Poll]) -> list[ShownPoll]:
    """Return the polls of a release that are `counted`, with their current votes."""
    rows = {poll.key: poll for poll in counted}
    return [
        show_poll(poll, read_tally(rows[poll.key])) for poll in document.polls if poll.key in rows
    ]


def frame_of(page: Page, slug: str, polls: tuple[str, ...]) -> tuple[str, str]:
    """Render the reading page before and after its polls, which are given by their keys."""
    context = {
        "page": page,
        "polls": [{"key": key} for key in polls],
        "slug": slug,
        "rendered_polls": mark_safe(POLLS_PLACEHOLDER),
    }
    before, after = render_to_string("reader/page/edition.html", context).split(POLLS_PLACEHOLDER)
    return before, after


cached_frame = lru_cache(maxsize=EDITIONS)(frame_of)


def shared_response(html: str) -> HttpResponse:
    """Answer with a page that is the same for every reader.

    It is rendered without the request, so it cannot contain a cookie, session or name.
    """
    return HttpResponse(html, headers={"Cache-Control": REVALIDATE})
