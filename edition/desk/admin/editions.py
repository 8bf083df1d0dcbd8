"""Admin of editions and their contributors."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Max, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from edition.desk.concurrency.forms import DeskForm
from edition.desk.forms.fields import DeskInline
from edition.desk.forms.ordering import OrderFormSet, RowForm
from edition.desk.imports.views import may_import
from edition.desk.links import link_problems
from edition.desk.markdown import REMINDER
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.permissions import PUBLISH, colleague, may
from edition.desk.publishing.publish import review_link
from edition.releases.models import PlannedRelease, Revision, Withdrawal
from edition.releases.problems import problems_in
from edition.releases.working_copy import read_working_copy
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from edition.texts.models import Contributor, Edition


class EditionForm(DeskForm):
    immutable_fields = ("slug",)

    @property
    def edition(self) -> Edition | None:
        return self.instance if self.instance.pk else None


class ContributorInline(DeskInline):
    model = Contributor
    form = RowForm
    formset = OrderFormSet
    fields = ["name", "role", "given", "family", "key", "order", "seen"]
    prepopulated_fields = {"key": ["name"]}
    verbose_name_plural = "contributors"


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    form = EditionForm
    edition_lookup = "pk"
    inlines = [ContributorInline]
    list_display = ["title", "version", "gathers_changes", "review", "on_page"]
    list_select_related = ["withdrawal"]
    search_fields = ["title", "slug"]
    actions = ["review_and_publish"]
    fieldsets = [
        ("The article", {"fields": ["title", "slug", "series", "language"]}),
        ("As printed", {"fields": [("date", "date_printed"), "affiliation", "rights"]}),
        ("Note on the text", {"fields": ["note_on_the_text"], "description": REMINDER}),
        ("Publishing", {"fields": ["gathers_changes"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return (
            super()
            .get_queryset(request)
            .annotate(latest=Max("revisions__release_number"), last_revision=Max("revisions__pk"))
        )

    def has_add_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Allow an administrator of any edition to add another."""
        return may(request.user, "texts.add_edition")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: cited editions must stay."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        """Fix `gathers_changes` for users who may not publish, since it lets every save publish."""
        fixed = [*super().get_readonly_fields(request, obj)]
        return fixed if self.has_publish_permission(request, obj) else [*fixed, "gathers_changes"]

    def has_publish_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return may(request.user, PUBLISH, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"may_import": may_import(request.user), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if edition := kwargs.get("obj"):
            context |= publication_state(Edition.objects.get(pk=edition.pk))
            context["may_publish"] = self.has_publish_permission(request, edition)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Edition, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and not may(request.user, "staff.change_appointment", obj):
            appoint(colleague(request), obj, Role.ADMINISTRATOR)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        response = super().response_change(request, obj)
        return redirect("admin:review_edition", obj.pk) if "_review" in request.POST else response

    @admin.action(description="Review and publish", permissions=["publish"])
    def review_and_publish(
        self, request: HttpRequest, queryset: QuerySet[Edition]
    ) -> HttpResponse | None:
        """Open the review page of one edition, or link to those of several."""
        if len(queryset) == 1:
            return redirect("admin:review_edition", queryset[0].pk)
        chosen = ((review_link(each, each.title),) for each in queryset)
        links = format_html_join(", ", "{}", chosen)
        messages.info(request, format_html("Review and publish each: {}.", links))
        return None

    @admin.display(description="changes")
    def review(self, edition: Edition) -> SafeString:
        return review_link(edition, "Review")

    @admin.display(description="version readers see", ordering="latest", empty_value="none yet")
    def version(self, edition: Edition) -> str | None:
        is_withdrawn = edition.latest and hasattr(edition, "withdrawal")
        return f"{edition.latest}, withdrawn" if is_withdrawn else edition.latest


def publication_state(edition: Edition) -> dict[str, Any]:
    """Return the context of the state above the form: release, plan, withdrawal, problems."""
    copy = read_working_copy(edition)
    latest = Revision.objects.latest_release(edition.slug)
    return {
        "latest": latest,
        "is_published": latest is not None and latest.sha256 == copy.sha256,
        "problems": link_problems(edition, problems_in(copy)),
        "plan": PlannedRelease.objects.filter(edition=edition).first(),
        "withdrawal": Withdrawal.objects.filter(edition=edition).first(),
    }
