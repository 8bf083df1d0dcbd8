"""Forms with optimistic locking: no save overwrites another user's changes unnoticed."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

from edition.desk.concurrency.digests import field_digest, parse, serialize
from edition.desk.concurrency.field_values import (
    reset_to_stored,
    set_submitted,
    stored_text,
    submitted_text,
)
from edition.desk.concurrency.messages import (
    choice_name,
    conflict_message,
    describe_conflict,
    last_change,
)
from edition.desk.markdown import SourceField, kind_of
from edition.document.markdown.parse import parse_blocks
from edition.texts.models import Edition
from edition.texts.references import unknown_notes


class OptimisticForm(forms.ModelForm):
    """A model form that carries a digest of each stored value that it was rendered from.

    A field that only another user changed meanwhile is merged: the stored value is used. One that
    both changed is a conflict: the form displays the submitted value, the stored one and their
    difference, and the editor chooses. Without a digest, any difference counts as a conflict.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    immutable_fields: tuple[str, ...] = ("edition", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.merged: list[str] = []  # names of fields that only another user changed
        self.conflicting: list[str] = []  # names of fields that both changed
        self.is_fresh = True  # nobody else changed it, except its place, which shifts with others
        for field in self.fields.values():
            field.show_hidden_initial = False  # compare with stored, not submitted values
        if self.instance.pk:
            for name in self.immutable_fields:
                if name in self.fields:
                    self.fields[name].disabled = True

        self.preview_address = self.prepare_previews()

    def prepare_previews(self) -> str:
        """Give each Markdown field the URL of its preview; return the URL that previews all."""
        kinds = {
            name: kind_of(self._meta.model, name)
            for name, field in self.fields.items()
            if isinstance(field, SourceField)
        }
        edition = getattr(self.instance, "edition_id", None) or self.get_initial_edition()
        known = {"edition": edition} if edition else {}
        for name, kind in kinds.items():
            query = urlencode(known | {name: kind})
            self.fields[name].widget.attrs["data-preview"] = f"{reverse('admin:preview')}?{query}"
        return f"{reverse('admin:preview')}?{urlencode(known | kinds)}" if kinds else ""

    def get_initial_edition(self) -> int | None:
        if isinstance(self.instance, Edition):
            return self.instance.pk
        field = self.fields.get("edition")
        return self.initial.get("edition") or (field.initial if field else None)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return serialize(self.stored_digests) if self.instance.pk else ""
        return super().get_initial_for_field(field, field_name)

    @property
    def compared_fields(self) -> list[str]:
        """The names of the fields that may conflict."""
        return [
            name
            for name in self.base_fields
            if name in self.fields
            and name not in ("seen", "why")
            and not self.fields[name].disabled
        ]

    @property
    def stored_digests(self) -> dict[str, str]:
        return {
            name: field_digest(self.instance, name, stored_text(self, name))
            for name in self.compared_fields
        }

    @property
    def rendered_digests(self) -> dict[str, str]:
        return parse(self.data.get(self.add_prefix("seen"), ""))

    @cached_property
    def changed_data(self) -> list[str]:
        changed = [name for name in super().changed_data if name not in ("seen", "why")]
        # A row with nothing but a place is empty.
        return [] if self.empty_permitted and changed == ["order"] else changed

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk:
            self.detect_conflicts()
        super().full_clean()

    def detect_conflicts(self) -> None:
        """Compare stored, rendered and submitted values, before validation."""
        rendered, stored = self.rendered_digests, self.stored_digests
        self.is_fresh = all(
            rendered.get(name) == stored[name] for name in stored if name != "order"
        )
        for name in self.compared_fields:
            is_fresh = rendered.get(name) == stored[name]
            if is_fresh and self.data.get(choice_name(self, name)) != "theirs":
                continue
            mine = submitted_text(self, name)
            if mine == stored_text(self, name):
                continue
            if is_fresh:
                reset_to_stored(self, name)
            elif mine is not None and rendered.get(name) == field_digest(self.instance, name, mine):
                reset_to_stored(self, name)
                self.merged.append(name)
            else:
                self.conflicting.append(name)
        if self.merged or self.conflicting:
            set_submitted(self, "seen", serialize(stored))

    @property
    def edition(self) -> Edition | None:
        """The edition of the form's instance, as far as it is known yet."""
        return self.cleaned_data.get("edition")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.conflicting:
            self.report_conflicts()
        if self.edition:
            self.check_belonging(self.edition)
            self.check_notes(self.edition)
        return cleaned

    def report_conflicts(self) -> None:
        merged = ""
        if names := self.merged_labels():
            merged = f" What only they changed is merged: {names}."
        self.add_error(
            None,
            f"Not saved, because {last_change(self.instance)} after you opened it. What you wrote "
            "is still here. Where it differs, the stored value is shown beside it: choose, and "
            f"save again.{merged}",
        )
        for name in self.conflicting:
            if name not in self.errors:
                describe_conflict(self, name)
            self.add_error(name, conflict_message(self, name))

    def merged_labels(self) -> str:
        """List the labels of the merged fields, except places, which shift too often."""
        return ", ".join(
            str(self.fields[name].label or name) for name in self.merged if name != "order"
        )

    def check_belonging(self, edition: Edition) -> None:
        if self.instance.pk and getattr(self.instance, "edition_id", edition.pk) != edition.pk:
            self.add_error(None, f"It stays in its edition, “{self.instance.edition}”.")
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
                for key in unknown_notes(edition, parse_blocks(value)):
                    self.add_error(
                        name,
                        f"[^{key}] calls a note that does not exist. Add the note first, or "
                        f"take [^{key}] out.",
                    )


class DeskForm(OptimisticForm):
    """The form of a part, with a field for the reason of a change."""

    # Not "reason": an emendation has one of its own, which readers see.
    why = forms.CharField(
        required=False,
        max_length=500,
        label="What changed, and why",
        help_text="Optional: readers and colleagues see it with the release.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
