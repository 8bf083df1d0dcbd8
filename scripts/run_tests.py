"""Run the checks and tests of `make test`, `quick`, `check`, `budgets` and `format`.

The first argument says which; the others go to pytest. `make test` sets up what the tests need,
reports what is unavailable, and runs every step, even after one has failed.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts import unsteady
from scripts.equipment import browser, html_checkers, postgresql, redis
from scripts.equipment.missing import Missing

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
FRONT_END = [sys.executable, "-m", "scripts.check_front_end"]
MANAGE = [sys.executable, "manage.py"]
PYTEST = [sys.executable, "-m", "pytest"]
# The traces of failed browser tests; the steps themselves have a data folder of their own.
TRACES = ROOT / (os.environ.get("DATA_DIR") or "var") / "unsteady"

# Steps by name: what `make check` runs, some 20 seconds. `make test` runs them first.
CHECKS = {
    "lint": [*RUFF, "check", *BRIEFLY],
    "format": [*RUFF, "format", "--check", *BRIEFLY],
    "front end": FRONT_END,
    "types": [sys.executable, "-m", "scripts.check_types"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run", "--verbosity", "0"],
}
# What `make format` runs: it corrects what the checks report, as far as a tool can.
FORMATTERS = {
    "lint": [*RUFF, "check", "--fix-only", "--quiet"],
    "format": [*RUFF, "format", "--quiet"],
    "front end": [*FRONT_END, "--write"],
}
DEPLOYMENT = {"deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]}
# Two processes share the tests; one that has finished takes over some of the other's. A process
# that crashes is replaced once.
TOGETHER = ["--numprocesses", "2", "--dist", "worksteal", "--max-worker-restart", "1"]
# Many tests wait for a server or a disk; a third process uses what they leave of two cores.
THREE = ["--numprocesses", "3"]
QUICK = [*PYTEST, *TOGETHER]
QUICK += ["-m", "not (browser or process or budget or exhaustive or hypothesis)"]
TESTS = [*PYTEST, *TOGETHER, *THREE, "-m", "not (browser or budget)"]
IN_BROWSER = [*PYTEST, *TOGETHER, "-m", "browser and not budget"]
BUDGETS = [*PYTEST, "-m", "budget", "--capture", "no", "-q"]
NO_TESTS = 5  # pytest's exit status if it found no tests

# The user's own settings must not affect the tests.
OWN_SETTINGS = [
    *("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "HOST", "PORT"),
    *("REDIS_URL", "SECRET_KEY", "TIME_ZONE"),
]

Environment = dict[str, str]
Step = Callable[[Environment], bool]


def main(which: str, arguments: list[str]) -> int:
    """Run every step of `which`, even after one has failed; return the exit status."""
    checks: dict[str, Step] = {name: command(each) for name, each in CHECKS.items()}
    deployment: dict[str, Step] = {name: command(each) for name, each in DEPLOYMENT.items()}
    steps: dict[str, Step] = {
        "check": checks,
        "format": {name: command(each) for name, each in FORMATTERS.items()},
        "quick": {"tests": command([*QUICK, *arguments])},
        "budgets": {"budgets": command([*BUDGETS, *arguments])},
        "test": {
            **checks,
            **deployment,
            "tests": command([*TESTS, *arguments], may_be_none=bool(arguments)),
            "browser": lambda environment: unsteady.passes(
                IN_BROWSER, arguments, environment, TRACES
            ),
        },
    }[which]
    with ExitStack() as stack:
        environment, gaps = set_up(stack, SET_UPS if which in ("test", "budgets") else [])
        report(gaps)
        failed = [name for name, step in steps.items() if not passes(name, step, environment)]
    report(gaps)
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def command(command: list[str], may_be_none: bool = False) -> Step:
    """Make a step of a command; with `may_be_none` it passes if pytest selects no tests."""

    def run(environment: Environment) -> bool:
        result = subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.STDOUT)
        return result.returncode == 0 or (may_be_none and result.returncode == NO_TESTS)

    return run


def set_up(
    stack: ExitStack, pieces: Sequence[Callable[[ExitStack], Environment]]
) -> tuple[Environment, list[Missing]]:
    """Return the environment for the steps, and what could not be set up."""
    environment = {k: v for k, v in os.environ.items() if k not in OWN_SETTINGS}
    environment["DATA_DIR"] = stack.enter_context(TemporaryDirectory(prefix="edition-tests-"))
    environment["EDITION_TEST_PREPARED"] = stack.enter_context(
        TemporaryDirectory(prefix="edition-prepared-")
    )
    environment["SITE_URL"] = "https://edition.example"
    gaps = []
    for piece in pieces:
        try:
            environment |= piece(stack)
        except Missing as missing:
            gaps.append(missing)
    return environment, gaps


def report(gaps: list[Missing]) -> None:
    """Print what is not tested, one line each."""
    for gap in gaps:
        print(gap, flush=True)


def passes(name: str, step: Step, environment: Environment) -> bool:
    """Run one step, print its name, outcome and seconds, and return whether it passed."""
    print(f"— {name}", flush=True)
    start = time.monotonic()
    passed = step(environment)
    print(f"{'ok' if passed else 'FAILED'}: {name}, {time.monotonic() - start:.1f} s", flush=True)
    return passed


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main(sys.argv[1], sys.argv[2:]))
