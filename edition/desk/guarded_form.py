"""The forms of the desk: nobody overwrites unseen what somebody else has saved meanwhile."""

import hashlib
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from edition.desk.writing import SourceField
from edition.document.markdown import parse_blocks
from edition.texts.models import Edition
from edition.texts.references import unknown_notes


class GuardedForm(forms.ModelForm):
    """Carries a digest of what was stored when it was opened, and is refused if that changed.

    The refused form keeps what was typed, says beside it what is stored now, and may then be
    saved again by somebody who has seen both.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    once_given: tuple[str, ...] = ("edition", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.once_given:
                if name in self.fields:
                    self.fields[name].disabled = True

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return self.stored_digest if self.instance.pk else ""
        return super().get_initial_for_field(field, field_name)

    @cached_property
    def stored_digest(self) -> str:
        stored = {
            name: _comparable(value)
            for name, value in sorted(self.initial.items())
            if name in self.fields and name != "seen"
        }
        return hashlib.sha256(repr(stored).encode()).hexdigest()

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in ("seen", "reason")]

    @property
    def edition(self) -> Edition | None:
        """The edition that what is being written belongs to, as far as is known yet."""
        return self.cleaned_data.get("edition")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen")
        if self.instance.pk and seen and seen != self.stored_digest:
            self.refuse_to_overwrite()
        if self.edition:
            self.check_belonging(self.edition)
            self.check_notes(self.edition)
        return cleaned

    def refuse_to_overwrite(self) -> None:
        self.add_error(
            None,
            f"Not saved, because {_last_change(self.instance)} after you opened it. What you "
            "wrote is still here; where it differs, what is stored now stands beside it. "
            "To put yours in its place, save again.",
        )
        for name in self.changed_data:
            if name in self.initial:
                stored = getattr(self.instance, name, self.initial[name])
                stored = stored.all() if hasattr(stored, "all") else [stored]
                self.add_error(name, "Stored now: " + ", ".join(map(str, stored)))
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.stored_digest

    def check_belonging(self, edition: Edition) -> None:
        for name, value in list(self.cleaned_data.items()):
            parts = (
                value if isinstance(self.fields[name], forms.ModelMultipleChoiceField) else [value]
            )
            for part in parts:
                if (
                    isinstance(part, Model)
                    and getattr(part, "edition_id", edition.pk) != edition.pk
                ):
                    self.add_error(name, f"“{part}” belongs to another edition.")

    def check_notes(self, edition: Edition) -> None:
        """Refuse calls of notes that do not exist, naming each."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(self.fields[name], SourceField):
                for key in _unknown_notes(edition, value):
                    self.add_error(
                        name,
                        f"[^{key}] calls a note that does not exist. Add the note first, or "
                        f"take [^{key}] out.",
                    )


class DeskForm(GuardedForm):
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="What changed, and why",
        help_text="If you like: it is kept with the release for readers and colleagues.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def _comparable(value: Any) -> Any:
    return sorted(part.pk for part in value) if isinstance(value, list) else str(value)


def _unknown_notes(edition: Edition, source: str) -> list[str]:
    unknown = (unknown_notes(edition, block) for block in parse_blocks(source))
    return list(dict.fromkeys(key for keys in unknown for key in keys))


def _last_change(part: Model) -> str:
    """Who changed it last, and when, as far as the desk's log knows."""
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
