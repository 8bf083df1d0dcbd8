"""Read an edition from a path: a source file, or a folder with its apparatus."""

from os import PathLike
from pathlib import Path

from edition.document.problems import Problem
from edition.exchange.folder import EDITION_FILE, read_folder
from edition.exchange.results import ImportRefused, Reading
from edition.exchange.sources import read_bytes, read_source


def read(path: str | PathLike[str], slug: str = "") -> Reading:
    """Read the edition at `path`: a folder with an edition.toml, that file, or a source file.

    `slug` overrides the one in the files. Raises ImportRefused with every problem found.
    """
    path = Path(path)
    if path.name == EDITION_FILE:
        path = path.parent
    try:
        if path.is_dir():
            return read_folder(path, slug)
    except OSError as error:
        problem = Problem(path.name, f"It cannot be opened: {error.strerror}.", "Check the path.")
        raise ImportRefused([problem]) from error
    return read_source(read_bytes(path), path.name, slug)
