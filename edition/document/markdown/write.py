"""Write content as Markdown, in the canonical form that `parse` reads back unchanged."""

import re

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
)
from edition.document.markdown.dialect import BLOCK_SYNTAX, ENTITY, STYLES, opens_tag, refusals

_NAMES = {style: name for name, style in STYLES.items()}
_STARS = {Style.EMPHASIS: "*", Style.STRONG: "**"}


def write_blocks(blocks: Blocks) -> str:
    """Write several blocks. Raises ValueError as `write` does, and for an empty block."""
    if not all(blocks):
        raise ValueError("A block cannot be empty.")
    return "\n\n".join(write(block) for block in blocks)


def write(content: Content) -> str:
    """Write one block. Raises ValueError for a space or a line break at its ends."""
    source = "".join(_pieces(content))
    if content and isinstance(content[-1], LineBreak):
        raise ValueError("A block cannot end with a line break.")
    lines = source.split("\n")
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        bare = line if last else line.removesuffix("\\")
        if bare != bare.strip(" "):
            raise ValueError(f"A line cannot begin or end with a space: {bare!r}.")
        lines[number] = _escape_line_start(line)
    source = "\n".join(lines)
    if content and not source.strip():
        raise ValueError("A block cannot consist of spaces.")
    if refused := refusals(source):
        raise ValueError(f"This cannot be written as Markdown: {refused[0].reason}")
    return source


def _pieces(content: Content) -> list[str]:
    pieces: list[str] = []
    for position, node in enumerate(content):
        neighbours = content[max(0, position - 1) : position] + content[position + 1 : position + 2]
        pieces.append(_piece(node, beside_stars=any(_may_have_stars(n) for n in neighbours)))
    return pieces


def _piece(node: Inline, *, beside_stars: bool) -> str:
    match node:
        case Text(text):
            return _escape(text)
        case LineBreak():
            return "\\\n"
        case Reference(note):
            return f"[^{note}]"
        case Link(url, content):
            return f"[{''.join(_pieces(content))}]({_escape_url(url)})"
        case Foreign(language, content):
            return f"[{''.join(_pieces(content))}]{{lang={language}}}"
        case Styled(style, content):
            inner = "".join(_pieces(content))
            if style in _STARS and not beside_stars and _suits_stars(content):
                return _STARS[style] + inner + _STARS[style]
            return f"[{inner}]{{.{_NAMES[style]}}}"


def _may_have_stars(node: Inline) -> bool:
    return isinstance(node, Styled) and node.style in _STARS


def _suits_stars(content: Content) -> bool:
    """Whether stars can enclose `content`: plain words only, to rule out ambiguous stars."""
    match content:
        case (Text(text),):
            return text[0] not in " \u00a0" and text[-1] not in " \u00a0"
    return False


def _escape(text: str) -> str:
    escaped = re.sub(r"\A\^|!\Z|[\\`*\[\]~]", r"\\\g<0>", text)
    escaped = re.sub(r"<(?=(.?))", lambda m: "\\<" if opens_tag(m[1]) else "<", escaped)
    escaped = ENTITY.sub(lambda entity: "\\" + entity[0], escaped)
    # An underscore between letters or digits is always literal.
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", escaped)


def _escape_url(url: str) -> str:
    return re.sub(r"[()\[\]*\\_]", r"\\\g<0>", url)


def _escape_line_start(line: str) -> str:
    """Escape a mark that would begin a list, a heading and so on."""
    for pattern, _ in BLOCK_SYNTAX:
        if found := pattern.match(line):
            at = found.start("mark")
            return f"{line[:at]}\\{line[at:]}"
    return line
