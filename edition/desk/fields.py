from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import widgets
from django.db import models
from django.db.models import Model
from django.http import HttpRequest

from edition.desk.writing import SourceArea, SourceField
from edition.texts.fields import (
    EdtfField,
    MarkdownField,
    validate_characters,
    validate_edtf,
    validate_language,
    validate_short_name,
)
from edition.texts.models import Edition


class DeskFields:
    """Fields that suit the desk: room to write, and no buttons beside what can be chosen."""

    formfield_overrides = {
        MarkdownField: {"form_class": SourceField, "widget": SourceArea},
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": widgets.AdminTextareaWidget(attrs={"rows": 3})},
    }

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        # The form itself refuses bad markup and dates, so that no page is made of them.
        if isinstance(db_field, MarkdownField):
            kwargs["validators"] = [partial(db_field.validate, model_instance=None)]
        elif isinstance(db_field, EdtfField):
            kwargs["validators"] = [validate_edtf]
        elif isinstance(db_field, models.CharField | models.TextField) and not db_field.choices:
            by_name = {"language": [validate_language], "key": [validate_short_name]}
            kwargs["validators"] = [validate_characters, *by_name.get(db_field.name, [])]
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        for button in ("can_add_related", "can_change_related", "can_delete_related"):
            if formfield is not None and hasattr(formfield.widget, button):
                setattr(formfield.widget, button, False)
        return formfield

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field:
        if db_field.name == "edition" and Edition.objects.count() == 1:
            kwargs |= {"widget": forms.HiddenInput, "initial": Edition.objects.get().pk}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DeskInline(DeskFields, admin.TabularInline):
    """Rows inside a form, each guarded as a form of its own."""

    extra = 1
    template = "admin/desk/_rows.html"

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """For those who may only look, nothing to compare when they save."""
        fields = super().get_fields(request, obj)
        may_save = self.has_change_permission(request, obj)
        return fields if may_save else [name for name in fields if name != "seen"]
