"""History pages: of an edition, of one part, of a revision, and of deleted parts."""

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from edition.desk.history.revisions import (
    changes_between,
    deleted_keys,
    deleted_parts,
    name_of_key,
    revisions_of,
    steps,
    unreadable,
)
from edition.desk.links import form_url, key_in_document
from edition.desk.pages import desk_page, get_viewable
from edition.desk.permissions import PUBLISH, may
from edition.releases.models import Revision
from edition.texts.models import Edition
from edition.texts.numbers import number_or_none

REVISIONS_PER_PAGE, STEPS_PER_PAGE = 50, 10
MAX_PARTS = 6  # named of one revision
MAX_CHOICES = 200  # revisions offered to compare with


@require_safe
def show_history(request: HttpRequest, pk: int) -> HttpResponse:
    """List all revisions; with `?of=edition`, those of the edition's own fields."""
    edition = get_viewable(request, Edition, pk)
    if "of" in request.GET:
        return show_history_of_part(request, edition, edition)
    saved = edition.revisions.defer("canonical").select_related("made_by").latest_first()
    rows = saved.prefetch_related("revised_parts", "plans")
    page = requested_page(request, rows, REVISIONS_PER_PAGE)
    return desk_page(
        request,
        "admin/desk/history/edition.html",
        f"History of {edition}",
        edition,
        revisions=[(revision, *revised_names(revision)) for revision in page],
        page=page,
    )


def show_history_of_part(request: HttpRequest, edition: Edition, part: Model) -> HttpResponse:
    """List what every revision changed in one part, or in the edition's own fields."""
    key = key_in_document(part)
    page = requested_page(request, revisions_of(edition, key), STEPS_PER_PAGE)
    return desk_page(
        request,
        "admin/desk/history/part.html",
        f"History of {part}",
        edition,
        part=part,
        part_url=form_url(part),
        key=key,
        steps=steps(edition, key, page),
        page=page,
        may_restore=may(request.user, PUBLISH, edition),
    )


@require_safe
def show_deleted(request: HttpRequest, pk: int) -> HttpResponse:
    """List the parts that were deleted, the latest first."""
    edition = get_viewable(request, Edition, pk)
    page = requested_page(request, deleted_keys(edition), STEPS_PER_PAGE)
    return desk_page(
        request,
        "admin/desk/history/deleted.html",
        f"Deleted from {edition}",
        edition,
        deleted=deleted_parts(edition, page),
        page=page,
        may_restore=may(request.user, PUBLISH, edition),
    )


def show_revision(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show what a revision changed since the one before it, or since `?against=` another."""
    edition = revision.edition
    revisions = edition.revisions.latest_first()
    before = revisions.filter(number__lt=revision.number).first()
    against = number_or_none(request.GET.get("against", ""))
    if against is not None:
        before = revisions.filter(number=against).first() or before
    return desk_page(
        request,
        "admin/desk/history/revision.html",
        f"Revision {revision.number} of {edition}",
        edition,
        revision=revision,
        before=before,
        unreadable=unreadable(before, revision),
        changes=changes_between(before, revision),
        others=revisions.exclude(pk=revision.pk).defer("canonical")[:MAX_CHOICES],
        may_restore=may(request.user, PUBLISH, edition),
    )


@require_safe
def download_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the canonical JSON, whose SHA-256 is the revision's."""
    revision = get_viewable(request, Revision, pk)
    name = f"{revision.edition.slug}-revision-{revision.number}.json"
    return HttpResponse(
        revision.canonical,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def requested_page(request: HttpRequest, rows: QuerySet | list, size: int) -> Page:
    """Return the page of `rows` that `?page=` requests."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def revised_names(revision: Revision) -> tuple[list[str], int]:
    """Return the names of some parts that a revision changed, and the number of the others."""
    names = [name_of_key(part.key) for part in revision.revised_parts.all()]
    return names[:MAX_PARTS], max(0, len(names) - MAX_PARTS)
