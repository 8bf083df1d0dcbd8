"""The article of the fixtures, small articles, and shorthand to read them."""

import io
import zipfile
from pathlib import Path

import pytest

from edition.exchange import ImportRefused
from edition.exchange.plain_text import read_plain_text

FOLDER = Path(__file__).parents[2] / "fixtures" / "sino-russian-partnership"
SOURCE = FOLDER / "christoffersen-2013.txt"

SMALL = """\
Ada Lovelace: On Engines

May 5, 1843


It weaves patterns.[1]


[1] Menabrea, p. 3.
"""


def reading_of(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return read_plain_text(data, "article.txt", **options)


def document_of(text, **options):
    return reading_of(text, **options).document


def problems_of(text, **options):
    """The problems of a text that must be refused, each as a line."""
    with pytest.raises(ImportRefused) as refused:
        reading_of(text, **options)
    return [str(problem) for problem in refused.value.problems]


def doubts_of(text):
    return {entry.line: entry.doubt for entry in reading_of(text).doubts}


def packed(*members):
    """A zip file of these names and their contents."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return data.getvalue()


def packed_folder():
    """The fixtures as somebody would pack them."""
    return packed(*((f"edition/{each.name}", each.read_bytes()) for each in FOLDER.iterdir()))
