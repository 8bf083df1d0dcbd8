"""Anchor layers to words, and re-anchor them after a correction of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from edition.document.changes.lcs import Survival, intact_places, lcs_length, survivals
from edition.document.values import Anchor

CONTEXT = 32  # code points stored before and after the words
ENOUGH = 8  # code points that must be unchanged on both sides of the words


class AnchorError(ValueError):
    """The words do not identify one place in the text; the message says why."""


def anchor_at(target: str, text: str, start: int, end: int) -> Anchor:
    """Create the anchor of `text[start:end]`, with its context."""
    if not 0 <= start < end <= len(text):
        raise AnchorError(f"There are no characters {start} to {end} in {target}.")
    return Anchor(
        target=target,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def is_in_place(anchor: Anchor, text: str) -> bool:
    """Whether `text` has the words, with their context, at the anchor's offsets."""
    is_within = anchor.start < anchor.end <= len(text)
    return is_within and anchor_at(anchor.target, text, anchor.start, anchor.end) == anchor


def locate(target: str, text: str, words: str, before: str = "", after: str = "") -> Anchor:
    """Anchor the one place where `words` occur between `before` and `after`."""
    if not words:
        raise AnchorError("An anchor must cover at least one character.")
    quoted = before + words + after
    found = occurrences(text, quoted)
    if len(found) != 1:
        times = "does not occur" if not found else f"occurs {len(found)} times"
        advice = "check the spelling" if not found else "add some of the words before or after"
        raise AnchorError(f"“{quoted}” {times} in {target}; {advice}.")
    start = found[0] + len(before)
    return anchor_at(target, text, start, start + len(words))


def reanchor(anchors: Sequence[Anchor], before: str, after: str) -> list[Anchor | None]:
    """Re-anchor from `before` to the corrected text `after`; None for each anchor that is lost.

    An anchor stays with its words if all shortest edits from one text to the other leave them
    contiguous at one and the same place. Words that were cut are found where they were pasted. In
    doubt the anchor is lost: none may move to other words.
    """
    if before == after:
        return list(anchors)
    intact = intact_places(before, after, {(anchor.start, anchor.end) for anchor in anchors})
    places = [intact[anchor.start, anchor.end] for anchor in anchors]
    ends = {
        offset
        for anchor, candidates in zip(anchors, places, strict=True)
        for place in candidates[:1]
        for offset in (place, place + len(anchor.exact) - 1)
    }
    origins = survivals(after, before, ends)
    unmoved = [
        _unmoved(anchor, after, candidates, origins)
        for anchor, candidates in zip(anchors, places, strict=True)
    ]
    others = [anchor for anchor, found in zip(anchors, unmoved, strict=True) if not found]
    fates = survivals(before, after, {at for each in others for at in (each.start, each.end - 1)})
    return [
        found or _moved(anchor, before, after, fates)
        for anchor, found in zip(anchors, unmoved, strict=True)
    ]


def follow(anchor: Anchor, before: str, after: str) -> Anchor:
    """Shift a lost anchor with its text, and shorten its context if its words are in doubt.

    They are if the words are there, but possibly those of another place: the context identifies
    them no longer. Without its outer words it does not match (see `reanchor_lost`); otherwise
    undoing the next edit would find them again.
    """
    start = _followed(anchor, before, after)
    if _places(anchor, after) or _may_be_others(anchor, before, after, start):
        prefix, suffix = anchor.prefix.partition(" ")[2], anchor.suffix.rpartition(" ")[0]
        anchor = replace(anchor, prefix=prefix, suffix=suffix)
    return replace(anchor, start=start, end=start + len(anchor.exact))


def _may_be_others(anchor: Anchor, before: str, after: str, start: int) -> bool:
    """Whether `after` has the words at `start`, but in doubt whether `before` had them there."""
    if start < 0 or not after.startswith(anchor.exact, start):
        return False
    old, new = (anchor.start, anchor.end), (start, start + len(anchor.exact))
    return not (
        before.startswith(anchor.exact, anchor.start)
        and intact_places(before, after, {old})[old] == (start,)
        and intact_places(after, before, {new})[new] == (anchor.start,)
    )


