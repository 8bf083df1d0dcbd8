"""A small folder with a source and layers, to be varied by tests."""

import hashlib

import pytest

from edition.exchange import ImportRefused, read
from tests.exchange.articles import SMALL

TEXT = SMALL.replace("It weaves patterns.", "The Jacquard loom and the Analytical Engine weave.")
TEXT += """
Poll conducted
1. Do engines think?
Yes
2 (67%)
No
1 (33%)
"""
EDITION = """\
slug = "engines"
source = "article.txt"
sha256 = "{sha256}"
origin = "A copy."
note_on_the_text = "note.md"
[author]
key = "lovelace"
given = "Ada"
family = "Lovelace"
[[editor]]
key = "editors"
name = "The editors"
[poll]
key = "thinking"
choices = ["yes", "no"]
"""
ANNOTATION = """\
[[annotation]]
key = "a1"
on = "p1"
words = "loom"
kind = "gloss"
by = "editors"
made_on = 2026-11-23
text = "A *machine*."
"""
EMENDATION = """\
[[emendation]]
key = "m1"
on = "n1"
words = "p. 3"
emended = "p. 4"
reason = "So the print."
by = "editors"
made_on = "2026-11-23"
"""
EVENT = """\
[[event]]
key = "e1"
edtf = "1843~"
label = "Engines weave"
notes = ["n1"]
passages = [{ on = "p1", words = "weave" }, { on = "n1", words = "3" }]
"""
ENTITY = """\
[[entity]]
key = "engine"
kind = "other"
name = "Analytical Engine"
forms = ["Analytical Engine", "Engine"]
in = ["p1"]
"""
CITATION = """\
[[citation]]
note = "n1"
kind = "article-journal"
authors = ["Menabrea, L. F."]
issued = "1842-10"
"""


def make_folder(path, **files):
    """Write the small folder; `annotations=…` puts another text into annotations.toml."""
    data = files.pop("article", TEXT).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    contents = {
        "edition": EDITION,
        "annotations": ANNOTATION,
        "emendations": EMENDATION,
        "events": EVENT,
        "entities": ENTITY,
        "citations": CITATION,
    } | files
    (path / "article.txt").write_bytes(data)
    (path / "note.md").write_text("Printed **as is**.", encoding="utf-8")
    for name, text in contents.items():
        if text is not None:
            written = text.replace("{sha256}", sha256)
            (path / f"{name}.toml").write_text(written, encoding="utf-8")
    return path


def folder_document(path, **files):
    return read(make_folder(path, **files)).document


def folder_problems(path, **files):
    with pytest.raises(ImportRefused) as refused:
        read(make_folder(path, **files))
    return [str(problem) for problem in refused.value.problems]
