"""ASGI application in layers: shared bytes from memory, votes and streams, Django in threads.

Measured on two cores, Django behind a2wsgi answers five times as many requests a second as behind
its own ASGI handler, and bytes before Django a hundred times as many.
"""

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from time import monotonic
from types import FrameType
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    HTTPScope,
    Scope,
)
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edition.settings")
django_application = get_wsgi_application()

# Import the apps' modules only once Django is set up.
from edition.polls.broadcast import Broadcaster  # noqa: E402
from edition.reader.poll.released import read_change  # noqa: E402
from edition.reader.poll.stream_app import StreamApp, refuse_stream  # noqa: E402
from edition.reader.poll.vote_app import VoteApp, match_poll  # noqa: E402
from edition.reader.server.cache import CHECK_EVERY, SharedPages  # noqa: E402
from edition.reader.server.request_body import BodyRefused, read_whole, replay  # noqa: E402
from edition.reader.server.static_files import static_resources  # noqa: E402
from edition.reader.shared_pages import Renderer  # noqa: E402
from edition.releases.scheduler import keep_publishing_due  # noqa: E402
from edition.static_files import are_collected  # noqa: E402

CONTENT_SECURITY = (b"content-security-policy", settings.CONTENT_SECURITY_POLICY.encode())

IS_DEBUG = settings.DEBUG

# Requests without HTTPS to a site that has it go to Django, which redirects them.
SERVED_SCHEMES = ("https",) if settings.SECURE_SSL_REDIRECT else ("http", "https")

# Renders every page anew: for what is one reader's own, and as the benchmark's reference.
django_alone = cast(  # a2wsgi has its own types for the same messages
    ASGI3Application, WSGIMiddleware(cast(WSGIApp, django_application), workers=10)
)
renderer = Renderer(django_application)
shared_pages = SharedPages(renderer.current_pages, renderer)
static_files = (
    {}
    if settings.DEBUG  # then Django serves the sources, which change
    else static_resources(settings.STATIC_ROOT, settings.STATIC_URL, [CONTENT_SECURITY])
)


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    if scope["type"] != "http":
        await (lifespan(receive, send) if scope["type"] == "lifespan" else refuse(send))
        return
    resource = None
    if scope["method"] in ("GET", "HEAD") and scope["scheme"] in SERVED_SCHEMES:
        path = scope["path"]
        resource = static_files.get(path)
        if resource is None and path.startswith("/editions/"):
            if path.endswith("/stream"):
                if await shared_pages.has(path[:-6] + "state"):
                    await stream_app(scope, receive, send)
                    return
                if not shared_pages.is_loaded:  # after a 404 a client would not reconnect
                    await refuse_stream(send, 503)
                    return
            if not IS_DEBUG:
                is_fresh = monotonic() - shared_pages.checked_at < CHECK_EVERY
                resource = shared_pages.find(path) if is_fresh else await shared_pages.get(path)
    elif scope["method"] == "POST" and scope["scheme"] in SERVED_SCHEMES and match_poll(scope):
        # A vote does not wait for a check: Django handles that of a poll too new to be in memory.
        await vote_app(scope, receive, send)
        return
    if resource is None:
        await django_in_threads(scope, receive, send)
        return
    start, body = resource.answer(scope["method"], scope["headers"])
    await send(start)
    await send(body)


async def django_in_threads(
    scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    # WSGI replaces - by _ in header names: one sent with _ could pass for another.
    scope["headers"] = [header for header in scope["headers"] if b"_" not in header[0]]
    if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
        try:
            body = await read_whole(receive)
        except BodyRefused as refused:
            start, reason = refused.answer
            await send(start)
            await send(reason)
            return
        if body is None:
            return
        receive = replay(body)
    await django_alone(scope, receive, send)


# The thread that writes votes returns from the database many times for each commit; it then waits
# for the interpreter at most half a millisecond, not five, however busy the event loop is.
sys.setswitchinterval(0.0005)

vote_app = VoteApp(django_in_threads, shared_pages.find)
broadcaster = Broadcaster(read_change)
stream_app = StreamApp(broadcaster)


async def lifespan(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Start rendering the pages and publishing planned releases; stop at shutdown."""
    await receive()
    if not are_collected():
        message = f"{settings.STATIC_ROOT} is not up to date; run `manage.py prepare` first."
        await send({"type": "lifespan.startup.failed", "message": message})
        return
    # What is loaded now stays: the garbage collector need not walk it while everybody waits.
    gc.collect()
    gc.freeze()
    shared_pages.start_check()
    end_streams_on_sigterm()
    clock = asyncio.create_task(keep_publishing_due())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    clock.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await clock
    await send({"type": "lifespan.shutdown.complete"})


def end_streams_on_sigterm() -> None:
    """End the streams on SIGTERM; otherwise the server would wait for them for ever."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop, stop = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    if not callable(stop):
        return

    def end(number: int, frame: FrameType | None) -> None:
        asyncio.run_coroutine_threadsafe(broadcaster.close(), loop)
        stop(number, frame)

    signal.signal(signal.SIGTERM, end)


async def refuse(send: ASGISendCallable) -> None:
    await send({"type": "websocket.close", "code": 1000, "reason": None})
