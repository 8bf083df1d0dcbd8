"""A database for benchmarks beside the real one: the article of the fixtures, and no votes."""

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
    """The environment for servers on a database of the same kind, on the same disk.

    It is removed afterwards; the votes of readers are neither read nor touched.
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
    """What `manage.py` prints on the scratch database."""
    command = [sys.executable, str(Path(settings.BASE_DIR, "manage.py")), *arguments]
    result = subprocess.run(
        command, env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return result.stdout
