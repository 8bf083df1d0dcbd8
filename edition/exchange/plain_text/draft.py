"""Lines of a source file, and the report and problems collected while reading them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edition.document.problems import Problem
from edition.exchange.results import Recognised

LONGEST_BLOCK = 50_000  # characters; no printed paragraph or note is longer
MAX_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, and the number of empty lines before it.

    `text` is the line without the ASCII spaces and tabs at its two ends; all other spaces,
    no-break ones above all, belong to the text.
    """

    number: int
    text: str
    gap: int


@dataclass(slots=True)
class Draft:
    """The report and the problems, collected as parts of the file are recognised."""

    recognised: list[Recognised] = field(default_factory=list)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    doubts: dict[int, dict[str, None]] = field(default_factory=dict)  # by line, in order

    def recognise(self, line: Line, what: str, key: str = "") -> None:
        self.recognised.append(Recognised(line.number, what, line.text, key=key))

    def doubt(self, line: int, doubt: str) -> None:
        """Ask an editor to check this line; the same doubt is recorded once for each line."""
        self.doubts.setdefault(line, {})[doubt] = None

    def refuse(self, line: int, what: str, advice: str, column: int = 0) -> None:
        """Record a reason for refusing the file. `line` and `column` count from 1; column 0: none.

        Reasons beyond `MAX_PROBLEMS` are dropped: such a file is of another kind.
        """
        if len(self.problems) == MAX_PROBLEMS:
            return
        where = f"line {line}, column {column}" if column else f"line {line}"
        self.problems.append((line, Problem(where, what, advice)))

    def all_problems(self) -> list[Problem]:
        return [problem for _, problem in sorted(self.problems, key=lambda found: found[0])]

    def report(self) -> tuple[Recognised, ...]:
        """Return one entry a line, in order, with its doubts; empty lines only if in doubt."""
        entries = {
            entry.line: Recognised(
                entry.line,
                entry.what,
                entry.text,
                " ".join(self.doubts.get(entry.line, ())),
                entry.key,
            )
            for entry in self.recognised
        }
        for line, doubts in self.doubts.items():
            entries.setdefault(line, Recognised(line, "file", "", " ".join(doubts)))
        return tuple(entries[line] for line in sorted(entries))


def blocks(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Group lines into blocks, separated by empty lines."""
    group: list[Line] = []
    for line in lines:
        if group and line.gap:
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def join_lines(block: Sequence[Line], draft: Draft) -> str:
    """Join a block's lines with spaces; a doubt, since a line end need not be a space."""
    if len(block) > 1:
        draft.doubt(
            block[0].number,
            f"Lines {block[0].number}–{block[-1].number} follow each other without an empty line; "
            "they were joined with spaces.",
        )
    return " ".join(line.text for line in block)
