"""Report stored Markdown that the dialect refuses, above the form that can correct it."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.text import capfirst

from edition.texts.fields import MarkdownField
from edition.texts.markdown import refusals_in


def unreadable_fields(part: Model) -> Iterator[str]:
    """Yield a message for each refusal in the text of a part: field, line, column and reason."""
    for field in part._meta.fields:
        if isinstance(field, MarkdownField):
            name = capfirst(field.verbose_name)
            for refusal in refusals_in(getattr(part, field.attname), blocks=field.blocks):
                yield f"{name} cannot be read: {refusal} Correct it here, and save."
