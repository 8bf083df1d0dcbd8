"""A crowd of listeners to the stream of a poll, on this machine, for benchmarks and tests."""

import asyncio
import time


class Listener(asyncio.Protocol):
    """One open stream; notes when it heard what."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.version = ""
        self.heard_at = 0.0
        self.opened = asyncio.get_running_loop().create_future()
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """An event is short enough to come in one piece."""
        _, found, event = data.rpartition(b"id: ")
        if found:
            self.version = event.partition(b"\n")[0].decode()
            self.heard_at = time.perf_counter()
            if not self.opened.done():
                self.opened.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("The stream did not open."))
        self.closed.set_result(None)


async def listen(port: int, path: str, number: int) -> list[Listener]:
    """Open `number` streams; returns when each has heard the result."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
    )
    loop = asyncio.get_running_loop()

    async def open_one() -> Listener:
        _, listener = await loop.create_connection(lambda: Listener(request), "127.0.0.1", port)
        await listener.opened
        return listener

    return await asyncio.gather(*(open_one() for _ in range(number)))


async def wait_for_news(listeners: list[Listener], version: str, seconds: float = 10) -> float:
    """The time of time.perf_counter at which the last one heard something other than `version`."""
    deadline = time.perf_counter() + seconds
    while any(listener.version == version for listener in listeners):
        if time.perf_counter() > deadline:
            raise TimeoutError("Not every listener received the result.")
        await asyncio.sleep(0.01)
    return max(listener.heard_at for listener in listeners)
