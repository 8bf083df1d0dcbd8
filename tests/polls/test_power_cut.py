"""A simulated power cut: only writes that were synced are certain to be on the disk.

A shim loaded before the C library records every write to the database's files and every sync. The
disk at any instant is then rebuilt with all writes synced by then and a random half of the others.
The simulation assumes that the disk does not report a sync before it is done.
"""

import contextlib
import random
import sqlite3
import struct
import time

import pytest

from edition.polls.voter import voter_hash
from tests.polls.under_load import Load

HEAD = struct.Struct("=dqqqq")
CUTS = 12
VOTES = 300


class Acts:
    """The recorded writes and syncs, in order."""

    def __init__(self, path):
        data, place, self.acts = path.read_bytes(), 0, []
        while place + HEAD.size <= len(data):
            at, what, file, offset, length = HEAD.unpack_from(data, place)
            place += HEAD.size
            size = length if what == ord("w") else 0
            self.acts.append((at, chr(what), file, offset, data[place : place + size]))
            place += size

    def disk_at(self, instant, files, chance):
        """Return the files, by number, as a power cut at `instant` may leave them."""
        files = {number: bytearray(content) for number, content in files.items()}
        pending = {number: [] for number in files}
        for at, what, file, offset, content in self.acts:
            if at > instant:
                break
            if what == "s":
                for each in pending[file]:
                    apply(files[file], *each)
                pending[file] = []
            else:
                pending[file].append((what, offset, content))
        for number, acts in pending.items():
            for each in acts:
                if chance.random() < 0.5:
                    apply(files[number], *each)
        return files


def apply(file, what, offset, content):
    if what == "t":
        del file[offset:]
        file.extend(bytes(offset - len(file)))
    else:
        file.extend(bytes(max(0, offset - len(file))))
        file[offset : offset + len(content)] = content


def lost_at_random_instants(edition, shim, tmp_path):
    """Return the number of acknowledged votes missing after each of several power cuts."""
    database, log = edition.data_dir / "edition.sqlite3", tmp_path / "log"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = {1: database.read_bytes(), 2: b""}
    edition.environment |= {"LD_PRELOAD": str(shim), "SYNCED_LOG": str(log)}
    edition.start()
    with Load(edition, VOTES) as load:
        load.thread.join()
    ended = time.monotonic()
    edition.process.kill()  # a stop would sync everything
    edition.process.wait()
    assert load.recorded >= VOTES
    acts, chance = Acts(log), random.Random(20)
    assert any(what == "w" for _, what, *_ in acts.acts), "The shim saw nothing."
    lost = []
    for number in range(CUTS):
        instant = chance.uniform(load.answers.at[0], ended)
        folder = tmp_path / f"cut-{number}"
        folder.mkdir()
        files = acts.disk_at(instant, before, chance)
        (folder / "edition.sqlite3").write_bytes(files[1])
        (folder / "edition.sqlite3-wal").write_bytes(files[2])
        answered = {
            voter
            for (voter, _), at in zip(load.answers.recorded, load.answers.at, strict=True)
            if at < instant
        }
        lost.append(missing(folder / "edition.sqlite3", answered))
    return lost


def missing(database, voters):
    """Count the voters who have no ballot: all, if the file is no longer a database."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = {voter for (voter,) in connection.execute("SELECT voter FROM polls_ballot")}
        return sum(voter_hash(voter) not in stored for voter in voters)
    except (sqlite3.DatabaseError, AssertionError):
        return len(voters)
    finally:
        connection.close()


@pytest.fixture(autouse=True)
def same_secret(on_sqlite, settings):
    """Hash voters here with the server's secret key."""
    settings.SECRET_KEY = (on_sqlite.data_dir / "secret_key").read_text().strip()


def test_no_acknowledged_vote_is_lost_to_a_power_cut(on_sqlite, shim, tmp_path):
    assert lost_at_random_instants(on_sqlite, shim, tmp_path) == [0] * CUTS


def test_without_syncing_votes_would_be_lost(on_sqlite, shim, tmp_path):
    """The test above can fail: with `synchronous=OFF` it does."""
    on_sqlite.environment["DJANGO_SETTINGS_MODULE"] = "tests.polls.unsynced_settings"
    assert sum(lost_at_random_instants(on_sqlite, shim, tmp_path)) > 0
