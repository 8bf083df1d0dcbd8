"""Admin of polls and their choices."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet, Sum
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from edition.desk.concurrency.forms import DeskForm
from edition.desk.forms.fields import DeskInline
from edition.desk.forms.ordering import OrderFormSet, RowForm
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.permissions import ViewableFilter, colleague
from edition.desk.poll.pages import poll_overview
from edition.desk.publishing.publish import how_to_delete_at_once
from edition.document import values
from edition.polls.models import Choice, Poll
from edition.polls.opening import update_poll
from edition.releases.models import Revision


def released_poll(poll: Poll) -> values.Poll | None:
    """Return the poll of the latest release, if it has it."""
    release = Revision.objects.latest_release(poll.edition.slug)
    document = release.document_or_none if release else None
    return next(
        (each for each in (document.polls if document else ()) if each.key == poll.key), None
    )


class ChoiceFormSet(OrderFormSet):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> None:
        super().clean()
        deleted = [form.instance for form in self.initial_forms if self._should_delete_form(form)]
        if not deleted:
            return
        shown, poll = released_poll(self.instance), self.instance
        offered = {choice.key for choice in shown.choices} if shown else set()
        how = how_to_delete_at_once(self.user, poll.edition)
        for choice in deleted:
            if choice.printed_votes:
                raise ValidationError(
                    f"“{choice}” has votes printed in the source; it cannot be deleted."
                )
            if ballots := choice.ballots.count():
                votes = "a vote" if ballots == 1 else f"{ballots} votes"
                raise ValidationError(
                    f"“{choice}” has {votes} of readers, which would be deleted with it; it "
                    "cannot be deleted. To stop further votes, close the poll."
                )
            if choice.key in offered and how:
                raise ValidationError(
                    f"Readers are offered “{choice}” until the next version is published, and a "
                    f"vote for it must be counted until then. {how}"
                )


class ChoiceInline(DeskInline):
    model = Choice
    form = RowForm
    formset = ChoiceFormSet
    fields = ["label", "key", "printed_votes", "printed_percent", "votes", "order", "seen"]
    readonly_fields = ["votes"]
    prepopulated_fields = {"key": ["label"]}

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type:
        rows = super().get_formset(request, obj, **kwargs)
        # Django would list every ballot; `clean` says why in a sentence. Django creates the form's
        # class in this method, so there is none to inherit from.
        rows.form.hand_clean_DELETE = lambda form: None
        return rows

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Fix the printed votes once saved: they are a record of the source."""
        return ["printed_votes", "printed_percent", "votes"] if obj else ["votes"]


class PollForm(DeskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            if name in self.fields:  # two boxes that one label cannot name
                field = self.fields[name]
                for box, what in zip(field.widget.widgets, ("date", "time"), strict=True):
                    box.attrs["aria-label"] = f"{field.label}: {what}"


@admin.register(Poll)
class PollAdmin(DeskAdmin):
    form = PollForm
    inlines = [ChoiceInline]
    list_display = ["question", "open_now", "printed_total", "cast_total", "on_page"]
    list_filter = [("edition", ViewableFilter)]
    search_fields = ["question", "choices__label"]
    list_select_related = ["edition"]
    prepopulated_fields = {"key": ["question"]}
    fieldsets = [
        (None, {"fields": ["edition", "question", "key", "record"]}),
        ("When readers can vote", {"fields": ["opens_at", "closes_at"]}),
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict:
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        printed, cast = Sum("choices__printed_votes"), Sum("choices__votes")
        return super().get_queryset(request).annotate(printed=printed, cast=cast)

    def lock(self, editions: Collection[int]) -> None:
        """Lock the polls too: a vote writes to its poll and choices, and locks no edition."""
        super().lock(editions)
        list(Poll.objects.filter(edition__in=editions).locked())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        poll = self.get_object(request, object_id) if request.method == "GET" else None
        context = (extra_context or {}) | (poll_overview(request, poll) if poll else {})
        return super().change_view(request, object_id, form_url, context)

    def get_formset_kwargs(self, request: HttpRequest, *args: Any) -> dict[str, Any]:
        return super().get_formset_kwargs(request, *args) | {"user": request.user}

    def get_deleted_objects(self, objs: Sequence[Poll], request: HttpRequest) -> tuple:
        """Protect polls of the latest release until a version without them is published."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        needed = [
            f"the version that readers see, which asks “{poll}”. {how}"
            for poll in objs
            if (how := how_to_delete_at_once(colleague(request), poll.edition))
            and released_poll(poll)
        ]
        return deleted, counts, lacking, [*protected, *needed]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        update_poll(form.instance)  # they show its choices and whether it is open

    @admin.display(description="open", boolean=True)
    def open_now(self, poll: Poll) -> bool:
        return poll.is_open

    @admin.display(description="votes printed", ordering="printed")
    def printed_total(self, poll: Poll) -> int:
        return poll.printed or 0

    @admin.display(description="votes cast here", ordering="cast")
    def cast_total(self, poll: Poll) -> int:
        return poll.cast or 0
