"""Form fields and widgets of the desk: choices within one edition, Markdown, dates."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import widgets
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from edition.desk.markdown import SourceArea, SourceField
from edition.desk.permissions import EditionPermissions
from edition.document.unicode import TooManyMarks, nfc
from edition.texts.fields import (
    EdtfField,
    MarkdownField,
    validate_characters,
    validate_edtf,
    validate_language,
    validate_short_name,
)
from edition.texts.models import Edition
from edition.texts.numbers import number_or_none

HOW_TO_DATE = "2012-10-05, 2012-10, 2003~ (about), 2012-10/2013-03, 2013-21 (spring)."


def refuse_lost_characters(value: str) -> None:
    """Refuse U+FFFD, by which programs replace a character that they cannot decode."""
    if "\ufffd" in value:
        raise ValidationError("“\ufffd” replaces a character that was lost; write that character.")


def without_buttons(field: forms.Field | None) -> forms.Field | None:
    """Remove the buttons that add, change, delete and view the choices."""
    for act in ("add", "change", "delete", "view"):
        if field is not None and hasattr(field.widget, f"can_{act}_related"):
            setattr(field.widget, f"can_{act}_related", False)
    return field


class _SafeChoices:
    """Ignores choices that are not numbers: Django would query the database for any text."""

    def optgroups(self, name: str, value: list, attrs: dict[str, Any] | None = None) -> list:
        readable = [each for each in map(str, value) if number_or_none(each) is not None]
        return super().optgroups(name, readable, attrs)


class PartSelect(_SafeChoices, widgets.AutocompleteSelect):
    pass


class PartSelectMultiple(_SafeChoices, widgets.AutocompleteSelectMultiple):
    pass


class _Normalised:
    """Normalizes text to NFC, as documents require."""

    def to_python(self, value: Any) -> str:
        try:
            return nfc(super().to_python(value))
        except TooManyMarks as error:
            raise ValidationError(str(error)) from error


class PlainField(_Normalised, forms.CharField):
    pass


class AddressField(_Normalised, forms.URLField):
    pass


class PartsField(forms.ModelMultipleChoiceField):
    """Refuses numbers that are too large for a database."""

    def clean(self, value: Any) -> QuerySet:
        for each in map(str, value or ()):
            if len(each) > 18:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, "invalid_pk_value", {"pk": each})
        return super().clean(value)


# Fields that only set something; they are empty in the form of a saved part.
WRITE_ONLY = {"before", "after", "order", "seen"}


def readonly_fieldsets(fieldsets: Iterable) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Drop write-only fields and help, for users who may only view."""
    for name, options in fieldsets:
        lines = ((line,) if isinstance(line, str) else line for line in options["fields"])
        readable = ([field for field in line if field not in WRITE_ONLY] for line in lines)
        yield name, {**options, "description": "", "fields": [line for line in readable if line]}


class DeskFields(EditionPermissions):
    """Form fields of the desk: large text areas, and no buttons beside choices.

    Choices belong to editions in which the user may write.
    """

    formfield_overrides = {
        MarkdownField: {"form_class": SourceField, "widget": SourceArea},
        models.CharField: {"form_class": PlainField},
        models.SlugField: {"form_class": forms.SlugField},
        models.URLField: {"form_class": AddressField, "assume_scheme": "https"},
        models.TextField: {
            "form_class": PlainField,
            "widget": widgets.AdminTextareaWidget(attrs={"rows": 3}),
        },
    }

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        is_written = obj is None or self.has_change_permission(request, obj)
        return [*fieldsets] if is_written else [*readonly_fieldsets(fieldsets)]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        # The form refuses bad markup and dates, so that no page is rendered from them.
        if isinstance(db_field, MarkdownField):
            kwargs["validators"] = [
                partial(db_field.validate, model_instance=None),
                refuse_lost_characters,
            ]
        elif isinstance(db_field, EdtfField):
            kwargs |= {"validators": [validate_edtf], "help_text": HOW_TO_DATE}
        elif isinstance(db_field, models.CharField | models.TextField) and not db_field.choices:
            by_name = {"language": [validate_language], "key": [validate_short_name]}
            kwargs["validators"] = [
                validate_characters,
                refuse_lost_characters,
                *by_name.get(db_field.name, []),
            ]
        return without_buttons(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field:
        kwargs.update(self.choices_for(db_field, request))
        editions = kwargs.get("queryset")
        if db_field.name == "edition" and editions is not None and editions.count() == 1:
            kwargs |= {"widget": forms.HiddenInput, "initial": editions.get().pk}
        elif db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = PartSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.Field:
        kwargs |= {"form_class": PartsField} | self.choices_for(db_field, request)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = PartSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices_for(
        self, db_field: models.ForeignKey | models.ManyToManyField, request: HttpRequest
    ) -> dict[str, QuerySet]:
        chosen = db_field.remote_field.model
        if chosen is Edition:
            return {"queryset": self.editable_editions(request)}
        if hasattr(chosen, "edition"):
            parts = chosen._default_manager.filter(edition__in=self.editable_editions(request))
            return {"queryset": parts}
        return {}


class DeskInline(DeskFields, admin.TabularInline):
    """Rows inside a form, each with its own optimistic locking."""

    extra = 1
    template = "admin/desk/forms/_rows.html"
