"""Check scripts, style sheets and templates; `--write` corrects them as far as possible.

Biome, from npm, checks static/ with the settings in biome.jsonc; djade checks templates/.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from scripts.equipment import npm
from scripts.equipment.missing import Missing

ROOT = Path(__file__).parent.parent
BIOME = ("@biomejs/biome", "bin/biome")
DJADE = [str(Path(sys.executable).with_name("djade")), "--target-version", "5.2"]
# Used inside sentences, so it must not end with the line break that djade would add.
WITHOUT_BREAK = ROOT / "templates/_piece.html"


def main(arguments: list[str]) -> int:
    """Run both tools, even if the first fails; return the exit status."""
    write = arguments == ["--write"]
    return max(check_templates(write), check_static(write))


def check_templates(write: bool) -> int:
    """Check the format of all templates."""
    templates = sorted(set((ROOT / "templates").rglob("*.html")) - {WITHOUT_BREAK})
    result = subprocess.run(
        [*DJADE, *([] if write else ["--check"]), *map(str, templates)],
        capture_output=True,
        text=True,
    )
    if result.returncode and not write:
        print(result.stdout + result.stderr, end="")
    return 0 if write else result.returncode


def check_static(write: bool) -> int:
    """Check scripts and style sheets; without npm, report that they are unchecked."""
    if not shutil.which("npm"):
        print(Missing("scripts and style sheets", "npm is not installed", "install npm"))
        return 0
    try:
        biome = npm.find(*BIOME)
    except Missing as missing:
        print(missing)
        return 0
    options = ["--write"] if write else []
    result = subprocess.run(
        ["node", biome, "check", "--log-level=warn", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        print(result.stdout + result.stderr, end="")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
