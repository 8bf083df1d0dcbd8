"""What is asked for in endless variety cannot take up the server."""

import threading

import pytest

from edition.reader.server.single_flight import Busy, MadeOnce


def test_a_thing_is_made_once():
    made = MadeOnce()
    assert made.get(1, lambda: b"one") == made.get(1, lambda: b"another") == b"one"


def test_only_the_last_ones_are_kept():
    made = MadeOnce(keep=2)
    for number in range(5):
        made.get(number, lambda: b"")
    assert list(made.kept) == [3, 4]


def test_whoever_comes_when_all_places_are_taken_is_told_so():
    made = MadeOnce(waiting=1)
    begun, end = threading.Event(), threading.Event()

    def slow():
        begun.set()
        end.wait(5)
        return b"slow"

    thread = threading.Thread(target=made.get, args=(1, slow))
    thread.start()
    begun.wait(5)
    with pytest.raises(Busy):
        made.get(2, lambda: b"")
    end.set()
    thread.join()
    assert made.get(2, lambda: b"two") == b"two"


def test_what_fails_leaves_its_place():
    made = MadeOnce(waiting=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            made.get(1, lambda: 1 / 0)
