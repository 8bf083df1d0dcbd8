"""The two ASGI messages of a response: its start, and its whole body."""

from asgiref.typing import ASGISendCallable, HTTPResponseBodyEvent, HTTPResponseStartEvent

Headers = list[tuple[bytes, bytes]]


def start_of(status: int, headers: Headers) -> HTTPResponseStartEvent:
    return {
        "type": "http.response.start",
        "status": status,
        "headers": headers,
        "trailers": False,
    }


def whole_body(body: bytes) -> HTTPResponseBodyEvent:
    return {"type": "http.response.body", "body": body, "more_body": False}


async def send_answer(
    send: ASGISendCallable, status: int, headers: Headers, body: bytes = b""
) -> None:
    await send(start_of(status, headers))
    await send(whole_body(body))
