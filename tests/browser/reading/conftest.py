"""One server and few windows for every statement: nothing here changes data."""

import json
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from tests.reader.builders import make_page
from tests.releases.builders import article, repeated

EDITION = "/editions/sino-russian-partnership/"
PHONE, TABLET, DESK, WIDE = 360, 768, 1280, 1680
BOX = 1000  # a sidebar, and no room for notes in the margin
EMULATED = ["media", "color_scheme", "reduced_motion", "forced_colors"]

# What happened when, by the clock of the page itself.
LOG = """
window.log = [];
const write = (what) => (event) => log.push([what(event), performance.now()]);
addEventListener("beforetoggle", write((e) => e.newState), true);
const place = ({ target }) => (target.closest?.("[role=doc-noteref]") ? "on" : "off");
addEventListener("pointermove", write(place), true);
addEventListener("focusin", write(() => "focus"), true);
addEventListener("scroll", write(() => "scroll"));
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="package")
def site(prepared, tmp_path_factory):
    """The address of the article on a running server."""
    edition = prepared.copy(tmp_path_factory.mktemp("reading") / "var")
    try:
        yield edition.start().url
    finally:
        edition.stop()


@pytest.fixture(scope="package")
def windows(chromium, site):
    """Pages kept open for all tests, by what they were opened with, and what went wrong in them."""
    kept, complaints = {}, []
    yield kept, complaints
    for page in kept.values():
        page.context.close()


@pytest.fixture
def window(chromium, site, windows):
    """A window as of a new reader, `width` pixels wide, that does not show the article yet.

    If it `has_clock`, a test can stop the time of its pages (`stop_clock`).
    """
    kept, complaints = windows

    def window(width=BOX, height=800, has_clock=False, **options):
        key = (has_clock, *sorted(map(str, options.items())))
        if key not in kept:
            context = chromium.new_context(base_url=site, **options)
            context.add_init_script(LOG)
            if has_clock:
                context.clock.install()
            context.on("weberror", lambda error: complaints.append(str(error.error)))
            kept[key] = context.new_page()
        page = kept[key]
        if has_clock:
            page.clock.resume()
        # The last test may have failed midway.
        page.emulate_media(**{name: options.get(name, "null") for name in EMULATED})
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(1, 1)
        if page.url.startswith(site) and options.get("java_script_enabled", True):
            page.evaluate("localStorage.clear(); history.replaceState(null, '')")
        return page

    complaints.clear()
    yield window
    assert complaints == []


@pytest.fixture
def visit(window):
    """Come to the article as a new reader, in a window `width` pixels wide."""

    def visit(*size, path=EDITION, **options):
        page = window(*size, **options)
        if "#" in path:  # else the page that is shown would be taken for it
            page.goto("about:blank")
        page.goto(path)
        whole(page)
        return page

    return visit


def whole(page):
    """Wait until what follows the text is laid out too."""
    page.locator("html:not(.is-partial)").wait_for()


@pytest.fixture
def visit_made(window, site):
    """Come to the page of a document that was made by the test, in the place of the article."""

    def visit_made(document, width=BOX, **options):
        body = render_to_string(
            "reader/page/edition.html", {"page": make_page(document), "slug": document.slug}
        )
        page = window(width, **options)
        page.route("**/made/", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(site + "/made/")
        page.unroute("**/made/")
        whole(page)
        return page

    return visit_made


@pytest.fixture
def touch(visit):
    """The article on a phone, under fingers."""
    return visit(PHONE, 740, has_touch=True, is_mobile=True)


@pytest.fixture(scope="package")
def ten_times():
    """The printed article ten times over, with its annotations and its timeline."""
    return replace(repeated(article(), 10), emendations=(), entities=(), polls=())


@pytest.fixture
def longest_task(chromium):
    """Milliseconds of processor time of the longest task in pages while `act` is done.

    Of the clock's time a busy machine gives some to others; that is not the page's.
    """

    def longest_task(act):
        chromium.start_tracing(categories=["-*", "disabled-by-default-devtools.timeline"])
        try:
            act()
        finally:
            events = json.loads(chromium.stop_tracing())["traceEvents"]
        pages = {e["tid"] for e in events if e["args"].get("name") == "CrRendererMain"}
        tasks = [e for e in events if e["name"] == "RunTask" and e["tid"] in pages]
        return max(task["tdur"] for task in tasks if "tdur" in task) / 1000

    return longest_task
