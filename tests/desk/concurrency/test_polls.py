"""A poll that editors change while readers vote, on PostgreSQL, where only locks order them.

SQLite lets one transaction write at a time.
"""

import json

import pytest

from tests.conftest import copy_on_postgresql

pytestmark = pytest.mark.process

RUN = "import json; from tests.desk.concurrency.interleaved import run_all; "
RUN += "print(json.dumps(run_all({})))"
PAIRS = [
    *(("save", "vote"), ("save", "close"), ("close", "restore")),
    *(("vote", "delete"), ("vote", "delete_selected")),
]


@pytest.fixture(scope="module")
def outcomes(on_postgresql_first, tmp_path_factory):
    """What came of each pair of acts, and the poll after them; one process runs all."""
    folder = tmp_path_factory.mktemp("interleaved")
    with copy_on_postgresql(on_postgresql_first, folder / "var") as edition:
        options = ("--verbosity", "0", "--no-imports")
        printed = edition.manage("shell", *options, "--command", RUN.format(PAIRS))
    return dict(zip(PAIRS, json.loads(printed.splitlines()[-1]), strict=True))


@pytest.fixture
def at_once(outcomes):
    """The poll after two acts, the second of which was run from within the first."""

    def at_once(first, second):
        *outcome, state = outcomes[first, second]
        assert outcome == ["done", "done"]
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
