"""Inline formsets: paginated, with optimistic locking of each row."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict

from edition.desk.concurrency.digests import field_digest, serialize
from edition.desk.concurrency.field_values import set_submitted, submitted_text
from edition.desk.concurrency.messages import last_change
from edition.texts.numbers import number_or_none

ROWS_PER_PAGE = 100
MAX_ROWS = 2000  # in one request


class OptimisticFormSet(forms.BaseInlineFormSet):
    """A formset that finds its saved rows by id, not by position.

    So rows that others add or delete meanwhile do no harm. A row that another user deleted is
    offered again as a new one, if it was changed here.
    """

    def __init__(
        self, data: QueryDict | None = None, *args: Any, page: int = 1, **kwargs: Any
    ) -> None:
        self.page = page  # counted from 1
        self.submitted_pks: list[int] = []
        self.gone: set[int] = set()
        super().__init__(data, *args, **kwargs)
        if self.is_bound:
            self.data = self.put_saved_rows_first(cast(QueryDict, self.data).copy())

    # Selecting rows

    def all_rows(self) -> QuerySet[Model]:
        return super().get_queryset()

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.ranks) // ROWS_PER_PAGE))

    @property
    def page_links(self) -> list[dict[str, int | bool]]:
        current = min(max(self.page, 1), self.pages)
        return [
            {
                "number": number,
                "first": (number - 1) * ROWS_PER_PAGE + 1,
                "last": min(number * ROWS_PER_PAGE, len(self.ranks)),
                "is_current": number == current,
            }
            for number in range(1, self.pages + 1)
        ]

    @property
    def ranks(self) -> dict[int, int]:
        """The place of each row, by its id, counted from 1."""
        if not hasattr(self, "_ranks"):
            pks = self.all_rows().values_list("pk", flat=True) if self.instance.pk else []
            self._ranks = {pk: rank for rank, pk in enumerate(pks, start=1)}
        return self._ranks

    def get_queryset(self) -> list[Model]:
        if not hasattr(self, "_rows"):
            if self.is_bound:
                found = {row.pk: row for row in self.all_rows().filter(pk__in=self.submitted_pks)}
                self._rows = [found[pk] for pk in self.submitted_pks]
            else:
                start = (min(max(self.page, 1), self.pages) - 1) * ROWS_PER_PAGE
                self._rows = list(self.all_rows()[start : start + ROWS_PER_PAGE])
        return self._rows

    def put_saved_rows_first(self, data: QueryDict) -> QueryDict:
        """Put the saved rows first: Django identifies them by their index.

        Deleted rows follow the others as new ones, if their values differ from the rendered ones.
        """
        total, initial = (_count(data, f"{self.prefix}-{name}_FORMS") for name in COUNTED)
        if initial > total:
            raise BadRequest("More rows were saved than there are.")
        rows = _rows(data, self.prefix, total)
        known, new, gone = [], [], []
        for index, row in enumerate(rows):
            pk, seen = row.get("id", [""])[0], row.get("seen", [""])[0]
            id_ = number_or_none(pk)
            if not (pk or seen):
                new.append(row)
            elif id_ in self.ranks and id_ not in self.submitted_pks:
                self.submitted_pks.append(id_)
                known.append(row)
            elif "DELETE" not in row and not self.is_untouched(data, index, id_):
                gone.append(row | {"id": [""], "seen": [""]})
        self.gone = set(range(len(known) + len(new), len(known) + len(new) + len(gone)))
        arranged = [*known, *new, *gone]
        for index, row in enumerate(rows):
            for name in row:
                del data[f"{self.prefix}-{index}-{name}"]
        for index, row in enumerate(arranged):
            for name, values in row.items():
                data.setlist(f"{self.prefix}-{index}-{name}", values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(known))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(arranged))
        return data

    def is_untouched(self, data: QueryDict, index: int, pk: int | None) -> bool:
        """Whether a deleted row was submitted as it was rendered."""
        if pk is None:
            return False
        form = self.form(data, prefix=f"{self.prefix}-{index}")
        stored = self.model(pk=pk)
        return bool(form.rendered_digests) and all(
            digest == field_digest(stored, name, submitted_text(form, name) or "")
            for name, digest in form.rendered_digests.items()
            if name in form.fields
        )

    # Validation

    def clean(self) -> None:
        super().clean()
        for index in self.gone:
            self.forms[index].add_error(
                None,
                f"This row does not exist any more: {last_change(self.instance)}. To add it "
                "again, save again; to drop it, empty it.",
            )
        for form in self.initial_forms:
            if self._should_delete_form(form) and not form.is_fresh:
                set_submitted(form, "seen", serialize(form.stored_digests))
                raise ValidationError(
                    f"“{form.instance}” was not deleted, because {last_change(form.instance)} "
                    "after you opened it. To delete it all the same, save again."
                )


COUNTED = ("TOTAL", "INITIAL")


def _count(data: QueryDict, name: str) -> int:
    count = number_or_none(data.get(name, ""), MAX_ROWS)
    if count is None:
        raise BadRequest("The number of submitted rows cannot be read.")
    return count


def _rows(data: QueryDict, prefix: str, total: int) -> list[dict[str, list[str]]]:
    """Return the submitted values of each row, by the names of its fields."""
    rows: list[dict[str, list[str]]] = [{} for _ in range(total)]
    for key in data:
        if found := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,5}})-(\w+(?:-\w+)*)", key):
            index, name = int(found[1]), found[2]
            if index < total:
                rows[index][name] = data.getlist(key)
    return rows
