"""Several processes that save, publish, plan, withdraw, import, restore and vote at once."""

import json

import pytest

from tests.served import Served

pytestmark = pytest.mark.process

RACE = "import json; from tests.releases.racing import race; print(json.dumps(race({})))"


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_whatever_is_done_at_once_leaves_an_edition_in_order(kind, request, tmp_path):
    acts = 20 * int(request.config.getoption("--rounds"))
    url = request.getfixturevalue("postgresql_url") if kind == "PostgreSQL" else ""
    edition = Served(tmp_path, DATABASE_URL=url)
    edition.manage("migrate", "--verbosity", "0")
    output = edition.manage(
        "shell", "--verbosity", "0", "--no-imports", "--command", RACE.format(acts)
    )
    assert json.loads(output.splitlines()[-1]) == []
