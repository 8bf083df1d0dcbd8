"""Finding the words an editor quotes, as people quote them.

Copied or typed words often have an ordinary space for a no-break one, or curly quotation marks
for straight ones. Each such pair counts as the same character, so offsets stay what they are.
"""

import re
import unicodedata

from edition.desk.places import named
from edition.document.anchoring import AnchorError, anchor_at
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
    """The anchor for the one place of the words. Raises AnchorError, with what to do."""
    text = target.text
    starts = _starts(text, words, before, after)
    if len(starts) == 1:
        return anchor_at(target.key, text, starts[0], starts[0] + len(_folded(words)))
    name = named(target).lower()
    if starts:
        places = "; ".join(_surroundings(text, start, len(words)) for start in starts)
        raise AnchorError(
            f"These words stand {len(starts)} times in {name}: {places}. "
            "Write under “words before” or “words after” what stands next to the ones you mean."
        )
    if (before or after) and _starts(text, words):
        raise AnchorError(f"In {name} these words have other words before or after them.")
    raise AnchorError(
        f"These words do not stand in {name}. Quote them as they are printed there, "
        "without numbers of notes and before any emendation."
    )


def _starts(text: str, words: str, before: str = "", after: str = "") -> list[int]:
    """Where the words begin, in order. A space next to them need not be quoted."""
    words, before, after = (_folded(part) for part in (words, before, after))
    if not words:
        return []
    pattern = re.escape(words)
    if before.strip(" "):
        pattern = rf"(?<={re.escape(before.strip(' '))}){pattern}|" + (
            rf"(?<={re.escape(before.strip(' '))} ){pattern}"
        )
    follows = rf"(?= ?{re.escape(after.strip(' '))})" if after.strip(" ") else ""
    return [found.start() for found in re.finditer(rf"(?=(?:{pattern}){follows})", _folded(text))]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SAME)


def _surroundings(text: str, start: int, length: int) -> str:
    end = start + length
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"“…{before}[{text[start:end]}]{after}…”"
