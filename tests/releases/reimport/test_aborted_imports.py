"""An import that fails at any step leaves the database and the files as they were."""

import os
import tempfile
from pathlib import Path

import pytest

from edition.exchange import ImportRefused, read_upload
from tests.exchange.articles import packed_folder
from tests.releases.aborting import abort_each_write
from tests.served import Served


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_the_database_is_as_before_at_whatever_write_it_fails():
    assert abort_each_write() > 20


def test_so_it_is_on_postgresql(postgresql_url, tmp_path):
    edition = Served(tmp_path, DATABASE_URL=postgresql_url)
    edition.manage("migrate", "--verbosity", "0")
    tried = "from tests.releases.aborting import abort_each_write; print(abort_each_write(every=5))"
    assert int(edition.manage("shell", "--verbosity", "0", "--command", tried).split()[-1]) > 20


@pytest.mark.parametrize("number", range(1, 9))
def test_no_file_is_left_when_unpacking_fails(number, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    write, written = Path.write_bytes, []

    def fail_at_one(path, data):
        written.append(path)
        if len(written) == number:
            raise OSError(28, os.strerror(28))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail_at_one)
    with pytest.raises(ImportRefused, match="No space left"):
        read_upload(packed_folder(), "edition.zip")
    assert len(written) == number
    assert not list(tmp_path.iterdir())
