"""Find or install a Redis server, which tests start and stop themselves."""

import shutil
from contextlib import ExitStack

from scripts.equipment import apt
from scripts.equipment.missing import Missing


def set_up(stack: ExitStack) -> dict[str, str]:
    """Find or install the program; raise `Missing` if there is none."""
    if shutil.which("redis-server") or apt.install("redis-server"):
        return {"EDITION_TEST_REDIS": shutil.which("redis-server") or ""}
    raise Missing(
        "votes sent through Redis",
        "no redis-server was found",
        "install redis-server",
    )
