import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.html import blocks_html
from edition.document.markdown.dialect import MAX_MARKS, MAX_REPORTED, refusals
from edition.document.markdown.parse import DialectError, parse, parse_blocks

HOSTILE = Path(__file__).parents[1] / "hostile"


@pytest.mark.parametrize(
    ("source", "line", "column", "says"),
    [
        ("# Heading", 1, 1, "heading"),
        ("one\n- two", 2, 1, "list"),
        ("1. one", 1, 1, "list"),
        ("> one", 1, 1, "quotation"),
        ("a | b\n| c", 2, 1, "table"),
        ("one <b>two</b>", 1, 5, "HTML"),
        ("see ![map](map.png)", 1, 5, "picture"),
        ("a `word`", 1, 3, "code"),
        ("so *far", 1, 4, "never closed"),
        ("so far]", 1, 7, "closes nothing"),
        ("a *b [c* d]{.title}", 1, 3, "never closed"),
        ("[Russia] did", 1, 1, "brackets"),
        ("see [^7]", 1, 5, "key"),
        ("[^n7]: a note", 1, 1, "note"),
        ("[x](javascript:alert)", 1, 5, "http"),
        ("[x](//example.org)", 1, 5, "https://"),
        ("_word_", 1, 1, "emphasis"),
        ("AT&amp;T", 1, 3, "character"),
        ("one\\two", 1, 4, "backslash"),
        ("bell\x07", 1, 5, "U+0007"),
        ("one\ntwo \tthree", 2, 5, "tab"),
        ("[[one](#a) two](#b)", 1, 1, "another link"),
    ],
)
def test_what_the_dialect_does_not_know_is_refused_with_its_place(source, line, column, says):
    first = refusals(source)[0]
    assert (first.line, first.column) == (line, column)
    assert says in first.reason


def test_every_refusal_of_a_source_is_told_at_once():
    with pytest.raises(DialectError) as caught:
        parse_blocks("a `b`\n\n<i>c</i>")
    assert {refusal.line for refusal in caught.value.refusals} == {1, 3}


def test_a_second_block_is_refused_where_one_is_wanted():
    with pytest.raises(DialectError, match="line 3"):
        parse("one\n\ntwo")


@given(st.text())
def test_any_text_is_read_or_refused_but_never_fails(source):
    try:
        parse_blocks(source)
    except DialectError as error:
        assert error.refusals


PAYLOADS = json.loads((HOSTILE / "xss_payloads.json").read_text(encoding="utf-8"))["payloads"]


@pytest.mark.parametrize("payload", [each["payload"] for each in PAYLOADS])
def test_no_hostile_source_becomes_anything_but_harmless_text(payload):
    try:
        html = "".join(blocks_html(parse_blocks(payload), {}))
    except DialectError:
        return
    tags = {tag.split(">")[0].split()[0] for tag in html.split("<")[1:]}
    assert tags <= {
        "em",
        "/em",
        "strong",
        "/strong",
        "a",
        "/a",
        "br",
        "sub",
        "/sub",
        "span",
        "/span",
    }
    for scheme in ("javascript", "data", "vbscript"):
        assert f'href="{scheme}' not in html.lower()


CASES = json.loads((HOSTILE / "markdown_pathological.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_slow_sources_are_read_or_refused_soon(case):
    """Not a measure of speed: what is quadratic elsewhere would take minutes here."""
    source = eval(case["generator_python"])(16_000)
    began = time.process_time()
    try:
        parse_blocks(source)
    except DialectError as error:
        assert error.refusals
    assert time.process_time() - began < 20


@pytest.mark.parametrize("mark", ["*a* ", "\\*", "[^n7]", "[a](b) ", "a\n\n", "&", "< "])
def test_more_marks_than_any_text_has_are_refused_unread(mark):
    assert [refusal.line for refusal in refusals(mark * (MAX_MARKS + 1))] == [1]
    assert "divide it" in refusals(mark * (MAX_MARKS + 1))[0].reason


def test_only_the_first_of_many_refusals_are_told_in_full():
    told = refusals("`\n" * 1000)
    assert len(told) == MAX_REPORTED + 1
    assert (told[-1].line, told[-1].reason[:22]) == (MAX_REPORTED + 1, "There are 900 more fro")


def test_tabs_at_the_ends_of_lines_count_for_nothing():
    assert parse_blocks("\tone\t\n\ttwo \t\\\n\tthree\t\n\t\nfour\t") == parse_blocks(
        "one\ntwo\\\nthree\n\nfour"
    )
