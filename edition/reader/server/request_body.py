"""Read request bodies in the event loop, so that slow clients do not occupy Django's threads.

Ten of them would otherwise hold all ten threads.
"""

import asyncio

from asgiref.typing import (
    ASGIReceiveCallable,
    HTTPRequestEvent,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
)

from edition.reader.server.answer import start_of, whole_body

LARGEST = 20 * 2**20  # bytes
PATIENCE = 30.0  # seconds for the whole of it


REASONS = {
    408: "This arrived too slowly and was refused.",
    413: f"This is more than {LARGEST // 2**20} MB and was refused.",
}
ADVICE = "Nothing was changed. Go back: what you wrote is still in the form."


class BodyRefused(Exception):
    """The body is too large (status 413) or arrives too slowly (408)."""

    def __init__(self, status: int) -> None:
        self.status = status

    @property
    def answer(self) -> tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]:
        """The two ASGI messages of the response, with advice."""
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        body = f"{REASONS[self.status]} {ADVICE}\n".encode()
        return start_of(self.status, headers), whole_body(body)


async def read_whole(receive: ASGIReceiveCallable) -> bytes | None:
    """Read the body of a request; None if the client disconnects first. Raises BodyRefused."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(receive)
    except TimeoutError as error:
        raise BodyRefused(408) from error


async def _read(receive: ASGIReceiveCallable) -> bytes | None:
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise BodyRefused(413)
    return bytes(body)


def replay(body: bytes) -> ASGIReceiveCallable:
    """Return a `receive` that returns `body` at once."""

    async def receive() -> HTTPRequestEvent:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
