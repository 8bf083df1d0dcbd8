"""The working copy in the database ↔ one `Document`, without loss."""

from edition.releases.working_copy.copy import (
    WorkingCopy,
    load,
    lock_edition,
    lock_editions,
    read_working_copies,
    read_working_copy,
)
from edition.releases.working_copy.store import store

__all__ = [
    "WorkingCopy",
    "load",
    "lock_edition",
    "lock_editions",
    "read_working_copies",
    "read_working_copy",
    "store",
]
