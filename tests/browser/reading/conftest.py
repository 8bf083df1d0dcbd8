"""One server and few windows for every statement: nothing here changes data."""

import pytest
from django.template.loader import render_to_string

from tests.reader.made import make_page

EDITION = "/editions/sino-russian-partnership/"
PHONE, TABLET, DESK, WIDE = 360, 768, 1280, 1680
BOX = 1000  # a sidebar, and no room for notes in the margin

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
window.longest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
}).observe({ type: "longtask" });
"""


@pytest.fixture(scope="package")
def site(prepared):
    """The address of the article on a running server."""
    try:
        yield prepared.start().url
    finally:
        prepared.stop()


@pytest.fixture(scope="package")
def windows(chromium, site):
    """Pages kept open for all tests, by what they were opened with."""
    kept = {}
    yield kept
    for page in kept.values():
        page.context.close()


@pytest.fixture
def visit(chromium, site, windows):
    """Come to the article as a new reader, in a window `width` pixels wide."""
    complaints = []

    def visit(width=BOX, height=800, path=EDITION, **options):
        key = (width, height, *sorted(map(str, options.items())))
        if key not in windows:
            context = chromium.new_context(
                base_url=site, viewport={"width": width, "height": height}, **options
            )
            context.set_default_timeout(10_000)
            context.add_init_script(LOG)
            windows[key] = context.new_page()
        page = windows[key]
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.mouse.move(1, 1)
        if page.url.startswith(site) and options.get("java_script_enabled", True):
            page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        page.goto(path)
        return page

    yield visit
    assert complaints == []


@pytest.fixture
def visit_made(visit, site):
    """Come to the page of a document that was made by the test, in the place of the article."""

    def visit_made(document, width=BOX, **options):
        body = render_to_string(
            "reader/edition.html", {"page": make_page(document), "slug": document.slug}
        )
        page = visit(width, **options)
        page.route("**/made/", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(site + "/made/")
        page.unroute("**/made/")
        return page

    return visit_made


@pytest.fixture
def touch(visit):
    """The article on a phone, under fingers."""
    return visit(PHONE, 740, has_touch=True, is_mobile=True)
