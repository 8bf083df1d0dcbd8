"""Failed browser tests, and only these, are run again, each on its own."""

import sys

import pytest

from scripts import unsteady

pytestmark = pytest.mark.process

STEADY = "def test_steady(): pass\n"
BROKEN = "def test_broken(): assert False\n"
FLAKY = """
import pathlib
def test_flaky():
    tried = pathlib.Path(__file__).with_name("tried")
    assert tried.exists() or tried.touch()
"""
ENDING_ONCE = """
import os, pathlib
def test_ending_once():
    tried = pathlib.Path(__file__).with_name("tried")
    assert tried.exists() or tried.touch() or os._exit(3)
"""
NOT_PYTHON = "def test_not("
ENDING = "import os\ndef test_ending(): os._exit(3)\n"
MUTE = "import threading\ndef test_mute(): threading.Event().wait(600)\n"
COMMAND = [sys.executable, "-m", "pytest", "-p", "xdist", "-q"]
COMMAND += ["--numprocesses", "1", "--dist", "worksteal", "--max-worker-restart", "1"]
IMPATIENT = "[pytest]\nfaulthandler_timeout = 3\nfaulthandler_exit_on_timeout = true\n"


@pytest.fixture
def outcome(tmp_path, capfd, monkeypatch):
    """Run test files; return whether the run passes, and the end of its output."""

    def outcome(*files):
        (tmp_path / "pytest.ini").write_text(IMPATIENT if MUTE in files else "[pytest]\n")
        for number, source in enumerate(files):
            (tmp_path / f"test_{number}.py").write_text(source)
        environment = {"DATA_DIR": str(tmp_path), "PYTHONPATH": str(unsteady.ROOT)}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        monkeypatch.setattr(unsteady, "ROOT", tmp_path)
        passed = unsteady.passes(COMMAND, [], environment, tmp_path / "traces")
        return passed, capfd.readouterr().out

    return outcome


@pytest.mark.parametrize(
    ("files", "passed", "said"),
    [
        ([STEADY], True, "Unsteady: none"),
        ([STEADY, FLAKY], True, "Unsteady:\n  test_1.py::test_flaky"),
        ([FLAKY, BROKEN], False, "Run again: 2"),
        ([STEADY, ENDING_ONCE], True, "Unsteady:\n  test_1.py::test_ending_once"),
        ([STEADY, ENDING], False, "Run again: 1"),
        ([STEADY, MUTE], False, "Run again: 1"),
    ],
)
def test_a_test_that_fails_is_run_once_more(outcome, files, passed, said):
    result = outcome(*files)
    assert result[0] is passed and said in result[1], result[1]


def test_an_error_of_collection_fails_the_run(outcome):
    passed, said = outcome(STEADY, FLAKY, NOT_PYTHON)
    assert not passed and "Run again" not in said, said


def test_many_failures_are_not_the_browsers_mood():
    failures = [("call", f"test_{number}") for number in range(unsteady.MAX_REPEATED + 1)]
    assert unsteady.to_repeat(unsteady.FAILED, failures) == []
    assert unsteady.to_repeat(unsteady.FAILED, failures[1:]) != []
