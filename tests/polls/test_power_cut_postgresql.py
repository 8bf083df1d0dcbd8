"""A simulated power cut with PostgreSQL.

The data folder is copied at a checkpoint. Of the write-ahead log since then, what was synced by the
instant of the cut is on the disk, and a random half of the rest. A server started on it recovers
from its log, as after a real cut.
"""

import contextlib
import random
import shutil
import subprocess
import time

import psycopg
import pytest

from edition.polls.voter import voter_hash
from tests.polls.servers import PostgreSQL
from tests.polls.test_power_cut import VOTES, Acts
from tests.polls.under_load import Load

CUTS = 3
SEGMENT = 16  # the number of the first segment of the log, among the files of the shim


@contextlib.contextmanager
def stopped_at_the_end(server):
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def lost_at_random_instants(folder, programs, shim, on_own_server, own_server, tmp_path, settings):
    """Return the number of acknowledged votes missing after each of several power cuts."""
    library, log = folder / "synced.so", folder / "log-of-acts"
    shutil.copy(shim, library)
    library.chmod(0o755)
    log.touch()
    log.chmod(0o666)
    first = folder / "first"
    first.mkdir()
    recording = {"LD_PRELOAD": str(library), "SYNCED_LOG": str(log)}

    def lost_at_random_instants(options=""):
        with stopped_at_the_end(own_server(first, options=options, **recording)) as server:
            edition = on_own_server.copy(tmp_path / "var", DATABASE_URL=server.url)
            settings.SECRET_KEY = (edition.data_dir / "secret_key").read_text().strip()
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute("CHECKPOINT")
            subprocess.run(["cp", "-a", first / "data", folder / "base"], check=True)
            edition.start()
            began = time.monotonic()
            with Load(edition, VOTES) as load:
                load.thread.join()
            ended = time.monotonic()
            edition.process.kill()
            edition.process.wait()
        assert load.recorded >= VOTES
        (folder / "base" / "postmaster.pid").unlink()
        acts, chance = since(Acts(log), began), random.Random(20)
        before = segments(folder / "base")
        assert any(what == "w" and file in before for _, what, file, *_ in acts.acts)
        assert all(file in before for _, _, file, *_ in acts.acts), "A new segment was begun."
        return [
            lost(acts, before, load, chance.uniform(load.answers.at[0], ended), chance)
            for _ in range(CUTS)
        ]

    def lost(acts, before, load, instant, chance):
        place = folder / "cut"
        place.mkdir()
        subprocess.run(["cp", "-a", folder / "base", place / "data"], check=True)
        for file, content in acts.disk_at(instant, before, chance).items():
            path_of(place / "data", file).write_bytes(content)
        answered = {
            voter_hash(voter)
            for (voter, _), at in zip(load.answers.recorded, load.answers.at, strict=True)
            if at < instant
        }
        with (
            stopped_at_the_end(PostgreSQL(place, programs)) as server,
            psycopg.connect(server.url) as connection,
        ):
            stored = {voter for (voter,) in connection.execute("SELECT voter FROM polls_ballot")}
        shutil.rmtree(place)
        return len(answered - stored)

    return lost_at_random_instants


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


def test_no_acknowledged_vote_is_lost(lost_at_random_instants):
    assert lost_at_random_instants() == [0] * CUTS


def test_without_syncing_votes_would_be_lost(lost_at_random_instants):
    """The test above can fail: with `fsync=off` it does."""
    assert sum(lost_at_random_instants("-c fsync=off")) > 0
