"""Admin of sections."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Field, QuerySet
from django.http import HttpRequest

from edition.desk.forms.ordering import OrderForm
from edition.desk.markdown import SourceArea
from edition.desk.model_admin.base import DeskAdmin
from edition.desk.permissions import ViewableFilter
from edition.document.inline import references
from edition.document.markdown.parse import parse
from edition.texts.models import Section


class SectionForm(OrderForm):
    def clean_heading(self) -> str:
        heading = self.cleaned_data["heading"]
        for _, key in references(parse(heading)):
            raise forms.ValidationError(
                f"A heading cannot call a note; put [^{key}] into the paragraph that follows."
            )
        return heading


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    form = SectionForm
    key_letter = "s"
    list_display = ["key", "heading_words", "paragraph_count", "on_page"]
    list_display_links = ["key", "heading_words"]
    list_filter = [("edition", ViewableFilter)]
    search_fields = ["heading", "=key"]
    list_select_related = ["edition"]
    fieldsets = [(None, {"fields": ["edition", "heading", "order"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(paragraph_total=Count("paragraphs"))

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "heading":
            kwargs["widget"] = SourceArea({"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="heading", ordering="heading")
    def heading_words(self, section: Section) -> str:
        return section.text or "[no printed heading]"

    @admin.display(description="paragraphs", ordering="paragraph_total")
    def paragraph_count(self, section: Section) -> int:
        return section.paragraph_total
