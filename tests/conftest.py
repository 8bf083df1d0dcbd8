"""Keeps the suite off the data of whoever runs it, and lends it servers and databases.

What a machine may lack is found or installed by `make test`, which tells us in
`EDITION_TEST_…` variables; without one, the tests that need it are skipped.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.served import Served

# How fast examples are made and pass depends on the machine; speed is measured elsewhere.
hypothesis_settings.register_profile(
    "edition", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("edition")

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
    "REDIS_URL",
    "SECRET_KEY",
    "SITE_URL",
    "TIME_ZONE",
]:
    os.environ.pop(name, None)
os.environ |= {"DATA_DIR": DATA_DIR, "DJANGO_SETTINGS_MODULE": "edition.settings"}
django.setup()
# Templates name static files as they are written; only the served edition collects them.
settings.STATIC_ROOT.mkdir(exist_ok=True)
# Hashing a password well takes a third of a second; only the served edition does it.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}


def pytest_addoption(parser):
    parser.addoption("--votes", default="600", help="votes cast while servers are killed: 10000")
    parser.addoption("--rounds", default="2", help="rounds of eight editors at one thing: 20")


# First in the browser: a process of the tests that began with one of these last would end late.
LONGEST = [
    *("test_desk_forms.py", "test_poll.py", "test_workspace.py"),
    *("test_the_box.py", "test_the_timeline.py", "test_barriers.py"),
]


def pytest_collection_modifyitems(items):
    """Run browser tests last: the loop of Playwright stays in the thread it was started in."""

    def turn(item):
        file, folders = item.path.name, item.path.parts
        if "browser" not in folders:
            return (0,)
        # What belongs to reading is together, since it shares a server and windows.
        place = LONGEST.index(file) if file in LONGEST else len(LONGEST)
        return (1, place, "reading" not in folders)

    items.sort(key=turn)


def needed(variable):
    """Give what `make test` has set up, or skip the test."""
    return os.environ.get(variable) or pytest.skip(f"{variable} is not set; `make test` sets it")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """An edition ready to be served: static files collected, the article imported and released.

    Made by the first process of the tests that needs it; nobody may change it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    password = folder / "password"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not password.exists():
            (folder / "prepared").mkdir()
            edition = Served(folder / "prepared")
            edition.manage("collectstatic", "--no-input", "--verbosity", "0")
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
    """An edition that was prepared on PostgreSQL; nobody may change it."""
    with new_database() as url:
        folder = tmp_path_factory.mktemp("postgresql")
        edition = Served(folder, DATABASE_URL=url)
        edition.prepare()
        (folder / "static").symlink_to(prepared.data_dir / "static")
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
    """The address of a PostgreSQL database that is empty, and dropped after the test."""
    with new_database() as url:
        yield url


@contextmanager
def new_database(template="template0"):
    """The address of a PostgreSQL database, dropped when it is no longer needed."""
    import psycopg  # only where it is needed: not every run has a server

    server = needed("EDITION_TEST_DATABASE_URL")
    name = f"edition_test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
