"""SQLite copies itself, page by page, while others read and write."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from edition.releases.backups.checking import BackupError, check_migrations

Say = Callable[[str], None]
PAGES = 4096  # copied at a time: 16 MB


def copy(connection: Any, draft: Path, path: Path, say: Say) -> None:
    live = Path(connection.settings_dict["NAME"])
    if path == live.resolve():
        raise BackupError(f"{path} is the database itself; name another file.")
    if not live.is_file():
        raise BackupError(f"There is no database {live} yet.")
    try:
        with closing(_reading(live)) as source, closing(sqlite3.connect(draft)) as target:
            _copy(source, target, say)
            _delete_sessions(target)
            # One file that needs no other beside it.
            target.execute("PRAGMA journal_mode=DELETE")
            _check(target)
    except sqlite3.Error as error:
        raise BackupError(f"{live} was not copied: {error}.") from error
    _sync(draft)


def put_back(connection: Any, path: Path, kept_as: str, say: Say, *, replace: bool) -> str:
    live = Path(connection.settings_dict["NAME"])
    try:
        with closing(_reading(path)) as source:
            _check(source)
            check_migrations(source.execute("SELECT app, name FROM django_migrations"))
            kept = _keep(connection, live, kept_as, say, replace)
            # Into the database and not over it: who has it open sees all of it change at once.
            with closing(sqlite3.connect(live, timeout=20)) as target:
                _copy(source, target, say)
                _delete_sessions(target)  # which an older backup holds
                target.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise BackupError(f"{path} was not put back: {error}.") from error
    return kept


def _keep(connection: Any, live: Path, kept_as: str, say: Say, replace: bool) -> str:
    """Copy what is there to a file beside it, if there is anything and it may be replaced."""
    if not live.is_file():
        return ""
    with closing(_reading(live)) as there:
        if not there.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return ""
    if not replace:
        raise BackupError(f"There is a database {live}; say --replace to put this in its place.")
    kept = live.with_name(f"{live.name}.{kept_as}")
    copy(connection, kept, kept, say)
    return str(kept)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, say: Say) -> None:
    def progress(status: int, remaining: int, total: int) -> None:
        if remaining:
            say(f"{100 * (total - remaining) // total} % copied")

    source.backup(target, pages=PAGES, progress=progress)


def _delete_sessions(database: sqlite3.Connection) -> None:
    """Log everybody out: whoever reads the key of a session in a copy is logged in with it."""
    database.execute("PRAGMA secure_delete = ON")
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_session'").fetchone():
        database.execute("DELETE FROM django_session")
        database.commit()


def _check(database: sqlite3.Connection) -> None:
    if (told := database.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        raise BackupError(f"The copy is damaged: {told}.")


def _sync(path: Path) -> None:
    """Let it be on the disk before it has its name."""
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
