"""Back up and restore the database, as an operator does."""

import sqlite3
import subprocess
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.conf import settings

from edition.releases import backups
from edition.releases.backups import BackupError, sqlite

MOSCOW = "apparatus_entity WHERE key = 'moscow'"
LOSE = [f"DELETE FROM apparatus_mention WHERE entity_id = (SELECT id FROM {MOSCOW})",
        f"DELETE FROM {MOSCOW}"]  # fmt: skip
COUNT = f"SELECT count(*) FROM {MOSCOW}"


def refusal(edition, *arguments):
    """The error line of a command that did nothing."""
    with pytest.raises(AssertionError) as refused:
        edition.manage(*arguments)
    assert "Traceback" not in str(refused.value)
    (line,) = (each for each in str(refused.value).splitlines() if "CommandError" in each)
    return line


SESSION = "INSERT INTO django_session VALUES ('key', 'data', '2100-01-01')"


def mode(path):
    return f"{path.stat().st_mode & 0o777:o}"


@pytest.fixture(scope="module")
def round_trip(prepared, tmp_path_factory):
    """A backup and its restoration, in a folder that an earlier version left open."""
    folder = tmp_path_factory.mktemp("round_trip")
    edition, copy = prepared.copy(folder / "var"), folder / "copy"
    live = edition.data_dir / "edition.sqlite3"
    edition.data_dir.chmod(0o755)
    live.chmod(0o644)
    edition.manage("prepare")
    closed = mode(edition.data_dir), mode(live)
    edition.manage("backup", str(copy))
    with closing(sqlite3.connect(copy)) as older:
        older.execute(SESSION)
        older.commit()
    with closing(sqlite3.connect(live)) as database:
        before = "".join(database.iterdump())
        for statement in LOSE:
            database.execute(statement)
        database.commit()
        refused = refusal(edition, "restore", str(copy))
        printed = edition.manage("restore", str(copy), "--replace")
        after = "".join(database.iterdump())
    modes = {mode(path) for path in (copy, *edition.data_dir.glob("edition.sqlite3*"))}
    return SimpleNamespace(**locals())


def test_only_the_owner_can_read_the_data_or_a_copy(round_trip):
    assert round_trip.closed == ("700", "600")
    assert round_trip.modes == {"600"}


def test_a_folder_that_others_use_too_stays_open_to_them(on_sqlite):
    """Only what an earlier version left open is closed: this one closes what it creates."""
    folder = on_sqlite.data_dir
    (folder / "edition.sqlite3").unlink()
    (folder / "theirs.json").touch()
    (folder / "theirs.json").chmod(0o644)
    folder.chmod(0o755)
    for _ in ("the first time", "and later"):
        on_sqlite.manage("prepare", "--empty")
        live = folder / "edition.sqlite3"
        assert (mode(folder), mode(live), mode(folder / "theirs.json")) == ("755", "600", "644")


def test_a_copy_holds_no_session(live, tmp_path):
    with closing(sqlite3.connect(tmp_path / "open.sqlite3")) as database:
        with closing(sqlite3.connect(live)) as source:
            source.backup(database)
        database.execute(SESSION)
        database.commit()
    connection = SimpleNamespace(settings_dict={"NAME": tmp_path / "open.sqlite3"})
    sqlite.copy(connection, tmp_path / "copy", tmp_path / "copy", print)
    assert b"2100-01-01" not in (tmp_path / "copy").read_bytes()


def test_sessions_in_an_older_copy_log_nobody_in(round_trip):
    with closing(sqlite3.connect(round_trip.live)) as database:
        assert not database.execute("SELECT * FROM django_session").fetchall()


def test_a_round_trip_on_sqlite(round_trip):
    assert "--replace" in round_trip.refused
    assert "are kept as" in round_trip.printed
    assert round_trip.after == round_trip.before
    archived = next(round_trip.edition.data_dir.glob("edition.sqlite3.before-*"))
    with closing(sqlite3.connect(archived)) as old:
        assert old.execute(COUNT).fetchone() == (0,)


def test_a_round_trip_on_postgresql(on_postgresql, tmp_path):
    import psycopg  # only where it is needed: not every run has a server

    edition, copy = on_postgresql, str(tmp_path / "copy")
    url = edition.environment["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(SESSION)
        edition.manage("backup", copy)
        for statement in LOSE:
            database.execute(statement)
        assert "--replace" in refusal(edition, "restore", copy)
        assert "the schema before_" in edition.manage("restore", copy, "--replace")
        assert database.execute(COUNT).fetchone() == (1,)
        assert not database.execute("SELECT * FROM django_session").fetchall()
        (archived,) = database.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^before'")
        assert database.execute(COUNT.replace("FROM ", f"FROM {archived[0]}.", 1)).fetchone() == (
            0,
        )
    # What was put aside is not copied again, and the triggers are back.
    edition.manage("backup", copy)
    listed = subprocess.run(["pg_restore", "--list", copy], capture_output=True, text=True).stdout
    assert "before_" not in listed and "TRIGGER public releases_revision" in listed


@pytest.fixture
def live(prepared, tmp_path, monkeypatch):
    """The article's database, which must not change."""
    live = tmp_path / "live.sqlite3"
    live.write_bytes((prepared.data_dir / "edition.sqlite3").read_bytes())
    connection = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": live})
    monkeypatch.setattr(backups, "connection", connection)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    yield live
    assert live.read_bytes() == (prepared.data_dir / "edition.sqlite3").read_bytes()


def text(path, live):
    path.write_text("Not a database at all, however long it may be. " * 50)


def cut_off(path, live):
    path.write_bytes(live.read_bytes()[:50_000])


def another(path, live):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE django_migrations (app, name)")


def of_a_later_version(path, live):
    path.write_bytes(live.read_bytes())
    with closing(sqlite3.connect(path)) as later:
        later.execute("INSERT INTO django_migrations (app, name, applied) "
                      "VALUES ('texts', '9999_later', '2030-01-01')")  # fmt: skip
        later.commit()


@pytest.mark.parametrize("make", [text, cut_off, another, of_a_later_version])
def test_what_is_no_backup_is_refused(live, tmp_path, make):
    make(tmp_path / "copy", live)
    with pytest.raises(BackupError):
        backups.restore(tmp_path / "copy", print, replace=True)


def test_the_database_is_not_copied_over_itself(live, tmp_path):
    for path, why in ((live, "database itself"), (tmp_path, "cannot be written")):
        with pytest.raises(BackupError, match=why):
            backups.back_up(path, print)


def test_a_copy_that_fails_leaves_the_last_one_as_it_was(live, tmp_path, monkeypatch):
    (tmp_path / "copy").write_text("The last one")

    def fail(*args):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite, "_copy", fail)
    with pytest.raises(BackupError, match="disk I/O error"):
        backups.back_up(tmp_path / "copy", print)
    assert (tmp_path / "copy").read_text() == "The last one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "live.sqlite3"]


def test_when_the_last_backup_was_made_is_remembered(live, tmp_path):
    assert backups.last_backup() is None
    made = backups.back_up(tmp_path / "copy", print)
    assert backups.last_backup() == made
    assert made.size == (tmp_path / "copy").stat().st_size
    (tmp_path / "last_backup.json").write_text("{")
    assert backups.last_backup() is None
