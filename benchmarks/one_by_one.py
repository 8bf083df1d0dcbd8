"""The server with one transaction a vote: what the benchmark of votes compares with."""

from edition.asgi import application, booth

__all__ = ["application"]

booth.box.most = 1
