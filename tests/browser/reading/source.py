"""The article's source file, read by line numbers that a person counted, without `exchange`."""

from pathlib import Path

SOURCE = Path(__file__).parents[3] / "fixtures/sino-russian-partnership/christoffersen-2013.txt"
LINES = SOURCE.read_text(encoding="utf-8").split("\n")

HEADING_LINES = [12, 42, 63, 78]
PARAGRAPH_LINES = [
    *(9, 15, 18, 21, 24, 27, 30, 33, 36, 39),
    *(45, 48, 51, 54, 57, 60),
    *(66, 69, 72, 75),
    *(81, 84, 87, 90, 93, 96),
    *(101, 104),
]
NOTE_LINES = [n for n in range(110, 169, 2) if n != 128]  # line 128 goes on with note 9

HEADINGS = [LINES[n - 1] for n in HEADING_LINES]
PARAGRAPHS = [LINES[n - 1] for n in PARAGRAPH_LINES]
NOTES = [LINES[n - 1] for n in NOTE_LINES]
NOTES[8] += "\n\n" + LINES[128 - 1]
