"""Run browser tests, and repeat those that fail, alone, with traces and pictures.

A test that then passes is unsteady: it is reported, and does not fail the run. A test whose process
crashed or hung has failed too; a collection error fails the run.
The runner adds this module to pytest as a plugin, which lists the failures.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FAILURES = "EDITION_TEST_FAILURES"  # the file that lists failures
TRACE = "EDITION_TEST_TRACE"  # where tests/browser/conftest.py stores traces
PASSED, FAILED, NO_TESTS = 0, 1, 5  # exit statuses of pytest
MAX_REPEATED = 20  # more failures are not the browser's unsteadiness
PHASES = ("setup", "call", "teardown", "???")  # the last one if the process of a test has ended
ALONE = ["--numprocesses", "0", "--dist", "no"]


def passes(
    command: list[str], arguments: list[str], environment: dict[str, str], traces: Path
) -> bool:
    """Run pytest, repeat failed tests, and return whether all have passed.

    Traces and pictures of the second run stay in the folder `traces` until the next run.
    """
    shutil.rmtree(traces, ignore_errors=True)
    status, failures = run([*command, *arguments], environment)
    if status == PASSED or (arguments and status == NO_TESTS):
        print("Unsteady: none", flush=True)
        return True
    tests = to_repeat(status, failures)
    if not tests:
        return False
    print(f"Run again: {len(tests)}. Traces and pictures: {traces}", flush=True)
    again = [*command, *ALONE, *tests]
    status, failures = run(again, environment | {TRACE: str(traces)})
    if status != PASSED:
        return False
    print("Unsteady:", *tests, sep="\n  ", flush=True)
    return True


def to_repeat(status: int, failures: list[tuple[str, str]]) -> list[str]:
    """Return the tests to repeat; none, if there was any other error than failed tests."""
    tests = list(dict.fromkeys(test for _, test in failures))
    is_of_tests = all(phase in PHASES for phase, _ in failures)
    return tests if status == FAILED and is_of_tests and len(tests) <= MAX_REPEATED else []


def run(command: list[str], environment: dict[str, str]) -> tuple[int, list[tuple[str, str]]]:
    """Run pytest; return its exit status, and the phase and name of each failed test."""
    path = Path(environment["DATA_DIR"]) / "failures"
    path.unlink(missing_ok=True)
    result = subprocess.run(
        [*command, "-p", __name__],
        cwd=ROOT,
        env=environment | {FAILURES: str(path)},
        stderr=subprocess.STDOUT,
    )
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return result.returncode, [tuple(json.loads(line)) for line in lines]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """List a failed test and its phase, one of `PHASES`."""
    if report.failed:
        _list(report.when, report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """List a collection error."""
    if report.failed:
        _list("collect", report.nodeid)


def _list(phase: str | None, name: str) -> None:
    # All processes of xdist load this plugin; only the controller gets all reports.
    if FAILURES in os.environ and "PYTEST_XDIST_WORKER" not in os.environ:
        with open(os.environ[FAILURES], "a", encoding="utf-8") as file:
            print(json.dumps([phase, name]), file=file)
