"""The working copy in the database ↔ one `Document`, without loss."""

from edition.releases.working_copy.load import Lenient, load, load_text
from edition.releases.working_copy.store import store

__all__ = ["Lenient", "load", "load_text", "store"]
