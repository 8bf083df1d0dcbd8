"""The house stands on its floors: rooms import downwards only."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "edition"
FLOORS = [
    {"reader", "desk"},
    {"releases"},
    {"apparatus", "timeline", "polls", "staff"},
    {"texts"},
    {"exchange"},
    {"document"},
]
ROOMS = set().union(*FLOORS)


def rooms_imported_by(path):
    """The rooms that a module imports, inside functions too."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; rooms are named in full"
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    parts = (module.split(".") for module in modules)
    return {name[1] for name in parts if name[0] == "edition" and len(name) > 1} & ROOMS


@pytest.mark.parametrize("floor", range(len(FLOORS)))
def test_rooms_import_only_from_lower_floors(floor):
    below = set().union(*FLOORS[floor + 1 :])
    for room in FLOORS[floor]:
        for path in (PACKAGE / room).rglob("*.py"):
            assert rooms_imported_by(path) <= below | {room}, path


def test_every_room_stands_on_a_floor():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == ROOMS


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
