"""Results of reading a file: the document and a report of its lines, or the problems."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edition.document.problems import Problem
from edition.document.values import Document

SLUG = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")  # a short name in addresses
MAX_QUOTED = 60  # characters of a line that the report quotes
MAX_LISTED = 50  # problems that a refusal's message lists


@dataclass(frozen=True, slots=True)
class Recognised:
    """One line of a source file and the part it was recognised as.

    `line` counts from 1. `key` is that part's key, `""` if it has none. `doubt` says what an
    editor should check; `""` means nothing.
    """

    line: int
    what: str
    text: str
    doubt: str = ""
    key: str = ""


class ImportRefused(Exception):
    """A file cannot become an edition; `problems` holds every reason found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """List the problems, one a line, and count those beyond `MAX_LISTED`."""
        listed = [str(problem) for problem in self.problems[:MAX_LISTED]]
        more = len(self.problems) - len(listed)
        if more:
            listed.append(f"… and {more} more.")
        return "\n".join(listed)


@dataclass(frozen=True, slots=True)
class Reading:
    """The document of a file without problems, and a report in the order of its lines."""

    document: Document
    report: tuple[Recognised, ...] = ()

    @property
    def doubts(self) -> tuple[Recognised, ...]:
        return tuple(entry for entry in self.report if entry.doubt)

    def lines(self) -> Iterator[str]:
        """Format the report: line number, key, kind, first words; doubts are marked ?."""
        key_width = max((len(entry.key) for entry in self.report), default=0)
        what_width = max((len(entry.what) for entry in self.report), default=0)
        for entry in self.report:
            quoted = f"“{_shorten(entry.text)}”" if entry.text else ""
            yield (
                f"{entry.line:>4}  {entry.key:<{key_width}}  {entry.what:<{what_width}}  {quoted}"
            ).rstrip(" ")
            if entry.doubt:
                yield f"   ?  {'':<{key_width}}  {entry.doubt}"


def _shorten(text: str) -> str:
    text = text.strip()  # for display only; the document has its own copy
    if len(text) <= MAX_QUOTED:
        return text
    whole_words, _, _ = text[: MAX_QUOTED + 1].rpartition(" ")
    return f"{whole_words} …" if whole_words else f"{text[:MAX_QUOTED]}…"
