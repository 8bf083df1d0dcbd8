"""No test sleeps: it waits for a state, or sets the clock of the page."""

import ast
from pathlib import Path

TESTS = Path(__file__).parent
SLEEPS = {"sleep", "wait_for_timeout"}
# Files that may, and how often.
MAY = {
    "waiting.py": 2,  # asks again and again for what is awaited, for all the others
    "polls/test_broadcast.py": 1,  # a subscription that reports a change all the time
    "reader/server/test_request_body.py": 1,  # a client from whom nothing comes any more
    "browser/reading/acts.py": 1,  # the browser saves the place of a page now and then, unseen
    "browser/reading/test_times.py": 1,  # a reader who scrolls, under `make budgets`
}


def sleeps(path):
    """The number of sleeping calls in a file; `sleep(0)` only lets other tasks run."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return sum(
        getattr(call.func, "attr", getattr(call.func, "id", "")) in SLEEPS
        and not (isinstance(call.args[0], ast.Constant) and call.args[0].value == 0)
        for call in calls
    )


def test_no_test_sleeps():
    found = {path.relative_to(TESTS).as_posix(): sleeps(path) for path in TESTS.rglob("*.py")}
    assert {name: number for name, number in found.items() if number} == MAY
