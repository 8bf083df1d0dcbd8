"""What all readers share, kept as bytes: static files, reading pages and the state of polls.

Each is compressed once and answered before Django is asked. Twice a second at most, and only when
somebody reads, the database is asked whether anything changed; nothing lives in one process alone.
"""

import asyncio
import gzip
import hashlib
import logging
import mimetypes
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from asgiref.typing import HTTPResponseBodyEvent, HTTPResponseStartEvent

from edition.reader.server.answer import Headers, start_of, whole_body

CHECK_EVERY = 0.5  # seconds between looks at the database
PATIENCE = 1.0  # seconds a reader waits for that look at most
RETRY_AFTER = 5.0  # seconds before a page that could not be rendered is tried again
TOO_OLD = 0.9  # seconds after which a reader waits for the look rather than get old bytes

NO_SNIFFING = (b"x-content-type-options", b"nosniff")
NO_BODY = whole_body(b"")

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")
log = logging.getLogger(__name__)


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
        told = [*headers, (b"etag", etag), (b"vary", b"Accept-Encoding")]
        if coding:
            told.append((b"content-encoding", coding))
        length = (b"content-length", str(len(body)).encode())
        return cls(
            etag,
            start_of(200, [*told, length]),
            whole_body(body),
            start_of(304, told),
        )


class Resource:
    """Bytes ready to be sent, as they are and compressed, each with its own ETag."""

    def __init__(self, headers: Headers, bodies: Mapping[bytes, bytes]) -> None:
        """`bodies` by content coding: b"" (as it is), and b"gzip" and b"br" where smaller."""
        digest = hashlib.sha256(bodies[b""]).hexdigest()[:24].encode()
        self.variants = {
            coding: Variant.of(headers, coding, body, digest) for coding, body in bodies.items()
        }
        self.chosen: dict[bytes, Variant] = {}

    @classmethod
    def compressed(cls, headers: Headers, body: bytes) -> "Resource":
        compressed = {
            b"br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=9),
            b"gzip": gzip.compress(body, 9, mtime=0),
        }
        smaller = {coding: each for coding, each in compressed.items() if len(each) < len(body)}
        return cls(headers, {b"": body, **smaller})

    @property
    def as_it_is(self) -> bytes:
        """The bytes without a coding."""
        return self.variants[b""].body["body"]

    def answer(
        self, method: str, headers: Iterable[tuple[bytes, bytes]]
    ) -> tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]:
        """The two messages that answer a GET or HEAD request with these headers."""
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
        """The variant for a value of Accept-Encoding; there are few, so the choice is kept."""
        coding = next((each for each in preferred(accept_encoding) if each in self.variants), b"")
        if len(self.chosen) < 100:
            self.chosen[accept_encoding] = self.variants[coding]
        return self.variants[coding]


@lru_cache(maxsize=256)
def preferred(accept_encoding: bytes) -> tuple[bytes, ...]:
    """The codings we have that an Accept-Encoding header takes, the best first."""
    refused: set[bytes] = set()
    taken: set[bytes] = set()
    for part in accept_encoding.lower().split(b","):
        coding, _, weight = part.partition(b";")
        is_refused = weight.replace(b" ", b"").rstrip(b"0.") == b"q="
        (refused if is_refused else taken).add(coding.strip())
    return tuple(
        coding
        for coding in (b"br", b"gzip")
        if coding in taken or (b"*" in taken and coding not in refused)
    )


