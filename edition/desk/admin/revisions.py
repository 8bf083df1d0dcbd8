"""Read-only admin of revisions; the page of one shows what it changed."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.desk.history.pages import show_revision
from edition.desk.model_admin.readonly import ReadOnlyAdmin
from edition.desk.permissions import ViewableFilter
from edition.releases.models import Revision


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """The page of a revision shows what it changed; nothing of it can be changed."""

    list_display = ["number", "release", "made_at", "made_by", "note", "short_sha256", "on_page"]
    list_filter = [("edition", ViewableFilter), ("made_by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["note", "sha256"]
    list_select_related = ["edition", "made_by"]
    date_hierarchy = "made_at"
    ordering = ["edition", "-number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).defer("canonical")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        revision = self.get_object(request, object_id)
        if revision is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return show_revision(request, revision)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A revision has no history: it is one."""
        return self.change_view(request, object_id)

    def view_on_site(self, revision: Revision) -> str | None:
        return revision.get_absolute_url() or None

    @admin.display(description="version", ordering="release_number", empty_value="not published")
    def release(self, revision: Revision) -> int | None:
        return revision.release_number

    @admin.display(description="SHA-256", ordering="sha256")
    def short_sha256(self, revision: Revision) -> SafeString:
        return format_html("<code>{}…</code>", revision.sha256[:12])

    @admin.display(description="page")
    def on_page(self, revision: Revision) -> SafeString | str:
        if not revision.release_number:
            return ""
        return format_html(
            '<a href="{}" aria-label="View version {}">View</a>',
            revision.get_absolute_url(),
            revision.release_number,
        )
