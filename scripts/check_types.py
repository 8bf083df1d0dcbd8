"""Check the types of all code, and limit each room to its number of errors.

`python -m scripts.check_types` runs mypy with the settings in pyproject.toml. A room that is
not listed under `[tool.edition.type-errors]` there must have none. `--show ROOM` lists the
errors of one room.
"""

import argparse
import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PYPROJECT = "pyproject.toml"
TABLE = "tool.edition.type-errors"
CHECKED = ["edition", "benchmarks", "scripts", "manage.py"]


def main(arguments: list[str]) -> int:
    """Run mypy and compare; return the exit status."""
    options = argparse.ArgumentParser(prog="python -m scripts.check_types")
    options.add_argument("--show", metavar="ROOM", help="list the errors of this room")
    room = options.parse_args(arguments).show
    errors = find_errors()
    if room:
        print(*(line for line in errors if room_of(line) == room), sep="\n")
        return 0
    settings = tomllib.loads((ROOT / PYPROJECT).read_text(encoding="utf-8"))
    return compare(errors, settings["tool"]["edition"].get("type-errors", {}))


def find_errors() -> list[str]:
    """Run mypy on all code; return one line for each error, `path:line: error: message`."""
    with TemporaryDirectory(prefix="edition-types-") as data:
        result = subprocess.run(
            [sys.executable, "-m", "mypy", "--hide-error-context", "--show-traceback", *CHECKED],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": data},  # the settings write their secret there
            capture_output=True,
            text=True,
        )
    if result.returncode not in (0, 1):
        sys.exit(result.stdout + result.stderr)
    return [line for line in result.stdout.splitlines() if ": error: " in line]


def compare(errors: list[str], allowed: dict[str, int]) -> int:
    """Print rooms with more errors than allowed, and limits to lower; return 1 for any excess."""
    counts = Counter(map(room_of, errors))
    status = 0
    for room in sorted(counts.keys() | allowed.keys()):
        count, limit = counts[room], allowed.get(room, 0)
        if count > limit:
            status = 1
            if limit == 0:
                print(*(line for line in errors if room_of(line) == room), sep="\n")
            print(f"{room}: {count} type errors, {limit} allowed; --show {room} lists them")
        elif count < limit:
            print(f"{room}: {count} type errors; lower its {limit} in {PYPROJECT} [{TABLE}]")
    return status


def room_of(line: str) -> str:
    """Return the room of a line of mypy: `desk` for `edition/desk/…`, `edition` for its top."""
    parts = Path(line.partition(":")[0]).parts
    return parts[1] if parts[0] == "edition" and len(parts) > 2 else parts[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
