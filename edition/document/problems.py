"""A problem of an edition or a file, as all reports list it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where (a key, or a line of a file), and what to do about it.

    `blocks` says whether it prevents a release; others are for an editor to review.
    """

    where: str
    what: str
    advice: str
    blocks: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.advice}".strip()
