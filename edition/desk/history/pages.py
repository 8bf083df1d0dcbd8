"""The pages of history: of an edition, of one part, of a revision, and of what was deleted."""

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from edition.desk.history.revisions import (
    deleted_keys,
    deleted_parts,
    name_of_key,
    revisions_of,
    steps,
)
from edition.desk.links import form_url, key_in_document
from edition.desk.pages import desk_page, get_viewable
from edition.desk.permissions import PUBLISH, may
from edition.document.changes.parts import compare
from edition.releases.models import Revision
from edition.texts.models import Edition
from edition.texts.numbers import number_or_none

REVISIONS, STEPS = 50, 10  # on a page
PARTS = 6  # named of one revision
CHOICES = 200  # revisions offered to compare with


def show_history(request: HttpRequest, pk: int) -> HttpResponse:
    """List everything that was saved; with `?of=edition`, the past of its own fields alone."""
    edition = get_viewable(request, Edition, pk)
    if "of" in request.GET:
        return show_history_of_part(request, edition, edition)
    saved = edition.revisions.defer("canonical").select_related("made_by").latest_first()
    page = asked_page(request, saved.prefetch_related("revised_parts", "plans"), REVISIONS)
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
    page = asked_page(request, revisions_of(edition, key), STEPS)
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


def show_deleted(request: HttpRequest, pk: int) -> HttpResponse:
    """List the parts that were deleted, the latest first."""
    edition = get_viewable(request, Edition, pk)
    page = asked_page(request, deleted_keys(edition), STEPS)
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
    """Show what a revision changed against the one before it, or `?against=` another."""
    edition = revision.edition
    revisions = edition.revisions.latest_first()
    before = revisions.filter(number__lt=revision.number).first()
    asked = number_or_none(request.GET.get("against", ""))
    if asked is not None:
        before = revisions.filter(number=asked).first() or before
    return desk_page(
        request,
        "admin/desk/history/revision.html",
        f"Revision {revision.number} of {edition}",
        edition,
        revision=revision,
        before=before,
        changes=compare(before.document, revision.document) if before else (),
        others=revisions.exclude(pk=revision.pk).defer("canonical")[:CHOICES],
        may_restore=may(request.user, PUBLISH, edition),
    )


def download_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the canonical JSON, whose SHA-256 is the revision's."""
    revision = get_viewable(request, Revision, pk)
    name = f"{revision.edition.slug}-revision-{revision.number}.json"
    return HttpResponse(
        revision.canonical,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def asked_page(request: HttpRequest, rows: QuerySet | list, size: int) -> Page:
    """The page of `rows` that the address asks for."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def revised_names(revision: Revision) -> tuple[list[str], int]:
    """Some of the parts that a revision revised, and how many there are beside these."""
    names = [name_of_key(part.key) for part in revision.revised_parts.all()]
    return names[:PARTS], max(0, len(names) - PARTS)
