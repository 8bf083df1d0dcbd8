"""Writing Markdown at the desk: the field, its reminder, and the text as the page shows it."""

import re
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from edition.desk.places import page_url
from edition.document.html import blocks_html
from edition.document.inline import Blocks
from edition.texts.models import Edition, Note, Paragraph

REMINDER = lazy(lambda: render_to_string("admin/desk/_dialect.html"), str)()


class SourceArea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "desk-source", "rows": 12} | (attrs or {}))


class SourceField(forms.CharField):
    """Markdown as it was typed: stripping it would take no-break spaces of the source away."""

    widget = SourceArea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def validate(self, value: str) -> None:
        super().validate(value.strip() if self.required else value)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def as_shown(edition: Edition, blocks: Blocks) -> SafeString:
    """The text as the page shows it; links to notes lead to the page."""
    page = page_url(edition)
    shown = [
        (mark_safe(re.sub(r'(<a [^>]*href=")#', rf"\g<1>{page}#", block)),)
        for block in blocks_html(blocks)
    ]
    paragraphs = format_html_join("", "<p>{}</p>", shown)
    return mark_safe(f'<div class="desk-shown">{paragraphs}</div>')


def blocks_of(text: Paragraph | Note) -> Blocks:
    return (text.content,) if isinstance(text, Paragraph) else text.blocks
