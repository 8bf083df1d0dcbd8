"""Install axe-core, an accessibility checker, and the Nu HTML checker, a validator."""

import shutil
import subprocess
from contextlib import ExitStack

from scripts.equipment import apt, npm
from scripts.equipment.missing import Missing


def set_up_axe(stack: ExitStack) -> dict[str, str]:
    """Install axe-core; raise `Missing` if that is impossible."""
    return {"EDITION_TEST_AXE": npm.find("axe-core", "axe.min.js")}


def set_up_nu(stack: ExitStack) -> dict[str, str]:
    """Install the Nu HTML checker and a Java to run it; raise `Missing` if that is impossible."""
    if not _has_java() and not (apt.install("default-jre-headless") and _has_java()):
        raise Missing("the validity of HTML", "Java is not installed", "install Java")
    return {"EDITION_TEST_VNU": npm.find("vnu-jar", "build/dist/vnu.jar")}


def _has_java() -> bool:
    # macOS has a `java` that only offers to install one.
    return bool(shutil.which("java")) and not subprocess.call(
        ["java", "-version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
