"""Admin of paragraphs."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from edition.desk.forms.anchored_list import anchored_list
from edition.desk.forms.ordering import OrderForm
from edition.desk.markdown import REMINDER, render_text
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.model_admin.search import NumberSearch
from edition.desk.permissions import ViewableFilter
from edition.texts.models import Edition, Paragraph


class ParagraphForm(OrderForm):
    @property
    def edition(self) -> Edition | None:
        section = self.cleaned_data.get("section")
        return section and section.edition

    def save(self, commit: bool = True) -> Paragraph:
        self.instance.edition = self.edition
        return super().save(commit)


@admin.register(Paragraph)
class ParagraphAdmin(NumberSearch, DeskAdmin):
    form = ParagraphForm
    key_letter = "p"
    list_display = [
        "number",
        "section",
        "first_words",
        "note_count",
        "annotation_count",
        "emendation_count",
        "on_page",
    ]
    list_display_links = ["number", "first_words"]
    list_filter = [("edition", ViewableFilter), ("section", ViewableFilter)]
    search_fields = ["source", "=key"]
    list_select_related = ["edition", "section"]
    readonly_fields = ["shown", "on_it"]

    fieldsets = [
        (None, {"fields": ["source"], "description": REMINDER}),
        ("Place", {"fields": [("section", "order"), "language"]}),
    ]
    fieldsets_once_saved = [("For comparison", {"fields": ["shown", "on_it"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paragraph]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                note_total=Count("references__note", distinct=True),
                annotation_total=Count("annotations", distinct=True),
                emendation_total=Count("emendations", distinct=True),
            )
        )

    @admin.display(description="¶")
    def number(self, paragraph: Paragraph) -> str:
        return paragraph.key[1:]

    @admin.display(description="first words", ordering="source")
    def first_words(self, paragraph: Paragraph) -> str:
        return Truncator(paragraph.text).words(12, truncate=" …")

    @admin.display(description="notes", ordering="note_total")
    def note_count(self, paragraph: Paragraph) -> int:
        return paragraph.note_total

    @admin.display(description="annotated", ordering="annotation_total")
    def annotation_count(self, paragraph: Paragraph) -> int:
        return paragraph.annotation_total

    @admin.display(description="emended", ordering="emendation_total")
    def emendation_count(self, paragraph: Paragraph) -> int:
        return paragraph.emendation_total

    @admin.display(description="as the page shows it")
    def shown(self, paragraph: Paragraph) -> SafeString:
        return render_text(paragraph)

    @admin.display(description="anchored to it")
    def on_it(self, paragraph: Paragraph) -> SafeString:
        return anchored_list(paragraph)
