"""Back up and restore PostgreSQL with its own tools: `pg_dump`, `pg_restore` and `psql`."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edition.releases.backups.compatibility import BackupError, check_migrations

Say = Callable[[str], None]


def copy(connection: Any, draft: Path, path: Path, say: Say) -> None:
    """Dump the database to `draft`, without sessions. Raises BackupError."""
    say("pg_dump copies the database …")
    options = [
        *("--format=custom", "--no-owner", "--no-privileges"),
        "--exclude-schema=before*",  # archived by an earlier restore
        # A session key in a backup would log its reader in.
        "--exclude-table-data=public.django_session",
    ]
    _run(connection, "pg_dump", *options, f"--file={draft}", f"--dbname={_address(connection)}")
    _run(connection, "pg_restore", "--list", str(draft))


def restore(connection: Any, path: Path, archive: str, say: Say, *, replace: bool) -> str:
    """Restore the dump in `path`; return where the previous data are archived, or "".

    Raises BackupError, and then nothing has changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.sql"
        say("pg_restore reads the file …")
        # As a script, it runs in one transaction with the command that archives the old data.
        options = ("--no-owner", "--no-privileges", f"--file={script}")
        _run(connection, "pg_restore", *options, str(path))
        check_migrations(_migrations(script))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            is_empty = cursor.fetchone()[0] == 0
        connection.close()
        if not is_empty and not replace:
            name = connection.settings_dict["NAME"]
            raise BackupError(f"“{name}” is not empty; add --replace to replace it.")
        schema = archive.replace("-", "_")
        archive_old = f"ALTER SCHEMA public RENAME TO {schema}; CREATE SCHEMA public"
        say("psql restores the database …")
        _run(
            connection,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--dbname={_address(connection)}",
            *([] if is_empty else [f"--command={archive_old}"]),
            f"--file={script}",
            "--command=TRUNCATE public.django_session",  # older backups contain sessions
        )
    return "" if is_empty else f"the schema {schema}"


def _migrations(script: Path) -> list[tuple[str, str]]:
    """The applied migrations, as (app, name), from the COPY statement of the script."""
    found = []
    with script.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("COPY public.django_migrations "):
                for row in lines:
                    if row.startswith("\\."):
                        break
                    _, app, name, *_ = row.split("\t")
                    found.append((app, name))
    return found


def _address(connection: Any) -> str:
    """The connection string without the password, which `ps` would show to everybody."""
    from psycopg.conninfo import make_conninfo

    parameters = connection.get_connection_params()
    names = {"host", "port", "user", "dbname", *connection.settings_dict["OPTIONS"]}
    used = {name: value for name, value in parameters.items() if name in names and value}
    return make_conninfo("", **{k: v for k, v in used.items() if isinstance(v, str | int)})


def _run(connection: Any, program: str, *arguments: str) -> None:
    if not shutil.which(program):
        raise BackupError(f"{program} is not installed; it comes with PostgreSQL's client tools.")
    environment = dict(os.environ)
    if password := connection.settings_dict["PASSWORD"]:
        environment["PGPASSWORD"] = password
    result = subprocess.run(
        [program, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if result.returncode:
        reason = re.sub(r"^\w+: (error: )?", "", (result.stderr.strip().splitlines() or ["?"])[0])
        raise BackupError(f"{program} failed: {reason}")
