"""Importing a text, in two steps: upload a file, then confirm what it would change."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from edition.desk.imports.forms import UploadForm, may_replace, replaceable
from edition.desk.imports.plan import REPLACE, plan
from edition.desk.pages import desk_page
from edition.desk.permissions import Person, colleague, may
from edition.desk.publishing.publish import publish_saved
from edition.releases.models import Upload
from edition.releases.reimport.importer import AlreadyThere, ChangedMeanwhile, import_document
from edition.releases.working_copy import read_working_copy
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from edition.texts.models import Edition

ADD = "texts.add_edition"
EXPIRES_AFTER = timedelta(days=1)


def may_import(user: Person) -> bool:
    """Whether the user may import anything: a new edition, or a new text of one."""
    return may(user, ADD) or replaceable(user).exists()


def import_edition(request: HttpRequest) -> HttpResponse:
    """First step: upload a file, and say which edition it replaces, if any."""
    if not may_import(request.user):
        raise PermissionDenied
    Upload.objects.filter(uploaded_at__lt=timezone.now() - EXPIRES_AFTER).delete()
    initial = {"edition": request.GET.get("edition", "")}
    form = UploadForm(request.user, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        upload = Upload.objects.create(
            name=form.cleaned_data["file"].name[-200:],
            data=form.data_of_file,
            slug=form.reading.document.slug,
            uploaded_by=colleague(request),
        )
        return HttpResponseRedirect(reverse("admin:import_upload", args=[upload.pk]))
    return desk_page(request, "admin/desk/imports/upload.html", "Import a text", form=form)


def import_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Second step: show what the file holds and what would change; then import or discard it."""
    if Upload.objects.filter(pk=pk).exclude(uploaded_by=colleague(request)).exists():
        raise Http404
    try:
        return _decide(request, Upload.objects.get(pk=pk))
    except Upload.DoesNotExist:
        gone = "This upload is gone: it was imported, discarded, or expired after a day."
        messages.info(request, gone)
        return HttpResponseRedirect(reverse("admin:texts_edition_changelist"))


def _decide(request: HttpRequest, upload: Upload) -> HttpResponse:
    existing = _replaced_by(request, upload)
    if request.method == "POST":
        if "_cancel" in request.POST:
            upload.delete()
            messages.info(request, f"Discarded: {upload.name}. Nothing has changed.")
            return HttpResponseRedirect(reverse("admin:texts_edition_changelist"))
        if imported := _import(request, upload):
            return HttpResponseRedirect(reverse("admin:edition_workspace", args=[imported.pk]))
        existing = _replaced_by(request, upload)
    layers = request.POST.get("layers") or request.GET.get("layers", "")
    return desk_page(
        request,
        "admin/desk/imports/plan.html",
        f"Import {upload.name}",
        existing,
        upload=upload,
        existing=existing,
        reason=request.POST.get("reason", ""),
        plan=plan(upload, existing, layers),
    )


def _replaced_by(request: HttpRequest, upload: Upload) -> Edition | None:
    """Return the edition that the file would replace. Raises PermissionDenied."""
    existing = Edition.objects.filter(slug=upload.slug).first()
    if not (may_replace(request.user, existing) if existing else may(request.user, ADD)):
        raise PermissionDenied
    return existing


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()[:400]


def _import(request: HttpRequest, upload: Upload) -> Edition | None:
    """Import the file and publish it; if it cannot be imported, say why and change nothing.

    Raises Upload.DoesNotExist if the upload was imported or discarded meanwhile.
    """
    planned = plan(upload, None, "")
    seen, reason = request.POST.get("seen", ""), _reason(request)
    try:
        with transaction.atomic():
            # The second of two clicks on the same button waits here, and finds no file.
            Upload.objects.select_for_update().only("pk").get(pk=upload.pk)
            edition = import_document(
                planned.reading.document,
                colleague(request),
                replace=bool(seen),
                keep_layers=request.POST.get("layers") != REPLACE,
                seen=seen,
                reason=reason,
            )
            if not seen and not may(request.user, "staff.change_appointment", edition):
                appoint(colleague(request), edition, Role.ADMINISTRATOR)
            note = f"Imported from {upload.name}"
            note = f"{note}: {reason}" if reason else note
            publish_saved(request, read_working_copy(edition), note)
            upload.delete()
    except ChangedMeanwhile as changed:
        messages.error(request, f"Not imported. {changed} Review again what would change, below.")
    except AlreadyThere as there:
        messages.error(request, f"Not imported. {there} Review what would change in it, below.")
    except (ValueError, IntegrityError) as error:
        messages.error(request, f"Not imported, and nothing has changed. {error}")
    else:
        messages.success(request, f"Imported: {upload.name}.")
        return edition
    return None
