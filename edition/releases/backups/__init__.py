"""Back up and restore the whole database while it is in use.

The time of the last backup is stored in a file, not in the database: a restored database would
report an earlier one.
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
from edition.releases.backups.compatibility import BackupError

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
        raise BackupError(f"{path} cannot be written; name a file in an existing folder.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _backend().copy(connection, draft, path, say)
        os.replace(draft, path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    backup = Backup(timezone.now(), str(path), path.stat().st_size)
    _record(backup)
    return backup


def restore(path: Path, say: Say, *, replace: bool) -> str:
    """Restore the database in `path`; return where the old one is archived, if there was one.

    Raises BackupError, and then nothing has changed.
    """
    path = path.resolve()
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    archive = f"before-{timezone.now():%Y%m%d-%H%M%S}"
    return _backend().restore(connection, path, archive, say, replace=replace)


def last_backup() -> Backup | None:
    """The last backup that was made here, if it is recorded."""
    try:
        last = json.loads(_record_path().read_text(encoding="utf-8"))
        return Backup(datetime.fromisoformat(last["made_at"]), last["path"], last["size"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _backend() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def _record_path() -> Path:
    return settings.DATA_DIR / "last_backup.json"


def _record(backup: Backup) -> None:
    last = {"made_at": backup.made_at.isoformat(), "path": backup.path, "size": backup.size}
    draft = _record_path().with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(last), encoding="utf-8")
    os.replace(draft, _record_path())
