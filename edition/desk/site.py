from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

GROUPS = {
    "The text": ["Edition", "Section", "Paragraph", "Note"],
    "The editors’ layers": ["Annotation", "Emendation", "Entity", "Event"],
    "The readers": ["Poll"],
    "Releases and sources": ["Revision", "Witness"],
    "Who works here": ["User", "Group"],
}


class Desk(AdminSite):
    """The admin, arranged as editors think of an edition and not as its code is."""

    site_title = "Edition – the desk"
    site_header = "Edition – the desk"
    index_title = "The desk"

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
