"""Publish from the desk, and report the outcome to the editor."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from edition.desk.links import link_problems, page_url
from edition.desk.permissions import PUBLISH, colleague, may
from edition.document.problems import Problem
from edition.releases.models import Revision
from edition.releases.pending import others_with_unpublished_work
from edition.releases.publish import NotPublishable, publish, publish_copy, save_copy
from edition.releases.working_copy import WorkingCopy, read_working_copy
from edition.texts.models import Edition


def publish_saved(request: HttpRequest, copy: WorkingCopy, note: str) -> None:
    """Publish a save, unless something prevents it.

    A save that is not published is stored as a revision, so that the history has every save.
    `copy` must be read under the lock of its edition.
    """
    edition = copy.edition
    if reason := why_not_at_once(colleague(request), edition):
        save_copy(copy, colleague(request), note)
        text = "Saved, not published: {} {}"
        messages.info(request, format_html(text, reason, review_link(edition)))
        return
    try:
        revision = publish_copy(copy, colleague(request), note)
    except NotPublishable as refused:
        save_copy(copy, colleague(request), note)
        problems = problem_list(edition, refused.problems)
        messages.warning(request, format_html("Saved, but not published, because {}", problems))
        return
    if revision == copy.latest:
        number = revision.release_number
        messages.info(request, f"Readers see no difference: version {number} stays.")
    else:
        _report_published(request, edition, revision)


def why_not_at_once(user: User, edition: Edition) -> str:
    """Say why a save by this user is not published at once; empty if it is."""
    if edition.gathers_changes:
        return "the edition gathers changes."
    if not may(user, PUBLISH, edition):
        return "a publisher of the edition reviews it first."
    if colleagues := others_with_unpublished_work(edition, user):
        return f"what {' and '.join(colleagues)} saved before is not published yet."
    return ""


def how_to_delete_at_once(user: User, edition: Edition) -> str:
    """Say what to do before a part that readers use can be deleted; empty if nothing."""
    if not why_not_at_once(user, edition):
        return ""
    if not may(user, PUBLISH, edition):
        return "Ask a publisher of the edition to delete it, or close the poll."
    if edition.gathers_changes:
        return (
            "To delete it, publish the changes under “Review and publish”, choose “Publish each "
            "saved change at once” there, and delete it then; afterwards let changes gather again. "
            "Or close the poll."
        )
    return "It can be deleted once the changes under “Review and publish” are published."


def review_link(edition: Edition, text: str = "Review the changes") -> SafeString:
    url = reverse("admin:review_edition", args=[edition.pk])
    return format_html('<a href="{}">{}</a>', url, text)


def publish_now(request: HttpRequest, edition: Edition, note: str = "") -> None:
    """Publish the working copy on request."""
    before = _latest(edition)
    try:
        revision = publish(edition, colleague(request), note)
    except NotPublishable as refused:
        problems = problem_list(edition, refused.problems)
        messages.error(request, format_html("Not published, because {}", problems))
        return
    if revision.release_number == before:
        messages.info(request, f"Nothing has changed since version {before}.")
    else:
        _report_published(request, edition, revision)


def report_restored(request: HttpRequest, edition: Edition, revision: Revision) -> None:
    """Report whether a restored `revision` is published, and publish it if it can be."""
    is_latest = edition.revisions.latest_first().first() == revision
    if is_latest and revision.release_number:
        _report_published(request, edition, revision)
    else:
        publish_saved(request, read_working_copy(edition), revision.note)


def problem_list(edition: Edition, problems: list[Problem]) -> SafeString:
    """Render problems as a list, each with a link to the form where it can be corrected."""
    rows = (
        (
            format_html('<a href="{}">{}</a>', url, problem.where) if url else problem.where,
            problem.what,
            problem.advice,
        )
        for problem, url in link_problems(edition, problems)
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} {}</li>", rows))


def _report_published(request: HttpRequest, edition: Edition, revision: Revision) -> None:
    text = 'Published as version {}. <a href="{}">See the page</a>'
    messages.success(request, format_html(text, revision.release_number, page_url(edition)))


def _latest(edition: Edition) -> int | None:
    return edition.revisions.aggregate(latest=Max("release_number"))["latest"]
