"""Renumber notes by their order, after a page that lists every change.

Numbers are part of the print: nothing else at the desk changes one that an editor did not type.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from edition.desk.concurrency.digests import digests_match, keyed_digest
from edition.desk.pages import desk_page, get_viewable, log_change
from edition.desk.permissions import may
from edition.desk.publishing.transaction import one_release
from edition.releases.departures import texts_of
from edition.texts.models import Edition, Note


@dataclass(frozen=True, slots=True)
class Renumbering:
    note: Note
    label: str


def renumberings(edition: Edition, key: str) -> list[Renumbering]:
    """Find the notes from `key` on whose numbers change if all are consecutive.

    Labels that are not numbers, such as an asterisk, are unchanged and not counted.
    """
    notes = list(edition.notes.all())
    start = next((place for place, note in enumerate(notes) if note.key == key), None)
    if start is None:
        return []
    before = [int(note.label) for note in notes[:start] if note.label.isdecimal()]
    number = max(before, default=0)  # so no later note gets a number in use
    found = []
    for note in notes[start:]:
        if note.key == key or note.label.isdecimal():
            number += 1
            if note.label != str(number):
                found.append(Renumbering(note, str(number)))
    return found


def renumber(edition: Edition, key: str) -> list[Renumbering]:
    """Save the new numbers of those notes, and nothing else."""
    found = renumberings(edition, key)
    for each in found:  # numbers are unique, even in between
        Note.objects.filter(pk=each.note.pk).update(label=f"~{each.note.pk}")
    for each in found:
        Note.objects.filter(pk=each.note.pk).update(label=each.label)
    return found


def offer_renumbering(request: HttpRequest, note: Note) -> None:
    """Offer to renumber the notes after a new one; by itself their printed numbers stay."""
    if not (found := renumberings(note.edition, note.key)):
        return
    url = reverse("admin:edition_renumber", args=[note.edition.pk])
    text = (
        "Note {} is in its place, and no printed number was changed. If you wish, "
        '<a href="{}?from={}">renumber the notes that follow</a> ({} would change, listed first).'
    )
    messages.info(request, format_html(text, note.label, url, note.key, len(found)))


def renumber_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """List the numbers that would change, and change them once confirmed."""
    edition = get_viewable(request, Edition, pk)
    key = request.GET.get("from", "")
    if not may(request.user, "texts.change_note", edition):
        raise PermissionDenied
    if not edition.notes.filter(key=key).exists():
        raise Http404
    if request.method != "POST":
        return _show(request, edition, key)
    with one_release(request, edition.pk) as changes:
        found = renumberings(edition, key)
        if not digests_match(request.POST.get("seen", ""), _digest(found)):
            return _show(
                request, edition, key, "Nothing was changed: the notes have changed meanwhile."
            )
        renumber(edition, key)
        what = f"{len(found)} notes renumbered from {key}"
        signed = set().union(*(texts_of(each.note, {"label"}) for each in found))
        changes.add(edition, what, signed)
        for each in found:
            log_change(request, each.note, f"now {each.label}")
    return HttpResponseRedirect(reverse("admin:texts_note_changelist"))


def _digest(found: list[Renumbering]) -> str:
    numbers = repr([(each.note.pk, each.note.label, each.label) for each in found])
    return keyed_digest("edition.desk.workspace.renumber", numbers)


def _show(request: HttpRequest, edition: Edition, key: str, error: str = "") -> HttpResponse:
    found = renumberings(edition, key)
    return desk_page(
        request,
        "admin/desk/workspace/renumber.html",
        "Renumber notes",
        edition,
        found=found,
        seen=_digest(found),
        error=error,
    )
