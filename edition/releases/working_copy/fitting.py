"""Making rows of the parts of a document, each of which must fit what keeps it."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from edition.document.inline import Blocks, Content
from edition.document.markdown.parse import write, write_blocks

Row = TypeVar("Row", bound=Model)


class DoesNotFit(ValueError):
    """The parts of a document do not fit together, or not into what keeps them."""


def fitting(row: Row, key: str) -> Row:
    """`row`, if each of its fields can be kept; SQLite itself would not mind a text too long."""
    relations = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=[*relations, "data"])
    except ValidationError as error:
        told = "; ".join(f"{name}: {' '.join(why)}" for name, why in error.message_dict.items())
        raise DoesNotFit(f"{key} cannot be kept. {told}") from error
    return row


def kept(row: Row, key: str) -> Row:
    fitting(row, key).save()
    return row


def written(content: Content, key: str) -> str:
    """The Markdown of one block, which a row keeps."""
    try:
        return write(content)
    except ValueError as error:
        raise DoesNotFit(f"{key} cannot be kept. {error}") from error


def blocks_written(blocks: Blocks, key: str) -> str:
    try:
        return write_blocks(blocks)
    except ValueError as error:
        raise DoesNotFit(f"{key} cannot be kept. {error}") from error
