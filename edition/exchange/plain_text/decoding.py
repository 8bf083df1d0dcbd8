"""Decode a file to lines: encoding, line ends, and forbidden characters."""

import re
from itertools import islice

from edition.document.unicode import TooManyMarks, is_mark, nfc
from edition.exchange.plain_text.draft import MAX_PROBLEMS, Draft, Line

MAX_BYTES = 5_000_000

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UNDECODED = re.compile("[\udc80-\udcff]")  # how "surrogateescape" decodes bytes not in UTF-8
# Controls but the tab, Unicode's own line ends, and the two code points that XML 1.0 (section 2.2)
# excludes.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_LOST = "\N{REPLACEMENT CHARACTER}"


def decode(data: bytes, draft: Draft) -> list[Line]:
    """Decode `data` to its non-blank lines, in Unicode form NFC.

    Bytes that are not UTF-8 and forbidden characters are refused in `draft`, and the rest of the
    file is read, so that all its problems are found at once.
    """
    if len(data) > MAX_BYTES:
        size, most = len(data) / 1e6, MAX_BYTES / 1e6
        draft.refuse(
            1, f"The file has {size:.1f} MB.", f"Give one article of at most {most:.0f} MB."
        )
        return []
    if data.startswith(_UTF_16_MARKS):
        draft.refuse(1, "The file is in UTF-16, from byte 1 on.", "Save it as UTF-8.")
        return []
    text = data.decode("utf-8", errors="surrogateescape")
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        text = text[1:]
        draft.doubt(1, "A byte order mark at the start of the file was dropped.")
    printed = text.split("\n")  # str.splitlines() would break lines at form feeds and others too
    printed = [_check_line(number, line, draft) for number, line in enumerate(printed, start=1)]
    lines = _nonblank_lines(_normalise(printed, draft))
    if not lines and not draft.problems:
        draft.refuse(1, "The file is empty.", "Give a file with a title and a text.")
    return lines


def _check_line(number: int, line: str, draft: Draft) -> str:
    """Strip a line, and refuse and replace its unusable characters."""
    line = line.rstrip(" \t\r")
    if undecoded := _UNDECODED.search(line):
        position = len(line[: undecoded.start()].encode("utf-8", errors="surrogateescape")) + 1
        draft.refuse(
            number,
            f"Byte {position} of the line is not UTF-8 (0x{ord(undecoded[0]) - 0xDC00:02X}).",
            "Save the file as UTF-8.",
        )
        line = _UNDECODED.sub(_LOST, line)
    elif _LOST in line:
        draft.doubt(number, "Contains U+FFFD, which replaces a character lost earlier.")
    for forbidden in islice(_FORBIDDEN.finditer(line), MAX_PROBLEMS):
        draft.refuse(
            number,
            f"The control character U+{ord(forbidden[0]):04X} is not allowed in a text.",
            "Delete it, or write what it represents.",
            column=forbidden.start() + 1,
        )
    line = _FORBIDDEN.sub(_LOST, line)
    if "\t" in line.lstrip(" \t"):
        draft.doubt(number, "A tab inside the line was replaced by a space.")
    return line.lstrip(" \t").replace("\t", " ")


def _normalise(printed: list[str], draft: Draft) -> list[str]:
    """Normalise to NFC. Files from macOS often have accents as separate characters."""
    normalised: list[str] = []
    has_changed = False
    for number, line in enumerate(printed, start=1):
        try:
            normalised.append(nfc(line))
        except TooManyMarks as error:
            what, _, advice = str(error).partition("; ")
            draft.refuse(number, f"{what}.", advice.capitalize(), column=error.at + 1)
            line = "".join(each for each in line if not is_mark(each))
            normalised.append(line)
        if normalised[-1] != line and not has_changed:
            has_changed = True
            draft.doubt(
                number,
                "From this line on, letters with separate accents were composed (Unicode NFC).",
            )
    return normalised


def _nonblank_lines(printed: list[str]) -> list[Line]:
    lines: list[Line] = []
    gap = 0
    for number, text in enumerate(printed, start=1):
        if text and not text.isspace():
            lines.append(Line(number, text, gap))
            gap = 0
        else:
            gap += 1
    return lines
