"""Parse Markdown to content; `parse` is the inverse of `write`.

Three checks come between what editors type and what readers get: the dialect refuses unknown
syntax (dialect.py), bleach cleans the HTML that the markdown package produces, and the cleaned
HTML is converted to the closed inline tree, which accepts nothing else and checks every address.
"""

import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache

import bleach
import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import EscapeInlineProcessor, InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTree
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import INLINE_PLACEHOLDER_RE, Registry

from edition.document.inline import Blocks, Content, Style, blocks_text
from edition.document.markdown.dialect import (
    ADDRESS,
    ATTRIBUTES,
    ESCAPABLE,
    MAX_DEPTH,
    REFERENCE,
    STYLES,
    Refusal,
    refusals,
    to_refusals,
    too_long,
)
from edition.document.markdown.html_to_tree import TAGS, MarkupError, read_blocks
from edition.document.markdown.write import write, write_blocks
from edition.document.unicode import TooManyMarks, check_marks, nfc

__all__ = ["DialectError", "parse", "parse_blocks", "write", "write_blocks"]


class DialectError(ValueError):
    """A source is not in the dialect; `refusals` say what and where."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(map(str, refusals)))
        self.refusals = refusals


def parse(source: str) -> Content:
    """Parse one block of Markdown. Raises DialectError."""
    blocks = parse_blocks(source)
    if len(blocks) > 1:
        divided = re.search(r"\S[ \t]*\n(?:[ \t]*\n)+", source)
        line = source.count("\n", 0, divided.end() if divided else 0) + 1
        raise DialectError([Refusal(line, 1, "An empty line would begin a second paragraph.")])
    return blocks[0] if blocks else ()


@lru_cache(maxsize=4096)
def parse_blocks(source: str) -> Blocks:
    """Parse blocks of Markdown, separated by empty lines. Raises DialectError."""
    source = _normalise(source.replace("\r\n", "\n"))
    if refused := refusals(source):
        raise DialectError(refused)
    html = _make_parser().convert(source)
    cleaned = bleach.clean(
        html,
        tags={"p", "a", "span", "br", *TAGS.values()},
        attributes={"a": ["href", "data-note"], "span": ["class", "lang"]},
        protocols={"http", "https", "mailto"},
    )
    try:
        blocks = read_blocks(cleaned)
        check_marks(blocks_text(blocks))  # markup may divide a long run of marks
    except (MarkupError, ValueError) as error:
        raise DialectError([Refusal(1, 1, str(error))]) from error
    return blocks


def _normalise(source: str) -> str:
    """Normalise to NFC. Raises DialectError for what would take too long to normalise."""
    if refused := too_long(source):
        raise DialectError(refused)
    try:
        return nfc(source)
    except TooManyMarks as error:
        raise DialectError(to_refusals(source, [(error.at, str(error))])) from error


def _make_parser() -> markdown.Markdown:
    """Set up the markdown package with exactly the processors the dialect needs."""
    md = markdown.Markdown()
    md.ESCAPED_CHARS = list(ESCAPABLE)
    md.preprocessors = Registry()
    md.postprocessors = Registry()
    md.parser.blockprocessors = Registry()
    md.parser.blockprocessors.register(_Paragraph(md.parser), "paragraph", 10)
    md.inlinePatterns = Registry()
    processors = [
        EscapeInlineProcessor(r"\\(.)", md),
        _LineBreak(r"(?<![ \t])[ \t]*\\\n[ \t]*", md),
        _Reference(REFERENCE.pattern, md),
        # The package applies only later processors to what one has matched.
        *[_Bracket(r"\[", md) for _ in range(MAX_DEPTH)],
        _Tagged(r"\*\*(.+?)\*\*", md, Style.STRONG),
        _Tagged(r"\*(.+?)\*", md, Style.EMPHASIS),
    ]
    for place, processor in enumerate(processors):
        md.inlinePatterns.register(processor, str(place), -place)
    md.treeprocessors = Registry()
    md.treeprocessors.register(InlineTree(md), "inline", 20)
    md.treeprocessors.register(UnescapeTreeprocessor(md), "unescape", 10)
    md.serializer = lambda root: ElementTree.tostring(root, encoding="unicode", method="html")
    return md


class _Paragraph(BlockProcessor):
    """Splits blocks; the package's own processor would strip no-break spaces."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return True

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        for block in re.split(r"\n(?:[ \t]*\n)+", "\n\n".join(blocks)):
            if block := block.strip(" \t\n"):
                # Restore an escaped space that strip removed at the end.
                slashes = len(block) - len(block.rstrip("\\"))
                ElementTree.SubElement(parent, "p").text = block + " " * (slashes % 2)
        blocks.clear()


class _Tagged(InlineProcessor):
    def __init__(self, pattern: str, md: markdown.Markdown, style: Style) -> None:
        super().__init__(pattern, md)
        self.tag = TAGS[style]

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        element = ElementTree.Element(self.tag)
        element.text = m[1]
        return element, m.start(), m.end()


class _LineBreak(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        return ElementTree.Element("br"), m.start(), m.end()


class _Reference(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        return ElementTree.Element("a", {"data-note": m[1]}), m.start(), m.end()


class _Bracket(InlineProcessor):
    """`[words](address)` and `[words]{attributes}`; the dialect has checked the balance."""

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        closed = _closing_bracket(data, m.end())
        if attributes := ATTRIBUTES.match(data, closed + 1):
            element = _element_for(attributes)
            end = attributes.end()
        elif address := ADDRESS.match(data, closed + 1):
            element = ElementTree.Element("a", {"href": self.plain(address[1])})
            end = address.end()
        else:
            return None, None, None
        element.text = data[m.end() : closed]
        return element, m.start(), end

    def plain(self, data: str) -> str:
        """Replace the package's placeholders with the characters they stand for."""
        stash = self.md.treeprocessors["inline"].stashed_nodes
        filled = INLINE_PLACEHOLDER_RE.sub(lambda found: str(stash.get(found[1], "")), data)
        return UnescapeTreeprocessor(self.md).unescape(filled)


def _closing_bracket(data: str, at: int) -> int:
    depth = 1
    while depth and at < len(data):
        depth += {"[": 1, "]": -1}.get(data[at], 0)
        at += 1
    return at - 1


def _element_for(attributes: re.Match[str]) -> ElementTree.Element:
    if language := attributes["language"]:
        return ElementTree.Element("span", {"lang": language})
    style = STYLES[attributes["style"]]
    if tag := TAGS.get(style):
        return ElementTree.Element(tag)
    return ElementTree.Element("span", {"class": "small-capitals"})
