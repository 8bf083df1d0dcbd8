"""Publishing from the desk, and telling the editor what came of it."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from edition.desk.places import mending, page_url
from edition.releases.check import Problem
from edition.releases.models import Revision
from edition.releases.publish import NotPublishable, keep_revision, publish, publish_if_direct
from edition.texts.models import Edition


def publish_saved(request: HttpRequest, edition: Edition, note: str) -> None:
    """Publish what was saved, unless the edition gathers changes; what was saved stays saved.

    What is not published is kept as a revision, so that the history has every save.
    """
    before = _latest(edition)
    try:
        with transaction.atomic():
            revision = publish_if_direct(edition, request.user, note)
    except NotPublishable as refused:
        keep_revision(edition, request.user, note)
        told = told_problems(edition, refused.problems)
        messages.warning(request, format_html("Saved, but not published, because {}", told))
        return
    if revision is None:
        keep_revision(edition, request.user, note)
        messages.info(request, "Saved, not published: the edition gathers changes.")
    elif revision.release_number == before:
        messages.info(request, f"Readers see no difference: version {before} stays.")
    else:
        _tell_published(request, edition, revision)


def publish_now(request: HttpRequest, edition: Edition, note: str = "") -> None:
    """Publish the working copy because an editor asks for it."""
    before = _latest(edition)
    try:
        revision = publish(edition, request.user, note)
    except NotPublishable as refused:
        told = told_problems(edition, refused.problems)
        messages.error(request, format_html("Not published, because {}", told))
        return
    if revision.release_number == before:
        messages.info(request, f"Nothing has changed since version {before}.")
    else:
        _tell_published(request, edition, revision)


def told_problems(edition: Edition, problems: list[Problem]) -> SafeString:
    rows = (
        (
            format_html('<a href="{}">{}</a>', url, problem.where) if url else problem.where,
            problem.what,
            problem.advice,
        )
        for problem, url in mending(edition, problems)
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} {}</li>", rows))


def _tell_published(request: HttpRequest, edition: Edition, revision: Revision) -> None:
    text = 'Published as version {}. <a href="{}">See the page</a>'
    messages.success(request, format_html(text, revision.release_number, page_url(edition)))


def _latest(edition: Edition) -> int | None:
    return edition.revisions.aggregate(latest=Max("release_number"))["latest"]
