import pytest
from hypothesis import given

from edition.document.inline import LineBreak, Text
from edition.document.markdown.parse import parse_blocks, write, write_blocks
from tests.document.strategies import contents

blocks = contents().filter(lambda content: content and not isinstance(content[-1], LineBreak))


@given(blocks)
def test_content_written_as_markdown_reads_back_the_same(content):
    assert parse_blocks(write(content)) == (content,)


@given(blocks, blocks)
def test_blocks_written_as_markdown_read_back_the_same(first, second):
    assert parse_blocks(write_blocks((first, second))) == (first, second)


def test_no_break_spaces_survive_at_the_edges_of_a_block():
    assert parse_blocks("\u00a0tactics.\u00a0") == ((Text("\u00a0tactics.\u00a0"),),)


def test_doubled_spaces_survive():
    assert parse_blocks("tactics.\u00a0 A decade") == ((Text("tactics.\u00a0 A decade"),),)


def test_a_bracket_that_is_not_markup_is_written_with_a_backslash():
    assert write((Text("its allies [Russia]"),)) == r"its allies \[Russia\]"


def test_a_year_that_opens_a_line_is_not_taken_for_a_list():
    assert write((Text("2013. A year"),)) == r"2013\. A year"


def test_a_line_break_is_a_backslash_at_the_end_of_a_line():
    assert write((Text("one"), LineBreak(), Text("two"))) == "one\\\ntwo"


def test_a_wrapped_line_is_one_line():
    assert parse_blocks("one\n  two") == ((Text("one two"),),)


def test_a_space_at_the_edge_of_a_line_is_not_silently_lost():
    with pytest.raises(ValueError, match="space"):
        write((Text(" one"),))
