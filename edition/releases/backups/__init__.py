"""Copies of the whole database: made while everybody works on, checked, and put back.

When the last one was made is kept in a file beside the data, and not in the database: what is
put back would tell an older time.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection
from django.utils import timezone

from edition.releases.backups import postgresql, sqlite
from edition.releases.backups.checking import BackupError

Say = Callable[[str], None]

__all__ = ["Backup", "BackupError", "back_up", "last_backup", "restore"]


@dataclass(frozen=True, slots=True)
class Backup:
    made_at: datetime
    path: str
    size: int


def back_up(path: Path, say: Say) -> Backup:
    """Copy the database to `path`, which appears only when it is whole. Raises BackupError."""
    path = path.resolve()
    if path.is_dir() or not path.parent.is_dir():
        raise BackupError(f"{path} is no file that could be written; name one in a folder.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _kind().copy(connection, draft, path, say)
        os.replace(draft, path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    backup = Backup(timezone.now(), str(path), path.stat().st_size)
    _remember(backup)
    return backup


def restore(path: Path, say: Say, *, replace: bool) -> str:
    """Restore the database in `path`; return where the old one is archived, if there was one.

    Raises BackupError, and then nothing has changed.
    """
    path = path.resolve()
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    kept_as = f"before-{timezone.now():%Y%m%d-%H%M%S}"
    return _kind().put_back(connection, path, kept_as, say, replace=replace)


def last_backup() -> Backup | None:
    try:
        kept = json.loads(_memory().read_text(encoding="utf-8"))
        return Backup(datetime.fromisoformat(kept["made_at"]), kept["path"], kept["size"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kind() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def _memory() -> Path:
    return settings.DATA_DIR / "last_backup.json"


def _remember(backup: Backup) -> None:
    told = {"made_at": backup.made_at.isoformat(), "path": backup.path, "size": backup.size}
    draft = _memory().with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(told), encoding="utf-8")
    os.replace(draft, _memory())
