"""Install the npm packages that tests/browser/package.json pins."""

import json
import shutil
import subprocess
from pathlib import Path

from scripts.equipment import apt
from scripts.equipment.missing import Missing

FOLDER = Path(__file__).parents[2] / "tests" / "browser"


def find(package: str, path: str) -> str:
    """Return the path of a file of a package, at its pinned version; or raise `Missing`."""
    folder = FOLDER / "node_modules" / package
    wanted = json.loads((FOLDER / "package.json").read_text())["devDependencies"][package]
    if _version(folder) != wanted:
        _install()
    if _version(folder) != wanted:
        raise Missing(package, "npm could not install it", "read the output of `npm install`")
    return str(folder / path)


def _version(folder: Path) -> str | None:
    try:
        return json.loads((folder / "package.json").read_text())["version"]
    except FileNotFoundError:
        return None


def _install() -> None:
    if not shutil.which("npm") and not apt.install("npm"):
        raise Missing("anything that needs npm packages", "npm is not installed", "install npm")
    print("Installing what tests/browser/package.json lists …", flush=True)
    # The packages' scripts would only download another Java; a lock file would name hosts.
    options = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"]
    subprocess.run(["npm", "install", *options], cwd=FOLDER, capture_output=True)
