"""Forms of what stands on words: the editor quotes them, and their place is found."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.desk.anchored_list import lost_mark
from edition.desk.guarded_form import DeskForm, GuardedForm
from edition.desk.ordering import OrderField
from edition.desk.quoting import locate_quoted
from edition.document import values
from edition.document.anchoring import CONTEXT, AnchorError, find_again
from edition.texts.models import Anchor, Edition, Note, Paragraph


class WordsField(forms.CharField):
    """Words quoted from the text; only ordinary spaces around them are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "vTextField"})
        super().__init__(**({"widget": widget, "strip": False} | kwargs))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").strip(" \t\n")


class AnchoredForm(GuardedForm):
    """Finds the quoted words in the text chosen; `target` says which text that is."""

    exact = WordsField(label="Words")
    before = WordsField(label="Words before", required=False)
    after = WordsField(label="Words after", required=False)

    found: values.Anchor | None = None

    @property
    def target(self) -> Paragraph | Note | None:
        raise NotImplementedError

    @property
    def edition(self) -> Edition | None:
        return self.target and self.target.edition

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.target and cleaned.get("exact"):
            self.found = self.kept() or self.located()
        return cleaned

    @property
    def is_requoted(self) -> bool:
        same_text = self.instance.pk and self.instance.target == self.target
        return not same_text or bool({"exact", "before", "after"} & set(self.changed_data))

    def kept(self) -> values.Anchor | None:
        """The place it has already, unless other words are quoted or the place was lost."""
        if self.is_requoted or self.instance.is_lost:
            return None
        return find_again(self.instance.anchor, self.target.text)

    def located(self) -> values.Anchor | None:
        quoted = (self.cleaned_data.get(name, "") for name in ("exact", "before", "after"))
        try:
            return locate_quoted(self.target, *quoted)
        except AnchorError as error:
            # What was lost may stay so while an editor works on something else of it.
            if self.is_requoted or not self.instance.is_lost:
                self.add_error("exact", str(error))
            return None

    def save(self, commit: bool = True) -> Anchor:
        if self.found:
            self.instance.put(self.target, self.found)
        return super().save(commit)


class LayerForm(AnchoredForm, DeskForm):
    """For what editors lay over one place: the text is a paragraph or a note."""

    @property
    def target(self) -> Paragraph | Note | None:
        chosen = [self.cleaned_data.get(name) for name in ("paragraph", "note")]
        return next((text for text in chosen if text), None) if not all(chosen) else None

    def save(self, commit: bool = True) -> Anchor:
        self.instance.edition = self.edition
        return super().save(commit)


class OccurrenceForm(AnchoredForm):
    """For one of many places of the same thing, in a row: the text is given by its key."""

    where = forms.RegexField(
        r"^[pn][1-9][0-9]*$",
        label="In",
        help_text="p14 for paragraph 14, n7 for note 7.",
        error_messages={"invalid": "Write p14 for paragraph 14, n7 for note 7."},
        widget=forms.TextInput(attrs={"size": 5}),
    )
    order = OrderField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["where"] = self.instance.target.key

    @property
    def target(self) -> Paragraph | Note | None:
        return self.cleaned_data.get("where")

    @property
    def edition(self) -> Edition | None:
        return self.parent.edition if self.parent.edition_id else None

    def clean_where(self) -> Paragraph | Note | None:
        key = self.cleaned_data["where"]
        if self.instance.pk and "where" not in self.changed_data:
            return self.instance.target
        if self.edition is None:
            return None
        texts = self.edition.paragraphs if key.startswith("p") else self.edition.notes
        if not (text := texts.filter(key=key).first()):
            raise forms.ValidationError(f"There is no {key} in this edition.")
        return text

    def has_changed(self) -> bool:
        """A lost one counts as changed, so that saving finds it again if its words are back."""
        return super().has_changed() or bool(self.instance.pk and self.instance.is_lost)


def surroundings(anchor: Anchor) -> SafeString:
    """The words with whole words around them, and the mark if they lost their place."""
    before = anchor.prefix if len(anchor.prefix) < CONTEXT else anchor.prefix.partition(" ")[2]
    after = anchor.suffix if len(anchor.suffix) < CONTEXT else anchor.suffix.rpartition(" ")[0]
    return format_html(
        '<span class="desk-words">… {}<mark>{}</mark>{} …</span> {}',
        before,
        anchor.exact,
        after,
        lost_mark(anchor),
    )
