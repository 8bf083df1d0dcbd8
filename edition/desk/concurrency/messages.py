"""Messages about conflicts: who saved first, and what differs."""

from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from edition.desk.links import owner
from edition.document.changes.parts import Difference


def last_change(part: Model) -> str:
    """Say who changed a part last, and when, according to the admin's log."""
    part = owner(part)
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(part), object_id=str(part.pk)
        )
        .select_related("user")
        .order_by("-action_time")
        .first()
    )
    if entry is None:
        return "it was changed"
    when = timezone.localtime(entry.action_time)
    return f"{entry.user} changed it on {when.day} {when:%B at %H:%M}"


def choice_name(form: forms.ModelForm, name: str) -> str:
    """Return the name of the radio buttons that choose between submitted and stored value."""
    return form.add_prefix(f"choice-{name}")


def describe_conflict(form: forms.ModelForm, name: str) -> None:
    """Describe the conflict to assistive technology: a sentence, and where the details are."""
    field, id_ = form.fields[name], form[name].auto_id
    described = [f"{id_}_helptext"] if field.help_text else []
    field.widget.attrs["aria-describedby"] = " ".join([*described, f"{id_}_conflict"])
    field.widget.attrs["aria-details"] = f"{id_}_stored"


def conflict_message(form: forms.ModelForm, name: str) -> str:
    """Render the stored value, the words that differ, and the choice, as an error of the field."""
    stored = _stored_label(form, name)
    mine = form[name].value()
    is_text = isinstance(form.fields[name].widget, forms.TextInput | forms.Textarea)
    difference = Difference(name, stored, str(mine).replace("\r\n", "\n")) if is_text else None
    context = {
        "stored": stored,
        "difference": difference,
        "label": form.fields[name].label or name,
        "choice": choice_name(form, name),
        "id": form[name].auto_id,
    }
    return render_to_string("admin/desk/concurrency/_conflict.html", context)


def _stored_label(form: forms.ModelForm, name: str) -> str:
    if hasattr(form.instance, f"get_{name}_display"):
        return getattr(form.instance, f"get_{name}_display")()
    stored: Any = form.get_initial_for_field(form.fields[name], name)
    if isinstance(form.fields[name], forms.ModelChoiceField):
        stored = getattr(form.instance, name, stored)
    if hasattr(stored, "all"):
        stored = stored.all()
    if isinstance(stored, list | QuerySet):
        return ", ".join(map(str, stored)) or "nothing"
    return "" if stored is None else str(stored)
