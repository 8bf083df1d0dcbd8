"""The working copy in the database ↔ one `Document`, without loss."""

from edition.releases.working_copy.copy import (
    WorkingCopy,
    load,
    read_working_copies,
    read_working_copy,
)
from edition.releases.working_copy.store import store

__all__ = [
    "WorkingCopy",
    "load",
    "read_working_copies",
    "read_working_copy",
    "store",
]
