"""Binding layers to words, and finding the words again after the text was corrected."""

from collections.abc import Iterable

from edition.document.values import Anchor

CONTEXT = 32  # code points kept before and after the words
ENOUGH = 8  # code points that must still stand on both sides if neither side is whole


class AnchorError(ValueError):
    """The words do not name one place in the text; the message says why."""


def anchor_at(target: str, text: str, start: int, end: int) -> Anchor:
    """The anchor for `text[start:end]`, with its surroundings."""
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


def locate(target: str, text: str, words: str, before: str = "", after: str = "") -> Anchor:
    """The anchor for the one place where `words` stand between `before` and `after`."""
    if not words:
        raise AnchorError("An anchor must cover at least one character.")
    quoted = before + words + after
    found = occurrences(text, quoted)
    if len(found) != 1:
        times = "nowhere" if not found else f"{len(found)} times"
        advice = "check the spelling" if not found else "add some of the words before or after"
        raise AnchorError(f"“{quoted}” stands {times} in {target}; {advice}.")
    start = found[0] + len(before)
    return anchor_at(target, text, start, start + len(words))


def find_again(anchor: Anchor, text: str) -> Anchor | None:
    """The same words in a corrected text, or None if they are lost.

    A place is the same if all that was kept of one side of the words still stands there, or
    enough of both. The same words elsewhere are not the same place, and of two places that agree
    equally well neither is taken: no anchor may silently come to stand on other words.
    """
    places = []
    for start in occurrences(text, anchor.exact):
        end = start + len(anchor.exact)
        before = _common(reversed(anchor.prefix), reversed(text[:start]))
        after = _common(anchor.suffix, text[end : end + CONTEXT])
        reaches = (
            before == len(anchor.prefix) and before in (CONTEXT, start),
            after == len(anchor.suffix) and (after == CONTEXT or end + after == len(text)),
        )
        if any(reaches) or min(before, after) >= ENOUGH:
            places.append((all(reaches), start == anchor.start, before + after, start))
    best = max(places, default=None)
    if best is None or sum(place[:3] == best[:3] for place in places) > 1:
        return None
    return anchor_at(anchor.target, text, best[3], best[3] + len(anchor.exact))


def occurrences(text: str, words: str) -> list[int]:
    """Every offset at which `words` begin, overlapping ones too."""
    found = []
    start = text.find(words)
    while start != -1:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
