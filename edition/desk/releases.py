from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.desk.kept import KeptAdmin
from edition.releases.models import Revision


@admin.register(Revision)
class RevisionAdmin(KeptAdmin):
    list_display = ["number", "release", "made_at", "made_by", "note", "short_sha256", "on_page"]
    list_filter = ["edition", "made_by"]
    search_fields = ["note", "sha256"]
    list_select_related = ["edition", "made_by"]
    date_hierarchy = "made_at"
    ordering = ["edition", "-number"]
    fields = [
        "edition",
        "number",
        "release",
        "made_at",
        "made_by",
        "released_at",
        "note",
        "sha256",
        "on_page",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).defer("canonical")

    def view_on_site(self, revision: Revision) -> str | None:
        return revision.get_absolute_url() if revision.release_number else None

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
