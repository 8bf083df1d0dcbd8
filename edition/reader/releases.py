"""From a release in the database to the page of it, and to bytes."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from edition.polls.models import Poll
from edition.polls.tally import read_tally
from edition.reader.citing.styles import Version
from edition.reader.page.build import Page, build_page
from edition.releases.models import Revision

# Nothing is kept without asking: what was withdrawn is gone at once from every cache.
ASK_FIRST = "public, max-age=0, must-revalidate"

ON_A_PAGE = 50  # versions: an edition that publishes each save has many


def latest_or_404(slug: str) -> Revision:
    release = Revision.objects.select_related("edition").latest_release(slug)
    if release is None:
        raise Http404("No edition of this name is published here.")
    return release


def release_or_404(slug: str, number: int) -> Revision:
    return get_object_or_404(Revision.objects.of(slug), release_number=number)


def page_of(release: Revision, latest: Revision) -> Page:
    """The page of `release` with the votes as they stand now."""
    polls = Poll.objects.filter(edition_id=latest.edition_id)
    tallies = {poll.key: read_tally(poll) for poll in polls}
    return build_page(release.document, version_of(release, latest), tallies)


def version_of(release: Revision, latest: Revision) -> Version:
    slug = latest.edition.slug
    return Version(
        number=release.release_number,
        released_on=timezone.localdate(release.released_at),
        address=settings.SITE_URL + reverse("reader:release", args=[slug, release.release_number]),
        edition_address=settings.SITE_URL + reverse("reader:edition", args=[slug]),
        latest=latest.release_number,
    )


def shared(template: str, context: dict) -> HttpResponse:
    """A page that is the same for every reader.

    It is rendered without the request, so that no cookie, session or name of one reader can get
    into it.
    """
    response = HttpResponse(render_to_string(template, context))
    response["Cache-Control"] = ASK_FIRST
    return response
