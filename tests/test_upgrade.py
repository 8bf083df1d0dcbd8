"""A data folder of the first version is served by this one.

`first_version.sql.gz` is the database that `manage.py prepare` of commit de5e71c made, with one
vote, and without the password: `sqlite3 edition.sqlite3 .dump | gzip -9n`.
"""

import gzip
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.served import Served

FIRST_VERSION = Path(__file__).with_name("first_version.sql.gz")
SHA256 = "c47a4058fd353384e4eea9da917e00d3f6ee4b1fd64e3b42275088d6154c52f2"  # of its release
EDITION = "/editions/sino-russian-partnership/"


@pytest.fixture
def upgraded(prepared, tmp_path):
    folder = tmp_path / "var"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "edition.sqlite3")) as database:
        database.executescript(gzip.decompress(FIRST_VERSION.read_bytes()).decode())
    (folder / "static").symlink_to(prepared.data_dir / "static")
    edition = Served(folder)
    edition.manage("prepare")
    yield edition
    edition.stop()


def test_the_first_release_and_its_votes_stay_and_every_page_is_there(upgraded):
    assert "is sound" in upgraded.manage("check_edition", "sino-russian-partnership")
    upgraded.start()

    def get(path):
        with urlopen(upgraded.url + path) as response:
            return response.read()

    for path in ("/", EDITION, f"{EDITION}v/1/", f"{EDITION}versions/", f"{EDITION}p3/",
                 f"{EDITION}polls/us-goals/", "/admin/login/"):  # fmt: skip
        assert get(path), path
    assert hashlib.sha256(get(f"{EDITION}v/1/download/edition.json")).hexdigest() == SHA256
    tally = json.loads(get(f"{EDITION}polls/us-goals/state"))
    assert [choice["votes"] for choice in tally["choices"]] == [1, 0, 0, 0]
    with closing(sqlite3.connect(upgraded.data_dir / "edition.sqlite3")) as database:
        released = database.execute("SELECT release_number, sha256 FROM releases_revision")
        assert released.fetchall() == [(1, SHA256)]
        assert database.execute("SELECT count(*) FROM polls_ballot").fetchone() == (1,)
