"""Cache of frozen documents by their SHA-256: they never change, so all threads share one."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from edition.document.json import loads
from edition.document.values import Document

MAX_CACHED = 24

_cache: OrderedDict[str, Document] = OrderedDict()
_lock = Lock()


def document_of(sha256: str, read: Callable[[], str]) -> Document:
    """Return the document frozen under this SHA-256; if it is not cached, `read` its JSON.

    Raises DocumentError, and whatever `read` raises.
    """
    with _lock:
        if sha256 in _cache:
            _cache.move_to_end(sha256)
            return _cache[sha256]
    return cache_document(sha256, loads(read()))


def cache_document(sha256: str, document: Document) -> Document:
    """Cache a document that need not be decoded, and return it."""
    with _lock:
        _cache[sha256] = document
        _cache.move_to_end(sha256)
        while len(_cache) > MAX_CACHED:
            _cache.popitem(last=False)
    return document


def clear_cache() -> None:
    """Forget every document; the next use decodes it again."""
    with _lock:
        _cache.clear()
