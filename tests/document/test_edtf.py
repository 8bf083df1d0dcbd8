"""Dates are read by several threads at once."""

import sys

import pytest

from edition.document import edtf
from edition.document.edtf import NotADate, bounds


def test_the_output_of_other_threads_is_left_alone(monkeypatch):
    """`redirect_stdout` would set it for all of them, and two at once for good."""
    found = []
    output, read = sys.stdout, edtf.parse_edtf
    monkeypatch.setattr(
        edtf, "parse_edtf", lambda text: found.append(sys.stdout is output) or read(text)
    )
    bounds("1843-09~")
    with pytest.raises(NotADate):
        bounds("1843-13-13")
    assert found == [True, True]
