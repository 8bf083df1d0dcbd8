"""Parse stored Markdown; what the current dialect refuses is read as plain text.

Forms and imports refuse it before it is stored. A stricter release of the software, SQL or a
restored backup may leave some; it must be displayed, so that it can be corrected.
"""

from edition.document.inline import Blocks, Content, Text
from edition.document.markdown.dialect import Refusal
from edition.document.markdown.parse import DialectError, parse, parse_blocks


def content_of(source: str) -> Content:
    """Parse one block; one that the dialect refuses becomes one run of text."""
    try:
        return parse(source) if source else ()
    except DialectError:
        return (Text(" ".join(source.splitlines())),)


def blocks_of(source: str) -> Blocks:
    """Parse blocks; in a source that the dialect refuses each line becomes a paragraph."""
    try:
        return parse_blocks(source)
    except DialectError:
        return tuple((Text(line),) for line in source.splitlines() if line.strip(" "))


def refusals_in(source: str, *, blocks: bool) -> list[Refusal]:
    """List what the dialect refuses in a source, with line and column."""
    try:
        (parse_blocks if blocks else parse)(source)
    except DialectError as error:
        return error.refusals
    return []
