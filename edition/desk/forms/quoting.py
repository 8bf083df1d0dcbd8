"""Locate quoted words in a text, tolerating typographic differences.

Copied or typed words often have an ordinary space for a no-break one, or curly quotation marks
for straight ones. Each such pair counts as the same character, so offsets do not shift.
"""

import re

from edition.desk.links import name_of
from edition.document.changes.anchoring import AnchorError, anchor_at
from edition.document.unicode import TooManyMarks, nfc
from edition.document.values import Anchor
from edition.texts.models import Note, Paragraph

_SAME = str.maketrans(
    {
        **dict.fromkeys("\n\t\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("‘’ʼ", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("‐‑–—", "-"),
    }
)
AROUND = 24  # characters shown on each side of a place


def locate_quoted(
    target: Paragraph | Note, words: str, before: str = "", after: str = ""
) -> Anchor:
    """Return the anchor of the only place of the words. Raises AnchorError, with advice."""
    text = target.text
    try:
        places = _places(text, words, before, after)
    except TooManyMarks as error:
        raise AnchorError(str(error)) from error
    if len(places) == 1:
        return anchor_at(target.key, text, *places[0])
    name = name_of(target).lower()
    if places:
        found = "; ".join(_surroundings(text, start, end) for start, end in places)
        raise AnchorError(
            f"These words occur {len(places)} times in {name}: {found}. "
            "Write under “words before” or “words after” what is next to the ones you mean."
        )
    if (before or after) and _places(text, words):
        raise AnchorError(f"In {name} these words have other words before or after them.")
    raise AnchorError(
        f"These words do not occur in {name}. Quote them as they are printed there, "
        "without numbers of notes and before any emendation."
    )


def _places(text: str, words: str, before: str = "", after: str = "") -> list[tuple[int, int]]:
    """Return the start and end of each place of the words, in order.

    A space next to them need not be quoted, and one within them matches several.
    """
    words, before, after = (_folded(part) for part in (words, before, after))
    if not words:
        return []
    pattern = re.sub(r"(?:\\ )+", " +", re.escape(words))
    if words.startswith(" "):
        pattern = f"(?<! ){pattern}"  # once for all the spaces in a row
    if before.strip(" "):
        pattern = rf"(?<={re.escape(before.strip(' '))}){pattern}|" + (
            rf"(?<={re.escape(before.strip(' '))} ){pattern}"
        )
    follows = rf"(?= ?{re.escape(after.strip(' '))})" if after.strip(" ") else ""
    found = re.finditer(rf"(?=({pattern}){follows})", _folded(text))
    return [each.span(1) for each in found]


def _folded(text: str) -> str:
    return nfc(text).translate(_SAME)


def _surroundings(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"“…{before}[{text[start:end]}]{after}…”"
