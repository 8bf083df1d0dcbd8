"""Back up and restore SQLite page by page, with its backup API, while it is in use."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from edition.releases.backups.compatibility import BackupError, check_migrations

Say = Callable[[str], None]
PAGES = 4096  # copied at a time: 16 MB


def copy(connection: Any, draft: Path, path: Path, say: Say) -> None:
    """Copy the database to `draft`, without sessions, and check the copy. Raises BackupError."""
    live = Path(connection.settings_dict["NAME"])
    if path == live.resolve():
        raise BackupError(f"{path} is the database itself; name another file.")
    if not live.is_file():
        raise BackupError(f"There is no database {live} yet.")
    try:
        with closing(_reading(live)) as source, closing(sqlite3.connect(draft)) as target:
            _copy(source, target, say)
            _delete_sessions(target)
            # A single file, without a write-ahead log.
            target.execute("PRAGMA journal_mode=DELETE")
            _check(target)
    except sqlite3.Error as error:
        raise BackupError(f"{live} was not copied: {error}.") from error
    _sync(draft)


def restore(connection: Any, path: Path, archive: str, say: Say, *, replace: bool) -> str:
    """Restore the copy in `path`; return the file the previous data are archived in, or "".

    Raises BackupError, and then nothing has changed.
    """
    live = Path(connection.settings_dict["NAME"])
    try:
        with closing(_reading(path)) as source:
            _check(source)
            check_migrations(source.execute("SELECT app, name FROM django_migrations"))
            archived = _archive(connection, live, archive, say, replace)
            # Into the open database, not over its file: other connections see one change.
            with closing(sqlite3.connect(live, timeout=20)) as target:
                _copy(source, target, say)
                _delete_sessions(target)  # older backups contain them
                target.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise BackupError(f"{path} was not restored: {error}.") from error
    return archived


def _archive(connection: Any, live: Path, archive: str, say: Say, replace: bool) -> str:
    """Copy the existing database to a file beside it; return its name, or "" if there is none."""
    if not live.is_file():
        return ""
    with closing(_reading(live)) as there:
        if not there.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return ""
    if not replace:
        raise BackupError(f"There is a database {live}; add --replace to replace it.")
    path = live.with_name(f"{live.name}.{archive}")
    copy(connection, path, path, say)
    return str(path)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, say: Say) -> None:
    def progress(status: int, remaining: int, total: int) -> None:
        if remaining:
            say(f"{100 * (total - remaining) // total} % copied")

    source.backup(target, pages=PAGES, progress=progress)


def _delete_sessions(database: sqlite3.Connection) -> None:
    """Log everybody out: a session key in a backup would log its reader in."""
    database.execute("PRAGMA secure_delete = ON")
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_session'").fetchone():
        database.execute("DELETE FROM django_session")
        database.commit()


def _check(database: sqlite3.Connection) -> None:
    if (result := database.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        raise BackupError(f"The copy is damaged: {result}.")


def _sync(path: Path) -> None:
    """Sync the file and its folder to the disk, before the file is renamed."""
    for synced in (path, path.parent):
        descriptor = os.open(synced, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
