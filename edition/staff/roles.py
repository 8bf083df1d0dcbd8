"""The permissions of each role, in one table. Each role includes those before it."""

from enum import StrEnum
from functools import cache


class Role(StrEnum):
    ANNOTATOR = "annotator"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"


_EVERYTHING = (
    "texts: edition contributor witness section paragraph note reference citation",
    "apparatus: annotation emendation entity mention",
    "timeline: event passage",
    "polls: poll choice burst",
    "releases: revision revisedpart departure plannedrelease withdrawal",
)
GRANTED: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.ANNOTATOR: {
        "view": _EVERYTHING,
        "add change delete": ("apparatus: annotation entity mention", "timeline: event passage"),
    },
    Role.EDITOR: {
        "change": ("texts: edition", "polls: burst"),
        "add": ("releases: departure upload",),
        "add change delete": (
            "texts: contributor section paragraph note citation",
            "apparatus: emendation",
            "polls: poll choice",
        ),
    },
    Role.PUBLISHER: {
        # To make a release is the right to publish, plan, withdraw and restore.
        "add": ("releases: revision",),
    },
    Role.ADMINISTRATOR: {
        "add": ("texts: edition",),
        "view add change delete": ("staff: appointment",),
    },
}


@cache
def permissions_of(role: Role) -> frozenset[str]:
    """List the permissions of a role, such as "texts.change_paragraph"."""
    roles = list(Role)
    held = roles[: roles.index(role) + 1]
    return frozenset(
        f"{app}.{act}_{model}"
        for each in held
        for acts, things in GRANTED[each].items()
        for thing in things
        for app, models in [thing.split(": ")]
        for model in models.split()
        for act in acts.split()
    )
