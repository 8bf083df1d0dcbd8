"""Find or start a PostgreSQL server in which tests may create databases."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg

from scripts.equipment import apt
from scripts.equipment.missing import Missing

OLDEST = 14_00_00  # what Django 5.2 supports
WITHOUT_DURABILITY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def set_up(stack: ExitStack) -> dict[str, str]:
    """Find, start or install a server; raise `Missing` if there is none.

    A server started here is stopped and removed when `stack` closes.
    """
    url = os.environ.get("TEST_DATABASE_URL") or _running() or _started(stack)
    if url is None and apt.install("postgresql"):
        url = _started(stack)
    if url is None:
        raise Missing(
            "anything on PostgreSQL",
            "no server from version 14 on was found",
            "install PostgreSQL or name a server in TEST_DATABASE_URL",
        )
    return {"EDITION_TEST_DATABASE_URL": url}


def _running() -> str | None:
    """Return the address of a local server that lets us create databases without a password."""
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        url = f"postgresql://{user}@127.0.0.1:5432/postgres"
        if _may_create_databases(url):
            return url
    return None


def _may_create_databases(url: str) -> bool:
    query = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            allowed = connection.execute(query).fetchone()
            return allowed == (True,) and connection.info.server_version >= OLDEST
    except psycopg.OperationalError:
        return False


def _started(stack: ExitStack) -> str | None:
    """Start a server of our own in a temporary folder, and return its address."""
    found = programs()
    if found is None:
        return None
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="edition-postgresql-"))
    data, port, user = Path(folder, "data"), _free_port(), unprivileged_user()
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [found / program, "--pgdata", data, *arguments],
            check=True,
            cwd=folder,
            user=user,
            extra_groups=[] if user else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    try:
        run("initdb", "--username=edition", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-h 127.0.0.1 -p {port} -k {folder} {WITHOUT_DURABILITY}"
        run("pg_ctl", "start", "--wait", "--log", f"{folder}/log", "--options", options)
    except subprocess.CalledProcessError:
        return None
    stack.callback(run, "pg_ctl", "stop", "--mode", "immediate")
    url = f"postgresql://edition@127.0.0.1:{port}/postgres"
    return url if _may_create_databases(url) else None


def programs() -> Path | None:
    """Find the folder with `initdb`; Debian has one for each version, outside PATH."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def unprivileged_user() -> str | None:
    """Return a user to run PostgreSQL as, if we are root: it refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
