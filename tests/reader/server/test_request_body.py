"""A slow or endless body occupies no thread of Django."""

import asyncio
import socket
import urllib.request

import pytest

from edition.reader.server import request_body
from edition.reader.server.request_body import BodyRefused, read_whole, replay


def arriving(*parts, then=None):
    """Return a `receive` that returns these parts of a body, and then waits or ends."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages += [{"type": then}] if then else []

    async def receive():
        if messages:
            return messages.pop(0)
        await asyncio.sleep(60)

    return receive


def test_a_body_that_comes_in_parts_is_put_together():
    async def receive():
        return {"type": "http.request", "body": b"whole", "more_body": False}

    assert asyncio.run(read_whole(receive)) == b"whole"
    assert asyncio.run(read_whole(replay(b"again"))) == b"again"


def test_a_client_that_is_gone_has_no_body():
    assert asyncio.run(read_whole(arriving(b"ha", then="http.disconnect"))) is None


def test_a_body_that_comes_too_slowly_is_refused(monkeypatch):
    monkeypatch.setattr(request_body, "PATIENCE", 0.05)
    with pytest.raises(BodyRefused) as refused:
        asyncio.run(read_whole(arriving(b"slow")))
    assert refused.value.status == 408


def test_a_body_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(request_body, "LARGEST", 10)
    with pytest.raises(BodyRefused) as refused:
        asyncio.run(read_whole(arriving(b"much too large")))
    assert refused.value.status == 413
    assert b"what you wrote is still in the form" in refused.value.answer[1]["body"]


def test_twenty_slow_clients_do_not_stop_the_desk(served):
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(20)]
    for client in slow:
        head = "POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nslowly"
        client.sendall(head.encode())
    with urllib.request.urlopen(served.url + "/admin/login/", timeout=10) as answer:
        assert answer.status == 200
    for client in slow:
        client.close()
