"""Parse stored Markdown; what the current dialect refuses is read as plain text.

Forms and imports refuse it before it is stored. A stricter release of the software, SQL or a
restored backup may leave some; it must be displayed, so that it can be corrected.
"""

from edition.document.inline import UNFIT, Blocks, Content, Text
from edition.document.markdown.dialect import Refusal
from edition.document.markdown.parse import DialectError, parse, parse_blocks
from edition.document.unicode import TooManyMarks, is_mark, nfc


def content_of(source: str) -> Content:
    """Parse one block; one that the dialect refuses becomes one run of text."""
    try:
        return parse(source) if source else ()
    except DialectError:
        return (Text(_displayable(" ".join(source.splitlines()))),)


def blocks_of(source: str) -> Blocks:
    """Parse blocks; in a source that the dialect refuses each line becomes a paragraph."""
    try:
        return parse_blocks(source)
    except DialectError:
        return tuple((Text(_displayable(line)),) for line in source.splitlines() if line.strip(" "))


def _displayable(line: str) -> str:
    """Return a refused line as a text node can hold it, with U+FFFD for what it cannot."""
    line = UNFIT.sub("\N{REPLACEMENT CHARACTER}", line.replace("\t", " "))
    try:
        return nfc(line)
    except TooManyMarks:
        return "".join("\N{REPLACEMENT CHARACTER}" if is_mark(each) else each for each in line)


def refusals_in(source: str, *, blocks: bool) -> list[Refusal]:
    """List what the dialect refuses in a source, with line and column."""
    try:
        (parse_blocks if blocks else parse)(source)
    except DialectError as error:
        return error.refusals
    return []
