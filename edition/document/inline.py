r"""The closed tree of inline content: everything a paragraph or note can contain.

Content is a tuple of nodes. Its *plain text* is what remains without markup:
a line break counts as one character ("\n"), a note reference as none. Every offset in an edition
counts Unicode code points of that plain text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from edition.document.identity import cache_by_identity

BLOCK_SEPARATOR = "\n\n"  # between the blocks of a note in its plain text

_SCHEMES = {"http", "https", "mailto"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # controls, invisible format characters, spaces
# Controls, surrogates, line separators and noncharacters, which XML or HTML forbid.
_NONCHARACTERS = (chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef" + "".join(_NONCHARACTERS) + "]"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NOTE_KEY = re.compile(r"n[1-9][0-9]*")


class Style(StrEnum):
    """Typographic styles and roles of words that need no further data."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SMALL_CAPITALS = "small_capitals"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    QUOTATION = "quotation"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Text:
    text: str

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("A text node cannot be empty.")
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError(f"Text must be in Unicode form NFC: {self.text!r}.")
        if found := UNFIT.search(self.text):
            raise ValueError(f"Text cannot hold the character U+{ord(found[0]):04X}.")


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Styled:
    style: Style
    content: "Content"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in a language other than that of the words around them; `language` is a BCP 47 tag."""

    language: str
    content: "Content"

    def __post_init__(self) -> None:
        if not is_language(self.language):
            raise ValueError(f"{self.language!r} is not a language tag such as 'zh' or 'pt-BR'.")


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    content: "Content"

    def __post_init__(self) -> None:
        check_url(self.url)


@dataclass(frozen=True, slots=True)
class Reference:
    """The place where the text calls a note; `note` is the note's key, such as "n7"."""

    note: str

    def __post_init__(self) -> None:
        if not _NOTE_KEY.fullmatch(self.note):
            raise ValueError(f"{self.note!r} is not the key of a note, such as 'n7'.")


Inline = Text | LineBreak | Styled | Foreign | Link | Reference
Content = tuple[Inline, ...]
Blocks = tuple[Content, ...]


def is_language(tag: str) -> bool:
    """Whether `tag` has the form of a language tag (BCP 47)."""
    return bool(_LANGUAGE.fullmatch(tag))


def check_url(url: str) -> None:
    """Raise ValueError unless `url` is http, https, mailto, a fragment or a path on this site."""
    for character in url:
        if unicodedata.category(character) in _INVISIBLE or character in '\\<>"`{}':
            raise ValueError(f"The address {url!r} holds the character {character!r}.")
    if not url:
        raise ValueError("A link needs an address.")
    if not unicodedata.is_normalized("NFC", url):
        raise ValueError(f"The address {url!r} must be in Unicode form NFC, or percent-encoded.")
    if url.startswith("//"):
        raise ValueError(f"Write the address {url!r} out in full, with https:// before it.")
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise ValueError(f"{url!r} is not an address: {error}.") from error
    if (_SCHEME.match(url) or scheme) and scheme.lower() not in _SCHEMES:
        raise ValueError(f"A link can lead to http, https or mailto addresses, not to {url!r}.")
    if not scheme and ":" in url.split("/")[0].split("?")[0].split("#")[0]:
        raise ValueError(f"{url!r} is not a path on this site; write ./ before it if it is one.")


def leaves(content: Content) -> Iterator[Text | LineBreak | Reference]:
    """Iterate over the leaf nodes in reading order."""
    for node in content:
        match node:
            case Text() | LineBreak() | Reference():
                yield node
            case Styled() | Foreign() | Link():
                yield from leaves(node.content)


def leaf_text(node: Text | LineBreak | Reference) -> str:
    """Return the plain text of one leaf."""
    match node:
        case Text(text):
            return text
        case LineBreak():
            return "\n"
        case Reference():
            return ""


@cache_by_identity(5_000)
def plain_text(content: Content) -> str:
    return "".join(leaf_text(leaf) for leaf in leaves(content))


def blocks_text(blocks: Blocks) -> str:
    """Join the plain texts of blocks with empty lines."""
    return BLOCK_SEPARATOR.join(plain_text(block) for block in blocks)


def references(content: Content) -> Iterator[tuple[int, str]]:
    """Iterate over note references: the offset in the plain text, and the note's key."""
    offset = 0
    for leaf in leaves(content):
        if isinstance(leaf, Reference):
            yield offset, leaf.note
        offset += len(leaf_text(leaf))


def normalise(content: Content) -> Content:
    """Merge adjacent texts and drop empty nodes."""
    joined: list[Inline] = []
    for node in content:
        match node:
            case Text(text) if joined and isinstance(joined[-1], Text):
                joined[-1] = Text(joined[-1].text + text)
            case Styled(style, inner):
                if inner := normalise(inner):
                    joined.append(Styled(style, inner))
            case Foreign(language, inner):
                if inner := normalise(inner):
                    joined.append(Foreign(language, inner))
            case Link(url, inner):
                if inner := normalise(inner):
                    joined.append(Link(url, inner))
            case _:
                joined.append(node)
    return tuple(joined)
