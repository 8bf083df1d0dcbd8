import shutil
import subprocess
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from edition.polls.models import Poll
from edition.texts.models import Edition
from tests.conftest import needed
from tests.served import Served


@pytest.fixture
def poll(db):
    """A poll of two choices with 33 and 30 printed votes."""
    edition = Edition.objects.create(slug="arma", title="Arma")
    poll = Poll.objects.create(edition=edition, key="goals", question="Which?")
    poll.choices.create(key="one", label="One", printed_votes=33)
    poll.choices.create(key="two", label="Two", printed_votes=30)
    return poll


@pytest.fixture
def votes(request):
    """How many votes a test with a load casts."""
    return int(request.config.getoption("--votes"))


@pytest.fixture
def on_sqlite(prepared, tmp_path):
    """An edition that is prepared and not started."""
    edition = Served(tmp_path, prepared.password)
    for name in ("edition.sqlite3", "secret_key"):
        shutil.copy(prepared.data_dir / name, tmp_path)
    with_static_files(edition, prepared)
    yield edition
    edition.stop()


@pytest.fixture(scope="session")
def postgresql_template(prepared, tmp_path_factory):
    """The name of a PostgreSQL database that the article is in, and the secret made with it."""
    import psycopg

    server, name = needed("EDITION_TEST_DATABASE_URL"), f"edition_test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        url = urlsplit(server)._replace(path=f"/{name}").geturl()
        edition = Served(tmp_path_factory.mktemp("template"), DATABASE_URL=url)
        edition.prepare()
        yield name, edition
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def on_postgresql(postgresql_template, prepared, tmp_path):
    """An edition that is prepared and not started."""
    import psycopg

    template, first = postgresql_template
    server, name = needed("EDITION_TEST_DATABASE_URL"), f"edition_test_{uuid.uuid4().hex}"
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        edition = Served(tmp_path, first.password, DATABASE_URL=url)
        shutil.copy(first.data_dir / "secret_key", tmp_path)
        with_static_files(edition, prepared)
        yield edition
        edition.stop()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def edition(request):
    """An edition that is prepared and not started."""
    return request.getfixturevalue(f"on_{request.param.lower()}")


def with_static_files(edition, prepared):
    (edition.data_dir / "static").symlink_to(prepared.data_dir / "static")


@pytest.fixture(scope="session")
def shim(tmp_path_factory):
    """A library that records what a process writes and syncs."""
    compiler = shutil.which("cc") or pytest.skip("no C compiler to record what is synced with")
    folder = tmp_path_factory.mktemp("shim")
    path = folder / "synced.so"
    source = Path(__file__).with_name("synced.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", path, source, "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    return path
