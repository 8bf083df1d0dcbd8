"""Load a local server from one thread as fast as it answers, for benchmarks."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Measurement:
    """Answers per second, and the server's processor time for each in seconds."""

    rate: float
    processor: float


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run an ASGI application as `make serve` would; yields its port and process id."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", application, "--port", str(port)),
            *("--loop", "uvloop", "--http", "httptools", "--no-access-log"),
            *("--no-server-header", "--log-level", "error"),
        ],
        env=os.environ | environment,
    )
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The server for the benchmark did not start.")


def fetch(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Request once; return the head and the body of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(dict(_lines(head))[b"content-length"])
        while len(body) < length:
            body += connection.recv(65536)
    return head, body


def _lines(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b": ")
        yield name.lower(), value


def measure(port: int, pid: int, request: bytes, seconds: float, in_flight: int = 8) -> Measurement:
    """Request for `seconds`, with `in_flight` requests at a time on each connection.

    With many in flight the server never waits for us, so the server is what is measured.
    """
    head, body = fetch(port, request)
    size = len(head) + 4 + len(body)
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    processor = processor_time(pid)
    began = time.perf_counter()
    answers = 0
    for connection in connections:
        connection.sendall(request * in_flight)
    is_over = False
    while not is_over:
        is_over = time.perf_counter() - began > seconds
        for connection in connections:
            _receive(connection, size * in_flight)
            answers += in_flight
            if not is_over:
                connection.sendall(request * in_flight)
    took = time.perf_counter() - began
    spent = processor_time(pid) - processor
    for connection in connections:
        connection.close()
    return Measurement(answers / took, spent / answers)


def _receive(connection: socket.socket, size: int) -> None:
    while size > 0:
        got = len(connection.recv(min(size, 1 << 20)))
        if not got:
            raise RuntimeError("The server closed a connection under load.")
        size -= got


def processor_time(pid: int) -> float:
    """Return the seconds of processor time a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
