"""The order of parts: editors enter a place counted from 1, or none for the end."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from edition.desk.concurrency.forms import DeskForm, OptimisticForm
from edition.desk.concurrency.formsets import OptimisticFormSet
from edition.texts.models import Note, Paragraph, Section


class OrderField(forms.IntegerField):
    def __init__(self) -> None:
        super().__init__(
            required=False,
            min_value=1,
            max_value=100_000,
            label="Place",
            help_text="1 is the first; empty: the last.",
            widget=forms.NumberInput(attrs={"class": "desk-place"}),
        )


def arrange(rows: QuerySet, places: Mapping[Model, int | None]) -> None:
    """Save some rows at their places, counted from 1 (None: the end); others keep their order."""
    everything = list(rows)
    ordered = [row for row in everything if row not in places]
    last = len(everything)
    for row, place in sorted(places.items(), key=lambda item: item[1] or last + 1):
        ordered.insert(last if place is None else place - 1, row)
    for position, row in enumerate(ordered):
        if row.position != position:
            rows.model.objects.filter(pk=row.pk).update(position=position)


def siblings(part: Section | Paragraph | Note) -> QuerySet:
    """Return the parts among which a part is ordered, itself included."""
    if isinstance(part, Paragraph):
        return part.section.paragraphs.all()
    return type(part).objects.filter(edition=part.edition)


class OrderForm(DeskForm):
    """A form with a field for the place of a part among its siblings."""

    order = OrderField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "order" in self.fields:
            keys = list(siblings(self.instance).values_list("pk", flat=True))
            self.fields["order"].initial = keys.index(self.instance.pk) + 1


class RowForm(OptimisticForm):
    """A row in the form of `parent`, with a field for its place among the rows."""

    order = OrderField()

    def __init__(self, *args: Any, parent: Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent


class OrderFormSet(OptimisticFormSet):
    """Rows that are saved in the order given in their forms."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"parent": self.instance}

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():  # a column heading in a table is no label
            field.widget.attrs.setdefault("aria-label", str(field.label or "").capitalize())
        form.fields["order"].initial = self.ranks.get(form.instance.pk)

    def save(self, commit: bool = True) -> list[Model]:
        saved = super().save(commit)
        places = {
            form.instance: form.cleaned_data.get("order")
            for form in self.forms
            if form not in self.deleted_forms
            and (form.instance in self.new_objects or "order" in form.changed_data)
        }
        if places:
            arrange(self.model.objects.filter(**{self.fk.name: self.instance}), places)
        return saved
