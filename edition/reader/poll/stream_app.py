"""ASGI application for the stream of a poll: its result as server-sent events, without Django.

Thousands may listen: an open stream is one waiting coroutine, and no thread.
"""

import re

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from edition.polls.broadcast import Broadcaster
from edition.polls.models import Poll
from edition.reader.server.answer import send_answer, start_of, whole_body

STREAM = re.compile(r"/editions/([-\w]+)/polls/([-\w]+)/stream")
START = start_of(
    200,
    [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store, no-transform"),
        (b"x-accel-buffering", b"no"),  # nginx would buffer events
        (b"x-content-type-options", b"nosniff"),
    ],
)


class StreamApp:
    def __init__(self, broadcaster: Broadcaster) -> None:
        self.broadcaster = broadcaster

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        found = STREAM.fullmatch(scope["path"])
        if not found or self.broadcaster.is_closing:
            await refuse_stream(send, 503 if found else 404)
            return
        try:
            room = await self.broadcaster.room(*found.groups())
        except Poll.DoesNotExist:
            await refuse_stream(send, 404)
            return
        except Exception:  # the database fails, which is logged elsewhere
            await refuse_stream(send, 503)
            return
        if self.broadcaster.is_closing:  # closed meanwhile: nothing would end this stream
            await refuse_stream(send, 503)
            return
        await send(START)
        if scope["method"] == "HEAD":
            await send(whole_body(b""))
            return
        listener = self.broadcaster.join(room, send)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.broadcaster.leave(room, listener)


async def refuse_stream(send: ASGISendCallable, status: int) -> None:
    body = b"There is no such poll.\n" if status == 404 else b"No live result at the moment.\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *([(b"retry-after", b"15")] if status == 503 else []),
    ]
    await send_answer(send, status, headers, body)
