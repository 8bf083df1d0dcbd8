"""Pages that take long to make, never change, and are too many to have ready."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Busy(Exception):
    """Too much is being made at once; asking again helps."""


class MadeOnce:
    """What takes long to make and never changes: made once, one at a time, the last ones kept.

    There are as many pairs of releases as somebody cares to ask for, so no more than `waiting`
    threads may be taken up with them.
    """

    def __init__(self, keep: int = 32, waiting: int = 3, patience: float = 5.0) -> None:
        self.keep = keep
        self.patience = patience
        self.kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self.places = threading.BoundedSemaphore(waiting)
        self.turn = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Raises Busy."""
        if key in self.kept:
            return self.kept[key]
        if not self.places.acquire(blocking=False):
            raise Busy
        try:
            if not self.turn.acquire(timeout=self.patience):
                raise Busy
            try:
                if key not in self.kept:
                    self.kept[key] = make()
                    while len(self.kept) > self.keep:
                        self.kept.popitem(last=False)
                return self.kept[key]
            finally:
                self.turn.release()
        finally:
            self.places.release()
