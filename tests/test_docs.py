"""The documents name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
# `document/weave.py`, `docs/decisions/`; an address begins with "/", a placeholder has "<" or "…".
NAMED = re.compile(r"`([a-z_.][\w.-]*/[\w./-]*|[\w-]+\.(?:py|toml|txt|md))`")
LINKED = re.compile(r"\]\(([\w./-]+)\)")
MADE = ("var/", ".venv/")  # by make, and in no checkout
OF_A_FOLDER = ("edition.toml",)  # of an edition's own


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_exist(document):
    text = document.read_text(encoding="utf-8")
    named = {name for name in NAMED.findall(text) if not name.startswith(MADE)}
    missing = {
        name
        for name in named - set(OF_A_FOLDER)
        if not (ROOT / name).exists() and not (ROOT / "edition" / name).exists()
    }
    missing |= {name for name in LINKED.findall(text) if not (document.parent / name).exists()}
    assert missing == set()
