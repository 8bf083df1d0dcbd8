"""Normalising takes time that grows with the square of a run of marks, so long runs are refused."""

import re
from pathlib import Path

import pytest

from edition.document import unicode
from edition.document.markdown.parse import DialectError, parse_blocks
from edition.document.unicode import LONGEST_RUN, TooManyMarks, nfc

PACKAGE = Path(unicode.__file__).parents[1]
MARKS = ["\u0301\u0316", "\u0f71\u0f72", "\u0f73\u0f73"]  # two at a time


@pytest.fixture
def _nothing_normalises(monkeypatch):
    def refuse(form, text):
        raise AssertionError(f"{len(text)} characters would have been normalised.")

    monkeypatch.setattr(unicode, "normalize", refuse)


def test_letters_written_in_parts_are_put_together():
    assert nfc("Me\u0301nabre\u0301a") == "Ménabréa"


@pytest.mark.parametrize("marks", MARKS)
def test_as_many_marks_are_read_as_any_script_needs(marks):
    assert nfc(("a" + marks * (LONGEST_RUN // 2)) * 2)


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.usefixtures("_nothing_normalises")
def test_more_in_a_row_are_refused_with_their_place_before_anything_normalises(marks):
    with pytest.raises(TooManyMarks) as refused:
        nfc("word a" + marks * LONGEST_RUN)
    assert refused.value.at == 6


@pytest.mark.usefixtures("_nothing_normalises")
def test_a_source_with_a_long_run_of_marks_is_refused_with_line_and_column():
    with pytest.raises(DialectError) as refused:
        parse_blocks("One\n\ntwo" + MARKS[0] * LONGEST_RUN)
    (refusal,) = refused.value.refusals
    assert (refusal.line, refusal.column) == (3, 4)
    assert "take out" in refusal.reason


@pytest.mark.usefixtures("_nothing_normalises")
def test_the_length_of_a_source_is_looked_at_first():
    with pytest.raises(DialectError, match="divide it"):
        parse_blocks("é" * 100_001)


def test_markup_hides_no_long_run():
    marks = "\u0301\u0316" * 10
    with pytest.raises(DialectError, match="combining marks"):
        parse_blocks(f"a{marks}[{marks}]{{.em}}{marks}")


def test_nothing_else_makes_nfc():
    for path in PACKAGE.rglob("*.py"):
        makes = re.search(r"normalize\(\s*\"NFC\"", path.read_text(encoding="utf-8"))
        assert not makes or path.name == "unicode.py", path
