"""Reading what a browser sends before a thread of Django is taken up with it.

Ten clients that send slowly would otherwise hold all ten threads.
"""

import asyncio
from typing import Any

LARGEST = 20 * 2**20  # bytes
PATIENCE = 30.0  # seconds for the whole of it


TOLD = {
    408: "This came too slowly, so it was not taken.",
    413: f"This is more than {LARGEST // 2**20} MB, so it was not taken.",
}
ADVICE = "Nothing was changed. Go back: what you wrote is still in the form."


class BodyRefused(Exception):
    """The body is too large or comes too slowly; `status` says which."""

    def __init__(self, status: int) -> None:
        self.status = status

    @property
    def answer(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is sent: how the answer starts, and its body."""
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        body = f"{TOLD[self.status]} {ADVICE}\n".encode()
        return (
            {"type": "http.response.start", "status": self.status, "headers": headers},
            {"type": "http.response.body", "body": body},
        )


async def read_whole(receive: Any) -> bytes | None:
    """The body of a request; None if the client is gone before its end. Raises BodyRefused."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(receive)
    except TimeoutError as error:
        raise BodyRefused(408) from error


async def _read(receive: Any) -> bytes | None:
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise BodyRefused(413)
    return bytes(body)


def replay(body: bytes) -> Any:
    """A `receive` that gives `body` at once."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
