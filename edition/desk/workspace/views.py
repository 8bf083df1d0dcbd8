"""The workspace: the whole text of an edition, each part linked to its form."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from edition.desk.links import link_problems
from edition.desk.pages import desk_page, get_viewable, pages_of
from edition.desk.permissions import may
from edition.desk.workspace.layout import GROUPS, Layout, build_layout
from edition.releases.working_copy import read_working_copy
from edition.texts.models import Edition

# Actions on words: permission, label, preposition for screen readers, and URL name.
TOOLS = (
    ("apparatus.add_annotation", "Annotate", "words of", "admin:apparatus_annotation_add"),
    ("apparatus.add_emendation", "Emend", "words of", "admin:apparatus_emendation_add"),
    ("apparatus.add_mention", "Mention", "a name in", "admin:edition_mention"),
    ("timeline.add_passage", "Event here", "in", "admin:edition_event"),
)


@require_safe
def show_workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every text with the marks on it."""
    edition = get_viewable(request, Edition, pk)
    copy = read_working_copy(edition)
    here = reverse("admin:edition_workspace", args=[pk])
    repair_url = reverse("admin:edition_repair", args=[pk])
    tools = tools_for(request, edition)
    acts = render_to_string("admin/desk/workspace/_text_tools.html", {"tools": tools, "here": here})
    layout = build_layout(copy, repair_url, acts)
    return desk_page(
        request,
        "admin/desk/workspace/workspace.html",
        f"Workspace: {edition.title}",
        edition,
        is_nav_sidebar_enabled=False,
        document=copy.document,
        unreadable=link_problems(edition, copy.unreadable),
        layout=layout,
        here=here,
        next=quote(here, safe=""),
        add_paragraph=reverse("admin:texts_paragraph_add"),
        pages=pages_of(edition, but="edition_workspace"),
        tools=tools,
        kinds=_kinds(layout),
        may_edit=may(request.user, "texts.change_paragraph", edition),
        may_add=may(request.user, "texts.add_paragraph", edition),
    )


def tools_for(request: HttpRequest, edition: Edition) -> list[dict[str, str]]:
    """List the tools that the user may use; `url` still lacks the words and `next`."""
    tools = []
    for permission, name, about, url_name in TOOLS:
        if may(request.user, permission, edition):
            is_ours = url_name.startswith("admin:edition_")
            url = reverse(url_name, args=[edition.pk] if is_ours else [])
            query = "" if is_ours else f"edition={edition.pk}&"
            tools.append({"name": name, "about": about, "url": f"{url}?{query}"})
    return tools


def _kinds(layout: Layout) -> dict[str, str]:
    """List the kinds of marks that the texts have, by class."""
    texts = [text for section in layout.sections for text in section.paragraphs]
    found = {group.kind for text in (*texts, *layout.notes) for group in text.groups}
    return {kind: name for kind, name in GROUPS.items() if kind in found and kind != "lost"}
