"""Many local listeners to the event stream of a poll, for benchmarks and tests."""

import asyncio
import time


class Listener(asyncio.Protocol):
    """One open stream; records the last version received, and when."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.version = ""
        self.received_at = 0.0
        self.opened = asyncio.get_running_loop().create_future()
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Read the version of an event, which is short enough to arrive in one piece."""
        _, found, event = data.rpartition(b"id: ")
        if found:
            self.version = event.partition(b"\n")[0].decode()
            self.received_at = time.perf_counter()
            if not self.opened.done():
                self.opened.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("The stream did not open."))
        self.closed.set_result(None)


async def listen(port: int, path: str, number: int) -> list[Listener]:
    """Open `number` streams; return when each has received the result."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
    )
    loop = asyncio.get_running_loop()

    async def open_one() -> Listener:
        _, listener = await loop.create_connection(lambda: Listener(request), "127.0.0.1", port)
        await listener.opened
        return listener

    return await asyncio.gather(*(open_one() for _ in range(number)))


async def wait_for_change(listeners: list[Listener], version: str, seconds: float = 10) -> float:
    """Return the time.perf_counter at which the last one received another version."""
    deadline = time.perf_counter() + seconds
    while any(listener.version == version for listener in listeners):
        if time.perf_counter() > deadline:
            raise TimeoutError("Not every listener received the result.")
        await asyncio.sleep(0.01)
    return max(listener.received_at for listener in listeners)
