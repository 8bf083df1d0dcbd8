"""Tag selected words with the entity that they name, or the event that they mention."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from edition.apparatus.models import Entity, Mention
from edition.desk.links import form_link, name_of
from edition.desk.pages import desk_page, get_viewable
from edition.desk.permissions import may
from edition.desk.publishing.transaction import one_release
from edition.desk.workspace.tagging_forms import EntityTagForm, EventTagForm, TagForm
from edition.document.html import page_id
from edition.texts.models import Anchor, Edition
from edition.timeline.models import Event, Passage


@dataclass(frozen=True)
class Tag:
    """A kind of tag: its form, its models, its permissions and its labels."""

    form: type[TagForm]
    place: type[Anchor]
    owner: type[Model]
    permission: str
    permission_for_new: str
    question: str
    new: str


MENTION = Tag(
    EntityTagForm,
    Mention,
    Entity,
    "apparatus.add_mention",
    "apparatus.add_entity",
    "Who or what is it?",
    "New name",
)
EVENT = Tag(
    EventTagForm,
    Passage,
    Event,
    "timeline.add_passage",
    "timeline.add_event",
    "What happened?",
    "New event",
)


def tag_entity(request: HttpRequest, pk: int) -> HttpResponse:
    """Tag the selected words with the entity that they name."""
    return _tag(request, get_viewable(request, Edition, pk), MENTION)


def tag_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Tag the selected words with the event that they mention."""
    return _tag(request, get_viewable(request, Edition, pk), EVENT)


def _tag(request: HttpRequest, edition: Edition, tag: Tag) -> HttpResponse:
    if not may(request.user, tag.permission, edition):
        raise PermissionDenied
    if request.method != "POST":
        query = request.GET.dict()
        guess = tag.form.guess(edition, query.get("exact", ""))
        form = tag.form(edition, initial={tag.form.known: guess} | query)
        return _show(request, edition, tag, form)
    with one_release(request, edition.pk) as changes:
        form = _allowed(request, tag, tag.form(edition, request.POST))
        if not form.is_valid():
            return _show(request, edition, tag, form)
        thing = form.thing()
        changes.add(edition, _save(request, tag, thing, form))
    here = reverse("admin:edition_workspace", args=[edition.pk])
    return HttpResponseRedirect(f"{here}#on-{form.anchor.target}-{thing.key}")


def _allowed(request: HttpRequest, tag: Tag, form: TagForm) -> TagForm:
    """Disable the fields for something new, unless the user may add it."""
    if not may(request.user, tag.permission_for_new, form.edition):
        for name in form.new:
            form.fields[name].disabled = True
    return form


def _save(request: HttpRequest, tag: Tag, thing: Model, form: TagForm) -> str:
    """Anchor an entity or event to the selected words; return a description of the change."""
    owner = {tag.form.known: thing}
    is_new = not tag.place.objects.filter(**owner).exists()
    last = tag.place.objects.filter(**owner).aggregate(last=Max("position"))["last"]
    place = tag.place(position=0 if last is None else last + 1, **owner)
    place.move_to(form.text, form.anchor)
    place.save()
    what = f"{name_of(thing)}: “{place.exact}” in {name_of(place.target).lower()} added"
    log = admin.site.get_model_admin(tag.owner)
    (log.log_addition if is_new else log.log_change)(request, thing, what)
    message = "“{}” now leads to {}."
    messages.success(request, format_html(message, place.exact, form_link(thing)))
    return what


def _show(request: HttpRequest, edition: Edition, tag: Tag, form: TagForm) -> HttpResponse:
    form = _allowed(request, tag, form)
    text = form.text
    is_selected = bool(form["start"].value() not in (None, "") and "exact" not in form.errors)
    where = str(form["where"].value() or "")
    workspace = reverse("admin:edition_workspace", args=[edition.pk])
    return desk_page(
        request,
        "admin/desk/workspace/tagging.html",
        tag.question,
        edition,
        form=form,
        tag=tag,
        text_name=name_of(text) if text else "",
        surroundings=_surroundings(form) if text and is_selected else None,
        may_make_new=may(request.user, tag.permission_for_new, edition),
        known=form[form.known],
        new=[form[name] for name in form.new],
        quoted=[form[name] for name in ("exact", "before", "after")],
        hidden=[form[name] for name in ("where", "start", "end")],
        back=f"{workspace}#{page_id(where)}",
    )


def _surroundings(form: TagForm) -> tuple[str, str, str] | None:
    """Return the selected words and the text around them, if they are still there."""
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
