"""Convert cleaned HTML to the closed inline tree; anything outside the tree is an error."""

import re
from html.parser import HTMLParser

from edition.document.inline import (
    Blocks,
    Content,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Reference,
    Style,
    Styled,
    Text,
    normalise,
)

# The HTML element for each style; there is none for small capitals.
TAGS = {
    Style.EMPHASIS: "em",
    Style.STRONG: "strong",
    Style.SUBSCRIPT: "sub",
    Style.SUPERSCRIPT: "sup",
    Style.QUOTATION: "q",
    Style.TITLE: "cite",
}
_STYLE_OF = {tag: style for style, tag in TAGS.items()}
_SOFT_BREAK = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")


class MarkupError(ValueError):
    """The HTML holds an element that the inline tree does not know."""


def read_blocks(html: str) -> Blocks:
    """Read each `<p>` of `html` as a block. Raises MarkupError, or ValueError for a bad node."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Content] = []
        self.stack: list[tuple[str, dict[str, str | None], list[Inline]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.add(LineBreak())
        elif (tag == "p") == bool(self.stack):
            raise MarkupError(f"<{tag}> cannot stand here.")
        else:
            self.stack.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack[-1][0] != tag:
            raise MarkupError(f"</{tag}> closes nothing.")
        _, attributes, children = self.stack.pop()
        content = normalise(tuple(children))
        if tag == "p":
            self.blocks.append(content)
        else:
            self.add(_node(tag, attributes, content))

    def handle_data(self, data: str) -> None:
        if self.stack:
            self.add(Text(_SOFT_BREAK.sub(" ", data)))
        elif data.strip("\n"):
            raise MarkupError(f"“{data}” is outside a paragraph.")

    def handle_comment(self, data: str) -> None:
        raise MarkupError("A comment cannot stand here.")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def add(self, node: Inline) -> None:
        if not self.stack:
            raise MarkupError("There are words outside a paragraph.")
        self.stack[-1][2].append(node)


def _node(tag: str, attributes: dict[str, str | None], content: Content) -> Inline:
    match tag, attributes:
        case "a", {"data-note": str(note)}:
            return Reference(note)
        case "a", {"href": str(url)}:
            return Link(url, content)
        case "a", _:
            raise MarkupError("A link was refused because its address is not safe.")
        case "span", {"lang": str(language)}:
            return Foreign(language, content)
        case "span", {"class": "small-capitals"}:
            return Styled(Style.SMALL_CAPITALS, content)
        case _ if tag in _STYLE_OF:
            return Styled(_STYLE_OF[tag], content)
    raise MarkupError(f"<{tag}> is not part of the text.")
