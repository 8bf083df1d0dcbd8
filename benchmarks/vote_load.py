"""Load a local server with votes, from many readers with a connection each."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Answers:
    """Results of votes: the seconds each recorded one took, and the other answers."""

    seconds: list[float] = field(default_factory=list)
    recorded: list[tuple[str, str]] = field(default_factory=list)  # cookie and choice
    at: list[float] = field(default_factory=list)  # time.monotonic of each answer
    refused: dict[str, int] = field(default_factory=dict)  # by status, or "lost" connections
    took: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took

    def percentile(self, percent: float) -> float:
        """Return the seconds within which `percent` of the votes were answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def new_voters(choices: list[str]) -> Iterator[tuple[str, str]]:
    """Yield without end the cookie of a new voter, and a choice."""
    while True:
        for choice in choices:
            yield secrets.token_hex(16), choice


async def cast_votes(
    port: int,
    path: str,
    votes: Iterator[tuple[str, str]],
    connections: int,
    is_over: Callable[[Answers], bool],
) -> Answers:
    """Vote until `is_over`; a vote without an answer is counted as lost and not sent again."""
    answers = Answers()

    async def reader() -> None:
        stream = None
        while not is_over(answers):
            voter, choice = next(votes, ("", ""))
            if not voter:
                break
            began = time.perf_counter()
            try:
                if stream is None:
                    stream = await asyncio.open_connection("127.0.0.1", port)
                    began = time.perf_counter()
                status = await _post(*stream, path, voter, choice)
            except (OSError, asyncio.IncompleteReadError):
                status = "lost"
            if status == "303":
                answers.seconds.append(time.perf_counter() - began)
                answers.recorded.append((voter, choice))
                answers.at.append(time.monotonic())
            else:
                answers.refused[status] = answers.refused.get(status, 0) + 1
                _closed(stream)
                stream = None
                await asyncio.sleep(0.1)  # a flood of refusals would only slow its recovery
        _closed(stream)

    began = time.perf_counter()
    await asyncio.gather(*(reader() for _ in range(connections)))
    answers.took = time.perf_counter() - began
    return answers


async def _post(
    incoming: asyncio.StreamReader,
    outgoing: asyncio.StreamWriter,
    path: str,
    voter: str,
    choice: str,
) -> str:
    body = f"choice={choice}"
    outgoing.write(
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: voter={voter}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    head = (await incoming.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    _, _, length = head.partition("content-length: ")
    if length:
        await incoming.readexactly(int(length.split("\r\n")[0]))
    return head.split(" ", 2)[1]


def _closed(stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None) -> None:
    if stream:
        stream[1].close()
