"""A poll that editors change while readers vote, on PostgreSQL, where only locks order them.

SQLite lets one transaction write at a time.
"""

import json

import pytest

pytestmark = pytest.mark.process

RUN = "import json; from tests.desk.concurrency.interleaved import run; print(json.dumps(run({})))"


@pytest.fixture
def at_once(on_postgresql):
    """Run two acts, the second from within the first; what came of both, and the poll after."""

    def at_once(first, second):
        options = ("--verbosity", "0", "--no-imports")
        command = RUN.format(f"{first!r}, {second!r}")
        printed = on_postgresql.manage("shell", *options, "--command", command)
        *outcomes, state = json.loads(printed.splitlines()[-1])
        assert outcomes == ["done", "done"]
        return state

    return at_once


def test_a_vote_is_counted_that_comes_while_the_form_is_saved(at_once):
    state = at_once("save", "vote")
    assert (state["label"], state["ballots"], state["miscounted"]) == ("Just so", 1, 0)
    assert state["version"] == 2


@pytest.mark.parametrize("delete", ["delete", "delete_selected"])
def test_a_poll_is_not_deleted_while_a_vote_is_written(at_once, delete):
    state = at_once("vote", delete)
    assert (state["ballots"], state["miscounted"]) == (1, 0)


def test_a_poll_is_closed_that_was_just_being_saved(at_once):
    state = at_once("save", "close")
    assert (state["label"], state["is_open"]) == ("Just so", False)


def test_a_poll_is_closed_while_its_edition_is_restored(at_once):
    assert at_once("close", "restore")["is_open"] is False
