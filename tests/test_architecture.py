"""Layered architecture: rooms, and the modules inside a room, import only from lower floors."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "edition"

# The floors inside a folder, the top one first. What stands on one floor never imports each other.
FLOORS = {
    "edition": [
        {"asgi", "settings", "urls", "wsgi"},
        {"content_security", "database_url"},
        {"reader", "desk"},
        {"releases"},
        {"apparatus", "timeline", "polls", "staff"},
        {"texts"},
        {"exchange"},
        {"document", "static_files"},
    ],
    "edition/desk": [
        {"apps", "formats", "site"},
        {"urls"},
        {"admin"},
        {"dashboard", "model_admin"},
        {"history", "imports", "poll", "workspace"},
        {"forms", "publishing"},
        {"concurrency", "preview"},
        {"markdown", "pages"},
        {"errors", "links", "permissions", "reauthentication"},
    ],
    "edition/reader": [
        {"apps", "management", "shared_pages", "urls"},
        {"views", "withdrawn"},
        {"versions"},
        {"releases"},
        {"page", "poll"},
        {"catalogue", "citing", "documents", "server"},
    ],
    "edition/reader/page": [
        {"item"},
        {"build"},
        {"timeline"},
        {"apparatus", "text", "timeline_strip"},
    ],
    "edition/reader/poll": [
        {"stream_app", "views"},
        {"presenter", "vote_app"},
        {"origin", "released"},
    ],
    "edition/reader/server": [
        {"cache", "static_files"},
        {"compression", "request_body", "resource"},
        {"answer", "coding", "single_flight"},
    ],
    "edition/releases": [
        {"apps", "management"},
        {"backups", "reimport", "restore", "scheduler", "withdraw"},
        {"schedule"},
        {"publish"},
        {"pending", "problems"},
        {"departures"},
        {"anchors", "working_copy"},
        {"checks", "migrations", "models"},
        {"documents"},
    ],
    "edition/releases/backups": [
        {"postgresql", "sqlite"},
        {"compatibility"},
    ],
    "edition/releases/reimport": [
        {"importer"},
        {"merge"},
        {"keys"},
    ],
    "edition/releases/working_copy": [
        {"copy", "store"},
        {"load", "store_layers", "store_polls"},
        {"store_text"},
        {"rows", "upsert"},
        {"validation"},
    ],
    "edition/document": [
        {"changes", "html", "json", "layers"},
        {"markdown", "values", "weave"},
        {"inline"},
        {"direction", "edtf", "identity", "problems", "unicode"},
    ],
    "edition/document/changes": [
        {"matching", "parts", "restore"},
        {"anchoring", "words"},
        {"lcs"},
    ],
    "edition/document/markdown": [
        {"parse"},
        {"html_to_tree", "write"},
        {"dialect"},
    ],
    "edition/exchange": [
        {"files", "uploads"},
        {"folder"},
        {"sources"},
        {"plain_text"},
        {"results"},
    ],
    "edition/exchange/folder": [
        {"mentions", "people"},
        {"layers"},
        {"tables"},
    ],
    "edition/exchange/plain_text": [
        {"body", "masthead", "note_list"},
        {"decoding", "furniture", "markers"},
        {"draft", "printed_dates", "scripts"},
    ],
    "edition/texts": [
        {"apps", "locks", "references"},
        {"migrations", "models"},
        {"fields", "markdown", "numbers"},
    ],
}
OUTSIDE = {"benchmarks", "scripts", "tests"}  # beside the app, which works without them
OPENS = {PACKAGE / "reader/management/commands/benchmark.py"}  # the one door to what is outside

MAX_MODULES = 12


@cache
def imported_by(path):
    """The names of all that a module imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; rooms are named in full"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def in_folder(folder):
    """The modules and packages right inside a folder, by name."""
    modules = {path.stem: path for path in (ROOT / folder).glob("*.py")}
    packages = {path.parent.name: path.parent for path in (ROOT / folder).glob("*/__init__.py")}
    return {name: path for name, path in (modules | packages).items() if name != "__init__"}


def files_of(path):
    return path.rglob("*.py") if path.is_dir() else [path]


def imported_from(folder, path):
    """Which of the modules and packages in a folder a file imports."""
    prefix = folder.replace("/", ".") + "."
    inside = (name.removeprefix(prefix) for name in imported_by(path) if name.startswith(prefix))
    return {name.partition(".")[0] for name in inside} & in_folder(folder).keys()


@pytest.mark.parametrize(
    ("folder", "floor"),
    [(folder, n) for folder, floors in FLOORS.items() for n in range(len(floors))],
)
def test_imports_go_down_by_the_floors(folder, floor):
    below = set().union(*FLOORS[folder][floor + 1 :])
    for name in FLOORS[folder][floor]:
        for path in files_of(in_folder(folder)[name]):
            assert imported_from(folder, path) <= below | {name}, path


@pytest.mark.parametrize("folder", FLOORS)
def test_everything_stands_on_one_floor(folder):
    standing = [name for floor in FLOORS[folder] for name in floor]
    assert sorted(standing) == sorted(in_folder(folder))


def test_the_app_does_not_import_what_is_outside():
    for path in {*PACKAGE.rglob("*.py")} - OPENS:
        assert not {name.partition(".")[0] for name in imported_by(path)} & OUTSIDE, path


def test_a_folder_has_few_modules():
    for top in ("edition", "benchmarks", "scripts"):
        for folder in {path.parent for path in (ROOT / top).rglob("*.py")}:
            name = folder.relative_to(ROOT).as_posix()
            modules = [path for path in folder.glob("*.py") if path.stem != "__init__"]
            if folder.name != "migrations":
                assert len(modules) <= MAX_MODULES, name


def test_document_is_plain():
    for path in (PACKAGE / "document").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "import django" not in source and "from django" not in source, path
        assert "open(" not in source, path


def test_exchange_knows_no_database():
    for path in (PACKAGE / "exchange").rglob("*.py"):
        assert "django.db" not in path.read_text(encoding="utf-8"), path


def test_no_hidden_work_in_signals():
    for path in PACKAGE.rglob("*.py"):
        assert "django.dispatch" not in path.read_text(encoding="utf-8"), path
        assert "django.db.models.signals" not in path.read_text(encoding="utf-8"), path
