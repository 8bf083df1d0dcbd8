"""Upsert rows: reuse the primary keys of existing rows, so that relations to them survive."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Field, Model

from edition.document.changes.anchoring import is_in_place
from edition.releases.working_copy.validation import DoesNotFit, Row, validated
from edition.texts.models import Anchor


def by_key(parts: Iterable[Any]) -> dict[str, Any]:
    """Index parts or rows by key. Raises DoesNotFit if two have the same key."""
    named: dict[str, Any] = {}
    for part in parts:
        if named.setdefault(part.key, part) is not part:
            raise DoesNotFit(f"“{part.key}” is given twice.")
    return named


def by_place(owner: str, rows: Iterable[Row]) -> dict[tuple[int, int], Row]:
    """Index rows without keys by (owner's id, position among the owner's rows)."""
    named: dict[tuple[int, int], Row] = {}
    count: dict[int, int] = {}
    for row in rows:
        belongs_to = getattr(row, f"{owner}_id")
        count[belongs_to] = count.get(belongs_to, -1) + 1
        named[belongs_to, count[belongs_to]] = row
    return named


def upsert(wanted: Mapping[Any, Row], existing: Mapping[Any, Row], owner: str = "") -> list[Row]:
    """Save `wanted`, updating the existing row of the same name; return rows no longer wanted.

    Unchanged rows are not written. Raises DoesNotFit with the key of the row, or of its `owner`.
    """
    added: list[Row] = []
    changed: list[Row] = []
    differing: set[Field] = set()
    for name, row in wanted.items():
        if old := existing.get(name):
            row.pk = old.pk
            row._state.adding = False
            _stay_lost(row, old)
            if not (differs := _differing(row, old)):
                continue
            changed.append(row)
            differing |= differs
        else:
            added.append(row)
        validated(
            row, f"A {row._meta.verbose_name} of {getattr(row, owner).key}" if owner else name
        )
    if added:
        type(added[0])._default_manager.bulk_create(added)
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, [field.name for field in differing])
    return [row for name, row in existing.items() if name not in wanted]


def delete(rows: Iterable[Model]) -> None:
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _differing(row: Model, old: Model) -> set[Field]:
    return {
        field
        for field in row._meta.concrete_fields
        if not field.primary_key and getattr(row, field.attname) != getattr(old, field.attname)
    }


def _stay_lost(row: Model, old: Model) -> None:
    """Keep an anchor lost unless its place or text changed and has the words with their context.

    A document does not record that an anchor is lost. In one that was made while it was in doubt
    its context is cut, perhaps less than now (see `anchoring.follow`), and so is not in place.
    """
    if not isinstance(row, Anchor) or not isinstance(old, Anchor) or not old.is_lost:
        return
    was, now, text = old.anchor, row.anchor, row.target.text
    if (was.target, was.exact) == (now.target, now.exact):
        is_unchanged = was == now and old.target.text == text
        row.is_lost = is_unchanged or not is_in_place(now, text)
