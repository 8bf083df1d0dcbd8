"""Markers and the notes they call."""

import pytest

from edition.document.inline import plain_text, references
from tests.exchange.articles import SMALL, document_of, doubts_of, problems_of

HEAD = "Ada Lovelace: Engines\n\n1843\n\n"


def test_notes_are_not_asked_for():
    assert document_of(HEAD + "It weaves.").notes == ()


def test_a_marker_calls_its_note():
    (paragraph,) = document_of(SMALL).paragraphs
    assert list(references(paragraph.content)) == [(19, "n1")]


@pytest.mark.parametrize(
    "bracket", ["[Russia]", "[]", "[ 1]", "[1a]", "[-1]", "[²]", "[１]", "[[x]"]
)
def test_a_bracket_that_is_not_a_number_is_text(bracket):
    assert document_of(f"{HEAD}Its ally {bracket} came.").paragraphs[0].text == (
        f"Its ally {bracket} came."
    )


@pytest.mark.parametrize("bracket", ["[2013]", "[0]", "[007]", "[12345]", f"[{'9' * 5000}]"])
def test_a_number_that_cannot_be_a_marker_is_doubtful_text(bracket):
    text = f"{HEAD}That year {bracket} came."
    assert document_of(text).paragraphs[0].text == f"That year {bracket} came."
    assert "read as text" in doubts_of(text)[5]


def test_a_note_may_go_on_after_an_empty_line():
    (note,) = document_of(f"{SMALL}\nTaylor’s Memoirs.").notes
    assert list(map(plain_text, note.blocks)) == ["Menabrea, p. 3.", "Taylor’s Memoirs."]
    assert "continue after an empty line" in doubts_of(f"{SMALL}\nTaylor’s Memoirs.")[11]


def test_notes_need_no_empty_line_between_them():
    text = HEAD + "One[1] two.[2]\n\n[1] First.\n[2]Second."
    assert [note.text for note in document_of(text).notes] == ["First.", "Second."]


def test_a_marker_that_begins_a_line_within_a_paragraph_begins_no_list():
    document = document_of(SMALL.replace("patterns.[1]", "patterns\n[1] of leaves."))
    assert document.paragraphs[0].text == "It weaves patterns  of leaves."
    assert len(document.notes) == 1


def test_a_heading_of_the_notes_is_no_section():
    document = document_of(SMALL.replace("\n[1] M", "\nNotes:\n\n[1] M"))
    assert len(document.sections) == 1


def test_a_chinese_note_is_marked_as_such():
    text = SMALL.replace("Menabrea, p. 3.", "阎学通:俄罗斯可靠吗? 2012")
    assert document_of(text).notes[0].language == "zh"
    assert "Chinese" in doubts_of(text)[9]


def test_a_note_called_twice_is_doubted():
    text = SMALL.replace("patterns.", "patterns[1] of.")
    assert doubts_of(text)[6] == "Note 1 is called again."


def test_notes_called_out_of_order_are_doubted():
    text = HEAD + "One[2] two.[1]\n\n[1] First.\n\n[2] Second."
    assert doubts_of(text)[5] == "Note 1 is called after note 2."


def test_notes_listed_out_of_order_are_doubted():
    text = HEAD + "One[1] two.[2]\n\n[2] Second.\n\n[1] First."
    assert [note.label for note in document_of(text).notes] == ["2", "1"]
    assert doubts_of(text)[9] == "Note 1 is listed after note 2."


def test_a_marker_without_a_note_is_refused():
    assert problems_of(SMALL.replace("patterns.", "patterns[3].")) == [
        "line 6, column 19: The marker [3] has no note. "
        "Add a line beginning [3] to the note list, or delete the marker."
    ]


def test_a_note_without_a_marker_is_refused():
    assert problems_of(f"{SMALL}\n[2] More.") == [
        "line 11: Note 2 has no marker. "
        "Write [2] in the text where the note belongs, or delete the note."
    ]


def test_a_number_twice_is_refused():
    assert problems_of(f"{SMALL}\n[1] More.") == [
        "line 11: Note 1 is listed twice, first on line 9. "
        "Renumber it, or if the line belongs to the text, begin it with its words."
    ]


def test_a_note_that_says_nothing_is_refused():
    assert problems_of(SMALL.replace(" Menabrea, p. 3.", "")) == [
        "line 9: Note 1 is empty. Write it, or delete it."
    ]


def test_all_problems_are_found_at_once_in_the_order_of_the_lines():
    text = SMALL.replace("It", "It[7]\x07") + "\n[1] More.\n\n[2] Yet more.\n"
    assert [problem.partition(":")[0] for problem in problems_of(text)] == [
        "line 6, column 6",
        "line 6, column 3",
        "line 11",
        "line 13",
    ]
