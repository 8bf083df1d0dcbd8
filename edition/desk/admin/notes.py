"""Admin of notes and their citations."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from edition.desk.forms.anchored_list import anchored_list
from edition.desk.forms.fields import DeskFields
from edition.desk.forms.ordering import OrderForm, OrderFormSet, RowForm
from edition.desk.links import form_link
from edition.desk.markdown import REMINDER, render_text
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.model_admin.search import NumberSearch
from edition.desk.permissions import ViewableFilter
from edition.desk.workspace.renumber import offer_renumbering
from edition.texts.models import Citation, Note


class CitationInline(DeskFields, admin.StackedInline):
    model = Citation
    form = RowForm
    formset = OrderFormSet
    extra = 1
    classes = ["collapse"]
    verbose_name = "work cited"
    verbose_name_plural = "works that this note cites"
    fields = [
        ("kind", "issued", "order"),
        "authors",
        "editors",
        "title",
        "container",
        ("volume", "issue", "pages"),
        ("publisher", "place", "language"),
        ("url", "accessed"),
        "remark",
        "seen",
    ]


class NoteForm(OrderForm):
    def clean_label(self) -> str:
        """Refuse a number that another note has, and say what to do."""
        label = self.cleaned_data["label"]
        edition = self.instance.edition if self.instance.pk else self.cleaned_data.get("edition")
        same = edition.notes.filter(label=label).exclude(pk=self.instance.pk) if edition else None
        if same and same.exists():
            raise forms.ValidationError(
                "Another note has this number. Give one that is free, such as "
                f"{label}a: once the note is saved, those that follow can be renumbered."
            )
        return label


@admin.register(Note)
class NoteAdmin(NumberSearch, DeskAdmin):
    form = NoteForm
    key_letter = "n"
    inlines = [CitationInline]
    list_display = ["number", "first_words", "called_by", "work_count", "on_page"]
    list_display_links = ["number", "first_words"]
    list_filter = [("edition", ViewableFilter)]
    search_fields = ["source", "=label", "=key"]
    list_select_related = ["edition"]
    readonly_fields = ["shown", "called_by", "on_it"]
    fieldsets = [
        (None, {"fields": ["edition", "label"]}),
        (None, {"fields": ["source"], "description": REMINDER}),
        ("Place", {"fields": [("order", "language")]}),
    ]
    fieldsets_once_saved = [("For comparison", {"fields": ["called_by", "shown", "on_it"]})]

    def save_model(
        self, request: HttpRequest, obj: Note, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            offer_renumbering(request, obj)

    def is_number(self, number: str) -> Q:
        return Q(label=number)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        notes = super().get_queryset(request).annotate(work_total=Count("citations"))
        return notes.prefetch_related("references__paragraph")

    @admin.display(description="note", ordering="position")
    def number(self, note: Note) -> str:
        return note.label

    @admin.display(description="first words", ordering="source")
    def first_words(self, note: Note) -> str:
        return Truncator(note.text).words(12, truncate=" …")

    @admin.display(description="called by")
    def called_by(self, note: Note) -> SafeString | str:
        calls = note.references.all()
        rows = ((form_link(call.paragraph), call.calling_words) for call in calls)
        return format_html_join(" ", "<div>{}: {}</div>", rows) or "nothing yet"

    @admin.display(description="works cited", ordering="work_total")
    def work_count(self, note: Note) -> int:
        return note.work_total

    @admin.display(description="as the page shows it")
    def shown(self, note: Note) -> SafeString:
        return render_text(note)

    @admin.display(description="anchored to it")
    def on_it(self, note: Note) -> SafeString:
        return anchored_list(note)
