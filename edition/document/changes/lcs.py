"""All optimal alignments of two texts by longest common subsequence (LCS).

Only the two texts are known, not what an editor did. So we compute every shortest edit, one that
removes and inserts as few characters as any: what all of these agree on did happen; where they
differ, nothing is certain. A row of the LCS table is stored as the bits of one integer (Hyyrö,
"Bit-parallel LCS-length computation revisited", 2004), so that a paragraph takes milliseconds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Survival:
    """Where shortest edits leave a character, and whether any of them removes it."""

    places: tuple[int, ...]
    may_be_removed: bool


def survivals(before: str, after: str, offsets: Collection[int]) -> dict[int, Survival]:
    """Align the characters of `before` at `offsets` with `after`, in every shortest edit."""
    length = len(before)
    heads = _rows(before, after, {*offsets, length})
    tails = _rows(before[::-1], after[::-1], {length - offset - 1 for offset in offsets})
    longest = heads[length][-1]
    found = {}
    for offset in offsets:
        head, tail = heads[offset], tails[length - offset - 1][::-1]
        found[offset] = Survival(
            places=tuple(
                place
                for place, character in enumerate(after)
                if character == before[offset] and head[place] + 1 + tail[place + 1] == longest
            ),
            may_be_removed=any(a + b == longest for a, b in zip(head, tail, strict=True)),
        )
    return found


def intact_places(
    before: str, after: str, spans: Collection[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Find the places in `after` where a shortest edit leaves a span of `before` contiguous."""
    length = len(before)
    heads = _rows(before, after, {length, *(start for start, _ in spans)})
    tails = _rows(before[::-1], after[::-1], {length - end for _, end in spans})
    longest = heads[length][-1]
    found = {}
    for start, end in spans:
        words, head, tail = before[start:end], heads[start], tails[length - end][::-1]
        found[start, end] = tuple(
            place
            for place in range(len(after) - len(words) + 1)
            if head[place] + len(words) + tail[place + len(words)] == longest
            and after.startswith(words, place)
        )
    return found


def lcs_length(one: str, other: str) -> int:
    """Compute the length of the longest common subsequence."""
    return _rows(one, other, {len(one)})[len(one)][-1]


def _rows(one: str, other: str, wanted: Iterable[int]) -> dict[int, list[int]]:
    """Compute rows of the LCS table for the prefixes of `one` with the `wanted` lengths."""
    where: dict[str, int] = {}
    for place, character in enumerate(other):
        where[character] = where.get(character, 0) | 1 << place
    full = (1 << len(other)) - 1
    rows, row, wanted = {}, full, set(wanted)
    for length in range(len(one) + 1):
        if length in wanted:
            rows[length] = _counted(row, len(other))
        if length < len(one):
            matching = row & where.get(one[length], 0)
            row = ((row + matching) | (row - matching)) & full
    return rows


_UNSET = bytes.maketrans(b"01", b"\x01\x00")


def _counted(row: int, length: int) -> list[int]:
    """Decode a row from its bits: each unset bit is one more common character."""
    bits = f"{row:0{length}b}"[::-1].encode() if length else b""
    return list(accumulate(bits.translate(_UNSET), initial=0))
