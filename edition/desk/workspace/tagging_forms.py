"""Forms that tag words of the text with an entity or an event, known or new."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.text import slugify

from edition.apparatus.models import Entity
from edition.desk.forms.anchored import WordsField
from edition.desk.forms.fields import HOW_TO_DATE, PlainField
from edition.desk.forms.quoting import locate_quoted
from edition.document import values
from edition.document.changes.anchoring import AnchorError, anchor_at
from edition.texts.fields import choices_of, validate_characters, validate_edtf
from edition.texts.models import Edition, Note, Paragraph
from edition.timeline.models import Event


class TagForm(forms.Form):
    """The words to tag: characters `start` to `end` of a text that read `exact`.

    Without `start` and `end` the form locates the words.
    """

    where = forms.CharField(widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    exact = WordsField(label="Words", help_text="As they are printed.")
    before = WordsField(
        label="Words before", required=False, help_text="If they occur there more than once."
    )
    after = WordsField(label="Words after", required=False)

    known: ClassVar[str]  # the field that chooses an existing one
    new: ClassVar[tuple[str, ...]]  # the fields that describe a new one
    anchor: values.Anchor | None = None

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition

    @classmethod
    def guess(cls, edition: Edition, words: str) -> Model | None:
        """Guess what these words name or mention."""
        raise NotImplementedError

    def thing(self) -> Entity | Event:
        """Return what was chosen; create it first if it is new."""
        raise NotImplementedError

    @property
    def text(self) -> Paragraph | Note | None:
        key = (self["where"].value() or "").replace("\0", "")  # PostgreSQL fails at null characters
        texts = self.edition.notes if key.startswith("n") else self.edition.paragraphs
        return texts.filter(key=key).first()

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if (text := self.text) is None:
            raise forms.ValidationError("This text does not exist any more.")
        if exact := cleaned.get("exact"):
            self.anchor = self.selected(text, exact) or self.quoted(text, exact)
        return cleaned

    def selected(self, text: Paragraph | Note, exact: str) -> values.Anchor | None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start is None or end is None or not 0 <= start < end <= len(text.text):
            return None
        if text.text[start:end] != exact:
            return None
        return anchor_at(text.key, text.text, start, end)

    def quoted(self, text: Paragraph | Note, exact: str) -> values.Anchor | None:
        before, after = (self.cleaned_data.get(name, "") for name in ("before", "after"))
        try:
            return locate_quoted(text, exact, before, after)
        except AnchorError as error:
            if self.cleaned_data.get("start") is not None:
                self.add_error("exact", "The text was changed after you selected these words.")
            self.add_error("exact", str(error))
            return None


class EntityTagForm(TagForm):
    """Choose an entity, or describe a new one."""

    entity = forms.ModelChoiceField(Entity.objects.none(), required=False, label="Who or what")
    name = PlainField(max_length=200, required=False, validators=[validate_characters])
    kind = forms.ChoiceField(
        choices=[("", "—"), *choices_of(values.EntityKind)], required=False, label="What it is"
    )
    description = PlainField(
        required=False,
        validators=[validate_characters],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the index: who or what this is, in a few words.",
    )
    known, new = "entity", ("name", "kind", "description")

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(edition, *args, **kwargs)
        self.fields["entity"].queryset = edition.entities.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        name = cleaned.get("name")
        if bool(cleaned.get("entity")) == bool(name):
            self.add_error("entity", "Choose an existing name or enter a new one, not both.")
        elif name and not cleaned.get("kind"):
            self.add_error("kind", "Say what kind of name it is.")
        elif name and self.edition.entities.filter(name__iexact=name).exists():
            self.add_error("name", "This name exists already; choose it above.")
        return cleaned

    @classmethod
    def guess(cls, edition: Edition, words: str) -> Entity | None:
        """Guess the entity: one with that name, or one that the same words name elsewhere."""
        if not words:
            return None
        namesake = edition.entities.filter(name__iexact=words).first()
        return namesake or edition.entities.filter(mentions__exact=words).first()

    def thing(self) -> Entity:
        """Return the chosen entity, or create the new one."""
        if chosen := self.cleaned_data["entity"]:
            return chosen
        written = {field: self.cleaned_data[field] for field in self.new}
        last = self.edition.entities.order_by("position").last()
        return Entity.objects.create(
            edition=self.edition,
            key=_short_name(self.edition, written["name"]),
            position=last.position + 1 if last else 0,
            **written,
        )


class EventTagForm(TagForm):
    """Choose an event, or describe a new one."""

    event = forms.ModelChoiceField(Event.objects.none(), required=False, label="Event")
    label = PlainField(
        max_length=200, required=False, label="What happened", validators=[validate_characters]
    )
    edtf = forms.CharField(
        max_length=60,
        required=False,
        label="Date",
        validators=[validate_edtf],
        help_text=HOW_TO_DATE,
    )
    known, new = "event", ("label", "edtf")

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(edition, *args, **kwargs)
        self.fields["event"].queryset = edition.events.order_by("edtf", "position", "pk")
        self.fields["event"].label_from_instance = lambda event: f"{event.edtf}: {event.label}"

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        label = cleaned.get("label")
        if bool(cleaned.get("event")) == bool(label):
            self.add_error("event", "Choose an existing event or describe a new one, not both.")
        elif label and not cleaned.get("edtf") and "edtf" not in self.errors:
            self.add_error("edtf", "When was it?")
        return cleaned

    @classmethod
    def guess(cls, edition: Edition, words: str) -> Event | None:
        return edition.events.filter(passages__exact=words).first() if words else None

    def thing(self) -> Event:
        if chosen := self.cleaned_data["event"]:
            return chosen
        written = {field: self.cleaned_data[field] for field in self.new}
        last = self.edition.events.order_by("position").last()
        return Event.objects.create(
            edition=self.edition,
            key=self.edition.allocate_key("e"),
            position=last.position + 1 if last else 0,
            **written,
        )


def _short_name(edition: Edition, name: str) -> str:
    """Make a short name that is unique in the edition and does not look like a key."""
    base = slugify(name)[:70]
    base = base if len(base) > 1 and not base[1:].isdecimal() else f"name-{base}".rstrip("-")
    used = set(edition.entities.values_list("key", flat=True))
    tried, number = base, 1
    while tried in used:
        number += 1
        tried = f"{base}-{number}"
    return tried
