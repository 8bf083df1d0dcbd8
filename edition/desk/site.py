"""The admin site: its index, the guards of its views, and its own pages."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from edition.desk.model_admin.save_response import SaveResponseAdmin
from edition.desk.reauthentication import View, log_in_and_save
from edition.texts.numbers import number_or_none

GROUPS = {
    "The text": ["Edition", "Section", "Paragraph", "Note"],
    "The editors’ layers": ["Annotation", "Emendation", "Entity", "Event"],
    "The readers": ["Poll"],
    "Releases and sources": ["Revision", "Witness"],
    "Who works here": ["Appointment", "User", "Group"],
}


def with_readable_request(view: View) -> View:
    """Refuse requests that no page sends.

    Django would query the database for any text as an id, and PostgreSQL fails at null characters.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(number_or_none(pk) is None for pk in selected):
            raise BadRequest("What was selected cannot be read.")
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("An address has no null characters.")
        return view(request, *args, **kwargs)

    return checked


class Desk(AdminSite):
    """The admin, grouped as editors think of an edition, not by Django apps."""

    site_title = "Edition – the desk"
    site_header = "Edition – the desk"
    index_title = "The desk"

    def register(
        self, models: Any, admin_class: type[ModelAdmin] | None = None, **options: Any
    ) -> None:
        """Register with SaveResponseAdmin, so that forms of other apps discard drafts, too."""
        admin_class = admin_class or ModelAdmin
        if not issubclass(admin_class, SaveResponseAdmin):
            bases = (SaveResponseAdmin, admin_class)
            admin_class = type(admin_class)(admin_class.__name__, bases, {"__module__": __name__})
        super().register(models, admin_class, **options)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        view = with_readable_request(view)
        return log_in_and_save(super().admin_view(view, cacheable), self.has_permission)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Imported late: the site is created before the models are loaded.
        from edition.desk.dashboard import list_statuses
        from edition.releases.backups import last_backup

        context = {"statuses": list_statuses(request), "last_backup": last_backup()}
        return super().index(request, context | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # Imported late, as above.
        from edition.desk.urls import PAGES

        pages = [path(route, self.admin_view(view), name=name) for route, view, name in PAGES]
        # Django's way from a number to a page asks nobody's permission.
        theirs = (url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site")
        return [*pages, *theirs]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from edition.desk.model_admin.many_editions import PartAutocomplete

        return PartAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [
            (name, [models.pop(each) for each in members if each in models])
            for name, members in GROUPS.items()
        ]
        groups.append(("More", list(models.values())))
        return [
            {
                "name": name,
                "app_label": f"group-{place}",
                "app_url": "",
                "has_module_perms": True,
                "models": members,
            }
            for place, (name, members) in enumerate(groups)
            if members
        ]
