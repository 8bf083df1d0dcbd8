"""The real server, as `make serve` runs it, with a separate data folder."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.waiting import until

ROOT = Path(__file__).parent.parent
UVICORN = [
    *(sys.executable, "-m", "uvicorn", "edition.asgi:application"),
    *("--loop", "uvloop", "--http", "httptools", "--lifespan", "on"),
    *("--timeout-graceful-shutdown", "5", "--log-level", "warning"),
    *("--no-access-log", "--no-server-header"),
]


class Served:
    """An edition with its data folder, its editor's password and, once started, its server."""

    def __init__(self, data_dir: Path, password: str = "", **settings: str) -> None:
        self.data_dir = data_dir
        self.password = password
        self.cookies: list[Any] = []  # of the editor, once logged in
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        place = {"DATA_DIR": str(data_dir), "HOST": "127.0.0.1", "PORT": str(self.port)}
        place["DJANGO_SETTINGS_MODULE"] = "tests.served_settings"
        self.environment = os.environ | place | settings
        self.log = data_dir / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on this data folder and return its output."""
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert result.returncode == 0, f"{' '.join(arguments)}:\n{result.stdout}{result.stderr}"
        return result.stdout

    def prepare(self) -> None:
        """Prepare the edition as the first `make serve` does."""
        output = self.manage("prepare")
        found = re.search(r"with the password (\S+)", output)
        assert found, f"`prepare` printed no password:\n{output}"
        self.password = found[1]

    def copy(self, data_dir: Path, **settings: str) -> "Served":
        """Copy the edition to a data folder of its own, with the same static files."""
        data_dir.mkdir(exist_ok=True)
        for name in ("edition.sqlite3", "secret_key"):
            if (self.data_dir / name).exists():
                shutil.copy(self.data_dir / name, data_dir)
        (data_dir / "static").symlink_to(self.data_dir / "static")
        return Served(data_dir, self.password, **settings)

    def start(self) -> "Served":
        """Start the server and wait until it answers."""
        command = [*UVICORN, "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        until(lambda: self.process.poll() is not None or self._answers(), "the server's answer")
        assert self.process.poll() is None, f"The server ended:\n{self.log.read_text()}"
        return self

    def stop(self) -> None:
        """Stop the server as an operator does; its data stays."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            finally:
                self.process.kill()
            self.process = None

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return True
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
