"""A minimal application that sends one file's bytes: a reference of `benchmark read`."""

import os
from pathlib import Path

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes()
LINES = Path(os.environ["BENCHMARK_HEADERS"]).read_bytes().splitlines()
HEADERS = [(name, value) for name, _, value in (line.partition(b": ") for line in LINES)]


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    await send(
        {"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False}
    )
    await send({"type": "http.response.body", "body": BODY, "more_body": False})
