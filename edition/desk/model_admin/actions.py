"""Optimistic locking of actions: a list or confirmation acts only on what it displayed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edition.desk.concurrency.digests import digests_match, state_digest
from edition.desk.concurrency.messages import last_change
from edition.desk.links import name_of
from edition.desk.model_admin.deletion import cascade


class OptimisticActions(admin.ModelAdmin):
    """Adds a digest of what is displayed to every row of a list, and to every confirmation."""

    def action_checkbox(self, obj: Model) -> SafeString:
        box = super().action_checkbox(obj)
        return box + _hidden(f"seen-{obj.pk}", state_digest([obj]))

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST = request.POST.copy()
        request.POST["select_across"] = "0"  # rows of other pages were not displayed
        chosen = list(queryset.filter(pk__in=selected))
        if refused := _conflict(request, chosen, len(set(selected))):
            messages.error(request, f"Nothing was done, because {refused} since you opened this.")
            return None
        if "post" in request.POST and not _is_confirmed(request, chosen):
            messages.error(request, _CHANGED)
            del request.POST["post"]
        response = super().response_action(request, queryset)
        if isinstance(response, TemplateResponse):
            rows = [_hidden(f"seen-{part.pk}", state_digest([part])) for part in chosen]
            rows.append(_hidden("seen", state_digest(cascade(chosen))))
            response.context_data = (response.context_data or {}) | {"seen": rows}
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        part = self.get_object(request, unquote(object_id))
        if part is None:
            return super().delete_view(request, object_id, extra_context)
        if request.method == "POST" and not _is_confirmed(request, [part]):
            why = f"Not deleted, because {last_change(part)} since you opened this."
            messages.error(request, f"{why} {_CHANGED}")
            return HttpResponseRedirect(request.get_full_path())
        seen = [_hidden("seen", state_digest(cascade([part])))]
        return super().delete_view(request, object_id, (extra_context or {}) | {"seen": seen})


_CHANGED = "What would be deleted is listed here as it is now: review it, and confirm again."


def _is_confirmed(request: HttpRequest, parts: Sequence[Model]) -> bool:
    return digests_match(request.POST.get("seen", ""), state_digest(cascade(parts)))


def _conflict(request: HttpRequest, chosen: Sequence[Model], selected: int) -> str:
    """Say what differs from what was displayed; empty if nothing does."""
    for part in chosen:
        if not digests_match(request.POST.get(f"seen-{part.pk}", ""), state_digest([part])):
            return f"{name_of(part)} is not as it was: {last_change(part)}"
    return "another user deleted some of them" if len(chosen) < selected else ""


def _hidden(name: str, value: str) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)
