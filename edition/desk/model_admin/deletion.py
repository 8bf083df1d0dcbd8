"""Deletion: what prevents it, with links, and what it cascades to."""

from collections import Counter
from collections.abc import Sequence

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.utils.html import format_html

from edition.apparatus.models import Entity
from edition.desk.links import KEYED, form_link, name_of, owner
from edition.texts.models import Anchor, Reference


def obstacles(parts: Sequence[Model]) -> list[str]:
    """List what prevents deleting the parts, each with a link to its form, if it has one."""
    if not parts:
        return []
    collector = NestedObjects(using=router.db_for_write(type(parts[0])), origin=parts)
    collector.collect(parts)
    protected = sorted(collector.protected, key=lambda part: (part._meta.model_name, part.pk))
    others = Counter(type(part)._meta for part in protected if not _has_name(part))
    return [
        *(_describe(part) for part in protected if _has_name(part)),
        *(
            f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
            for meta, count in others.items()
        ),
    ]


def _has_name(part: Model) -> bool:
    return isinstance(part, (Reference, Anchor, Entity, *KEYED.values()))


def _describe(part: Model) -> str:
    match part:
        case Reference():
            return format_html(
                "{} calls {}: {}",
                form_link(part.paragraph),
                name_of(part.note).lower(),
                part.calling_words,
            )
        case Anchor():
            return format_html(
                "{} is on “{}” in {}",
                form_link(owner(part)),
                part.exact,
                name_of(part.target).lower(),
            )
    return form_link(part)


def cascade(parts: Sequence[Model]) -> list[Model]:
    """Return all rows that deleting `parts` deletes, themselves included."""
    if not parts:
        return []
    collector = NestedObjects(using=router.db_for_write(type(parts[0])), origin=parts)
    collector.collect(parts)
    return [part for found in collector.data.values() for part in found]
