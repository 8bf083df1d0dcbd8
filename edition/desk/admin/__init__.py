"""What Django looks for: importing these modules registers every class of the desk."""

from edition.desk.admin import (
    accounts,
    apparatus,
    appointments,
    editions,
    notes,
    paragraphs,
    polls,
    revisions,
    sections,
    timeline,
    witnesses,
)

__all__ = [
    "accounts",
    "apparatus",
    "appointments",
    "editions",
    "notes",
    "paragraphs",
    "polls",
    "revisions",
    "sections",
    "timeline",
    "witnesses",
]
