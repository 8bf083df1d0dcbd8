"""The list of everything anchored to a text, for its form."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from edition.desk.links import form_link
from edition.releases.anchors import anchors_on
from edition.texts.models import Anchor, Note, Paragraph

LOST = mark_safe('<strong class="desk-lost">lost its place</strong>')


def lost_mark(anchor: Anchor) -> str:
    return LOST if anchor.is_lost else ""


def anchored_list(text: Paragraph | Note) -> str:
    """Render links to every annotation, emendation, mention and passage of `text`, in order."""
    anchors = sorted(anchors_on(text), key=lambda anchor: (anchor.start, -anchor.end))
    if not anchors:
        return "nothing"
    rows = ((form_link(anchor), anchor.exact, lost_mark(anchor)) for anchor in anchors)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: “{}” {}</li>", rows))
