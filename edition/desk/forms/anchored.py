"""Forms of anchored parts: the editor quotes words, the form finds their place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.apparatus.models import Entity
from edition.desk.concurrency.forms import DeskForm, OptimisticForm
from edition.desk.forms.anchored_list import lost_mark
from edition.desk.forms.ordering import RowForm
from edition.desk.forms.quoting import locate_quoted
from edition.document import values
from edition.document.changes.anchoring import CONTEXT, AnchorError, anchor_at, occurrences
from edition.releases.anchors import has_its_words
from edition.texts.models import Anchor, Edition, Note, Paragraph
from edition.texts.numbers import number_or_none
from edition.timeline.models import Event


class WordsField(forms.CharField):
    """Words quoted from the text; only ordinary spaces around them are stripped."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "vTextField"})
        options: dict[str, Any] = {"widget": widget, "strip": False}
        super().__init__(**(options | kwargs))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").strip(" \t\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


class AnchorForm(OptimisticForm):
    """Finds the quoted words in the text `target`, which subclasses define.

    A lost anchor stays lost, even if its words occur once, unless an editor quotes words anew.
    """

    exact = WordsField(label="Words")
    before = WordsField(label="Words before", required=False)
    after = WordsField(label="Words after", required=False)

    found: values.Anchor | None = None

    @property
    def target(self) -> Paragraph | Note | None:
        """The text that the words are in."""
        raise NotImplementedError

    @property
    def edition(self) -> Edition | None:
        return self.target and self.target.edition

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.is_lost and not self.is_requoted:
            cleaned["exact"] = self.instance.exact
        elif self.target and cleaned.get("exact"):
            self.found = self.current_anchor() or self.find_quoted()
        return cleaned

    @property
    def is_requoted(self) -> bool:
        same_text = self.instance.pk and self.instance.target == self.target
        return not same_text or bool({"exact", "before", "after"} & set(self.changed_data))

    def current_anchor(self) -> values.Anchor | None:
        """Return the present anchor, unless other words are quoted."""
        if self.is_requoted:
            return None
        return self.instance.anchor if has_its_words(self.instance, self.target.text) else None

    def find_quoted(self) -> values.Anchor | None:
        quoted = (self.cleaned_data.get(name, "") for name in ("exact", "before", "after"))
        try:
            return locate_quoted(self.target, *quoted)
        except AnchorError as error:
            self.add_error("exact", str(error))
            return None

    def save(self, commit: bool = True) -> Anchor:
        if self.found:
            self.instance.move_to(self.target, self.found)
        return super().save(commit)


