"""Pictures of the reading page in every layout and state: what `make screenshots` takes."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import browser
from tests.served import Served

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
EDITION = "/editions/sino-russian-partnership/"
PHONE = {"width": 360, "height": 740}
TABLET = {"width": 768, "height": 900}
DESK = {"width": 1280, "height": 800}
HALF = {"width": 1000, "height": 620}
WIDE = {"width": 1680, "height": 900}

Act = Callable[[Page], None]


def at(selector: str, above: int = 90) -> Act:
    """Scroll so that an element stands so many pixels below the window's top."""
    script = "([s, y]) => scrollBy(0, document.querySelector(s).getBoundingClientRect().top - y)"
    return lambda page: page.evaluate(script, [selector, above])


def click(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def hover(selector: str) -> Act:
    return lambda page: page.locator(selector).first.hover()


def choose(name: str, value: str) -> Act:
    """Set one of the options under "Aa", as a reader who comes back finds it."""

    def act(page: Page) -> None:
        page.evaluate("([n, v]) => localStorage.reading = JSON.stringify({[n]: v})", [name, value])
        page.reload()

    return act


def press(*keys: str) -> Act:
    return lambda page: [page.keyboard.press(key) for key in keys] and None


# File name, window, colour scheme, other options of the browser, and what the reader does.
SCENES: list[tuple[str, dict, str, dict, list[Act]]] = [
    ("reading", DESK, "light", {}, [at("#s2", 40)]),
    ("note", PHONE, "dark", {"has_touch": True}, [at("#p4"), click("#fnref3")]),
    ("phone", PHONE, "light", {}, []),
    ("phone-text", PHONE, "dark", {}, [at("#p2", 30)]),
    ("tablet-box", TABLET, "light", {}, [at("#p10", 260), click("#fnref11")]),
    ("dark", HALF, "dark", {}, [at("#p13", 120)]),
    ("sepia", HALF, "light", {}, [choose("theme", "sepia"), at("#p16", 120)]),
    ("options", HALF, "light", {}, [at("#p6", 60), click(".options-button")]),
    ("annotation", HALF, "light", {}, [at("#p2", 120), click("#p2 .annotated")]),
    ("emendation", TABLET, "light", {}, [at("#p8", 300), click("#m1ref")]),
    ("paragraph-menu", HALF, "light", {}, [at("#p5", 160), hover("#p5"), click(".pilcrow")]),
    ("wide", WIDE, "light", {}, [at("#s3", 60)]),
    ("forced-colours", TABLET, "dark", {"forced_colors": "active"}, [at("#p4"), click("#fnref3")]),
    ("poll", TABLET, "light", {}, [at("#us-goals", 40)]),
    ("cite", TABLET, "light", {}, [at("#cite", 30)]),
    ("plain", TABLET, "light", {"java_script_enabled": False}, []),
]


def main() -> int:
    """Serve the article from a folder of its own and take every picture; give the exit status."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="edition-pictures-") as folder:
        edition = Served(Path(folder))
        edition.manage("collectstatic", "--no-input", "--verbosity", "0")
        edition.prepare()
        try:
            edition.start()
            with sync_playwright() as playwright:
                chromium = browser.launch(playwright, browser.find())
                for name, window, scheme, options, acts in SCENES:
                    take(chromium, edition.url, name, window, scheme, options, acts)
                print_pages(chromium, edition.url)
        finally:
            edition.stop()
    return 0


def take(
    chromium: Browser,
    url: str,
    name: str,
    window: dict,
    scheme: str,
    options: dict,
    acts: list[Act],
) -> None:
    context = chromium.new_context(
        base_url=url,
        viewport=window,
        color_scheme=scheme,
        reduced_motion="reduce",
        device_scale_factor=2 if name == "note" else 1,
        **options,
    )
    page = context.new_page()
    page.goto(EDITION)
    for act in acts:
        act(page)
        page.wait_for_timeout(300)
    keep(page.screenshot(), name)
    context.close()


def print_pages(chromium: Browser, url: str) -> None:
    """The page as it is laid out for paper, from its beginning."""
    page = chromium.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(url + EDITION)
    keep(page.screenshot(), "print")
    page.close()


def keep(png: bytes, name: str) -> None:
    path = PICTURES / f"{name}.png"
    path.write_bytes(png)
    print(f"{path.relative_to(PICTURES.parent.parent)}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
