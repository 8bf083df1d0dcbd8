"""Configure the database from `DATABASE_URL`: PostgreSQL, or SQLite in the data folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# With WAL readers are not blocked while a vote is written. Only with FULL do acknowledged votes
# survive a power cut, and only with IMMEDIATE do many writers queue instead of failing.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def read_database_url(url: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's database settings; `url` is postgresql://…, sqlite:///path or empty."""
    parts = urlsplit(url)
    try:
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"The port in DATABASE_URL is wrong: {error}.") from error
    if parts.scheme in ("", "sqlite"):
        path = Path(unquote(parts.path)) if parts.path else data_dir / "edition.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "CONN_MAX_AGE": None,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": port,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL must begin with postgresql:// or sqlite:///, not {parts.scheme}://."
    )
