"""Changes, each with a link to the form or the page of the changed part."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from edition.desk.links import KINDS, form_url
from edition.document.changes.parts import Change, Difference, What
from edition.document.html import page_id
from edition.texts.models import Edition


@dataclass(frozen=True, slots=True)
class LinkedChange:
    """A change for templates; `url` leads to the form of its part, or to the public page."""

    group: str
    name: str
    what: What
    url: str
    differences: tuple[Difference, ...]


def link_changes(
    edition: Edition, changes: Iterable[Change], public: str = ""
) -> list[LinkedChange]:
    """Add links to changes, with one query for each kind of part that changed.

    A removed part has no form: its link leads to its place on the page at `public`, if any.
    """
    changes = list(changes)
    forms: dict[str, str] = {"edition": form_url(edition)}
    for kind in {change.kind for change in changes} & KINDS.keys():
        model = KINDS[kind]
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        prefix = f"{kind} " if kind in ("entity", "poll") else ""
        for key, pk in model._default_manager.filter(edition=edition).values_list("key", "pk"):
            forms[prefix + key] = reverse(name, args=[pk])
    return [
        LinkedChange(
            change.group,
            change.name,
            change.what,
            forms.get(change.key) or (public and f"{public}#{page_id(change.key)}"),
            change.differences,
        )
        for change in changes
    ]
