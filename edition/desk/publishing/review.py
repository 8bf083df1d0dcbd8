"""The review page: unpublished changes, and publishing them now or at a planned time."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property

from edition.desk.concurrency.digests import DigestForm
from edition.desk.links import link_problems
from edition.desk.pages import desk_page, get_viewable, log_change
from edition.desk.permissions import PUBLISH, colleague, may
from edition.desk.publishing.change_links import LinkedChange, link_changes
from edition.desk.publishing.publish import problem_list, publish_now
from edition.document.changes.parts import Change, compare
from edition.document.json import digest, dumps
from edition.document.problems import Problem
from edition.document.values import Document
from edition.releases.models import PlannedRelease, Revision
from edition.releases.problems import problems_in
from edition.releases.publish import NotPublishable
from edition.releases.schedule import cancel_plan, plan_release
from edition.releases.working_copy import read_working_copy
from edition.texts.locks import lock_edition
from edition.texts.models import Edition


class ReviewForm(DigestForm):
    note = forms.CharField(
        required=False,
        max_length=500,
        label="What is new in this version",
        help_text="Readers see it in the list of versions.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    due_at = forms.SplitDateTimeField(
        required=False,
        label="Publish at",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "_plan" in self.data and not self.has_error("due_at") and not cleaned.get("due_at"):
            self.add_error("due_at", "Say on which day and at what time.")
        return cleaned


@dataclass
class Review:
    """The changes of the working copy since the latest release, and what prevents publishing."""

    edition: Edition
    latest: Revision | None
    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def plan(self) -> PlannedRelease | None:
        plans = PlannedRelease.objects.filter(edition=self.edition)
        return plans.select_related("planned_by", "revision").first()

    @property
    def digest(self) -> str:
        """The SHA-256 of what would be published, and of when the present plan was made."""
        planned_at = self.plan.planned_at.isoformat() if self.plan else ""
        return digest(dumps(self.document) + planned_at) if self.document else ""

    @property
    def changes(self) -> tuple[Change, ...]:
        if self.document is None:
            return ()
        empty = Document(self.edition.slug, title="", sections=())
        released = self.latest.document_or_none if self.latest else None
        return compare(released or empty, self.document)

    @property
    def is_blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    @property
    def saves(self) -> QuerySet[Revision]:
        """The revisions since the last release, the latest first."""
        last = self.latest.number if self.latest else 0
        since = self.edition.revisions.filter(number__gt=last, release_number=None)
        return since.defer("canonical").select_related("made_by").latest_first()

    @property
    def suggested_note(self) -> str:
        notes = dict.fromkeys(note for note in self.saves.values_list("note", flat=True) if note)
        note = "; ".join(reversed(notes))
        return note if len(note) <= 500 else ""


def review(edition: Edition) -> Review:
    """Compare the working copy with the latest release, and check it."""
    latest = Revision.objects.latest_release(edition.slug)
    copy = read_working_copy(edition)
    document = None if copy.unreadable else copy.document
    return Review(edition, latest, document, problems_in(copy))


def review_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the unpublished changes; publish or plan them, or let changes gather."""
    edition = get_viewable(request, Edition, pk)
    if request.method != "POST":
        return _show(request, review(edition))
    if not may(request.user, PUBLISH, edition):
        raise PermissionDenied
    if "_cancel_plan" in request.POST:
        return _cancel_plan(request, edition)
    if "_gather" in request.POST:
        return _gather(request, edition)
    return _publish(request, edition)


def _cancel_plan(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Cancel the plan that was displayed, not one made since."""
    shown = parse_datetime(request.POST.get("planned_at", ""))
    if shown and cancel_plan(edition, shown):
        messages.success(request, "The plan is cancelled. Nothing is published by itself.")
    else:
        what = "That plan was changed, cancelled or carried out after you opened this page."
        messages.error(request, f"Not cancelled: {what} The present state is shown here.")
    return _back(edition)


def _gather(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Switch whether changes gather or every save is published."""
    gathers = request.POST["_gather"] == "yes"
    Edition.objects.filter(pk=edition.pk).update(gathers_changes=gathers)
    what = "Changes gather now" if gathers else "Each saved change is published at once now"
    log_change(request, edition, f"{what}.")
    messages.success(request, f"{what}.")
    return _back(edition)


@transaction.atomic
def _publish(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Publish or plan what was reviewed; if it has changed since, show it again."""
    lock_edition(edition.pk)
    reviewed, form = review(edition), ReviewForm(request.POST)
    is_valid = form.is_valid()
    if is_valid and form.cleaned_data["shown"] != reviewed.digest:
        why = "Not published: something was saved or planned after you opened this page. "
        messages.error(request, why + "Everything that differs is shown here as it is now.")
        return _show(request, reviewed, form, HTTPStatus.CONFLICT)
    if not is_valid:
        return _show(request, reviewed, form)
    if "_plan" not in request.POST:
        publish_now(request, edition, form.cleaned_data["note"])
        return _back(edition)
    try:
        due_at, note = form.cleaned_data["due_at"], form.cleaned_data["note"]
        plan_release(edition, due_at, colleague(request), note)
    except NotPublishable as refused:
        messages.error(request, problem_list(edition, refused.problems))
        return _show(request, reviewed, form)
    return _back(edition)


def _show(
    request: HttpRequest,
    reviewed: Review,
    form: ReviewForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    edition = reviewed.edition
    if form is None:
        form = ReviewForm(initial={"note": reviewed.suggested_note, "shown": reviewed.digest})
    else:
        form.data = data = cast(QueryDict, form.data).copy()
        data["shown"] = reviewed.digest
    return desk_page(
        request,
        "admin/desk/publishing/review.html",
        f"Review and publish: {edition.title}",
        edition,
        status=status,
        review=reviewed,
        changes=_linked_changes(reviewed),
        problems=link_problems(edition, reviewed.problems),
        departures=edition.departures.select_related("made_by"),
        plan=reviewed.plan,
        withdrawal=getattr(edition, "withdrawal", None),
        form=form,
        may_publish=may(request.user, PUBLISH, edition),
        time_zone=timezone.get_current_timezone_name(),
    )


def _linked_changes(reviewed: Review) -> list[LinkedChange]:
    public = reviewed.latest.get_absolute_url() if reviewed.latest else ""
    return link_changes(reviewed.edition, reviewed.changes, public)


def _back(edition: Edition) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:review_edition", args=[edition.pk]))
