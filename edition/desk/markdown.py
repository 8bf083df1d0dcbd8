"""Markdown at the desk: form field, syntax help, and rendering as on the reading page."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe

from edition.desk.links import page_url
from edition.document.html import Places, blocks_html, woven_blocks
from edition.document.inline import Blocks, references
from edition.texts.models import Edition, Note, Paragraph

REMINDER = lazy(lambda: render_to_string("admin/desk/forms/_dialect.html"), str)()


class SourceArea(forms.Textarea):
    """A textarea for Markdown; the scripts add a preview beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "desk-source", "rows": 12} | (attrs or {}))


class SourceField(forms.CharField):
    """Markdown as typed: stripping it would remove no-break spaces of the source."""

    widget = SourceArea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def validate(self, value: str) -> None:
        super().validate(value.strip() if self.required else value)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


# Kinds of text, and whether they may have several paragraphs.
TEXT_KINDS = {"heading": False, "paragraph": False, "note": True, "remark": True}


def kind_of(model: type[Model], field: str) -> str:
    kind = field if field == "heading" else model._meta.model_name
    return kind if kind in TEXT_KINDS else "remark"


class PagePlaces(Places):
    """Places on the reading page, as targets of links from the desk."""

    def __init__(self, edition: Edition | None, labels: Mapping[str, str]) -> None:
        super().__init__(labels)
        self.page = page_url(edition) if edition else ""

    def address(self, key: str) -> str:
        return self.page + super().address(key)


def render_blocks(edition: Edition | None, blocks: Blocks, kind: str) -> list[str]:
    """Render each block as the reading page does; links to notes lead to that page."""
    called = {key for block in blocks for _, key in references(block)}
    notes = edition.notes.filter(key__in=called) if edition and called else ()
    places = PagePlaces(edition, {note.key: note.label for note in notes})
    if kind == "remark":
        written = blocks_html(blocks, places.labels)
        return [_TO_NOTE.sub(rf"\g<1>{places.page}#", html) for html in written]
    return [_NOT_HERE.sub("", html) for html in woven_blocks("desk", blocks, (), places)]


_TO_NOTE = re.compile(r'(<a class="to-note" href=")#')
# Ids could be duplicates at the desk, and roles of the page have no meaning there.
_NOT_HERE = re.compile(r' (?:id="fnref[^"]*"|role="doc-noteref")')


def render_html(edition: Edition, blocks: Blocks, kind: str) -> SafeString:
    paragraphs = (f"<p>{html}</p>" for html in render_blocks(edition, blocks, kind))
    return mark_safe(f'<div class="desk-shown">{"".join(paragraphs)}</div>')


def render_text(text: Paragraph | Note) -> SafeString:
    return render_html(text.edition, blocks_of(text), text._meta.model_name)


def blocks_of(text: Paragraph | Note) -> Blocks:
    return (text.content,) if isinstance(text, Paragraph) else text.blocks
