"""What is wrong with an edition or a file: the shape of every report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where (a key, or a line of a file), and what to do about it.

    Some problems stand in the way of a release, others an editor should look at.
    """

    where: str
    what: str
    advice: str
    blocks: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.advice}".strip()
