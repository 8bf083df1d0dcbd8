"""A bounded cache of slow, immutable responses: one thread builds, at most two others wait."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Busy(Exception):
    """Too many threads are waiting; a later request will succeed."""


class SingleFlightCache:
    """Bytes that take long to build and never change; the least recently used are evicted.

    Anybody can request endless pairs of releases, so at most `max_threads` threads build or wait.
    """

    def __init__(self, size: int = 32, max_threads: int = 3, timeout: float = 5.0) -> None:
        """`timeout` is how many seconds a thread waits for its turn to build."""
        self.size = size
        self.timeout = timeout
        self.built: OrderedDict[Hashable, bytes] = OrderedDict()
        self.lock = threading.Lock()  # of `built`
        self.slots = threading.BoundedSemaphore(max_threads)
        self.turn = threading.Lock()

    def get(self, key: Hashable, build: Callable[[], bytes]) -> bytes:
        """Return the value for `key`, built if it is not in the cache. Raises Busy."""
        found = self.find(key)
        if found is not None:
            return found
        if not self.slots.acquire(blocking=False):
            raise Busy
        try:
            if not self.turn.acquire(timeout=self.timeout):
                raise Busy
            try:
                found = self.find(key)
                return self.add(key, build()) if found is None else found
            finally:
                self.turn.release()
        finally:
            self.slots.release()

    def find(self, key: Hashable) -> bytes | None:
        with self.lock:
            try:
                self.built.move_to_end(key)
                return self.built[key]
            except KeyError:
                return None

    def add(self, key: Hashable, answer: bytes) -> bytes:
        with self.lock:
            self.built[key] = answer
            while len(self.built) > self.size:
                self.built.popitem(last=False)
        return answer
