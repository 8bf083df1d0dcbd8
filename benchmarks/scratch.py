"""Create a temporary database for benchmarks: the article of the fixtures, without votes."""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

EDITION, KEY = "sino-russian-partnership", "us-goals"
POLL = f"/editions/{EDITION}/polls/{KEY}/"
CHOICES = ["partnership", "deter", "dissolve", "alliance"]


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """Yield the environment for servers on a new database of the same kind, on the same disk.

    It is removed afterwards; readers' votes are neither read nor changed.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=settings.DATA_DIR) as folder:
        Path(folder, "static").symlink_to(settings.STATIC_ROOT)
        name = f"edition_benchmark_{uuid.uuid4().hex}"
        environment = {"DATA_DIR": folder, "DATABASE_URL": ""}
        if connection.vendor == "postgresql":
            url = urlsplit(os.environ["DATABASE_URL"])
            environment["DATABASE_URL"] = url._replace(path=f"/{name}").geturl()
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name}")
        try:
            run(environment, "prepare")
            yield environment
        finally:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(environment: dict[str, str], *arguments: str) -> str:
    """Run `manage.py` on the scratch database, and return what it prints."""
    command = [sys.executable, str(Path(settings.BASE_DIR, "manage.py")), *arguments]
    result = subprocess.run(
        command, env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return result.stdout
