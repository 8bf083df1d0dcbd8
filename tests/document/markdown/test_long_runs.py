"""Reading takes time that grows with the text, and not with the square of a run of spaces.

No time is measured. Each run is read in a process that may use a half a minute of the processor:
a hundred times what it needs, and far less than time that grows with the square would take.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[3]
READ = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from edition.document.markdown import dialect
from edition.document.markdown.parse import DialectError, parse_blocks
dialect.LONGEST = 1_000_000
try:
    parse_blocks({before!r} + {run!r} * (dialect.LONGEST // 2 // len({run!r})) + {after!r})
except DialectError:
    pass
"""


@pytest.mark.parametrize(
    ("before", "run", "after"),
    [
        ("x", " ", "x"),
        ("x", "\t", "x"),
        ("x", " \t", "x"),
        ("x", " ", "\\\nx"),
        ("x\\\n", " ", "x"),
        ("x\n", " ", "x"),
        ("- x\n", "-\t", "x"),
        ("", "-", "x"),
        ("x", "\u00a0", "x"),
        ("x", "\\ ", "x"),
    ],
)
def test_a_long_run_is_read_in_linear_time(before, run, after):
    code = READ.format(before=before, run=run, after=after)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
