"""Lists and choices that name the edition of each part, if there are several editions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest

from edition.desk.permissions import editions_where
from edition.texts.models import Edition


def views_several_editions(request: HttpRequest) -> bool:
    """Whether the user may view more than one edition.

    Django asks for columns, order and fields one by one, with nothing but the request, so the
    result is cached on it.
    """
    if not hasattr(request, "views_several_editions"):
        viewable = editions_where(request.user, "texts.view_edition", "texts.change_edition")
        request.views_several_editions = len(viewable.values_list("pk")[:2]) > 1
    return request.views_several_editions


def label_with_edition(part: Model) -> str:
    edition = getattr(part, "edition", None)
    return f"{part} ({edition})" if edition else str(part)


class ManyEditionsAdmin(admin.ModelAdmin):
    """Sorts lists by edition, with a column for it, if there are several."""

    def lists_several_editions(self, request: HttpRequest) -> bool:
        return self.model is not Edition and views_several_editions(request)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        columns = [*super().get_list_display(request)]
        if self.lists_several_editions(request):
            columns.insert(1, "edition")
        return columns

    def get_list_display_links(self, request: HttpRequest, list_display: list[str]) -> list[str]:
        links = super().get_list_display_links(request, list_display)
        return links or list_display[:1]

    def get_ordering(self, request: HttpRequest) -> list[str]:
        ordering = [*super().get_ordering(request)]
        if not self.lists_several_editions(request):
            return ordering
        # Two editions may have the same title.
        return ["edition__title", "edition", *(ordering or self.model._meta.ordering)]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        is_part = isinstance(formfield, forms.ModelChoiceField) and hasattr(
            formfield.queryset.model, "edition"
        )
        if is_part and views_several_editions(request):
            formfield.queryset = formfield.queryset.select_related("edition")
            formfield.label_from_instance = label_with_edition
        return formfield


class PartAutocomplete(AutocompleteJsonView):
    """Autocompletion that names the edition of each result, if there are several."""

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset()
        has_edition = hasattr(found.model, "edition")
        return found.select_related("edition") if has_edition else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if views_several_editions(self.request):
            result["text"] = label_with_edition(obj)
        return result
