"""Docstrings and comments begin in the standard terms of the field.

`python -m tests.test_language` lists every first line that does not.
"""

import ast
import io
import re
import tokenize
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = [
    path
    for folder in ("edition", "benchmarks", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts  # as Django writes them
]
# Say reported, saved, displayed, intended, rendered, read, checked, archived … instead.
AVOIDED = re.compile(
    r"\b(tells?|told|kept|seen|meant|laid(?! out)|taken|look(s|ed|ing)? (at|into)|puts? by"
    r"|what somebody)\b",  # "laid out" is what browsers do
    re.IGNORECASE,
)


def first_lines(source):
    """Yield the first lines of docstrings and of runs of comments: (line number, text)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield node.body[0].lineno, docstring.partition("\n")[0]
    comments = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    for before, token in pairwise([None, *comments]):
        above = before and (before.start[0] + 1, before.start[1])
        if token.start != above:
            yield token.start[0], token.string


def offenders():
    """First lines with words to avoid, by room: `path:line: text`."""
    found = defaultdict(list)
    for path in MODULES:
        room, *inside = path.relative_to(ROOT).parts
        if room == "edition" and len(inside) > 1:
            room = inside[0]
        for number, text in first_lines(path.read_text(encoding="utf-8")):
            if AVOIDED.search(text):
                found[room].append(f"{path.relative_to(ROOT)}:{number}: {text}")
    return found


def test_first_lines_use_standard_terms():
    assert offenders() == {}


def test_modules_say_what_they_are():
    """Those of more than 20 lines; a command says it in its `help`."""
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if "commands" not in path.parts
        and len((source := path.read_text(encoding="utf-8")).splitlines()) > 20
        and not ast.get_docstring(ast.parse(source))
    ]
    assert silent == []


if __name__ == "__main__":
    for lines in offenders().values():
        print(*lines, sep="\n")
