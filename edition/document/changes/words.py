"""Word diff: common ends, then a patience diff, then every match between its landmarks."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

# Chinese, Japanese and Korean are written without spaces: there every character is a word.
# A note reference is one word, too.
_WORD = re.compile(
    r"\[\^\w+\]|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff]+|.",
    re.DOTALL,
)

_STOP = re.compile(r"[^\w\s]+(?=\s)")
MAX_PAIRS = 10_000  # pairs of words to compare one by one; more would take too long
CONTEXT = 80  # characters that a shortened text displays beside a change


class Fate(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Piece:
    fate: Fate
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Diff two texts by whole words.

    Kept and removed pieces joined give `before`, kept and added ones `after`.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces = _join_islands(_pieces(old, new))
    joined = [
        Piece(fate, "".join(piece.text for piece in run))
        for fate, run in groupby(pieces, key=lambda piece: piece.fate)
    ]
    return tuple(_align_to_sentences(joined))


def shorten(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Abbreviate long unchanged runs to the words next to a change."""
    pieces = tuple(pieces)
    last = len(pieces) - 1
    return tuple(
        part
        for place, piece in enumerate(pieces)
        for part in (
            _shorten(piece.text, place > 0, place < last) if piece.fate == Fate.KEPT else [piece]
        )
    )


def _shorten(text: str, has_before: bool, has_after: bool) -> list[Piece]:
    """Omit the middle of an unchanged run, or an end that is not next to a change."""
    start = _end_of_words(text, CONTEXT) if has_before else 0
    end = len(text) - (_end_of_words(text[::-1], CONTEXT) if has_after else 0)
    if end - start < CONTEXT:
        return [Piece(Fate.KEPT, text)]
    parts = [(Fate.KEPT, text[:start]), (Fate.LEFT_OUT, text[start:end]), (Fate.KEPT, text[end:])]
    return [Piece(fate, part) for fate, part in parts if part]


def _end_of_words(text: str, length: int) -> int:
    """Find the end of the whole words that fit into `length` characters."""
    space = text.rfind(" ", length // 2, length)
    return min(length, len(text)) if space == -1 else space


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Split at common ends and at landmarks, and match the rest."""
    head = _shared(old, new)
    yield Piece(Fate.KEPT, "".join(old[:head]))
    old, new = old[head:], new[head:]
    tail = _shared(old[::-1], new[::-1])
    end = "".join(old[len(old) - tail :])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    i = k = 0
    landmarks = _landmarks(old, new)
    for i_next, k_next in landmarks:
        yield from _pieces(old[i:i_next], new[k:k_next])
        yield Piece(Fate.KEPT, old[i_next])
        i, k = i_next + 1, k_next + 1
    yield from (_pieces if landmarks else _matches)(old[i:], new[k:])
    yield Piece(Fate.KEPT, end)


def _landmarks(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Align words that occur once in each text, as many as keep their order (patience diff)."""
    once = {word for word, count in Counter(old).items() if count == 1}
    at = {word: k for k, word in enumerate(new) if word in once}
    once = {word for word, count in Counter(new).items() if count == 1 and word in at}
    lowest: list[int] = []  # for each length of a run, the least place in `new` of its end
    runs: list[
        tuple[int, int, int]
    ] = []  # place in `old`, in `new`, length of the run that ends there
    for i, word in enumerate(old):
        if word in once:
            length = bisect_left(lowest, at[word])
            lowest[length : length + 1] = [at[word]]
            runs.append((i, at[word], length))
    longest = len(lowest) - 1
    chosen: list[tuple[int, int]] = []
    for i, k, length in reversed(runs):
        if length == longest and (not chosen or k < chosen[-1][1]):
            chosen.append((i, k))
            longest -= 1
    return chosen[::-1]


def _matches(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Match short texts word by word; treat long ones without a landmark as replaced."""
    if len(old) * len(new) > MAX_PAIRS:
        yield Piece(Fate.REMOVED, "".join(old))
        yield Piece(Fate.ADDED, "".join(new))
        return
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Fate.KEPT, "".join(old[i:j]))
        else:
            yield Piece(Fate.REMOVED, "".join(old[i:j]))
            yield Piece(Fate.ADDED, "".join(new[k:m]))


def _shared(one: list[str], other: list[str]) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _join_islands(pieces: Iterator[Piece]) -> list[Piece]:
    """Join changes separated only by a space, removed words first."""
    texts = [piece for piece in pieces if piece.text]
    runs: list[list[Piece]] = []
    for place, piece in enumerate(texts):
        is_inside = 0 < place < len(texts) - 1
        is_island = is_inside and piece.fate == Fate.KEPT and not piece.text.strip()
        joins = piece.fate != Fate.KEPT or is_island
        if joins and runs and runs[-1][0].fate != Fate.KEPT:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    joined = []
    for run in runs:
        if run[0].fate == Fate.KEPT:
            joined += run
            continue
        for fate in (Fate.REMOVED, Fate.ADDED):
            text = "".join(piece.text for piece in run if piece.fate in (fate, Fate.KEPT))
            joined += [Piece(fate, text)] if text else []
    return joined


def _align_to_sentences(pieces: list[Piece]) -> Iterator[Piece]:
    """Move a change past punctuation, so that an added sentence ends with its own.

    Of "One. Two." after "One." the words ". Two" are as new as " Two." is.
    """
    for place in range(1, len(pieces) - 1):
        before, middle, after = pieces[place - 1 : place + 2]
        if middle.fate == Fate.KEPT or {before.fate, after.fate} != {Fate.KEPT}:
            continue
        stop = _STOP.match(middle.text)
        if stop and after.text.startswith(stop[0]):
            length = len(stop[0])
            pieces[place - 1 : place + 2] = [
                Piece(Fate.KEPT, before.text + stop[0]),
                Piece(middle.fate, middle.text[length:] + stop[0]),
                Piece(Fate.KEPT, after.text[length:]),
            ]
    return (piece for piece in pieces if piece.text)
