"""Headings, paragraphs, and where sections begin."""

from edition.document.inline import plain_text
from tests.exchange.articles import document_of, doubts_of, problems_of

HEAD = "Ada Lovelace: Engines\n\n1843\n\n"


def shape(text):
    """Each section as its heading and its paragraphs."""
    return [
        (plain_text(section.heading), [paragraph.text for paragraph in section.paragraphs])
        for section in document_of(HEAD + text).sections
    ]


def test_a_short_line_without_closing_punctuation_is_a_heading():
    assert shape("First.\n\nOf Mills\n\nSecond.") == [("", ["First."]), ("Of Mills", ["Second."])]


def test_a_short_line_with_closing_punctuation_is_a_paragraph():
    assert shape("What now?\n\nHe said “Stop.”") == [("", ["What now?", "He said “Stop.”"])]


def test_a_short_line_that_calls_a_note_is_a_doubtful_paragraph():
    text = "First.\n\nOf Mills[1]\n\nSecond.\n\n[1] Thanks."
    assert shape(text) == [("", ["First.", "Of Mills", "Second."])]
    assert "As short as a heading" in doubts_of(HEAD + text)[7]


def test_a_short_last_line_heads_nothing_and_is_a_doubtful_paragraph():
    assert shape("First.\n\nThe End") == [("", ["First.", "The End"])]
    assert "As short as a heading" in doubts_of(HEAD + "First.\n\nThe End")[7]


def test_a_heading_over_a_heading_is_doubted():
    assert shape("One\n\nTwo\n\nText.") == [("One", []), ("Two", ["Text."])]
    assert "no text under it" in doubts_of(HEAD + "One\n\nTwo\n\nText.")[5]


def test_more_empty_lines_than_usual_begin_a_section_without_a_heading():
    text = "Of Mills\n\n\nOne.\n\n\nTwo.\n\n\n\n\nThree."
    assert shape(text) == [("Of Mills", ["One.", "Two."]), ("", ["Three."])]
    assert "After 4 empty lines instead of 2" in doubts_of(HEAD + text)[16]


def test_usual_empty_lines_begin_nothing_however_many():
    gap = "\n" * 6
    assert shape(f"One.{gap}Two.{gap}Three.") == [("", ["One.", "Two.", "Three."])]


def test_an_ornament_begins_a_section_without_a_heading():
    assert shape("One.\n\n* * *\n\nTwo.") == [("", ["One."]), ("", ["Two."])]


def test_lines_without_an_empty_line_between_are_joined_and_doubted():
    assert shape("It weaves\npatterns of leaves.") == [("", ["It weaves patterns of leaves."])]
    assert "Lines 5–6" in doubts_of(HEAD + "It weaves\npatterns of leaves.")[5]


def test_double_and_no_break_spaces_are_kept():
    assert shape("One.\u00a0 Two,  three\u00a0\n") == [("", ["One.\u00a0 Two,  three\u00a0"])]


def test_spaces_and_tabs_at_the_ends_of_a_line_are_not_text():
    assert shape(" \tOne.\t \r\n \u00a0 \r\nTwo.") == [("", ["One.", "Two."])]


def test_a_tab_within_a_line_is_a_doubtful_space():
    assert shape("One\ttwo.") == [("", ["One two."])]
    assert "tab" in doubts_of(HEAD + "One\ttwo.")[5]


def test_words_of_another_script_are_set_apart():
    document = document_of(HEAD + "He wrote 词 and слово дня here.")
    assert [n.language for n in document.paragraphs[0].content if hasattr(n, "language")] == [
        "zh",
        "ru",
    ]


def test_share_lines_within_the_text_are_left_out():
    assert shape("One.\n\nShare this article\n\nTwo.") == [("", ["One.", "Two."])]


def test_an_affiliation_needs_the_authors_name():
    text = HEAD + "One.\n\nAda Lovelace, London\n\n"
    assert document_of(text).affiliation == "Ada Lovelace, London"
    assert document_of(text.replace("Ada Lovelace, L", "Mary Somerville, L")).affiliation == ""


def test_a_title_without_a_text_is_refused():
    assert "There is no text." in problems_of(HEAD)[0]


def test_an_endless_paragraph_is_refused():
    assert problems_of(HEAD + "word " * 10_001) == [
        "line 5: The paragraph is longer than 50,000 characters. "
        "Put empty lines between the paragraphs."
    ]
