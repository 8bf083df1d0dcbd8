"""Admin of events and the passages they are mentioned in."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from edition.desk.admin.apparatus import OccurrenceInline, count_with_lost
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.permissions import ViewableFilter
from edition.timeline.date_words import in_words
from edition.timeline.models import Event, Passage


class PassageInline(OccurrenceInline):
    model = Passage
    verbose_name_plural = "places in the text; first, the evidence for the date"


@admin.register(Event)
class EventAdmin(DeskAdmin):
    key_letter = "e"
    inlines = [PassageInline]
    list_display = ["key", "date_in_words", "label", "basis", "passage_count", "on_page"]
    list_display_links = ["key", "label"]
    list_filter = ["basis", "passages__is_lost", ("edition", ViewableFilter)]
    search_fields = ["label", "edtf", "wording", "remark", "=key"]
    list_select_related = ["edition"]
    ordering = ["edtf", "position", "pk"]
    autocomplete_fields = ["notes"]
    readonly_fields = ["date_in_words"]
    fieldsets = [
        (None, {"fields": ["edition", "label"]}),
        ("The date", {"fields": ["edtf", "wording", "basis", "notes"]}),
        (None, {"fields": ["remark"]}),
    ]
    fieldsets_once_saved = [(None, {"fields": ["date_in_words"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        passages = Count("passages", distinct=True)
        lost = Count("passages", filter=Q(passages__is_lost=True), distinct=True)
        return super().get_queryset(request).annotate(passage_total=passages, lost_total=lost)

    @admin.display(description="date in words", ordering="edtf")
    def date_in_words(self, event: Event) -> str:
        return in_words(event.edtf, event.wording)

    @admin.display(description="passages", ordering="passage_total")
    def passage_count(self, event: Event) -> str:
        return count_with_lost(event.passage_total, event.lost_total)
