"""The pages of history: of an edition, of one part, and of what was deleted."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from edition.desk.history.revisions import (
    deleted_keys,
    deleted_parts,
    revisions_of,
    steps,
    told_key,
)
from edition.desk.links import key_in_document
from edition.desk.permissions import PUBLISH, may
from edition.releases.models import Revision
from edition.texts.models import Edition

REVISIONS, STEPS = 50, 10  # on a page
PARTS = 6  # named of one revision


class PastOfPart(admin.ModelAdmin):
    """Behind the button “History” of a form: what every revision changed in this part."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        part = self.get_object(request, object_id)
        if part is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, part):
            raise PermissionDenied
        edition, key = self.edition_of(part), key_in_document(part)
        page = asked_page(request, revisions_of(edition, key), STEPS)
        context = {"original": part, "key": key, "steps": steps(edition, key, page)}
        return self.past_page(request, "part.html", edition, page=page, **context)

    def past_page(
        self, request: HttpRequest, template: str, edition: Edition, **context: Any
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            f"admin/desk/history/{template}",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "edition": edition,
                "may_restore": may(request.user, PUBLISH, edition),
                **context,
            },
        )


class PastOfEdition(PastOfPart):
    """For the admin of editions: all that was ever saved, and all that was deleted."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/history/", wrap(self.history_page), name="edition_history"),
            path("<int:pk>/deleted/", wrap(self.deleted_page), name="edition_deleted"),
            *super().get_urls(),
        ]

    def history_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything that was saved; with `?of=edition`, the past of its own fields alone."""
        edition = self.get_object(request, str(pk))
        if edition is None or "of" in request.GET:
            return self.history_view(request, str(pk))
        saved = edition.revisions.defer("canonical").select_related("made_by").latest_first()
        page = asked_page(request, saved.prefetch_related("revised_parts", "plans"), REVISIONS)
        revisions = [(revision, *told_parts(revision)) for revision in page]
        context = {"original": edition, "revisions": revisions, "page": page}
        return self.past_page(request, "edition.html", edition, **context)

    def deleted_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self.get_object(request, str(pk))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        page = asked_page(request, deleted_keys(edition), STEPS)
        context = {"original": edition, "deleted": deleted_parts(edition, page), "page": page}
        return self.past_page(request, "deleted.html", edition, **context)


def asked_page(request: HttpRequest, rows: QuerySet | list, size: int) -> Page:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def told_parts(revision: Revision) -> tuple[list[str], int]:
    """Some of the parts that a revision revised, and how many there are beside these."""
    keys = [told_key(part.key) for part in revision.revised_parts.all()]
    return keys[:PARTS], max(0, len(keys) - PARTS)
