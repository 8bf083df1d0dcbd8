"""Every style sheet is used, and avoids what one of the three browser engines does not support."""

import re

import pytest
from django.conf import settings

from edition.static_files import SOURCES

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEETS = {
    path.relative_to(SOURCES).as_posix(): COMMENT.sub("", path.read_text("utf-8"))
    for path in SOURCES.rglob("*.css")
}


def found_in(sheets, pattern):
    return [(name, found) for name, sheet in sheets.items() for found in re.findall(pattern, sheet)]


def test_every_sheet_is_linked_or_imported():
    folder = settings.BASE_DIR / "templates"
    templates = "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))
    imported = {f"css/{name}" for _, name in found_in(SHEETS, r'@import "([\w-]+\.css)"')}
    linked = set(re.findall(r"""static ['"]([\w/-]+\.css)""", templates))
    assert SHEETS.keys() - linked - imported == set()


def test_text_decoration_names_nothing_but_the_line():
    """WebKit drops the whole declaration if a style, a thickness or a colour stands in it."""
    decorations = found_in(SHEETS, r"text-decoration:\s*([^;}]*)")
    lines = {"none", "underline", "line-through"}
    assert decorations
    assert [found for found in decorations if found[1] not in lines] == []


def test_pretty_lines_are_asked_for_only_by_the_token():
    """WebKit crashes on them; the token is without them there."""
    assert found_in(SHEETS, r"text-wrap:\s*pretty") == []
    tokens = re.findall(r"--pretty: (\w+)", SHEETS["css/tokens.css"])
    assert tokens == ["pretty", "wrap"]


@pytest.mark.parametrize("property", ["user-select"])
def test_a_property_that_webkit_prefixes_is_written_with_the_prefix_too(property):
    plain = found_in(SHEETS, rf"(?<!-){property}:")
    assert plain and len(plain) == len(found_in(SHEETS, rf"-webkit-{property}:"))
