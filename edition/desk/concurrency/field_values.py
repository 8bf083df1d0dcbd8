"""Submitted and stored values of form fields, normalized for comparison."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from edition.desk.concurrency.digests import normalized


def submitted_text(form: forms.ModelForm, name: str) -> str | None:
    """Normalize the submitted value of a field; None if it is invalid."""
    field = form.fields[name]
    sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return _text(field, sent)


def stored_text(form: forms.ModelForm, name: str) -> str:
    """Normalize the stored value of a field."""
    field = form.fields[name]
    stored = form.get_initial_for_field(field, name)
    if isinstance(stored, str):
        return _text(field, stored) or normalized(stored)
    return normalized(stored)


def _text(field: forms.Field, value: Any) -> str | None:
    try:
        if isinstance(field, forms.MultiValueField):
            value = field.clean(value)
        elif not isinstance(field, forms.ModelChoiceField):
            value = field.to_python(value)
    except ValidationError:
        return None
    return normalized(value)


def reset_to_stored(form: forms.ModelForm, name: str) -> None:
    """Replace a submitted value by the stored one."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    widget = getattr(field.widget, "widget", field.widget)  # the admin wraps some
    if isinstance(widget, forms.MultiWidget):
        for suffix, part, each in zip(
            widget.widgets_names, widget.widgets, widget.decompress(value), strict=True
        ):
            set_submitted(form, name + suffix, part.format_value(each))
    elif isinstance(widget, forms.CheckboxInput):
        set_submitted(form, name, "on" if value else None)
    elif isinstance(widget, forms.SelectMultiple):
        set_submitted(form, name, [str(each) for each in value or []])
    elif isinstance(widget, forms.Select):
        set_submitted(form, name, "" if value is None else str(value))
    else:
        set_submitted(form, name, widget.format_value(value))


def set_submitted(form: forms.ModelForm, name: str, value: str | list[str] | None) -> None:
    """Replace the submitted value of a field; None removes it."""
    data = cast(QueryDict, form.data).copy()
    if value is None:
        data.pop(form.add_prefix(name), None)
    elif isinstance(value, list):
        data.setlist(form.add_prefix(name), value)
    else:
        data[form.add_prefix(name)] = value
    form.data = data
