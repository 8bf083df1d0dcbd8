"""Saying whom selected words name, or which event they speak of: one small page each."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from edition.apparatus.models import Entity, Mention
from edition.desk.links import form_link, named
from edition.desk.pages import desk_page, get_viewable
from edition.desk.permissions import may
from edition.desk.publishing.transaction import published_once
from edition.desk.workspace.tagging_forms import HappeningForm, PlaceForm, SomebodyForm
from edition.document.html import page_id
from edition.texts.models import Anchor, Edition
from edition.timeline.models import Event, Passage


@dataclass(frozen=True)
class Act:
    """What is laid on the words, and what it belongs to."""

    form: type[PlaceForm]
    place: type[Anchor]
    owner: type[Model]
    right: str
    right_to_new: str
    question: str
    new: str


MENTION = Act(
    SomebodyForm,
    Mention,
    Entity,
    "apparatus.add_mention",
    "apparatus.add_entity",
    "Who or what is it?",
    "Somebody or something new",
)
EVENT = Act(
    HappeningForm,
    Passage,
    Event,
    "timeline.add_passage",
    "timeline.add_event",
    "What happened?",
    "A new event",
)


def place_mention(request: HttpRequest, pk: int) -> HttpResponse:
    return _place(request, get_viewable(request, Edition, pk), MENTION)


def place_event(request: HttpRequest, pk: int) -> HttpResponse:
    return _place(request, get_viewable(request, Edition, pk), EVENT)


def _place(request: HttpRequest, edition: Edition, act: Act) -> HttpResponse:
    if not may(request.user, act.right, edition):
        raise PermissionDenied
    if request.method != "POST":
        asked = request.GET.dict()
        guess = act.form.guess(edition, asked.get("exact", ""))
        form = act.form(edition, initial={act.form.known: guess} | asked)
        return _ask(request, edition, act, form)
    with published_once(request, edition.pk) as changes:
        form = _allowed(request, act, act.form(edition, request.POST))
        if not form.is_valid():
            return _ask(request, edition, act, form)
        thing = form.thing()
        changes.add(edition, _lay(request, act, thing, form))
    here = reverse("admin:edition_workspace", args=[edition.pk])
    return HttpResponseRedirect(f"{here}#on-{form.anchor.target}-{thing.key}")


def _allowed(request: HttpRequest, act: Act, form: PlaceForm) -> PlaceForm:
    """The form without what only those are asked who may make something new."""
    if not may(request.user, act.right_to_new, form.edition):
        for name in form.new:
            form.fields[name].disabled = True
    return form


def _lay(request: HttpRequest, act: Act, thing: Model, form: PlaceForm) -> str:
    """Let the selected words lead to a thing; return what was done, in words."""
    owned = {act.form.known: thing}
    is_new = not act.place.objects.filter(**owned).exists()
    last = act.place.objects.filter(**owned).aggregate(last=Max("position"))["last"]
    place = act.place(position=0 if last is None else last + 1, **owned)
    place.put(form.text, form.anchor)
    place.save()
    told = f"{named(thing)}: “{place.exact}” in {named(place.target).lower()} added"
    log = admin.site.get_model_admin(act.owner)
    (log.log_addition if is_new else log.log_change)(request, thing, told)
    message = "“{}” now leads to {}."
    messages.success(request, format_html(message, place.exact, form_link(thing)))
    return told


def _ask(request: HttpRequest, edition: Edition, act: Act, form: PlaceForm) -> HttpResponse:
    form = _allowed(request, act, form)
    text = form.text
    is_selected = bool(form["start"].value() not in (None, "") and "exact" not in form.errors)
    where = str(form["where"].value() or "")
    workspace = reverse("admin:edition_workspace", args=[edition.pk])
    return desk_page(
        request,
        "admin/desk/workspace/tagging.html",
        act.question,
        edition,
        form=form,
        act=act,
        text_name=named(text) if text else "",
        surroundings=_surroundings(form) if text and is_selected else None,
        may_make_new=may(request.user, act.right_to_new, edition),
        known=form[form.known],
        new=[form[name] for name in form.new],
        quoted=[form[name] for name in ("exact", "before", "after")],
        hidden=[form[name] for name in ("where", "start", "end")],
        back=f"{workspace}#{page_id(where)}",
    )


def _surroundings(form: PlaceForm) -> tuple[str, str, str] | None:
    """The selected words with what stands around them, if the text still reads so."""
    text = form.text.text
    try:
        start, end = int(form["start"].value()), int(form["end"].value())
    except (TypeError, ValueError):
        return None
    if not 0 <= start < end or text[start:end] != form["exact"].value():
        return None
    before = text[max(0, start - 60) : start].partition(" ")[2] if start > 60 else text[:start]
    after = text[end : end + 60].rpartition(" ")[0] if len(text) > end + 60 else text[end:]
    return before, text[start:end], after
