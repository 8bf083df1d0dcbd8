"""Endless different requests for slow pages cannot occupy all threads."""

import threading

import pytest

from edition.reader.server.single_flight import Busy, SingleFlightCache


def test_a_thing_is_made_once():
    cache = SingleFlightCache()
    assert cache.get(1, lambda: b"one") == cache.get(1, lambda: b"another") == b"one"


def test_only_the_last_ones_are_kept():
    cache = SingleFlightCache(size=2)
    for number in range(5):
        cache.get(number, lambda: b"")
    assert list(cache.built) == [3, 4]


def test_what_was_asked_for_last_is_kept():
    cache = SingleFlightCache(size=2)
    for number in (1, 2, 1, 3):
        cache.get(number, lambda: b"first")
    assert cache.get(1, lambda: b"anew") == b"first"
    assert cache.get(2, lambda: b"anew") == b"anew"


class EvictedWhileLookedUp(int):
    """A key that another thread evicts between lookup and read."""

    finds = 0

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.finds += 1
        return self.finds == 1


def test_what_is_dropped_while_it_is_looked_up_is_made_again():
    cache = SingleFlightCache()
    cache.get(EvictedWhileLookedUp(1), lambda: b"first")
    key = EvictedWhileLookedUp(1)
    assert cache.get(key, lambda: b"anew") in (b"first", b"anew")


def test_whoever_comes_when_all_places_are_taken_is_told_so():
    cache = SingleFlightCache(max_threads=1)
    begun, end = threading.Event(), threading.Event()

    def slow():
        begun.set()
        end.wait(5)
        return b"slow"

    thread = threading.Thread(target=cache.get, args=(1, slow))
    thread.start()
    begun.wait(5)
    with pytest.raises(Busy):
        cache.get(2, lambda: b"")
    end.set()
    thread.join()
    assert cache.get(2, lambda: b"two") == b"two"


def test_what_fails_leaves_its_place():
    cache = SingleFlightCache(max_threads=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            cache.get(1, lambda: 1 / 0)
