"""Check that a backup can be restored by this version of the software."""

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader


class BackupError(Exception):
    """A backup was not made or not restored; the message says why in one line."""


def check_migrations(applied: Iterable[tuple[str, str]]) -> None:
    """Refuse a database without editions, or one made by a later version of this software."""
    applied = set(applied)
    if not any(app == "texts" for app, _ in applied):
        raise BackupError("It has no table of editions: it is not a backup of this software.")
    known = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _ in known}
    if later := sorted(f"{a}.{name}" for a, name in applied - known if a in ours):
        raise BackupError(f"A later version of this software made it ({later[0]}); update first.")
