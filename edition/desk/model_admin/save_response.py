"""Responses after saving: back to where the editor came from; drafts discarded."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from edition.desk.pages import desk_page
from edition.desk.reauthentication import carried_fields

# A form submits the id of its draft; once it is saved, a cookie passes the id to the scripts.
DRAFT_FIELD, SAVED_COOKIE = "draft", "desk-saved"
TEXT_WIDGETS = (forms.TextInput, forms.Textarea)
_DRAFT = re.compile(r"[0-9a-z-]{8,40}")


class SaveResponseAdmin(admin.ModelAdmin):
    """Returns to `?next=` after saving, and displays what was typed if the row was deleted."""

    def response_add(self, request: HttpRequest, obj: Model, *args: Any) -> HttpResponse:
        return discard_draft(request, super().response_add(request, obj, *args))

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return discard_draft(request, super().response_change(request, obj))

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Options, object_id: str
    ) -> HttpResponse:
        """Display what was typed for a row that another user deleted meanwhile."""
        if request.method != "POST" or not self.has_change_permission(request):
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        return desk_page(
            request,
            "admin/desk/concurrency/gone.html",
            f"This {opts.verbose_name} does not exist any more",
            status=HTTPStatus.GONE,
            opts=opts,
            written=list(self.submitted_fields(request)),
        )

    def submitted_fields(self, request: HttpRequest) -> Iterator[tuple[str, str]]:
        """Yield the label of each submitted text field, and what was typed into it."""
        fields = self.get_form(request).base_fields
        for name, value in carried_fields(request):
            field = fields.get(name)
            is_text = field is None or isinstance(field.widget, TEXT_WIDGETS)
            if is_text and _is_content(name, value):
                yield (field.label if field else name), value

    def response_post_save_add(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return redirect_to_next(request) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return redirect_to_next(request) or super().response_post_save_change(request, obj)


def redirect_to_next(request: HttpRequest) -> HttpResponse | None:
    """Redirect to the page of the desk that `?next=` names; None for any other URL."""
    address = request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(address, None) and "\\" not in address
    if is_here and address.startswith(reverse("admin:index")) and "/.." not in address:
        return HttpResponseRedirect(address)
    return None


def _is_content(name: str, value: str) -> bool:
    is_ours = re.search(r"(^_|seen$|^draft$|_FORMS$|-id$)", name)
    return bool(value) and not is_ours


def discard_draft(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser discard the draft of a saved form."""
    draft = request.POST.get(DRAFT_FIELD, "")
    if isinstance(response, HttpResponseRedirect) and _DRAFT.fullmatch(draft):
        response.set_cookie(
            SAVED_COOKIE,
            draft,
            max_age=600,
            path=reverse("admin:index"),
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
