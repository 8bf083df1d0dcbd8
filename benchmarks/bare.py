"""The least a server can do: an application that sends one file's bytes. For `benchmark read`."""

import os
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes()
HEADERS = [
    tuple(line.split(b": ", 1))
    for line in Path(os.environ["BENCHMARK_HEADERS"]).read_bytes().splitlines()
]


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
