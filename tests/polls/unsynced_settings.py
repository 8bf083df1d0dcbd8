"""The usual settings, but SQLite never syncs."""

from edition.settings import *  # noqa: F403
from edition.settings import DATABASES

DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
