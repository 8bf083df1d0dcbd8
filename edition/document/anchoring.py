"""Binding layers to words, and finding the words again after the text was corrected."""

from collections.abc import Iterable

from edition.document.values import Anchor

CONTEXT = 32  # code points kept before and after the words
ENOUGH = 8  # code points of surroundings that must still be there


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

    Of several places the one whose surroundings agree best is taken. Two places that agree
    equally well, or one whose surroundings are all new, are not the same place: no anchor may
    silently come to stand on other words.
    """
    if text[anchor.start : anchor.end] == anchor.exact and _agreement(
        anchor, text, anchor.start
    ) == len(anchor.prefix + anchor.suffix):
        return anchor_at(anchor.target, text, anchor.start, anchor.end)
    scored = sorted(
        ((_agreement(anchor, text, start), start) for start in occurrences(text, anchor.exact)),
        reverse=True,
    )
    if not scored:
        return None
    best, start = scored[0]
    if best < min(ENOUGH, len(anchor.prefix + anchor.suffix)):
        return None
    if len(scored) > 1 and scored[1][0] == best:
        return None
    return anchor_at(anchor.target, text, start, start + len(anchor.exact))


def occurrences(text: str, words: str) -> list[int]:
    """Every offset at which `words` begin, overlapping ones too."""
    found = []
    start = text.find(words)
    while start != -1:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _agreement(anchor: Anchor, text: str, start: int) -> int:
    """How many characters next to the words are those that stood there before."""
    end = start + len(anchor.exact)
    before = text[max(0, start - len(anchor.prefix)) : start]
    after = text[end : end + len(anchor.suffix)]
    return _common(reversed(anchor.prefix), reversed(before)) + _common(anchor.suffix, after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
