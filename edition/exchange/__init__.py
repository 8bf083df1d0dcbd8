"""Files ↔ Document, one module (or folder of modules) per format. No database here."""

from edition.exchange.files import read
from edition.exchange.results import ImportRefused, Problem, Reading, Recognised
from edition.exchange.uploads import read_upload

__all__ = ["ImportRefused", "Problem", "Reading", "Recognised", "read", "read_upload"]
