"""No page puts a barrier before anyone, in no state; and every page is sound HTML."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.template.loader import render_to_string

from edition.reader.catalogue import Heading
from edition.reader.page.item import find_item
from tests.browser.reading.acts import bring, choose, gone, shown, still
from tests.browser.reading.conftest import BOX, DESK, EDITION, PHONE, TABLET, WIDE
from tests.reader.builders import make_document, make_page

PAGES = {
    "edition": EDITION,
    "release": EDITION + "v/1/",
    "paragraph": EDITION + "p14/",
    "note": EDITION + "n15/",
    "annotation": EDITION + "a3/",
    "emendation": EDITION + "m1/",
    "event": EDITION + "e5/",
    "versions": EDITION + "versions/",
    "poll": EDITION + "polls/us-goals/",
    "log-in": "/admin/login/",
    "missing": "/nothing-here/",
}
SAME_AS_ANOTHER = ("edition", "release")  # looked at below


def test_there_is_no_barrier_on_a_page(visit, axe):
    page = visit(BOX)
    found = {}
    for name in PAGES.keys() - set(SAME_AS_ANOTHER):
        page.goto(PAGES[name])
        found[name] = axe(page)
    assert not any(found.values()), found


def other_pages():
    """Pages that this site does not come to show: the HTML of each, by name."""
    editions = [
        (Heading("arms", "Arms & the Man", ("Publius Vergilius",), "September 19, 2013"), False),
        (Heading("troy", "Troy", (), ""), True),
    ]
    page = make_page(make_document("Arms."), number=1, latest=2)
    item = {"page": page, "item": find_item(page, "p1"), "canonical": "/", "citing": page.citing}
    made = {
        "editions": ("reader/editions.html", {"editions": editions}),
        "no-edition": ("reader/editions.html", {"editions": []}),
        "superseded": ("reader/page/edition.html", {"page": page, "slug": "arms"}),
        "superseded-item": ("reader/page/item.html", item),
        "busy": ("reader/versions/busy.html", {}),
        "not-understood": ("400.html", {}),
        "failed": ("500.html", {}),
        "not-accepted": ("403_csrf.html", {}),
        "not-saved": ("403_csrf.html", {"carried": [("a", "b")], "address": "/"}),
    }
    return {name: render_to_string(*how) for name, how in made.items()}


def test_there_is_no_barrier_on_a_page_that_is_seldom_seen(visit, site, axe, vnu):
    page = visit(BOX)
    pages, found = other_pages(), {}

    def answer(route):
        name = route.request.url.rsplit("/", 1)[-1]
        route.fulfill(body=pages[name], content_type="text/html")

    page.route("**/made/*", answer)
    for name in pages:
        page.goto(f"{site}/made/{name}")
        found[name] = axe(page)
    page.unroute("**/made/*")
    assert not any(found.values()), found
    assert vnu(pages) == []


def test_there_is_no_barrier_in_any_width(visit, axe):
    page = visit(BOX, 720)
    found = {}
    for width in (320, PHONE, TABLET, WIDE):
        page.set_viewport_size({"width": width, "height": 720})
        # In another width things stand elsewhere; their names and colours are the same.
        rules = () if width == WIDE else ("target-size", "scrollable-region-focusable")
        found[width] = axe(page, rules=rules)
    page.set_viewport_size({"width": BOX, "height": 720})
    assert not any(found.values()), found


# One of each kind that has colours of its own.
COLOURED = (
    *(".masthead", ".contents", ".timeline li", "#p3", "#p8", "#fn10", "#a3", "#m1"),
    *("#index li", "#poll-us-goals", "#about", "#cite", ".colophon"),
)


def test_there_is_no_barrier_in_any_colours(visit, axe):
    """Nothing changes with them but colours, so nothing else is looked at again."""
    page = visit(BOX)
    parts = [f":nth-child(1 of {part})" for part in COLOURED]
    found = {}
    for theme in ("light", "sepia", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found[theme] = axe(page, *parts, rules=["color-contrast"])
    page.evaluate("delete document.documentElement.dataset.theme")
    for media in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}):
        page.emulate_media(**media)
        found[str(media)] = axe(page, *parts, rules=["color-contrast"])
        page.emulate_media(color_scheme="light", forced_colors="none", media="screen")
    assert not any(found.values()), found


def click_pilcrow(page):
    page.locator("#p5 .number").focus()
    page.locator("#p5 .pilcrow").click()


NAME = "#p13 [data-entity=yan-xuetong]:not(.annotated *)"

# What the reader opens, the width of the window, and the part of the page that this changes.
STATES = {
    "a box": (BOX, lambda page: page.locator("#fnref7").click(), ".card"),
    "a box of an annotation": (DESK, lambda page: page.locator("#a3ref").click(), ".card"),
    "a box of a name": (BOX, lambda page: page.locator(NAME).first.click(), ".card"),
    "a sheet": (PHONE, lambda page: page.locator("#fnref7").click(), ".card"),
    "a sheet at 400 %": (320, lambda page: page.locator("#fnref7").click(), ".card"),
    "the menu of a paragraph": (BOX, click_pilcrow, ".menu"),
    "the options": (BOX, lambda page: page.locator(".preferences-button").click(), ".preferences"),
    "the text as printed": (BOX, lambda page: choose(page, "As printed"), "#text"),
    "the timeline": (PHONE, lambda page: page.locator("summary").first.click(), ".timeline"),
    "a formatted citation": (
        BOX,
        lambda page: page.locator("#cite summary").first.click(),
        "#cite",
    ),
}


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_there_is_no_barrier_in_what_readers_open(visit, axe, motion):
    page = visit(BOX, 720)
    page.emulate_media(reduced_motion=motion)
    found = {}
    for name, (width, act, part) in STATES.items():
        if motion == "reduce" and part != ".card":  # only the card moves
            continue
        page.set_viewport_size({"width": width, "height": 720})
        act(page)
        page.locator(part).first.wait_for()
        still(page)
        found[name] = axe(page, part)
        page.keyboard.press("Escape")
        gone(page)
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": BOX, "height": 720})
    assert not any(found.values()), found


def test_there_is_no_barrier_in_the_dark_or_in_forced_colours_with_a_box_open(visit, axe):
    page = visit(BOX)
    page.locator("#fnref7").click()
    shown(page)
    still(page)
    page.emulate_media(color_scheme="dark")
    assert axe(page, ".card") == []
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert axe(page, ".card") == []
    page.emulate_media(forced_colors="none")


def test_the_axe_finds_what_is_there(visit_made, axe):
    """The sentences above would also hold of a checker that finds nothing."""
    page = visit_made(make_document("Arms."))
    page.evaluate("document.querySelector('.preferences-button').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.preferences-button').textContent = ''")
    assert any("button-name" in barrier for barrier in axe(page))


def test_nothing_is_wider_than_the_window(visit):
    page = visit(BOX, 800)
    for width in (320, PHONE, TABLET, DESK, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": BOX, "height": 800})


def test_nothing_fixed_covers_what_has_the_focus(visit):
    """Every link of the text can be seen when the keyboard comes to it (WCAG 2.4.11)."""
    page = visit(BOX)
    for selector in ("#fnref3", "#p9 .number", "#a3ref", "#m1ref", "#fn9 .back-links a"):
        bring(page, selector, 2)
        page.locator(selector).focus()
        box = page.locator(selector).bounding_box()
        at = [box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.4]
        hit = "([s, x, y]) => document.querySelector(s).contains(document.elementFromPoint(x, y))"
        assert page.evaluate(hit, [selector, *at]), selector
        page.keyboard.press("Escape")


def test_the_html_is_sound(site, vnu):
    pages = {name: html_at(site + path) for name, path in PAGES.items()}
    found = vnu(pages | {"wrong": "<!doctype html><title>A</title><p><li>A"})
    assert found, "the checker finds nothing"
    assert [error for error in found if not error.startswith("wrong, ")] == []


def html_at(url):
    try:
        return urlopen(url).read().decode()
    except HTTPError as error:
        return error.read().decode()
