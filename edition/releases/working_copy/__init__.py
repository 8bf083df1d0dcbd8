"""The working copy in the database ↔ one `Document`, without loss."""

from edition.releases.working_copy.load import load
from edition.releases.working_copy.store import store

__all__ = ["load", "store"]
