"""Every line of the text is in the document, character for character.

Written without the code of `exchange`: from the source's line numbers and the finished document.
"""

import pytest

from edition.document.inline import LineBreak, Reference, Text, plain_text
from tests.exchange.articles import SOURCE

LINES = SOURCE.read_bytes().decode("utf-8").split("\n")
PARAGRAPHS = [9, *range(15, 40, 3), *range(45, 61, 3), *range(66, 76, 3), *range(81, 97, 3)]
PARAGRAPHS += [101, 104]
HEADINGS = [12, 42, 63, 78]
NOTES = [*range(110, 127, 2), *range(130, 169, 2)]


def as_printed(content):
    """The content with its references written as markers again."""
    written = ""
    for node in content:
        match node:
            case Text(text):
                written += text
            case Reference(note):
                written += f"[{note.removeprefix('n')}]"
            case LineBreak():
                pytest.fail("The source breaks no line.")
            case _:
                written += as_printed(node.content)
    return written


def test_every_paragraph(document):
    assert [as_printed(p.content) for p in document.paragraphs] == [
        LINES[number - 1] for number in PARAGRAPHS
    ]


def test_every_heading(document):
    headings = [plain_text(section.heading) for section in document.sections if section.heading]
    assert headings == [LINES[number - 1] for number in HEADINGS]


@pytest.mark.parametrize("at", range(29))
def test_every_note(document, at):
    note = document.notes[at]
    first, *more = [as_printed(block) for block in note.blocks]
    gap = "" if note.label == "15" else " "  # the source prints none after [15]
    assert f"[{note.label}]{gap}{first}" == LINES[NOTES[at] - 1]
    assert more == ([LINES[127]] if note.label == "9" else [])


def test_no_break_spaces_are_kept(document):
    assert sum(paragraph.text.count("\u00a0") for paragraph in document.paragraphs) == 8


def test_straight_apostrophes_stay_straight(document):
    assert "Moscow's position" in document.paragraphs[9].text
    assert "Russia's stance" in document.paragraphs[18].text
