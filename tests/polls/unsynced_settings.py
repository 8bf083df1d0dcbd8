"""The settings as they are, but for a database that trusts the power not to fail."""

from edition.settings import *  # noqa: F403
from edition.settings import DATABASES

DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
