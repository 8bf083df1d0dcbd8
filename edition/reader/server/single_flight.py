"""A bounded cache of slow, immutable answers: one thread builds at a time, at most three wait."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Busy(Exception):
    """Too much is being built at once; asking again helps."""


class SingleFlightCache:
    """Bytes that take long to build and never change; those least recently used are dropped.

    There are as many pairs of releases as somebody cares to ask for, so no more than `waiting`
    threads may be occupied by them.
    """

    def __init__(self, size: int = 32, waiting: int = 3, patience: float = 5.0) -> None:
        """`patience` is how many seconds a thread waits for its turn to build."""
        self.size = size
        self.patience = patience
        self.built: OrderedDict[Hashable, bytes] = OrderedDict()
        self.lock = threading.Lock()  # of `built`
        self.places = threading.BoundedSemaphore(waiting)
        self.turn = threading.Lock()

    def get(self, key: Hashable, build: Callable[[], bytes]) -> bytes:
        """The answer for `key`, built if it is not in the cache. Raises Busy."""
        found = self.find(key)
        if found is not None:
            return found
        if not self.places.acquire(blocking=False):
            raise Busy
        try:
            if not self.turn.acquire(timeout=self.patience):
                raise Busy
            try:
                found = self.find(key)
                return self.add(key, build()) if found is None else found
            finally:
                self.turn.release()
        finally:
            self.places.release()

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
