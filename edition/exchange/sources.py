"""The readers of source files by format, and reading bytes from disk."""

from collections.abc import Callable
from pathlib import Path

from edition.document.problems import Problem
from edition.document.unicode import TooManyMarks, nfc
from edition.exchange.plain_text import read_plain_text
from edition.exchange.results import ImportRefused, Reading

MAX_BYTES = 50_000_000  # of any file; a format may allow less

READERS: dict[str, Callable[..., Reading]] = {".txt": read_plain_text}


def read_source(data: bytes, name: str, slug: str = "", language: str = "") -> Reading:
    """Read the article in `data` in the format that the extension of `name` indicates.

    An empty `slug` or `language` is derived from the text. Names from macOS have their accents as
    separate characters; they are normalised to NFC. Raises ImportRefused.
    """
    try:
        name = nfc(name)
    except TooManyMarks as error:
        problem = Problem("file name", str(error), "Give the file another name.")
        raise ImportRefused([problem]) from error
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        endings = ", ".join(sorted(READERS))
        raise ImportRefused(
            [
                Problem(
                    name,
                    "This kind of file cannot be read.",
                    f"Give a file ending in {endings}, or a folder with an edition.toml.",
                )
            ]
        )
    return reader(data, name, slug=slug, language=language)


def read_bytes(path: Path) -> bytes:
    """Read the bytes of a file. Raises ImportRefused if it cannot be read."""
    try:
        if not path.is_file():
            raise _refused(path, "There is no such file.", "Check its name and folder.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(path, f"It cannot be opened: {reason}.", "Check its permissions.") from error
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise _refused(path, f"The file has more than {most} MB.", "Give one article.")
    return data


def _refused(path: Path, what: str, advice: str) -> ImportRefused:
    return ImportRefused([Problem(path.name or str(path), what, advice)])
