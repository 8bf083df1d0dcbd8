"""What a form was sent and what is stored, field by field, so that the two can be compared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from edition.desk.concurrency.digests import normal


def typed_text(form: forms.ModelForm, name: str) -> str | None:
    """What was sent for a field, as normal text; None if it can be no value of it."""
    field = form.fields[name]
    sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return _text(field, sent)


def stored_text(form: forms.ModelForm, name: str) -> str:
    field = form.fields[name]
    stored = form.get_initial_for_field(field, name)
    if isinstance(stored, str):
        return _text(field, stored) or normal(stored)
    return normal(stored)


def _text(field: forms.Field, value: Any) -> str | None:
    try:
        if isinstance(field, forms.MultiValueField):
            value = field.clean(value)
        elif not isinstance(field, forms.ModelChoiceField):
            value = field.to_python(value)
    except ValidationError:
        return None
    return normal(value)


def put_stored(form: forms.ModelForm, name: str) -> None:
    """Let the form hold what is stored, as if it had been sent."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    widget = getattr(field.widget, "widget", field.widget)  # the admin wraps some
    if isinstance(widget, forms.MultiWidget):
        for suffix, part, each in zip(
            widget.widgets_names, widget.widgets, widget.decompress(value), strict=True
        ):
            put(form, name + suffix, part.format_value(each))
    elif isinstance(widget, forms.CheckboxInput):
        put(form, name, "on" if value else None)
    elif isinstance(widget, forms.SelectMultiple):
        put(form, name, [str(each) for each in value or []])
    elif isinstance(widget, forms.Select):
        put(form, name, "" if value is None else str(value))
    else:
        put(form, name, widget.format_value(value))


def put(form: forms.ModelForm, name: str, value: str | list[str] | None) -> None:
    form.data = form.data.copy()
    if value is None:
        form.data.pop(form.add_prefix(name), None)
    elif isinstance(value, list):
        form.data.setlist(form.add_prefix(name), value)
    else:
        form.data[form.add_prefix(name)] = value
