"""The server with one transaction a vote: what the benchmark of votes compares with."""

from edition.asgi import application, vote_app

__all__ = ["application"]

vote_app.box.max_batch = 1