def _followed(anchor: Anchor, before: str, after: str) -> int:
    head = _common(before, after)
    tail = min(_common(reversed(before), reversed(after)), min(len(before), len(after)) - head)
    is_behind = anchor.start > head and anchor.start >= len(before) - tail
    return anchor.start + (len(after) - len(before) if is_behind else 0)


def reanchor_lost(anchor: Anchor, before: str, after: str) -> Anchor | None:
    """Re-anchor lost words that reappear in exactly the context they had; None otherwise.

    They must occur there once, at their old place, and not have moved there from elsewhere.
    """
    place = _followed(anchor, before, after)
    if _places(anchor, after) != [place] or _places(anchor, before):
        return None
    origins = survivals(after, before, {place})[place].places
    if {*origins} - {anchor.start}:
        return None  # these words may be from elsewhere
    return anchor_at(anchor.target, after, place, place + len(anchor.exact))


def _places(anchor: Anchor, text: str) -> list[int]:
    """Find the offsets of the words with all their context."""
    return [
        start
        for start in occurrences(text, anchor.exact)
        if all(side == there for side, there, _ in _surroundings(anchor, text, start))
    ]


def occurrences(text: str, words: str) -> list[int]:
    """Find every offset at which `words` begin, overlapping ones too."""
    found = []
    start = text.find(words)
    while start != -1:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _unmoved(
    anchor: Anchor, after: str, places: Sequence[int], origins: dict[int, Survival]
) -> Anchor | None:
    if len(places) != 1:
        return None
    start, end = places[0], places[0] + len(anchor.exact)
    came_from = {*origins[start].places} - {anchor.start}
    if came_from | ({*origins[end - 1].places} - {anchor.end - 1}):
        return None
    before_it, after_it = _surroundings(anchor, after, start)
    near = [
        agreeing >= ENOUGH or 4 * lcs_length(side, there) >= 3 * len(side)
        for side, there, agreeing in (before_it, after_it)
    ]
    is_whole = any(
        0 < agreeing == len(side) == len(there) for side, there, agreeing in (before_it, after_it)
    )
    if not (is_whole or all(near)):
        return None
    return anchor_at(anchor.target, after, start, end)


def _moved(anchor: Anchor, before: str, after: str, fates: dict[int, Survival]) -> Anchor | None:
    """Re-anchor words that were cut and pasted, if they are new at one place only."""
    if not (fates[anchor.start].may_be_removed and fates[anchor.end - 1].may_be_removed):
        return None
    places = []
    for start in occurrences(after, anchor.exact):
        left, right = (agreeing for _, _, agreeing in _surroundings(anchor, after, start))
        quoted = after[start - left : start + len(anchor.exact) + right]
        is_alone = len(occurrences(before, quoted)) == len(occurrences(after, quoted)) == 1
        if is_alone and (CONTEXT in (left, right) or min(left, right) >= ENOUGH):
            places.append(start)
    if len(places) != 1:
        return None
    start, end = places[0], places[0] + len(anchor.exact)
    origins = survivals(after, before, {start, end - 1})
    for place in occurrences(before, anchor.exact):
        last = place + len(anchor.exact) - 1
        if place in origins[start].places and last in origins[end - 1].places:
            return None  # these words were there before
    return anchor_at(anchor.target, after, start, end)


def _surroundings(anchor: Anchor, text: str, start: int) -> tuple[tuple[str, str, int], ...]:
    """For each side: the old context, the new one, and how many adjacent characters agree."""
    end = start + len(anchor.exact)
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return (
        (anchor.prefix, before, _common(reversed(anchor.prefix), reversed(before))),
        (anchor.suffix, after, _common(anchor.suffix, after)),
    )


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
