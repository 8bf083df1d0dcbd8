"""A power cut while PostgreSQL keeps the votes.

The data folder is taken as it was at a checkpoint, and of the log that has been written since only
what was synced by the instant of the cut is surely there; of the rest, chance decides. A server
that is started on it recovers from its log, as after a real cut.
"""

import contextlib
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from edition.polls.voter import voter_hash
from scripts import postgresql
from tests.polls.conftest import with_static_files
from tests.polls.servers import PostgreSQL
from tests.polls.test_power_cut import Acts
from tests.polls.under_load import Load
from tests.served import Served

CUTS = 4
SEGMENT = 16  # the number of the first segment of the log, among the files of the shim


@pytest.fixture
def programs():
    return postgresql.programs() or pytest.skip("initdb was not found; `make test` installs it")


@pytest.fixture
def folder():
    """A folder that an unprivileged user may use."""
    folder = Path(tempfile.mkdtemp(prefix="edition-postgresql-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextlib.contextmanager
def running(*arguments, **more):
    server = PostgreSQL(*arguments, **more)
    try:
        yield server
    finally:
        server.stop()


def lost_at_random_instants(folder, programs, shim, prepared, tmp_path, settings, options=""):
    """How many acknowledged votes are missing after each of some power cuts."""
    library, log = folder / "synced.so", folder / "log-of-acts"
    shutil.copy(shim, library)
    library.chmod(0o755)
    log.touch()
    log.chmod(0o666)
    first = folder / "first"
    first.mkdir()
    recording = {"LD_PRELOAD": str(library), "SYNCED_LOG": str(log)}
    with running(first, programs, options=options, **recording) as server:
        edition = Served(tmp_path, DATABASE_URL=server.url)
        with_static_files(edition, prepared)
        edition.prepare()
        settings.SECRET_KEY = (edition.data_dir / "secret_key").read_text().strip()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        subprocess.run(["cp", "-a", first / "data", folder / "base"], check=True)
        edition.start()
        began = time.monotonic()
        with Load(edition, 1000) as load:
            load.thread.join(timeout=4)
        ended = time.monotonic()
        edition.process.kill()
        edition.process.wait()
    assert load.recorded > 100
    (folder / "base" / "postmaster.pid").unlink()
    acts, chance = since(Acts(log), began), random.Random(20)
    before = segments(folder / "base")
    assert any(what == "w" and file in before for _, what, file, *_ in acts.acts)
    assert all(file in before for _, _, file, *_ in acts.acts), "The log went on in a new segment."
    lost = []
    for number in range(CUTS):
        instant = chance.uniform(began + 0.3, ended)
        place = folder / f"cut-{number}"
        place.mkdir()
        subprocess.run(["cp", "-a", folder / "base", place / "data"], check=True)
        for file, content in acts.disk_at(instant, before, chance).items():
            path_of(place / "data", file).write_bytes(content)
        answered = {
            voter_hash(voter)
            for (voter, _), at in zip(load.answers.recorded, load.answers.at, strict=True)
            if at < instant
        }
        with running(place, programs) as server, psycopg.connect(server.url) as connection:
            kept = {voter for (voter,) in connection.execute("SELECT voter FROM polls_ballot")}
        lost.append(len(answered - kept))
        shutil.rmtree(place)
    return lost


def since(acts, instant):
    acts.acts = [act for act in acts.acts if act[0] >= instant - 1]
    return acts


def segments(data):
    """The segments of the log, by their numbers among the files of the shim."""
    return {
        SEGMENT + int(path.name[16:], 16): path.read_bytes()
        for path in (data / "pg_wal").iterdir()
        if len(path.name) == 24
    }


def path_of(data, file):
    return next(data.joinpath("pg_wal").glob(f"????????????????{file - SEGMENT:08X}"))


def test_no_acknowledged_vote_is_lost(folder, programs, shim, prepared, tmp_path, settings):
    found = lost_at_random_instants(folder, programs, shim, prepared, tmp_path, settings)
    assert found == [0] * CUTS


def test_without_syncing_votes_would_be_lost(folder, programs, shim, prepared, tmp_path, settings):
    """The test above can fail: with `fsync=off` it does."""
    without = "-c fsync=off"
    found = lost_at_random_instants(folder, programs, shim, prepared, tmp_path, settings, without)
    assert sum(found) > 0
