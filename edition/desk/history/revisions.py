"""Queries behind the pages of history: the revisions of one part, and deleted parts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from edition.desk.links import KEYED
from edition.document.changes.parts import Change, compare, parts
from edition.releases.models import RevisedPart, Revision
from edition.releases.working_copy import load
from edition.texts.models import Edition


def name_of_key(key: str) -> str:
    """Name a part by its key, for people: "paragraph p14", "the edition"."""
    if key == "edition":
        return "the edition"
    model = KEYED.get(key[0]) if key[1:].isdecimal() else None
    return f"{model._meta.verbose_name} {key}" if model else key


@dataclass(frozen=True, slots=True)
class Step:
    """A revision of a part; without a change if it is the first of all, or did not change it.

    `is_readable` is False if this revision or the one before it cannot be decoded.
    """

    revision: Revision
    change: Change | None
    is_readable: bool = True


def steps(edition: Edition, key: str, revised: Iterable[Revision]) -> list[Step]:
    """Return what each revision changed in a part, in the given order."""
    revised = list(revised)
    numbers = {revision.number + step for revision in revised for step in (-1, 0)}
    found = {each.number: each for each in edition.revisions.filter(number__in=numbers)}
    return [
        _step(revision, found.get(revision.number - 1), found[revision.number], key)
        for revision in revised
    ]


def _step(revision: Revision, before: Revision | None, after: Revision, key: str) -> Step:
    is_readable = not unreadable(before, after)
    changes = changes_between(before, after)
    return Step(revision, next((each for each in changes if each.key == key), None), is_readable)


def changes_between(before: Revision | None, after: Revision) -> tuple[Change, ...]:
    """Compare two revisions; nothing if there is none before, or one cannot be decoded."""
    if before is None or unreadable(before, after):
        return ()
    return compare(before.document, after.document)


def unreadable(*revisions: Revision | None) -> list[Revision]:
    """The revisions that this version of the software cannot decode."""
    return [each for each in revisions if each and each.document_or_none is None]


def revisions_of(edition: Edition, key: str) -> QuerySet[Revision]:
    """Select the revisions that changed a part, and the first of all; the latest first."""
    revises = Exists(RevisedPart.objects.filter(revision=OuterRef("pk"), key=key))
    found = edition.revisions.filter(Q(number=1) | Q(revises))
    return found.defer("canonical").select_related("made_by").latest_first()


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted part; `last` is the last revision that had it."""

    key: str
    name: str
    last: Revision
    deleted_in: Revision


def deleted_keys(edition: Edition) -> list[tuple[str, int]]:
    """Find the keys of deleted parts, with the number of the deleting revision; latest first."""
    latest = edition.revisions.latest_first().first()
    document = latest.document_or_none or load(edition) if latest else None
    there = parts(document).keys() if document else ()
    revised = RevisedPart.objects.filter(revision__edition=edition).values_list("key")
    deleted_in = revised.annotate(last=Max("revision__number")).order_by("-last", "key")
    return [(key, last) for key, last in deleted_in if key not in there]


def deleted_parts(edition: Edition, keys: Iterable[tuple[str, int]]) -> list[Deleted]:
    """Read the deleted parts from the last revisions that had them."""
    keys = list(keys)
    numbers = {number + step for _, number in keys for step in (-1, 0)}
    found = edition.revisions.filter(number__in=numbers).select_related("made_by")
    revisions = {revision.number: revision for revision in found}
    names = {
        number: {part.key: part.name for part in parts(document).values()}
        for number, each in revisions.items()
        if (document := each.document_or_none)
    }
    return [
        Deleted(
            key,
            names.get(number - 1, {}).get(key) or name_of_key(key),
            revisions[number - 1],
            revisions[number],
        )
        for key, number in keys
    ]
