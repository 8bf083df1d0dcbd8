"""Dates are parsed by several threads at once, those of the common forms without the package."""

import sys
from itertools import product

import pytest

from edition.document import edtf
from edition.document.edtf import NotADate, bounds

COMMON = [
    *("0000", "0001", "2012", "9999", "2012~", "2012?", "2012%", "2012~?"),
    *(f"2012-{month:02}" for month in (0, 1, 2, 4, 12, 13, 20, 21, 22, 23, 24, 25)),
    *("2013-02", "1900-02~", "2012-12?", "2012-21~", "2012-23%", "0000-02", "0000-21"),
    *("2012-02-29", "2013-02-29", "1900-02-29", "2012-04-31", "2012-12-31?", "2012-01-00"),
    *map("/".join, product(["2012", "2012-02~", "2012-21", "2012-02-30"], repeat=2)),
    *("２０１２", "2012 ", "2012-5", "12", "2012-005", "2012/2013/2014", "2012/", "/2012", "/", ""),
]


def outcome(text):
    try:
        return bounds.__wrapped__(text)
    except NotADate:
        return NotADate


def test_common_dates_mean_the_days_that_the_package_finds(monkeypatch):
    computed = {text: outcome(text) for text in COMMON}
    monkeypatch.setattr(edtf, "_common_bounds", lambda text: None)
    assert computed == {text: outcome(text) for text in COMMON}


def test_common_dates_do_not_need_the_package(monkeypatch):
    monkeypatch.setattr(edtf, "_parser", None)
    for text in ("2012", "2012-02~", "2012-02-29", "2013-21", "2012-10~/2013-21"):
        assert outcome(text) is not NotADate


def test_the_output_of_other_threads_is_left_alone(monkeypatch):
    """`redirect_stdout` would set it for all of them, and two at once for good."""
    found = []
    output, read = sys.stdout, edtf._parser()
    monkeypatch.setattr(
        edtf, "_parser", lambda: lambda text: found.append(sys.stdout is output) or read(text)
    )
    bounds("1843-09-XX")
    with pytest.raises(NotADate):
        bounds("1843-13-13")
    assert found == [True, True]
