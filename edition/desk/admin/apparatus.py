"""Admin of annotations, emendations and entities."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.desk.forms.anchored import (
    LayerForm,
    OccurrenceForm,
    selected_place,
    selected_words,
    surroundings,
)
from edition.desk.forms.anchored_list import lost_mark
from edition.desk.forms.fields import DeskInline
from edition.desk.forms.ordering import OrderFormSet
from edition.desk.forms.signers import suggested_signer
from edition.desk.links import form_link
from edition.desk.markdown import REMINDER, render_html, render_text
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.permissions import ViewableFilter, colleague
from edition.document import values
from edition.texts.markdown import blocks_of
from edition.texts.models import Anchor, Note, Paragraph

Text = Paragraph | Note
WHERE = ["edition", "where", ("paragraph", "note"), "exact", ("before", "after")]
WHERE_HELP = (
    "Write the key of a paragraph or note, or choose it, and quote the words exactly as they are "
    "printed there. Only if they occur there more than once, add some of the words just before or "
    "after them."
)


class SignatureFilter(admin.RelatedOnlyFieldListFilter):
    """Offers only people who signed something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "who signed"


class LayerAdmin(DeskAdmin):
    """Base of the admins of annotations and emendations: words, a signature, a date."""

    form = LayerForm
    autocomplete_fields = ["paragraph", "note"]
    list_select_related = ["edition", "by", "paragraph", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Anchor]:
        return super().get_queryset(request).in_reading_order()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        editions = self.editable_editions(request)
        signer = suggested_signer(
            colleague(request), self.model, editions, initial.get("edition", "")
        )
        signed = {"by": signer.pk} if signer else {}
        return signed | initial | selected_words(initial, editions)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type:
        form = super().get_form(request, obj, **kwargs)
        form.selected = obj is None and bool(self.selected(request))
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """Describe the place of words selected in the text, instead of asking for it."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None and (found := self.selected(request)):
            text, anchor = found
            other = request.GET.copy()
            for name in ("start", "end"):
                del other[name]
            place = format_html(
                'In {}: {} <a href="?{}">Quote other words</a>',
                form_link(text),
                surroundings(anchor),
                other.urlencode(),
            )
            first = (first[0], {**first[1], "description": place})
        return [first, *others]

    def selected(self, request: HttpRequest) -> tuple[Text, values.Anchor] | None:
        return selected_place(request.GET, self.editable_editions(request))

    @admin.display(description="words", ordering="exact")
    def words(self, layer: Anchor) -> SafeString:
        return format_html("“{}” {}", layer.exact, lost_mark(layer))

    @admin.display(description="in")
    def where(self, layer: Anchor) -> SafeString:
        return form_link(layer.target)

    @admin.display(description="in context")
    def in_place(self, layer: Anchor) -> SafeString:
        return surroundings(layer)

    @admin.display(description="the whole text")
    def whole_text(self, layer: Anchor) -> SafeString:
        return render_text(layer.target)


@admin.register(Annotation)
class AnnotationAdmin(LayerAdmin):
    key_letter = "a"
    list_display = ["key", "words", "where", "kind", "audience", "by", "made_on", "on_page"]
    list_display_links = ["key", "words"]
    list_filter = [
        "is_lost",
        "kind",
        "audience",
        ("by", SignatureFilter),
        ("edition", ViewableFilter),
    ]
    search_fields = ["exact", "source", "=key"]
    readonly_fields = ["in_place", "whole_text", "shown"]
    fieldsets = [
        ("The words it is about", {"fields": WHERE, "description": WHERE_HELP}),
        ("The annotation", {"fields": ["source"], "description": REMINDER}),
        (None, {"fields": [("kind", "audience"), ("by", "made_on")]}),
    ]
    fieldsets_once_saved = [("For comparison", {"fields": ["in_place", "whole_text", "shown"]})]

    @admin.display(description="as the page shows it")
    def shown(self, annotation: Annotation) -> SafeString:
        return render_html(annotation.edition, blocks_of(annotation.source), "remark")


class EmendationForm(LayerForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.found and cleaned.get("emended") == self.found.exact:
            self.add_error("emended", "These are the printed words; an emendation changes them.")
        if self.found and (other := self.overlapped(self.found)):
            self.add_error(
                "exact", f"Emendation {other} covers some of these words; change that one."
            )
        return cleaned

    def overlapped(self, found: values.Anchor) -> Emendation | None:
        on_it = Emendation.objects.filter(
            **{self.target._meta.model_name: self.target},
            is_lost=False,
            start__lt=found.end,
            end__gt=found.start,
        )
        return on_it.exclude(pk=self.instance.pk).first()


@admin.register(Emendation)
class EmendationAdmin(LayerAdmin):
    form = EmendationForm
    key_letter = "m"
    list_display = ["key", "correction", "where", "by", "made_on", "on_page"]
    list_display_links = ["key", "correction"]
    list_filter = ["is_lost", ("by", SignatureFilter), ("edition", ViewableFilter)]
    search_fields = ["exact", "emended", "reason", "=key"]
    readonly_fields = ["in_place", "whole_text"]
    fieldsets = [
        ("The printed words", {"fields": WHERE, "description": WHERE_HELP}),
        ("The emendation", {"fields": ["emended", "reason", ("by", "made_on")]}),
    ]
    fieldsets_once_saved = [("For comparison", {"fields": ["in_place", "whole_text"]})]

    @admin.display(description="printed → emended", ordering="exact")
    def correction(self, emendation: Emendation) -> SafeString:
        emended = emendation.emended or "[left out]"
        return format_html("{} → {} {}", emendation.exact, emended, lost_mark(emendation))


class OccurrenceInline(DeskInline):
    """The places of an entity or an event, a row each."""

    verbose_name = "place in the text"
    form = OccurrenceForm
    formset = OrderFormSet
    fields = ["exact", "where", "in_place", "before", "after", "order", "seen"]
    readonly_fields = ["in_place"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Anchor]:
        return super().get_queryset(request).select_related("paragraph", "note")

    @admin.display(description="in context")
    def in_place(self, place: Anchor) -> SafeString | str:
        return surroundings(place) if place.pk else ""


class MentionInline(OccurrenceInline):
    model = Mention
    verbose_name_plural = "places in the text"


@admin.register(Entity)
class EntityAdmin(DeskAdmin):
    inlines = [MentionInline]
    list_display = ["name", "kind", "description", "mention_count", "on_page"]
    list_filter = ["kind", "mentions__is_lost", ("edition", ViewableFilter)]
    search_fields = ["name", "description", "mentions__exact"]
    list_select_related = ["edition"]
    prepopulated_fields = {"key": ["name"]}
    fieldsets = [
        (None, {"fields": ["edition", "name", "key", "kind", "description", "remark"]}),
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict:
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        mentions = Count("mentions", distinct=True)
        lost = Count("mentions", filter=Q(mentions__is_lost=True), distinct=True)
        return super().get_queryset(request).annotate(mention_total=mentions, lost_total=lost)

    @admin.display(description="mentions", ordering="mention_total")
    def mention_count(self, entity: Entity) -> str:
        return count_with_lost(entity.mention_total, entity.lost_total)


def count_with_lost(total: int, lost: int) -> str:
    return f"{total}, {lost} of them lost" if lost else str(total)
