"""No page puts a barrier before anyone, and every page is sound HTML."""

import pytest

EDITION = "/editions/sino-russian-partnership/"
PAGES = [
    EDITION,
    *(EDITION + path for path in ("v/1/", "p14/", "n15/", "a3/", "m1/", "e5/", "versions/")),
    EDITION + "polls/us-goals/",
    "/admin/login/",
    "/nothing-here/",
]


# Themes differ in their colours only, and all pages take theirs from the same place.
@pytest.mark.parametrize(
    ("path", "scheme"),
    [*((path, "light") for path in PAGES if path != EDITION + "v/1/"), (PAGES[-3], "dark")],
)
def test_there_is_no_barrier(open_page, axe, problems, path, scheme):
    page = open_page(color_scheme=scheme)
    page.goto(path)
    assert axe(page) == []
    problems.clear() if path == "/nothing-here/" else None  # the 404 itself is meant


@pytest.mark.parametrize("width", [360, 1680])
def test_there_is_no_barrier_at_any_width(open_page, axe, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(EDITION)
    assert axe(page) == []


def test_there_is_no_barrier_while_a_note_is_open(open_page, axe):
    page = open_page(viewport={"width": 1000, "height": 720})
    page.goto(EDITION)
    page.locator("#fnref7").click()
    page.get_by_role("note").wait_for(state="visible")
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1680])
def test_nothing_is_wider_than_the_window(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(EDITION)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_the_html_is_sound(page, vnu, problems, path):
    assert vnu(page.goto(path).text()) == []
    problems.clear() if path == "/nothing-here/" else None
