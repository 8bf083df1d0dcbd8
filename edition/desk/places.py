"""What things are called, and where they are: their form at the desk, their place on the page."""

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.apparatus.models import Annotation, Emendation, Entity, Mention
from edition.releases.check import Problem
from edition.texts.models import Contributor, Edition, Note, Paragraph, Section
from edition.timeline.models import Event, Passage

KEYED = {
    "s": Section,
    "p": Paragraph,
    "n": Note,
    "a": Annotation,
    "m": Emendation,
    "e": Event,
}


def named(part: Model) -> str:
    """What editors call it: "Note 7", "Paragraph 14", "Annotation a3"."""
    match part:
        case Note():
            return f"Note {part.label}"
        case Paragraph():
            return f"Paragraph {part.key[1:]}"
        case Annotation() | Emendation() | Event() | Section():
            return f"{part._meta.verbose_name.capitalize()} {part.key}"
        case Edition():
            return "The edition"
    return f"{str(part._meta.verbose_name).capitalize()} “{part}”"


def owner(part: Model) -> Model:
    """The thing whose form it is edited in."""
    match part:
        case Mention():
            return part.entity
        case Passage():
            return part.event
        case Contributor():
            return part.edition
    return part


def form_url(part: Model) -> str:
    part = owner(part)
    return reverse(f"admin:{part._meta.app_label}_{part._meta.model_name}_change", args=[part.pk])


def form_link(part: Model, text: str = "") -> SafeString:
    return format_html('<a href="{}">{}</a>', form_url(part), text or named(owner(part)))


def page_url(part: Model) -> str:
    """Where readers find it on the reading page."""
    part = owner(part)
    if isinstance(part, Edition):
        return part.get_absolute_url()
    letter = "f" if isinstance(part, Note) else ""
    return f"{part.edition.get_absolute_url()}#{letter}{part.key}"


def page_link(part: Model) -> SafeString:
    name = named(owner(part))
    return format_html('<a href="{}" aria-label="View {}">View</a>', page_url(part), name)


def mending(edition: Edition, problems: Iterable[Problem]) -> list[tuple[Problem, str]]:
    """Each problem with the address of the form where it can be mended, if there is one."""
    return [(problem, _mending_url(edition, problem.where)) for problem in problems]


def _mending_url(edition: Edition, where: str) -> str:
    """`where` is "edition", a key, the short name of an entity, or "note" and its number."""
    if where == "edition":
        return form_url(edition)
    if where.startswith("note "):
        found = edition.notes.filter(label=where.removeprefix("note "))
    elif where[:1] in KEYED and where[1:].isdecimal():
        found = KEYED[where[0]].objects.filter(edition=edition, key=where)
    else:
        found = Entity.objects.filter(edition=edition, key=where)
    part = found.first()
    return form_url(part) if part else ""
