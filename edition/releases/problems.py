"""Everything wrong with a working copy."""

from edition.document.problems import Problem
from edition.releases.checks.check import check
from edition.releases.departures import unsigned_departures
from edition.releases.working_copy import WorkingCopy


def problems_in(copy: WorkingCopy) -> list[Problem]:
    """Everything wrong with a working copy; what blocks a release comes first.

    Where something cannot be read, nothing else is reported: all that rests on it would be.
    """
    if copy.unreadable:
        return list(copy.unreadable)
    found = [*_lost(copy), *check(copy.document), *unsigned_departures(copy)]
    return sorted(found, key=lambda problem: not problem.blocks)


def _lost(copy: WorkingCopy) -> list[Problem]:
    """What lost its place although its old place by chance holds the words.

    A document does not know that an anchor was lost; `check` reports the others.
    """
    texts = copy.document.texts()
    return [
        Problem(
            key,
            f"It has lost its place: “{anchor.exact}” was not found again in {anchor.target}.",
            "Choose its words anew, or delete it.",
        )
        for _, key, anchor in copy.lost
        if texts[anchor.target][anchor.start : anchor.end] == anchor.exact
    ]
