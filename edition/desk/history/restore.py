"""The page that restores one part of a revision, or the whole edition."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from edition.desk.concurrency.digests import DigestForm
from edition.desk.history.revisions import name_of_key, unreadable
from edition.desk.pages import desk_page, get_viewable
from edition.desk.permissions import PUBLISH, colleague, may
from edition.desk.publishing.publish import report_restored
from edition.document.changes.parts import Change, compare
from edition.document.json import digest, dumps
from edition.document.values import Document
from edition.releases.models import Revision
from edition.releases.restore import NotRestorable, restore_edition, restore_part
from edition.releases.working_copy import read_working_copy
from edition.texts.locks import lock_edition
from edition.texts.models import Edition


class RestoreForm(DigestForm):
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Why",
        help_text="The history shows it.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def restore_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what restoring would change and, once confirmed, do it; `?part=n7`: that part alone."""
    revision = get_viewable(request, Revision, pk)
    if not may(request.user, PUBLISH, revision.edition):
        raise PermissionDenied
    key = request.GET.get("part", "")
    if request.method != "POST":
        return _show(request, revision, key)
    with transaction.atomic():
        lock_edition(revision.edition_id)
        return _restore(request, revision, key)


def _restore(request: HttpRequest, revision: Revision, key: str) -> HttpResponse:
    edition, form = revision.edition, RestoreForm(request.POST)
    if not form.is_valid():
        return _show(request, revision, key, form)
    if form.cleaned_data["shown"] != digest(dumps(readable_document(edition))):
        why = "Nothing was restored: something was saved after you opened this page. "
        messages.error(request, why + "What would change is shown as it is now.")
        return _show(request, revision, key, status=HTTPStatus.CONFLICT)
    what = f"{name_of_key(key) if key else 'the edition'} restored from revision {revision.number}"
    what = what[0].upper() + what[1:]
    reason = form.cleaned_data["reason"] or what
    try:
        if key:
            restored = restore_part(revision, key, colleague(request), reason)
        else:
            restored = restore_edition(revision, colleague(request), reason)
    except NotRestorable as refused:
        messages.error(request, f"Nothing was restored. {refused}")
        return _show(request, revision, key, form, HTTPStatus.CONFLICT)
    messages.success(request, f"{what}.")
    report_restored(request, edition, restored)
    return HttpResponseRedirect(reverse("admin:edition_history", args=[edition.pk]))


def _show(
    request: HttpRequest,
    revision: Revision,
    key: str,
    form: RestoreForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    now = readable_document(revision.edition)
    return desk_page(
        request,
        "admin/desk/history/restore.html",
        f"Restore from revision {revision.number}",
        revision.edition,
        status=status,
        revision=revision,
        part=name_of_key(key) if key else "",
        unreadable=unreadable(revision),
        changes=what_would_change(now, revision, key),
        form=form or RestoreForm(initial={"shown": digest(dumps(now))}),
    )


def readable_document(edition: Edition) -> Document:
    """Return the working copy; if its Markdown is not valid, the latest revision."""
    copy = read_working_copy(edition)
    latest = edition.revisions.latest_first().first() if copy.unreadable else None
    return (latest and latest.document_or_none) or copy.document


def what_would_change(now: Document, revision: Revision, key: str) -> list[Change]:
    then = revision.document_or_none
    changes = compare(now, then) if then else ()
    return [change for change in changes if not key or change.key == key]
