"""Encode `Document` as canonical JSON for storage, hashing and archiving, and decode it.

Canonical means UTF-8, sorted keys, no white space, and no fields that have their default. Equal
documents give equal bytes, so the SHA-256 identifies a document.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from edition.document.identity import cache_by_identity
from edition.document.inline import (
    Foreign,
    Inline,
    LineBreak,
    Link,
    Reference,
    Styled,
    Text,
)
from edition.document.values import Document, Section

FORMAT = "edition/1"

_HALF = re.compile("[\ud800-\udfff]")
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

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.where = ""

    def inside(self, step: str) -> "DocumentError":
        """Prefix the path of the error by one step, and return it."""
        self.where = step + self.where
        return self

    def __str__(self) -> str:
        return f"document{self.where}: {self.why}" if self.where else self.why


def dumps(document: Document) -> str:
    """Encode `document` as canonical JSON."""
    return _joined({"format": _written(FORMAT), **_fields(document)})


def loads(text: str | bytes) -> Document:
    """Decode what `dumps` encoded. Raises DocumentError for anything else."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"This is not JSON: {error}.") from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise DocumentError(f"This is not an edition: its “format” is not “{FORMAT}”.")
    plain.pop("format")
    try:
        return _decoder(Document)(plain)
    except RecursionError as error:
        raise DocumentError("The text is nested too deeply.") from error


def digest(text: str) -> str:
    """Hash a canonical JSON text: SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


# A save at the desk waits for this, so each part is encoded by itself: between two saves most stay
# the same. Encoders are made once for each type.
Encoder = Callable[[Any], Any]


def _fields(value: Document | Section) -> dict[str, str]:
    """Encode each field that has not its default, by its name."""
    return {
        field.name: f"[{','.join(map(_part, part))}]" if isinstance(part, tuple) else _leaf(part)
        for field in fields(value)
        if field.compare and (part := getattr(value, field.name)) != field.default
    }


def _joined(encoded: dict[str, str]) -> str:
    return "{" + ",".join(f'"{name}":{encoded[name]}' for name in sorted(encoded)) + "}"


def _part(value: Any) -> str:
    return _joined(_fields(value)) if isinstance(value, Section) else _leaf(value)


@cache_by_identity(5_000)
def _leaf(value: Any) -> str:
    return _written(_encoder(value.__class__)(value))


def _written(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def _encoder(kind: type) -> Encoder:
    """Make a function that encodes a `kind` as plain JSON."""
    if kind is Text:
        return lambda value: value.text
    if kind is tuple:
        return lambda values: [_encoder(value.__class__)(value) for value in values]
    if issubclass(kind, StrEnum):
        return lambda value: value.value
    if is_dataclass(kind):
        return _object_encoder(kind)
    return lambda value: value


def _object_encoder(kind: type) -> Encoder:
    """Leave out each field that has its default, and name the kind of an inline node."""
    encoded = tuple((field.name, field.default) for field in fields(kind) if field.compare)
    named = {"type": _NODE_NAMES[kind]} if kind in _NODE_NAMES else {}

    def encode(value: Any) -> dict[str, Any]:
        plain: dict[str, Any] = dict(named)
        for name, default in encoded:
            if (part := getattr(value, name)) != default:
                plain[name] = _encoder(part.__class__)(part)
        return plain

    return encode


# Each type's decoder is built once, and the path is assembled only after an error: rendering a
# page waits for decoding.
Decoder = Callable[[Any], Any]


@cache
def _decoder(kind: Any) -> Decoder:
    """Build a function that decodes plain JSON as a `kind`, or raises DocumentError."""
    if kind == Inline:
        return _decode_inline
    if get_origin(kind) is tuple:
        return _list_decoder(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):  # only optional values occur
        present = _decoder(next(arm for arm in get_args(kind) if arm is not type(None)))
        return lambda plain: None if plain is None else present(plain)
    if is_dataclass(kind):
        return _object_decoder(kind)
    if issubclass(kind, StrEnum):
        return _word_decoder(kind)
    return {str: _decode_text, int: _decode_number}[kind]


def _decode_text(plain: Any) -> str:
    if type(plain) is not str:
        raise DocumentError("expected text.")
    if not plain.isascii() and _HALF.search(plain):
        raise DocumentError("expected text; this has half of a surrogate pair.")
    return plain


def _decode_number(plain: Any) -> int:
    if type(plain) is not int:
        raise DocumentError("expected a whole number.")
    return plain


def _word_decoder(kind: type[StrEnum]) -> Decoder:
    words = {word.value: word for word in kind}

    def decode(plain: Any) -> StrEnum:
        if not isinstance(plain, str) or plain not in words:
            raise DocumentError(f"expected one of {', '.join(words)}.")
        return words[plain]

    return decode


def _list_decoder(item: Any) -> Decoder:
    decode_item = _decoder(item)

    def decode(plain: Any) -> tuple[Any, ...]:
        if not isinstance(plain, list):
            raise DocumentError("expected a list.")
        items = []
        try:
            for each in plain:
                items.append(decode_item(each))
        except DocumentError as error:
            raise error.inside(f"[{len(items)}]") from error
        return tuple(items)

    return decode


def _object_decoder(kind: Any) -> Decoder:
    types = get_type_hints(kind)
    known = [field for field in fields(kind) if field.compare]
    decoders: dict[str, Decoder] = {}  # filled at first use: types are recursive
    required = [
        field.name
        for field in known
        if field.default is MISSING and field.default_factory is MISSING
    ]

    def decode(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise DocumentError("expected an object.")
        if not decoders:
            decoders.update({field.name: _decoder(types[field.name]) for field in known})
        for name in required:
            if name not in plain:
                raise DocumentError("expected a value.").inside(f".{name}")
        parts = {}
        try:
            for name, part in plain.items():
                if name not in decoders:
                    raise DocumentError("this field is not known.")
                parts[name] = decoders[name](part)
        except DocumentError as error:
            raise error.inside(f".{name}") from error
        return _construct(kind, parts)

    return decode


def _decode_inline(plain: Any) -> Inline:
    if isinstance(plain, str):
        return _construct(Text, {"text": plain})
    if not isinstance(plain, dict) or str(plain.get("type")) not in _NODES:
        raise DocumentError("expected an inline node.")
    parts = {name: part for name, part in plain.items() if name != "type"}
    return _decoder(_NODES[plain["type"]])(parts)


def _construct(kind: type, parts: dict[str, Any]) -> Any:
    try:
        return kind(**parts)
    except ValueError as error:
        raise DocumentError(str(error)) from error