def static_resources(root: Path, prefix: str, headers: Headers) -> dict[str, Resource]:
    """Every collected static file, by its path on the site.

    `headers` go with those that a browser can open as a page, and so run scripts in.
    Files whose name tells their content (`main.0123456789ab.css`) may be kept for ever.
    """
    files = {path for path in root.rglob("*") if path.is_file()}
    resources = {}
    for path in files:
        if path.suffix in (".gz", ".br") and path.with_suffix("") in files:
            continue
        relative = path.relative_to(root).as_posix()
        mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        is_text = mimetype.startswith("text/") or mimetype.endswith(("json", "xml"))
        lasts = "max-age=31536000, public, immutable" if has_fingerprint(path) else "max-age=60"
        told = {
            "content-type": f"{mimetype}; charset=utf-8" if is_text else mimetype,
            "cache-control": lasts,
        }
        bodies = {b"": path.read_bytes()}
        for coding, suffix in ((b"br", ".br"), (b"gzip", ".gz")):
            if (sibling := path.with_name(path.name + suffix)) in files:
                bodies[coding] = sibling.read_bytes()
        encoded = [(name.encode(), value.encode()) for name, value in told.items()]
        can_be_opened = mimetype in ("image/svg+xml", "text/html")
        resources[prefix + relative] = Resource(
            [*encoded, *(headers if can_be_opened else []), NO_SNIFFING], bodies
        )
    return resources


def has_fingerprint(path: Path) -> bool:
    """Whether Django put a digest of the content into the file's name."""
    parts = path.name.split(".")
    return len(parts) > 2 and len(parts[-2]) == 12 and set(parts[-2]) <= set("0123456789abcdef")


class SharedPages:
    """The pages that are the same for every reader, made again when what they show has changed.

    `current` asks the database which pages there are: for each path, something that changes when
    the page does. `render` makes one. Both are called in threads.
    """

    def __init__(
        self,
        current: Callable[[], Mapping[str, Hashable]],
        render: Callable[[str], Resource | None],
    ) -> None:
        self.current = current
        self.render = render
        self.pages: dict[str, Resource | None] = {}
        self.states: dict[str, Hashable] = {}
        self.looked_at = float("-inf")
        self.look: asyncio.Task[None] | None = None
        self.is_blind = False  # the database fails or hangs: nobody waits for it
        self.was_told = False
        self.failed: dict[str, tuple[Hashable, float]] = {}  # what could not be rendered, and when

    @property
    def age(self) -> float:
        """Seconds since the pages were last known to be right."""
        return time.monotonic() - self.looked_at

    async def get(self, path: str) -> Resource | None:
        """The page at `path`, never older than a second; None if it is not one of ours."""
        age = self.age
        if age > CHECK_EVERY and self.look is None:
            self.look = asyncio.create_task(self.look_again())
        if age > TOO_OLD and self.look and not self.is_blind:
            await asyncio.wait({self.look}, timeout=PATIENCE)
            self.is_blind = self.look is not None
        return self.pages.get(path)

    async def look_again(self) -> None:
        began = time.monotonic()
        try:
            await asyncio.to_thread(self.refresh)
            self.is_blind = self.was_told = False
        except Exception:
            # Readers are served what there is; once is enough to say so.
            if not self.was_told:
                log.exception("The database cannot be asked what changed; pages stay as they are.")
            self.is_blind = self.was_told = True
        finally:
            self.looked_at = began
            self.look = None

    def refresh(self) -> None:
        """Render what is new or has changed, and drop what is gone."""
        current = self.current()
        for path in set(self.pages) - set(current):
            del self.pages[path]
            self.states.pop(path, None)
        for path, state in current.items():
            if self.states.get(path, self) != state and not self.has_just_failed(path, state):
                self.make(path, state)

    def has_just_failed(self, path: str, state: Hashable) -> bool:
        failed_state, failed_at = self.failed.get(path, (self, 0.0))
        return failed_state == state and time.monotonic() - failed_at < RETRY_AFTER

    def make(self, path: str, state: Hashable) -> None:
        """Render one page; one that fails is left to Django, and tried again later."""
        try:
            self.pages[path] = self.render(path)
        except Exception:
            self.pages[path] = None
            log.exception("%s cannot be rendered.", path)
        if self.pages[path] is None:
            self.states.pop(path, None)
            self.failed[path] = (state, time.monotonic())
        else:
            self.states[path] = state
            self.failed.pop(path, None)
