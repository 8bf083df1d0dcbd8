"""Validate rows made from the parts of a document, and write their Markdown."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from edition.document.inline import Blocks, Content
from edition.document.markdown.parse import write, write_blocks

Row = TypeVar("Row", bound=Model)


class DoesNotFit(ValueError):
    """The parts of a document do not fit together, or not into their fields."""


def validated(row: Row, key: str) -> Row:
    """Return `row` if its fields are valid; SQLite itself does not enforce lengths.

    Raises DoesNotFit, naming `key`.
    """
    relations = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=[*relations, "data"])
    except ValidationError as error:
        reasons = "; ".join(f"{name}: {' '.join(why)}" for name, why in error.message_dict.items())
        raise DoesNotFit(f"{key} cannot be saved. {reasons}") from error
    return row


def save_valid(row: Row, key: str) -> Row:
    """Validate and save `row`. Raises DoesNotFit, naming `key`."""
    validated(row, key).save()
    return row


def to_markdown(content: Content, key: str) -> str:
    """Write one block as Markdown. Raises DoesNotFit, naming `key`."""
    try:
        return write(content)
    except ValueError as error:
        raise DoesNotFit(f"{key} cannot be saved. {error}") from error


def blocks_to_markdown(blocks: Blocks, key: str) -> str:
    """Write blocks as Markdown. Raises DoesNotFit, naming `key`."""
    try:
        return write_blocks(blocks)
    except ValueError as error:
        raise DoesNotFit(f"{key} cannot be saved. {error}") from error
