"""The report of a reading accounts for every line."""

from tests.exchange.articles import SMALL, SOURCE, reading_of


def test_every_line_that_says_something_is_reported_once(reading):
    lines = SOURCE.read_text(encoding="utf-8").split("\n")
    speaking = [number for number, line in enumerate(lines, start=1) if line.strip()]
    assert [entry.line for entry in reading.report] == speaking


def test_lines_show_number_key_kind_and_words():
    lines = list(reading_of(SMALL).lines())
    assert lines[2] == "   6  p1  paragraph      “It weaves patterns.[1]”"


def test_a_doubt_stands_under_its_line():
    lines = list(reading_of(SMALL.replace("Ada Lovelace: ", "")).lines())
    assert lines[1].startswith("   ?      No author was found;")


def test_a_long_line_is_shortened_between_words(reading):
    assert "“Although there is much speculation on the nature of the …”" in list(reading.lines())[3]
