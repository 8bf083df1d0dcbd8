"""The forms of the desk: nobody overwrites unseen what somebody else has saved meanwhile."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

from edition.desk.concurrency.digests import digest_of, read, written
from edition.desk.concurrency.messages import (
    choice_name,
    describe_conflict,
    last_change,
    told_conflict,
)
from edition.desk.concurrency.submitted import put, put_stored, stored_text, typed_text
from edition.desk.markdown import SourceField, kind_of
from edition.document.markdown.parse import parse_blocks
from edition.texts.models import Edition
from edition.texts.references import unknown_notes


class GuardedForm(forms.ModelForm):
    """Carries digests of what was stored when it was opened, one for each field.

    A field that only somebody else changed meanwhile is taken over as it is stored now. One that
    both changed is refused: what was typed stays, what is stored stands beside it with the words
    that differ, and the editor chooses. Without a digest, any difference counts as one.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    once_given: tuple[str, ...] = ("edition", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken_over: list[str] = []  # names of fields
        self.conflicting: list[str] = []
        self.is_as_seen = True  # but for its place, which shifts with others
        for field in self.fields.values():
            field.show_hidden_initial = False  # what is stored is compared, not what was sent
        if self.instance.pk:
            for name in self.once_given:
                if name in self.fields:
                    self.fields[name].disabled = True

        self.preview_address = self.prepare_previews()

    def prepare_previews(self) -> str:
        """Where the Markdown of this form is sent to be shown; empty if it has none."""
        kinds = {
            name: kind_of(self._meta.model, name)
            for name, field in self.fields.items()
            if isinstance(field, SourceField)
        }
        edition = getattr(self.instance, "edition_id", None) or self.get_initial_edition()
        known = {"edition": edition} if edition else {}
        for name, kind in kinds.items():
            asked = urlencode(known | {name: kind})
            self.fields[name].widget.attrs["data-preview"] = f"{reverse('admin:preview')}?{asked}"
        return f"{reverse('admin:preview')}?{urlencode(known | kinds)}" if kinds else ""

    def get_initial_edition(self) -> int | None:
        if isinstance(self.instance, Edition):
            return self.instance.pk
        field = self.fields.get("edition")
        return self.initial.get("edition") or (field.initial if field else None)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return written(self.stored_digests) if self.instance.pk else ""
        return super().get_initial_for_field(field, field_name)

    @property
    def guarded(self) -> list[str]:
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
            name: digest_of(self.instance, name, stored_text(self, name)) for name in self.guarded
        }

    @property
    def seen_digests(self) -> dict[str, str]:
        return read(self.data.get(self.add_prefix("seen"), ""))

    @cached_property
    def changed_data(self) -> list[str]:
        changed = [name for name in super().changed_data if name not in ("seen", "why")]
        # A row of which nothing but the place is given is no row.
        return [] if self.empty_permitted and changed == ["order"] else changed

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk:
            self.meet_others()
        super().full_clean()

    def meet_others(self) -> None:
        """Find what somebody else changed, before anything that was typed is looked at."""
        seen, stored = self.seen_digests, self.stored_digests
        self.is_as_seen = all(seen.get(name) == stored[name] for name in stored if name != "order")
        for name in self.guarded:
            is_as_seen = seen.get(name) == stored[name]
            if is_as_seen and self.data.get(choice_name(self, name)) != "theirs":
                continue
            mine = typed_text(self, name)
            if mine == stored_text(self, name):
                continue
            if is_as_seen:
                put_stored(self, name)
            elif mine is not None and seen.get(name) == digest_of(self.instance, name, mine):
                put_stored(self, name)
                self.taken_over.append(name)
            else:
                self.conflicting.append(name)
        if self.taken_over or self.conflicting:
            put(self, "seen", written(stored))

    @property
    def edition(self) -> Edition | None:
        """The edition that what is being written belongs to, as far as is known yet."""
        return self.cleaned_data.get("edition")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.conflicting:
            self.refuse_to_overwrite()
        if self.edition:
            self.check_belonging(self.edition)
            self.check_notes(self.edition)
        return cleaned

    def refuse_to_overwrite(self) -> None:
        taken = ""
        if names := self.told_taken_over():
            taken = f" What only they changed is taken over: {names}."
        self.add_error(
            None,
            f"Not saved, because {last_change(self.instance)} after you opened it. What you wrote "
            "is still here. Where it differs, what is stored now stands beside it: choose, and "
            f"save again.{taken}",
        )
        for name in self.conflicting:
            if name not in self.errors:
                describe_conflict(self, name)
            self.add_error(name, told_conflict(self, name))

    def told_taken_over(self) -> str:
        """What somebody else changed and stays so; places shift too often to be told."""
        return ", ".join(
            str(self.fields[name].label or name) for name in self.taken_over if name != "order"
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


class DeskForm(GuardedForm):
    # Not "reason": an emendation has one of its own, which readers see.
    why = forms.CharField(
        required=False,
        max_length=500,
        label="What changed, and why",
        help_text="If you like: it is kept with the release for readers and colleagues.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
