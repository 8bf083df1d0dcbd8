"""Files ↔ Document, one module (or folder of modules) per format. No database here."""

from edition.exchange.files import read
from edition.exchange.reading import ImportRefused, Problem, Reading, Recognised

__all__ = ["ImportRefused", "Problem", "Reading", "Recognised", "read"]
