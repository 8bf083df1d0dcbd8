"""Names of parts, and links to their forms and to their places on the reading page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.document.html import page_id
from edition.document.problems import Problem
from edition.polls.models import Choice, Poll
from edition.texts.models import Citation, Contributor, Edition, Note, Paragraph, Section
from edition.timeline.models import Event, Passage

# The parts of an edition by the letter of their keys.
KEYED = {
    "s": Section,
    "p": Paragraph,
    "n": Note,
    "a": Annotation,
    "m": Emendation,
    "e": Event,
}
# All parts with a key: those above, and the parts that editors give a short name.
KINDS = {model._meta.model_name: model for model in (*KEYED.values(), Entity, Poll)}


def name_of(part: Model) -> str:
    """Name a part as editors do: "Note 7", "Paragraph 14", "Annotation a3"."""
    match part:
        case Note():
            return f"Note {part.label}"
        case Paragraph():
            return f"Paragraph {part.key[1:]}"
        case Annotation() | Emendation() | Event() | Section():
            return f"{part._meta.verbose_name.capitalize()} {part.key}"
        case Edition():
            return "The edition"
        case Entity():
            return f"Name “{part}”"
    return f"{str(part._meta.verbose_name).capitalize()} “{part}”"


def key_in_document(part: Model) -> str:
    """Return the key of a part within a document; see `edition.document.changes.parts`."""
    match part:
        case Edition():
            return "edition"
        case Entity() | Poll():
            return f"{part._meta.model_name} {part.key}"
    return part.key


def owner(part: Model) -> Model:
    """Return the part whose form edits this one: its parent if it is a row, else itself."""
    match part:
        case Mention():
            return part.entity
        case Passage():
            return part.event
        case Contributor():
            return part.edition
        case Citation():
            return part.note
        case Choice():
            return part.poll
    return part


def form_url(part: Model) -> str:
    part = owner(part)
    return reverse(f"admin:{part._meta.app_label}_{part._meta.model_name}_change", args=[part.pk])


def form_link(part: Model, text: str = "") -> SafeString:
    return format_html('<a href="{}">{}</a>', form_url(part), text or name_of(owner(part)))


def page_url(part: Model) -> str:
    """Return the URL of a part on the reading page."""
    part = owner(part)
    if isinstance(part, Edition):
        return part.get_absolute_url()
    return f"{part.edition.get_absolute_url()}#{page_id(key_in_document(part))}"


def page_link(part: Model) -> SafeString:
    name = name_of(owner(part))
    return format_html('<a href="{}" aria-label="View {}">View</a>', page_url(part), name)


# A problem, and the URL of the form where it can be corrected; "" if there is none.
LinkedProblem = tuple[Problem, str]


def link_problems(edition: Edition, problems: Iterable[Problem]) -> list[LinkedProblem]:
    """Pair each problem with the form where it can be corrected."""
    return link_problems_by_edition({edition: problems})[edition]


def link_problems_by_edition(
    problems: Mapping[Edition, Iterable[Problem]],
) -> dict[Edition, list[LinkedProblem]]:
    """Pair the problems of each edition with the forms where they can be corrected.

    Takes one query for each kind of part, however many problems and editions there are.
    """
    problems = {edition: list(found) for edition, found in problems.items()}
    wanted: dict[tuple[type[Model], str], set[str]] = defaultdict(set)
    for each in chain(*problems.values()):
        if found := _lookup(each.where):
            wanted[found[:2]].add(found[2])
    forms = {
        (part.edition_id, model, field, getattr(part, field)): form_url(part)
        for (model, field), names in wanted.items()
        for part in model._default_manager.filter(edition__in=problems, **{f"{field}__in": names})
    }

    def url(edition: Edition, where: str) -> str:
        found = _lookup(where)
        return forms.get((edition.pk, *found), "") if found else form_url(edition)

    return {
        edition: [(each, url(edition, each.where)) for each in found]
        for edition, found in problems.items()
    }


def _lookup(where: str) -> tuple[type[Model], str, str] | None:
    """Return model, field and value that find the part `where` names; None for the edition.

    `where` is "edition", a key, the short name of an entity, or "note" and its number.
    """
    if where == "edition":
        return None
    if where.startswith("note "):
        return Note, "label", where.removeprefix("note ")
    if where[:1] in KEYED and where[1:].isdecimal():
        return KEYED[where[0]], "key", where
    return Entity, "key", where
