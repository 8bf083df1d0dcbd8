"""Bytes, line ends and characters."""

import pytest

from tests.exchange.articles import SMALL, document_of, doubts_of, problems_of


def test_bytes_that_are_not_utf_8_are_refused_with_line_and_byte():
    mixed = SMALL.encode().replace(b"weaves", b"\xc3\xa9w\xe9aves")
    assert problems_of(mixed) == [
        "line 6: Byte 7 of the line is not UTF-8 (0xE9). Save the file as UTF-8."
    ]


def test_every_line_that_is_not_utf_8_is_named():
    problems = problems_of(SMALL.encode().replace(b" p", b" \xff"))
    assert [problem.partition(":")[0] for problem in problems] == ["line 6", "line 9"]


def test_utf_16_is_refused_by_its_name():
    assert "UTF-16" in problems_of(SMALL.encode("utf-16"))[0]


@pytest.mark.parametrize("empty", [b"", b"\n \r\n", b"\xef\xbb\xbf", "\u00a0\n".encode()])
def test_an_empty_file_is_refused(empty):
    assert problems_of(empty) == ["line 1: The file is empty. Give a file with a title and a text."]


def test_a_file_over_5_mb_is_refused():
    assert problems_of(b"x" * 5_000_001) == [
        "line 1: The file has 5.0 MB. Give one article of at most 5 MB."
    ]


def test_a_byte_order_mark_is_dropped_and_doubted():
    assert document_of("\ufeff" + SMALL).title == "On Engines"
    assert "byte order mark" in doubts_of("\ufeff" + SMALL)[1]


def test_windows_line_ends_change_nothing():
    assert document_of(SMALL.replace("\n", "\r\n")).sections == document_of(SMALL).sections


def test_text_in_nfd_is_normalised_and_doubted_once():
    text = SMALL.replace("weaves", "we\u0301aves").replace("Menabrea", "Me\u0301nabrea")
    assert document_of(text).paragraphs[0].text == "It wéaves patterns."
    assert list(doubts_of(text)) == [6]


def test_too_many_combining_marks_in_a_row_are_refused_with_their_place():
    text = SMALL.replace("weaves", "we" + "\u0301\u0316" * 16 + "aves")
    assert problems_of(text) == [
        "line 6, column 6: More than 30 combining marks in a row. "
        "Take out those that belong to no letter."
    ]


@pytest.mark.parametrize("control", ["\x00", "\x0c", "\x1b", "\x85", "\u2028", "\uffff", "\rx"])
def test_a_control_character_is_refused_with_line_and_column(control):
    (problem,) = problems_of(SMALL.replace("weaves", f"wea{control}ves"))
    assert problem.startswith("line 6, column 7: The control character U+")
