"""Measure answers of the reading page against a bare server and against full rendering."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.load import Measurement, fetch, measure, server

SENT_BY_THE_SERVER = {b"date", b"server", b"content-length", b"connection"}


class NotAnswered(Exception):
    """The page to measure cannot be read; the message says why."""


def benchmark_read(path: str, rounds: int, seconds: float, say: Callable[[str], object]) -> None:
    """Request the page at `path` in `rounds` of `seconds`. Raises NotAnswered."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        edition = stack.enter_context(server("edition.asgi:application", {}))
        head, body = fetch(edition[0], request)
        if not head.startswith(b"HTTP/1.1 200"):
            raise NotAnswered(f"{path} answered {head.splitlines()[0].decode()}.")
        same = write_answer(folder, head, body)
        bare = stack.enter_context(server("benchmarks.bare:application", same))
        afresh = stack.enter_context(server("benchmarks.afresh:application", {}))
        say(f"{path}, {len(body):,} bytes as sent, {rounds} rounds")
        servers = {"from memory": edition, "bare ASGI": bare, "rendered afresh": afresh}
        report(measure_in_turn(servers, request, rounds, seconds), say)


def write_answer(folder: Path, head: bytes, body: bytes) -> dict[str, str]:
    """Write an answer to files; return the environment with which benchmarks.bare sends it."""
    headers = [
        line
        for line in head.split(b"\r\n")[1:]
        if line.split(b":")[0].lower() not in SENT_BY_THE_SERVER
    ]
    headers.append(b"content-length: " + str(len(body)).encode())
    (folder / "body").write_bytes(body)
    (folder / "headers").write_bytes(b"\n".join(headers))
    return {"BENCHMARK_BODY": str(folder / "body"), "BENCHMARK_HEADERS": str(folder / "headers")}


def measure_in_turn(
    servers: dict[str, tuple[int, int]], request: bytes, rounds: int, seconds: float
) -> dict[str, list[Measurement]]:
    """Measure all servers in turn, round by round, so that the machine treats them alike."""
    measured: dict[str, list[Measurement]] = {name: [] for name in servers}
    for _ in range(rounds):
        for name, (port, pid) in servers.items():
            in_flight = 1 if name == "rendered afresh" else 8
            measured[name].append(measure(port, pid, request, seconds, in_flight))
    return measured


def report(measured: dict[str, list[Measurement]], say: Callable[[str], object]) -> None:
    for name, rows in measured.items():
        rate = median(row.rate for row in rows)
        processor = median(row.processor for row in rows)
        say(f"{name:>16} {rate:>9,.0f} a second {processor * 1e6:>9,.0f} µs CPU")
    ours, bare, fresh = measured.values()
    ratios = [our.rate / least.rate for our, least in zip(ours, bare, strict=True)]
    gains = [our.rate / most.rate for our, most in zip(ours, fresh, strict=True)]
    say(
        f"from memory / bare ASGI: {median(ratios):.1%} "
        f"(rounds: {', '.join(f'{ratio:.1%}' for ratio in ratios)})"
    )
    say(f"from memory / rendered afresh: {median(gains):.0f} times")
