"""Align the texts of two documents that are equal or similar, in the same order."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from edition.document.changes.lcs import lcs_length

ALIKE = 0.75  # share of common characters; unrelated texts have half in common
Texts = dict[str, str]


def same_texts(old: Texts, new: Texts) -> dict[str, str]:
    """Map keys of `new` to the keys in `old` of equal or similar texts, in the same order."""
    was, now = list(old), list(new)
    same: dict[str, str] = {}
    matcher = SequenceMatcher(None, list(old.values()), list(new.values()), autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            same |= dict(zip(now[k:m], was[i:j], strict=True))
        elif what == "replace":
            same |= dict(_alike(old, was[i:j], new, now[k:m]))
    return same


def _alike(old: Texts, was: list[str], new: Texts, now: list[str]) -> Iterable[tuple[str, str]]:
    at = 0
    for key in now:
        for place in range(at, len(was)):
            one, other = old[was[place]], new[key]
            if 2 * lcs_length(one, other) >= ALIKE * (len(one) + len(other)):
                yield key, was[place]
                at = place + 1
                break
