"""Normalise to Unicode form NFC in linear time."""

import re
from unicodedata import combining, normalize

LONGEST_RUN = 30  # marks in a row; no script needs as many (Stream-Safe Text Format, UAX 15)
# Characters below U+0300 do not combine, so most texts need no check of each character.
_POSSIBLY_TOO_MANY = re.compile(rf"[^\x00-\u02ff]{{{LONGEST_RUN + 1}}}")

# These combine with the preceding character although their combining class is 0.
_DECOMPOSED = frozenset("\u0f73\u0f75\u0f81")


class TooManyMarks(ValueError):
    """Too many combining marks in a row; `at` is the offset of the first of them.

    Normalising a run takes time quadratic in its length, and holds the interpreter meanwhile.
    """

    def __init__(self, at: int) -> None:
        super().__init__(
            f"More than {LONGEST_RUN} combining marks in a row; "
            "take out those that belong to no letter."
        )
        self.at = at


def nfc(text: str) -> str:
    """Normalise to NFC. Raises TooManyMarks before anything slow begins."""
    check_marks(text)
    return normalize("NFC", text)


def check_marks(text: str) -> None:
    """Raise TooManyMarks if more than `LONGEST_RUN` combining marks are in a row."""
    if not _POSSIBLY_TOO_MANY.search(text):
        return
    run = 0
    for at, character in enumerate(text):
        if not is_mark(character):
            run = 0
        elif run == LONGEST_RUN:
            raise TooManyMarks(at - run)
        else:
            run += 1


def is_mark(character: str) -> bool:
    """Whether `character` combines with the preceding one (a non-starter of UAX 15)."""
    return combining(character) > 0 or character in _DECOMPOSED
