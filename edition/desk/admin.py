"""What Django looks for: importing these modules registers every class of the desk."""

from edition.desk import (
    accounts,
    apparatus,
    editions,
    notes,
    paragraphs,
    polls,
    releases,
    sections,
    staff,
    timeline,
    witnesses,
)

__all__ = [
    "accounts",
    "apparatus",
    "editions",
    "notes",
    "paragraphs",
    "polls",
    "releases",
    "sections",
    "staff",
    "timeline",
    "witnesses",
]
