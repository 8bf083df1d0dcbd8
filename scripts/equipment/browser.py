"""Find or install a Chromium for tests and screenshots."""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from scripts.equipment import apt
from scripts.equipment.missing import Missing

# Debian's headless shell has the engine and none of the windows, which cost more than most tests.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]
NAMES += ["google-chrome", "google-chrome-stable"]
PACKAGES = ["chromium-headless-shell", "fonts-noto-cjk"]
# The browser must send requests to the tested server only.
FLAGS = [
    "--accept-lang=en-US,en",  # sent by every browser with windows, not by the shell
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright, path: str) -> Browser:
    """Start the browser at `path` without a window."""
    # Chromium refuses to build its sandbox for root.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *sandbox])


def set_up(stack: ExitStack) -> dict[str, str]:
    """Find or install a browser that starts; raise `Missing` if there is none."""
    return {"EDITION_TEST_CHROMIUM": find()}


def find() -> str:
    """Return the path of a browser that starts; raise `Missing` if there is none."""
    if named := os.environ.get("EDITION_TEST_CHROMIUM"):
        return named
    if path := _installed() or (apt.install(*PACKAGES) and _installed()) or _playwrights_own():
        return path
    raise Missing(
        "anything in a browser",
        "no Chromium is installed and Playwright could not download one",
        "install Chromium or name one in EDITION_TEST_CHROMIUM",
    )


def _installed() -> str | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path and _starts(path)), None)


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if os.path.exists(path) and _starts(path):
        return path
    print("Installing Playwright's Chromium …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command.append("--with-deps")
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=900)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return path if _starts(path) else None


def _starts(path: str) -> bool:
    """Whether it starts: a command of that name may be a mere stub, or lack a library."""
    with sync_playwright() as playwright:
        try:
            launch(playwright, path).close()
        except Error:
            return False
    return True
