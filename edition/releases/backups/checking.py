"""What a copy of the database must hold to be put back."""

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader


class BackupError(Exception):
    """A copy was not made or not put back; the message says why in a line."""


def check_migrations(applied: Iterable[tuple[str, str]]) -> None:
    """Refuse a database that a later version of this software has made."""
    applied = set(applied)
    if not any(app == "texts" for app, _ in applied):
        raise BackupError("It holds no editions: it is not a backup of this software.")
    known = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _ in known}
    if later := sorted(f"{a}.{name}" for a, name in applied - known if a in ours):
        raise BackupError(f"A later version of this software made it ({later[0]}); update first.")
