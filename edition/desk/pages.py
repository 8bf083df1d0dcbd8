"""Common to the pages of the desk: get the object, render, log, list the other pages."""

from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from edition.desk.permissions import may_view
from edition.texts.models import Edition

Part = TypeVar("Part", bound=Model)


def get_viewable(request: HttpRequest, model: type[Part], pk: int) -> Part:
    """Get a row that the user may view. Raises Http404 and PermissionDenied."""
    part = get_object_or_404(model, pk=pk)
    if not may_view(request.user, part):
        raise PermissionDenied
    return part


def desk_page(
    request: HttpRequest,
    template: str,
    title: str,
    edition: Edition | None = None,
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """Render a page of the desk, with its `edition` if it is about a whole one."""
    shared = {**admin.site.each_context(request), "title": title, "edition": edition}
    return TemplateResponse(request, template, shared | context, status=status)


def log_change(request: HttpRequest, part: Model, what: str) -> None:
    """Add to the admin's log."""
    admin.site.get_model_admin(type(part)).log_change(request, part, what)


def pages_of(edition: Edition, but: str = "") -> list[tuple[str, str]]:
    """List name and URL of the pages about an edition, except `but`; the readers' page last."""
    names = {
        "edition_workspace": "Workspace",
        "review_edition": "Review and publish",
        "edition_order": "Order",
        "edition_history": "History",
        "texts_edition_change": "About the edition",
    }
    pages = [
        (name, reverse(f"admin:{url_name}", args=[edition.pk]))
        for url_name, name in names.items()
        if url_name != but
    ]
    return [*pages, ("Readers’ page", edition.get_absolute_url())]
