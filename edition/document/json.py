"""`Document` ↔ canonical JSON: the form that is stored, hashed, archived and read back.

Canonical means: UTF-8, keys sorted, no white space, a field left out when it has its default. The
same document always gives the same bytes, so its SHA-256 names it.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from edition.document.inline import (
    Foreign,
    Inline,
    LineBreak,
    Link,
    Reference,
    Styled,
    Text,
)
from edition.document.values import Document

FORMAT = "edition/1"

_NODES: dict[str, type] = {
    "line_break": LineBreak,
    "styled": Styled,
    "foreign": Foreign,
    "link": Link,
    "reference": Reference,
}
_NODE_NAMES = {node: name for name, node in _NODES.items()}


class DocumentError(ValueError):
    """The JSON is not a document; the message says where and why."""


def dumps(document: Document) -> str:
    """The canonical JSON of `document`."""
    plain = {"format": FORMAT, **_to_plain(document)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str | bytes) -> Document:
    """The document that `dumps` wrote. Raises DocumentError on anything else."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"This is not JSON: {error}.") from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise DocumentError(f"This is not an edition: its “format” is not “{FORMAT}”.")
    plain.pop("format")
    try:
        return _from_plain(Document, plain, "document")
    except RecursionError as error:
        raise DocumentError("The text is nested too deeply.") from error


def digest(text: str) -> str:
    """The SHA-256 of a canonical JSON text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _to_plain(value: Any) -> Any:
    match value:
        case Text(text):
            return text
        case tuple():
            return [_to_plain(item) for item in value]
        case StrEnum():
            return value.value
        case _ if is_dataclass(value):
            plain = {
                field.name: _to_plain(getattr(value, field.name))
                for field in fields(value)
                if field.compare and getattr(value, field.name) != field.default
            }
            name = _NODE_NAMES.get(type(value))
            return {"type": name, **plain} if name else plain
        case _:
            return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _from_plain(kind: Any, plain: Any, where: str) -> Any:
    """Read `plain` as a value of type `kind`; `where` is its path, for messages."""
    if kind == Inline:
        return _read_inline(plain, where)
    if get_origin(kind) is tuple:
        _expect(isinstance(plain, list), where, "a list")
        item = get_args(kind)[0]
        return tuple(_from_plain(item, each, f"{where}[{i}]") for i, each in enumerate(plain))
    if get_origin(kind) in (Union, UnionType):  # only "something or null" occurs
        present = next(arm for arm in get_args(kind) if arm is not type(None))
        return None if plain is None else _from_plain(present, plain, where)
    if is_dataclass(kind):
        return _read_dataclass(kind, plain, where)
    if issubclass(kind, StrEnum):
        _expect(plain in set(kind), where, "one of " + ", ".join(kind))
        return kind(plain)
    _expect(type(plain) is kind, where, {str: "text", int: "a whole number"}.get(kind, str(kind)))
    return plain


def _read_inline(plain: Any, where: str) -> Inline:
    if isinstance(plain, str):
        return _made(Text, {"text": plain}, where)
    _expect(isinstance(plain, dict) and plain.get("type") in _NODES, where, "an inline node")
    return _read_dataclass(
        _NODES[plain["type"]], {name: part for name, part in plain.items() if name != "type"}, where
    )


def _read_dataclass(kind: type, plain: Any, where: str) -> Any:
    _expect(isinstance(plain, dict), where, "an object")
    known = {field.name: field for field in fields(kind) if field.compare}
    for name in plain:
        _expect(name in known, f"{where}.{name}", "nothing: this field is not known")
    for name, field in known.items():
        required = field.default is MISSING and field.default_factory is MISSING
        _expect(name in plain or not required, f"{where}.{name}", "a value")
    parts = {
        name: _from_plain(_hints(kind)[name], part, f"{where}.{name}")
        for name, part in plain.items()
    }
    return _made(kind, parts, where)


def _made(kind: Callable[..., Any], parts: dict[str, Any], where: str) -> Any:
    try:
        return kind(**parts)
    except ValueError as error:
        raise DocumentError(f"{where}: {error}") from error


def _expect(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise DocumentError(f"{where}: expected {what}.")
