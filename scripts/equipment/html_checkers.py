"""axe-core, which finds barriers in a page, and the Nu HTML checker, which finds wrong HTML."""

import json
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

from scripts.equipment import apt
from scripts.equipment.missing import Missing

FOLDER = Path(__file__).parents[2] / "tests" / "browser"


def set_up_axe(stack: ExitStack) -> dict[str, str]:
    """Install axe-core; raise `Missing` if that is impossible."""
    return {"EDITION_TEST_AXE": _file("axe-core", "axe.min.js")}


def set_up_nu(stack: ExitStack) -> dict[str, str]:
    """Install the Nu HTML checker and a Java to run it; raise `Missing` if that is impossible."""
    if not _has_java() and not (apt.install("default-jre-headless") and _has_java()):
        raise Missing("the validity of HTML", "Java is not installed", "install Java")
    return {"EDITION_TEST_VNU": _file("vnu-jar", "build/dist/vnu.jar")}


def _has_java() -> bool:
    # macOS has a `java` that only offers to install one.
    return bool(shutil.which("java")) and not subprocess.call(
        ["java", "-version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _file(package: str, path: str) -> str:
    """Give the path of a file of an npm package, installing the version package.json pins."""
    folder = FOLDER / "node_modules" / package
    wanted = json.loads((FOLDER / "package.json").read_text())["devDependencies"][package]
    if _version(folder) != wanted:
        _install()
    if _version(folder) != wanted:
        raise Missing(package, "npm could not install it", "see what `npm install` says")
    return str(folder / path)


def _version(folder: Path) -> str | None:
    try:
        return json.loads((folder / "package.json").read_text())["version"]
    except FileNotFoundError:
        return None


def _install() -> None:
    if not shutil.which("npm") and not apt.install("npm"):
        raise Missing("what needs npm packages", "npm is not installed", "install npm")
    print("Installing what tests/browser/package.json lists …", flush=True)
    # The scripts of these packages would only fetch another Java; a lock file would name hosts.
    options = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"]
    subprocess.run(["npm", "install", *options], cwd=FOLDER, capture_output=True)
