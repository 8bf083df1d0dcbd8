"""The server with one transaction per vote: a reference of the benchmark of votes."""

from edition.asgi import application, vote_app

__all__ = ["application"]

vote_app.box.max_batch = 1
