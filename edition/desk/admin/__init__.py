"""Admin classes of the desk; Django's autodiscovery imports this package, which registers all."""

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
