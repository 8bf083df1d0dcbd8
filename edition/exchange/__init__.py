"""Convert files to Document, one module or folder per format. No database here."""

from edition.exchange.files import read
from edition.exchange.results import ImportRefused, Reading, Recognised
from edition.exchange.uploads import read_upload

__all__ = ["ImportRefused", "Reading", "Recognised", "read", "read_upload"]
