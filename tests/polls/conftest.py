import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from edition.polls.models import Poll
from edition.texts.models import Edition
from scripts.equipment import postgresql
from tests.polls.servers import PostgreSQL
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
    """The number of votes that a load test casts."""
    return int(request.config.getoption("--votes"))


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def edition(request):
    """A prepared edition, not started."""
    return request.getfixturevalue(f"on_{request.param.lower()}")


@pytest.fixture(scope="session")
def programs():
    return postgresql.programs() or pytest.skip("initdb was not found; `make test` installs it")


@pytest.fixture(scope="session")
def on_own_server(prepared, programs):
    """A prepared edition on a PostgreSQL server of its own, which is stopped."""
    with open_to_all() as folder:
        server = PostgreSQL(folder, programs)
        edition = Served(folder / "var", DATABASE_URL=server.url)
        edition.data_dir.mkdir()
        (edition.data_dir / "static").symlink_to(prepared.data_dir / "static")
        try:
            edition.prepare()
        finally:
            server.stop("fast")
        yield edition


@pytest.fixture
def folder():
    with open_to_all() as folder:
        yield folder


@contextmanager
def open_to_all():
    """A folder that an unprivileged user may use."""
    with tempfile.TemporaryDirectory(prefix="edition-postgresql-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def own_server(on_own_server, programs):
    """Start a separate server in a folder, with the article in it."""

    def own_server(folder, **more):
        data = on_own_server.data_dir.parent / "data"
        subprocess.run(["cp", "-a", data, folder / "data"], check=True)
        return PostgreSQL(folder, programs, **more)

    return own_server


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
