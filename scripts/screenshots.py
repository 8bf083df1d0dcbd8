"""Take screenshots of the reading page in every state, and of the desk: `make screenshots`.

All go to a folder for review, `var/pictures` unless another is named; some are copied to
docs/pictures. Arguments after the folder are prefixes of the scenes to take.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import django
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from scripts.equipment import browser
from tests.served import Served

if TYPE_CHECKING:  # importing it needs Django set up
    from scripts.scenes import Scene

ROOT = Path(__file__).parent.parent
DOCS_PICTURES = ROOT / "docs" / "pictures"
PLAINLY_NAMED = "django.contrib.staticfiles.storage.StaticFilesStorage"
EDITION = "/editions/sino-russian-partnership/"
FILL_SHELF = "from scripts.scenes import fill_shelf; fill_shelf()"

# The scenes whose pictures go into docs, and their names there.
SHOWN = {
    "reading-1280-light": "reading",
    "reading-1680-light": "wide",
    "sheet-360": "note",
    "box-1000": "dark",
    "box-sepia-1000": "sepia",
    "annotation-1000": "annotation",
    "emendation-768": "emendation",
    "timeline-1280": "timeline",
    "options-1000": "options",
    "poll-768": "poll",
    "forced-colours-768": "forced-colours",
    "paper": "print",
}


def main(arguments: list[str]) -> int:
    """Serve the article from a folder of its own and take every picture; return the exit status."""
    folder = Path(arguments[0] if arguments else "var/pictures")
    wanted = arguments[1:]
    folder.mkdir(parents=True, exist_ok=True)
    path = browser.find()
    with tempfile.TemporaryDirectory(prefix="edition-pictures-") as data:
        # Set up Django here too, for documents made for one picture only.
        os.environ |= {"DATA_DIR": data, "DJANGO_SETTINGS_MODULE": "edition.settings"}
        django.setup()
        settings.STORAGES["staticfiles"]["BACKEND"] = PLAINLY_NAMED
        from scripts.desk_pictures import take_desk
        from scripts.scenes import SCENES, SHELF

        edition = Served(Path(data))
        edition.prepare()
        try:
            edition.start()
            with sync_playwright() as playwright:
                chromium = browser.launch(playwright, path)
                for scene in SCENES:
                    if not wanted or scene.name.startswith(tuple(wanted)):
                        take(chromium, edition.url, scene, folder)
                if not wanted or "desk" in wanted:
                    take_desk(chromium, edition, folder, DOCS_PICTURES)
                shelf = [s for s in SHELF if not wanted or s.name.startswith(tuple(wanted))]
                if shelf:
                    edition.manage("shell", "--no-imports", "-c", FILL_SHELF)
                for scene in shelf:
                    take(chromium, edition.url, scene, folder)
        finally:
            edition.stop()
    return 0


def take(chromium: Browser, url: str, scene: "Scene", folder: Path) -> None:
    context = chromium.new_context(
        base_url=url, viewport=scene.window, reduced_motion="reduce", **scene.options
    )
    page = context.new_page()
    if body := rendered(scene):
        page.route("**/made/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(urljoin(EDITION, scene.path) if not body else "/made/")
    for act in scene.acts:
        act(page)
        page.wait_for_timeout(250)
    path = folder / f"{scene.name}.png"
    page.screenshot(path=path)
    context.close()
    print(f"{path}  {path.stat().st_size // 1024} kB", flush=True)
    if scene.name in SHOWN:
        shutil.copyfile(path, DOCS_PICTURES / f"{SHOWN[scene.name]}.png")


def rendered(scene: "Scene") -> str:
    """Render the page of an unpublished document, or a template; "" for other scenes."""
    from django.template.loader import render_to_string

    from tests.reader.builders import make_page

    if scene.template:
        return render_to_string(scene.template)
    if document := scene.document:
        context = {"page": make_page(document), "slug": document.slug}
        return render_to_string("reader/page/edition.html", context)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
