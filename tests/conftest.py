"""Isolate the suite from the developer's data, and provide servers and databases.

`make test` finds or installs what a machine may lack, and passes its location in `EDITION_TEST_…`
variables; without one, the tests that need it are skipped.
"""

import atexit
import fcntl
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.served import Served

# How fast examples are made and pass depends on the machine; speed is measured elsewhere.
for profile, examples in {"quick": 25, "full": 100}.items():
    hypothesis_settings.register_profile(
        profile,
        max_examples=examples,
        derandomize=profile == "quick",  # the same examples in every run
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
hypothesis_settings.load_profile("quick")  # `make test PROFILE=full` loads the other

# This must come before Django reads its settings, so they are not named in pyproject.toml:
# pytest-django would load them too early.
DATA_DIR = tempfile.mkdtemp(prefix="edition-tests-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
for name in [
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "HOST",
    "PORT",
    "PYTHONDONTWRITEBYTECODE",  # each process would compile everything anew
    "REDIS_URL",
    "SECRET_KEY",
    "SITE_URL",
    "TIME_ZONE",
]:
    os.environ.pop(name, None)
sys.dont_write_bytecode = False
os.environ |= {"DATA_DIR": DATA_DIR, "DJANGO_SETTINGS_MODULE": "edition.settings"}
django.setup()
# Templates name static files as they are written; only the served edition collects them.
settings.STATIC_ROOT.mkdir(exist_ok=True)
# Hashing a password well takes a third of a second; only the served edition does it.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


def pytest_addoption(parser):
    parser.addoption("--votes", default="300", help="votes cast while servers are killed: 10000")
    parser.addoption("--rounds", default="1", help="rounds of editors and of races: 20")


# What starts a second process, or speaks to one.
PROCESSES = {"prepared", "postgresql_url", "programs", "shim"}


def pytest_collection_modifyitems(items):
    """Mark tests by what they need, and run browser tests last.

    Playwright's event loop stays in its thread, where Django then refuses queries.
    """
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
        elif PROCESSES & set(item.fixturenames):
            item.add_marker("process")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish():
    """Spare the garbage collector what lives as long as the tests: it saves a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def no_second_process(request, monkeypatch):
    """Refuse to start a process in a test that is not marked so: `make quick` starts none."""

    def refuse(*arguments, **options):
        raise AssertionError("A test that starts a process is marked `process`.")

    if not any(request.node.get_closest_marker(name) for name in ("browser", "process", "budget")):
        monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
        monkeypatch.setattr(os, "fork", refuse)


@pytest.fixture(scope="session")
def rows_of_the_article(django_db_setup, django_db_blocker):
    """The rows of the article, stored and published once, by table: (columns, rows)."""
    from edition.releases.publish import publish
    from edition.releases.working_copy import store
    from tests.releases.builders import article

    with django_db_blocker.unblock():
        return rows_written_by(lambda: publish(store(article())))


def rows_written_by(act):
    """Return the rows that an act adds, by table: (columns, rows); the act is rolled back."""
    with transaction.atomic():
        before = _rows()
        act()
        after = _rows()
        transaction.set_rollback(True)
    added = {}
    for table, (columns, rows) in after.items():
        known = set(before[table][1])
        if new := [row for row in rows if row not in known]:
            added[table] = columns, new
    return added


def _rows():
    """All stored rows, by table: (columns, rows)."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            columns = [column[0] for column in cursor.description]
            found[model._meta.db_table] = columns, cursor.fetchall()
    return found


def insert(rows_by_table):
    """Insert rows as `rows_written_by` returns them; foreign keys are checked after all."""
    with connection.cursor() as cursor:
        for table, (columns, rows) in rows_by_table.items():
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({values})', rows)


@pytest.fixture
def edition(db, rows_of_the_article):
    """The article, published as version 1, in an otherwise empty database."""
    from edition.texts.models import Edition

    insert(rows_of_the_article)
    return Edition.objects.get()


def needed(variable):
    """Return the value of a variable that `make test` sets, or skip the test."""
    return os.environ.get(variable) or pytest.skip(f"{variable} is not set; `make test` sets it")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """An edition ready to be served: static files collected, the article imported and released.

    Made by the first test process that needs it, for every step of `make test`, since packing the
    static files takes long; tests must not change it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    if "EDITION_TEST_PREPARED" in os.environ:
        folder = Path(os.environ["EDITION_TEST_PREPARED"])
    password = folder / "password"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not password.exists():
            (folder / "prepared").mkdir()
            edition = Served(folder / "prepared")
            edition.prepare()
            password.write_text(edition.password)
    return Served(folder / "prepared", password.read_text())


@pytest.fixture(scope="module")
def served(prepared, tmp_path_factory):
    """The article on a running server, for the tests of one file; they may change it."""
    edition = prepared.copy(tmp_path_factory.mktemp("served") / "var")
    try:
        yield edition.start()
    finally:
        edition.stop()


@pytest.fixture
def on_sqlite(prepared, tmp_path):
    """An edition that is prepared and not started."""
    edition = prepared.copy(tmp_path / "var")
    yield edition
    edition.stop()


@pytest.fixture(scope="session")
def on_postgresql_first(prepared, tmp_path_factory):
    """A prepared edition on PostgreSQL; tests must not change it."""
    with new_database() as url:
        folder = tmp_path_factory.mktemp("postgresql")
        edition = Served(folder, DATABASE_URL=url)
        (folder / "static").symlink_to(prepared.data_dir / "static")
        edition.prepare()
        yield edition


@pytest.fixture
def on_postgresql(on_postgresql_first, tmp_path):
    """An edition that is prepared and not started."""
    with copy_on_postgresql(on_postgresql_first, tmp_path / "var") as edition:
        yield edition


@pytest.fixture(scope="module")
def served_on_postgresql(on_postgresql_first, tmp_path_factory):
    """The article on a running server, for the tests of one file; they may change it."""
    folder = tmp_path_factory.mktemp("served")
    with copy_on_postgresql(on_postgresql_first, folder / "var") as edition:
        yield edition.start()


@contextmanager
def copy_on_postgresql(first, folder):
    template = urlsplit(first.environment["DATABASE_URL"]).path[1:]
    with new_database(template) as url:
        edition = first.copy(folder, DATABASE_URL=url)
        try:
            yield edition
        finally:
            edition.stop()


@pytest.fixture
def postgresql_url():
    """The URL of an empty PostgreSQL database, dropped after the test."""
    with new_database() as url:
        yield url


@contextmanager
def new_database(template="template0"):
    """The URL of a new PostgreSQL database, dropped when it is no longer needed."""
    import psycopg  # only where it is needed: not every run has a server

    server = needed("EDITION_TEST_DATABASE_URL")
    name = f"edition_test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
