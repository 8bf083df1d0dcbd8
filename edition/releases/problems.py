"""All problems of a working copy."""

from edition.document.problems import Problem
from edition.releases.checks.check import check
from edition.releases.departures import unsigned_departures
from edition.releases.working_copy import WorkingCopy


def problems_in(copy: WorkingCopy) -> list[Problem]:
    """Return all problems of a working copy, those that block a release first.

    If something cannot be read, nothing else is reported: most of it would be a consequence.
    """
    if copy.unreadable:
        return list(copy.unreadable)
    found = [*_lost(copy), *check(copy.document), *unsigned_departures(copy)]
    return sorted(found, key=lambda problem: not problem.blocks)


def _lost(copy: WorkingCopy) -> list[Problem]:
    """Report lost anchors whose old place has the same words by chance.

    `check` reports the others; a document does not record that an anchor was lost.
    """
    texts = copy.document.texts()
    return [
        Problem(
            key,
            f"It has lost its place: “{anchor.exact}” was not found again in {anchor.target}.",
            "Select its words again, or delete it.",
        )
        for _, key, anchor in copy.lost
        if texts[anchor.target][anchor.start : anchor.end] == anchor.exact
    ]
