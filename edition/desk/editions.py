from typing import Any

from django.contrib import admin
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest, HttpResponse

from edition.desk.fields import DeskInline
from edition.desk.guarded_form import DeskForm, GuardedForm
from edition.desk.ordering import OrderField, PlacedFormSet
from edition.desk.places import mending
from edition.desk.publishing import publish_now
from edition.desk.saving import DeskAdmin
from edition.desk.writing import REMINDER
from edition.document.json import digest, dumps
from edition.releases.anchors import problems_in
from edition.releases.models import Revision
from edition.releases.working_copy import load
from edition.texts.models import Contributor, Edition


class EditionForm(DeskForm):
    once_given = ("slug",)

    @property
    def edition(self) -> Edition | None:
        return self.instance if self.instance.pk else None


class ContributorForm(GuardedForm):
    order = OrderField()


class ContributorInline(DeskInline):
    model = Contributor
    form = ContributorForm
    formset = PlacedFormSet
    fields = ["name", "role", "given", "family", "key", "order", "seen"]
    prepopulated_fields = {"key": ["name"]}
    verbose_name_plural = "who is named on it"


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    form = EditionForm
    inlines = [ContributorInline]
    list_display = ["title", "version", "gathers_changes", "on_page"]
    search_fields = ["title", "slug"]
    actions = ["publish_working_copy"]
    fieldsets = [
        ("The article", {"fields": ["title", "slug", "series", "language"]}),
        ("As printed", {"fields": [("date", "date_printed"), "affiliation", "rights"]}),
        ("Note on the text", {"fields": ["note_on_the_text"], "description": REMINDER}),
        ("Publishing", {"fields": ["gathers_changes"]}),
    ]

    def edition_of(self, part: Model) -> Edition:
        return part

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).annotate(latest=Max("revisions__release_number"))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was cited must stay."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        """Who may not publish cannot let every save publish either."""
        fixed = [*super().get_readonly_fields(request, obj)]
        return fixed if self.has_publish_permission(request) else [*fixed, "gathers_changes"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("releases.add_revision")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if edition := kwargs.get("obj"):
            context |= state_of(Edition.objects.get(pk=edition.pk))
            context["may_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        if "_publish" in request.POST and self.has_publish_permission(request):
            request.changes.asked.add(obj.pk)
        return super().response_change(request, obj)

    @admin.action(description="Publish the working copy", permissions=["publish"])
    def publish_working_copy(self, request: HttpRequest, queryset: QuerySet[Edition]) -> None:
        for edition in queryset:
            publish_now(request, edition)

    @admin.display(description="version readers see", ordering="latest", empty_value="none yet")
    def version(self, edition: Edition) -> int | None:
        return edition.latest


def state_of(edition: Edition) -> dict[str, Any]:
    """What the edition's page tells: the latest release, what differs from it, every problem."""
    document = load(edition)
    latest = Revision.objects.latest_release(edition.slug)
    return {
        "latest": latest,
        "is_published": latest is not None and latest.sha256 == digest(dumps(document)),
        "problems": mending(edition, problems_in(edition, document)),
    }
