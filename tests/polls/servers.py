"""Database servers started for one test, which may stop them; each on its own port."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from scripts.equipment import postgresql
from tests.waiting import until


class PostgreSQL:
    """A server with the default durability."""

    def __init__(self, folder: Path, programs: Path, *, options: str = "", **more: str) -> None:
        """Start in `folder`, with the data there, if any; `more` is added to the environment."""
        self.folder = folder
        self.options = options
        self.environment = os.environ | more
        self.programs = programs
        self.user = postgresql.unprivileged_user()
        self.port = free_port()
        self.url = f"postgresql://edition@127.0.0.1:{self.port}/postgres"
        if self.user:
            shutil.chown(folder, self.user)
        if not (folder / "data").exists():
            self.run("initdb", "--username=edition", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.start()

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.programs / program, "--pgdata", self.folder / "data", *arguments],
            check=True,
            cwd=self.folder,
            env=self.environment,
            user=self.user,
            extra_groups=[] if self.user else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} {self.options}"
        self.run("pg_ctl", "start", "--wait", "--log", f"{self.folder}/log", "--options", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop, by default like a crash: what was not synced must be recovered from the log."""
        self.run("pg_ctl", "stop", "--wait", "--mode", mode)


class Redis:
    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder, self.port = program, folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(self.program, "--bind", "127.0.0.1", "--port", str(self.port)),
                *("--save", "", "--appendonly", "no", "--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
        )
        until(self.answers, "an answer of Redis")

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
