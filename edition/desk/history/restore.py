"""Bringing back what a revision had: one part of it, or the whole edition."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from edition.desk.concurrency.digests import LookedAtForm
from edition.desk.history.pages import PastOfPart
from edition.desk.history.revisions import told_key
from edition.desk.permissions import PUBLISH, may
from edition.desk.publishing.publish import tell_restored
from edition.document.changes.parts import Change, compare
from edition.document.json import digest, dumps
from edition.document.values import Document
from edition.releases.checks.readable import unreadable
from edition.releases.models import Revision
from edition.releases.restore import NotRestorable, restore_edition, restore_part
from edition.releases.working_copy import load
from edition.texts.models import Edition


class RestoreForm(LookedAtForm):
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Why",
        help_text="Kept in the history.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class Restoring(PastOfPart):
    """For the admin of revisions: a page that shows what would change, and then changes it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<int:pk>/restore/", view, name="restore_revision"), *super().get_urls()]

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """With `?part=n7` that part alone is restored."""
        revision = self.get_object(request, str(pk))
        if revision is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not may(request.user, PUBLISH, revision.edition):
            raise PermissionDenied
        if request.method != "POST":
            return self.restore_page(request, revision)
        with transaction.atomic():
            Edition.objects.select_for_update().get(pk=revision.edition_id)
            return self.restore(request, revision)

    def restore(self, request: HttpRequest, revision: Revision) -> HttpResponse:
        edition, key = revision.edition, request.GET.get("part", "")
        form = RestoreForm(request.POST)
        if not form.is_valid():
            return self.restore_page(request, revision, form)
        if form.cleaned_data["shown"] != digest(dumps(standing(edition))):
            told = "Nothing was restored: something was saved after you opened this page. "
            messages.error(request, told + "What would change is shown as it is now.")
            return self.restore_page(request, revision, None, HTTPStatus.CONFLICT)
        what = f"{told_key(key) if key else 'the edition'} restored from revision {revision.number}"
        what = what[0].upper() + what[1:]
        reason = form.cleaned_data["reason"] or what
        try:
            if key:
                restored = restore_part(revision, key, request.user, reason)
            else:
                restored = restore_edition(revision, request.user, reason)
        except NotRestorable as refused:
            messages.error(request, f"Nothing was restored. {refused}")
            return self.restore_page(request, revision, form, HTTPStatus.CONFLICT)
        messages.success(request, f"{what}.")
        tell_restored(request, edition, restored)
        return HttpResponseRedirect(reverse("admin:edition_history", args=[edition.pk]))

    def restore_page(
        self,
        request: HttpRequest,
        revision: Revision,
        form: RestoreForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        edition, key = revision.edition, request.GET.get("part", "")
        now = standing(edition)
        context: dict[str, Any] = {
            "revision": revision,
            "original": revision,
            "part": told_key(key) if key else "",
            "changes": what_would_change(now, revision, key),
            "form": form or RestoreForm(initial={"shown": digest(dumps(now))}),
        }
        page = self.past_page(request, "restore.html", edition, **context)
        page.status_code = status
        return page


def standing(edition: Edition) -> Document:
    """The working copy; if something written in it cannot be read, as it was last kept."""
    if unreadable(edition) and (latest := edition.revisions.latest_first().first()):
        return latest.document
    return load(edition)


def what_would_change(now: Document, revision: Revision, key: str) -> list[Change]:
    changes = compare(now, revision.document)
    return [change for change in changes if not key or change.key == key]
