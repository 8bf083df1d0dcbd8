from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet, Sum
from django.forms import ModelForm
from django.http import HttpRequest

from edition.desk.fields import DeskInline
from edition.desk.guarded_form import DeskForm, GuardedForm
from edition.desk.ordering import OrderField, PlacedFormSet
from edition.desk.saving import DeskAdmin
from edition.polls.models import Choice, Poll


class ChoiceForm(GuardedForm):
    order = OrderField()


class ChoiceFormSet(PlacedFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.printed_votes:
                raise ValidationError(
                    f"“{form.instance}” has votes printed in the source; it cannot be deleted."
                )


class ChoiceInline(DeskInline):
    model = Choice
    form = ChoiceForm
    formset = ChoiceFormSet
    fields = ["label", "key", "printed_votes", "printed_percent", "votes", "order", "seen"]
    readonly_fields = ["votes"]
    prepopulated_fields = {"key": ["label"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The printed votes are a record: they are written once, with the poll."""
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
    list_filter = ["edition"]
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

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        # Open pages show the question, its choices and whether it is open: tell them to look.
        Poll.objects.filter(pk=form.instance.pk).update(version=F("version") + 1)

    @admin.display(description="open", boolean=True)
    def open_now(self, poll: Poll) -> bool:
        return poll.is_open

    @admin.display(description="votes printed", ordering="printed")
    def printed_total(self, poll: Poll) -> int:
        return poll.printed or 0

    @admin.display(description="votes cast here", ordering="cast")
    def cast_total(self, poll: Poll) -> int:
        return poll.cast or 0
