"""Prove that Edition works: what `make test` does.

Sets up what the tests need and says what cannot be had, then checks style,
migrations and deployment settings, and runs the tests. Arguments go to pytest.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts import browser, html_checkers, postgresql, redis
from scripts.missing import Missing

ROOT = Path(__file__).parent.parent
SET_UPS = [
    browser.set_up,
    html_checkers.set_up_axe,
    html_checkers.set_up_nu,
    postgresql.set_up,
    redis.set_up,
]
RUFF = [sys.executable, "-m", "ruff"]
BRIEFLY = ["--quiet", "--output-format", "concise"]
MANAGE = [sys.executable, "manage.py"]
TOGETHER = [
    *("--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder"),
    # A process that ended is replaced once: its file begins anew, and may end the next one too.
    *("--max-worker-restart", "1"),
]
# Settings of whoever runs the tests are not what is tested.
OWN_SETTINGS = [
    *("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "HOST", "PORT"),
    *("REDIS_URL", "SECRET_KEY", "TIME_ZONE"),
]


def main(arguments: list[str]) -> int:
    """Run every step, even after one has failed; give the exit status."""
    steps = {
        "lint": [*RUFF, "check", *BRIEFLY],
        "format": [*RUFF, "format", "--check", *BRIEFLY],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        "tests": [sys.executable, "-m", "pytest", *TOGETHER, *arguments],
    }
    with ExitStack() as stack:
        environment, gaps = set_up(stack)
        report(gaps)
        failed = [name for name, command in steps.items() if not passes(name, command, environment)]
    report(gaps)
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def set_up(stack: ExitStack) -> tuple[dict[str, str], list[Missing]]:
    """Give the environment for the steps, and what could not be set up."""
    environment = {k: v for k, v in os.environ.items() if k not in OWN_SETTINGS}
    environment["DATA_DIR"] = stack.enter_context(TemporaryDirectory(prefix="edition-tests-"))
    environment["SITE_URL"] = "https://edition.example"
    gaps = []
    for piece in SET_UPS:
        try:
            environment |= piece(stack)
        except Missing as missing:
            gaps.append(missing)
    return environment, gaps


def report(gaps: list[Missing]) -> None:
    """Name what goes untested, one line each."""
    for gap in gaps:
        print(gap, flush=True)


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one step, show its name, outcome and seconds, and say whether it passed."""
    print(f"— {name}", flush=True)
    start = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.STDOUT)
    passed = result.returncode == 0
    print(f"{'ok' if passed else 'FAILED'}: {name}, {time.monotonic() - start:.1f} s", flush=True)
    return passed


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main(sys.argv[1:]))