class KeyField(forms.RegexField):
    """The key of a paragraph or note."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            r"^[pn][1-9][0-9]{0,8}$",
            label="In",
            help_text="p14 for paragraph 14, n7 for note 7.",
            error_messages={"invalid": "Write p14 for paragraph 14, n7 for note 7."},
            widget=forms.TextInput(attrs={"size": 5, "autocomplete": "off"}),
            **kwargs,
        )


PLACE = ("edition", "where", "paragraph", "note", "exact", "before", "after")


def text_of(edition: Edition, key: str) -> Paragraph | Note:
    """Return the paragraph or note with this key. Raises ValidationError."""
    texts = edition.paragraphs if key.startswith("p") else edition.notes
    if not (text := texts.filter(key=key).first()):
        raise forms.ValidationError(f"There is no {key} in this edition.")
    return text


class LayerForm(AnchorForm, DeskForm):
    """The form of an annotation or emendation of words in one paragraph or note."""

    where = KeyField(required=False)

    target: Paragraph | Note | None = None
    # Whether the words were selected in the text, so that the form need not ask for them. The admin
    # sets it on the class that it makes for each request: Django passes a form nothing else.
    selected = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place_widgets = {
            name: self.fields[name].widget for name in PLACE if name in self.fields
        }
        if self.selected:
            for name in self.place_widgets:
                self.fields[name].widget = forms.HiddenInput()
        if self.instance.pk:
            self.initial["where"] = self.instance.target.key
        if "edition" in self.fields:  # the chosen text determines it
            self.fields["edition"].required = False
        if not self.instance.pk:
            # Focus the first field that is not filled in.
            given = "exact" if self.initial.get("exact") else "where"
            next_ = {"exact": {"source", "emended"}, "where": {"exact"}}[given]
            for name in next_ & self.fields.keys() if self.initial.get(given) else ():
                self.fields[name].widget.attrs["autofocus"] = True

    def full_clean(self) -> None:
        """Show the hidden fields that have errors."""
        super().full_clean()
        if self.selected and self._errors.keys() & self.place_widgets.keys():
            for name, widget in self.place_widgets.items():
                self.fields[name].widget = widget

    def clean_where(self) -> Paragraph | Note | None:
        key = self.cleaned_data["where"]
        if not key:
            return None
        if self.instance.pk:
            return text_of(self.instance.edition, key)
        if not (edition := self.cleaned_data.get("edition")):
            raise forms.ValidationError("Say which edition this is of.")
        return text_of(edition, key)

    def clean_made_on(self) -> date:
        made_on = self.cleaned_data["made_on"]
        if made_on > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return made_on

    def clean(self) -> dict[str, Any]:
        self.target = self.chosen_text()
        for name, kind in (("paragraph", Paragraph), ("note", Note)):
            if name in self.fields:
                self.cleaned_data[name] = self.target if isinstance(self.target, kind) else None
        return super().clean()

    def chosen_text(self) -> Paragraph | Note | None:
        """Return the text chosen in one of the fields; of a saved part, in one that changed."""
        ways = [name for name in ("where", "paragraph", "note") if name in self.fields]
        if self.instance.pk:
            ways = [name for name in ways if name in self.changed_data]
        texts = {text for name in ways if (text := self.cleaned_data.get(name))}
        if not ways and self.instance.pk:
            return self.instance.target
        if len(texts) != 1:
            if not self.errors:
                self.add_error("where", "Choose a paragraph or a note, and not both.")
            return None
        return texts.pop()

    def _get_validation_exclusions(self) -> set[str]:
        """Do not validate the text twice: `chosen_text` has reported a missing one."""
        excluded = super()._get_validation_exclusions()
        return excluded if self.target else excluded | {"paragraph", "note"}

    def save(self, commit: bool = True) -> Anchor:
        self.instance.edition = self.edition
        return super().save(commit)


class OccurrenceForm(RowForm, AnchorForm):
    """The row of one mention or passage; the text is given by its key."""

    where = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["where"] = self.instance.target.key

    @property
    def target(self) -> Paragraph | Note | None:
        return self.cleaned_data.get("where")

    @property
    def edition(self) -> Edition | None:
        parent = self.parent
        return parent.edition if isinstance(parent, Entity | Event) and parent.edition_id else None

    def clean_where(self) -> Paragraph | Note | None:
        key = self.cleaned_data["where"]
        if self.instance.pk and "where" not in self.changed_data:
            return self.instance.target
        if self.edition is None:
            return None
        return text_of(self.edition, key)


def selected_words(query: Mapping[str, Any], editions: QuerySet[Edition]) -> dict[str, str]:
    """Return the words between two offsets, with context if they occur more than once."""
    if not (found := selected_place(query, editions)):
        return {}
    text, anchor = found
    words = {"exact": anchor.exact}
    if len(occurrences(text.text, anchor.exact)) > 1:
        words |= {"before": anchor.prefix, "after": anchor.suffix}
    return words


def selected_place(
    query: Mapping[str, Any], editions: QuerySet[Edition]
) -> tuple[Paragraph | Note, values.Anchor] | None:
    """Find the text and the anchor that two offsets name.

    `editions` are those in which the user may write: no other is quoted.
    """
    edition = editions.filter(pk=number_or_none(str(query.get("edition", "")))).first()
    candidates = [edition] if edition else editions[:2]
    start, end = (number_or_none(str(query.get(name, ""))) for name in ("start", "end"))
    if len(candidates) != 1 or start is None or end is None:
        return None
    try:
        text = text_of(candidates[0], str(query.get("where", "")))
        anchor = anchor_at(text.key, text.text, start, end)
    except (forms.ValidationError, AnchorError):
        return None
    # If the text was corrected since, the offsets are stale.
    return (text, anchor) if query.get("exact", anchor.exact) == anchor.exact else None


def whole_words_around(anchor: Anchor | values.Anchor) -> tuple[str, str]:
    before = anchor.prefix if len(anchor.prefix) < CONTEXT else anchor.prefix.partition(" ")[2]
    after = anchor.suffix if len(anchor.suffix) < CONTEXT else anchor.suffix.rpartition(" ")[0]
    return before, after


def surroundings(anchor: Anchor | values.Anchor) -> SafeString:
    """Render the words with whole words around them, marked if they lost their place."""
    before, after = whole_words_around(anchor)
    return format_html(
        '<span class="desk-words">… {}<mark>{}</mark>{} …</span> {}',
        before,
        anchor.exact,
        after,
        lost_mark(anchor) if isinstance(anchor, Anchor) else "",
    )
