"""PostgreSQL is copied by its own tools, `pg_dump`, `pg_restore` and `psql`."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edition.releases.backups.checking import BackupError, check_migrations

Say = Callable[[str], None]


def copy(connection: Any, draft: Path, path: Path, say: Say) -> None:
    say("pg_dump copies the database …")
    options = [
        *("--format=custom", "--no-owner", "--no-privileges"),
        "--exclude-schema=before*",  # what an earlier restore has put aside stays where it is
        # Whoever reads the key of a session in a copy is logged in with it.
        "--exclude-table-data=public.django_session",
    ]
    _run(connection, "pg_dump", *options, f"--file={draft}", f"--dbname={_address(connection)}")
    _run(connection, "pg_restore", "--list", str(draft))


def put_back(connection: Any, path: Path, kept_as: str, say: Say, *, replace: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.sql"
        say("pg_restore reads the file …")
        # Written out, it can be run in one transaction with what puts the old data aside.
        options = ("--no-owner", "--no-privileges", f"--file={script}")
        _run(connection, "pg_restore", *options, str(path))
        check_migrations(_migrations(script))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            is_empty = cursor.fetchone()[0] == 0
        connection.close()
        if not is_empty and not replace:
            name = connection.settings_dict["NAME"]
            raise BackupError(f"“{name}” is not empty; say --replace to put this in its place.")
        kept = kept_as.replace("-", "_")
        aside = f"ALTER SCHEMA public RENAME TO {kept}; CREATE SCHEMA public"
        say("psql puts it back …")
        _run(
            connection,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--dbname={_address(connection)}",
            *([] if is_empty else [f"--command={aside}"]),
            f"--file={script}",
            "--command=TRUNCATE public.django_session",  # which an older backup fills
        )
    return "" if is_empty else f"the schema {kept}"


def _migrations(script: Path) -> list[tuple[str, str]]:
    """The rows of the table of migrations, as the script copies them in."""
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
    """Where the database is, without its password, which anybody could see in a command."""
    from psycopg.conninfo import make_conninfo

    asked = connection.get_connection_params()
    named = {"host", "port", "user", "dbname", *connection.settings_dict["OPTIONS"]}
    given = {name: value for name, value in asked.items() if name in named and value}
    return make_conninfo("", **{k: v for k, v in given.items() if isinstance(v, str | int)})


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
        told = re.sub(r"^\w+: (error: )?", "", (result.stderr.strip().splitlines() or ["?"])[0])
        raise BackupError(f"{program} failed: {told}")
