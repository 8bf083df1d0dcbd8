"""A response served from memory: its body in several codings, with headers and ETags."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from asgiref.typing import HTTPResponseBodyEvent, HTTPResponseStartEvent

from edition.reader.server.answer import Headers, start_of, whole_body
from edition.reader.server.coding import encode, preferred

NO_BODY = whole_body(b"")


@dataclass(frozen=True, slots=True)
class Variant:
    """One coding of a resource, as the messages that send it."""

    etag: bytes
    start: HTTPResponseStartEvent
    body: HTTPResponseBodyEvent
    not_modified: HTTPResponseStartEvent

    @classmethod
    def of(cls, headers: Headers, coding: bytes, body: bytes, digest: bytes) -> "Variant":
        etag = b'"' + digest + (b"-" + coding if coding else b"") + b'"'
        described = [*headers, (b"etag", etag), (b"vary", b"Accept-Encoding")]
        if coding:
            described.append((b"content-encoding", coding))
        length = (b"content-length", str(len(body)).encode())
        return cls(
            etag,
            start_of(200, [*described, length]),
            whole_body(body),
            start_of(304, described),
        )


class Resource:
    """Bytes ready to be sent, plain and compressed, each with its own ETag."""

    def __init__(
        self, headers: Headers, bodies: Mapping[bytes, bytes], is_compressible: bool = False
    ) -> None:
        """`bodies` by content coding: b"" (identity), and others where they are smaller."""
        self.headers = headers
        self.digest = hashlib.sha256(bodies[b""]).hexdigest()[:24].encode()
        self.is_compressible = is_compressible
        self.variants: dict[bytes, Variant | None] = {}
        for coding, body in bodies.items():
            self.add(coding, body)
        self.chosen: dict[bytes, Variant] = {}

    @classmethod
    def compressed(cls, headers: Headers, body: bytes) -> "Resource":
        """Compress with brotli now; with gzip, which few accept alone, on the first request."""
        resource = cls(headers, {b"": body}, is_compressible=True)
        resource.variant(b"br")
        return resource

    def add(self, coding: bytes, body: bytes) -> None:
        self.variants[coding] = Variant.of(self.headers, coding, body, self.digest)

    def variant(self, coding: bytes) -> Variant | None:
        """Return the variant in this coding, compressed now if need be; None if none is smaller."""
        if self.is_compressible and coding not in self.variants:
            body = encode(coding, self.plain_bytes)
            if len(body) < len(self.plain_bytes):
                self.add(coding, body)
            else:
                self.variants[coding] = None
        return self.variants.get(coding)

    @property
    def plain(self) -> Variant:
        """The variant without a coding."""
        plain = self.variants[b""]
        assert plain
        return plain

    @property
    def plain_bytes(self) -> bytes:
        """The bytes without a coding."""
        return self.plain.body["body"]

    def answer(
        self, method: str, headers: Iterable[tuple[bytes, bytes]]
    ) -> tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]:
        """Return the two ASGI messages for a GET or HEAD request with these headers."""
        accepts = none_match = b""
        for name, value in headers:
            if name == b"accept-encoding":
                accepts = value
            elif name == b"if-none-match":
                none_match = value
        variant = self.chosen.get(accepts) or self.choose(accepts)
        if none_match and (none_match == b"*" or variant.etag in none_match):
            return variant.not_modified, NO_BODY
        return variant.start, NO_BODY if method == "HEAD" else variant.body

    def choose(self, accept_encoding: bytes) -> Variant:
        """Choose the variant for an Accept-Encoding header; choices are cached, as few occur."""
        found = (self.variant(coding) for coding in preferred(accept_encoding))
        chosen = next(filter(None, found), self.plain)
        if len(self.chosen) < 100:
            self.chosen[accept_encoding] = chosen
        return chosen
