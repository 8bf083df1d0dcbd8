"""N13: on a phone the note comes in a sheet at the bottom."""

import pytest

from tests.browser.reading.acts import (
    box_of,
    bring,
    card,
    each,
    gone,
    save_place,
    settle,
    shown,
    style,
)
from tests.browser.reading.conftest import BOX, DESK, EDITION, TABLET, WIDE


def test_n13_a_tap_opens_a_sheet_at_the_bottom(touch):
    bring(touch, "#fnref7")
    touch.locator("#fnref7").tap()
    box = shown(touch).bounding_box()
    assert abs(box["y"] + box["height"] - 740) < 1 and box["width"] == 360
    assert box["height"] <= 0.6 * 740 + 1
    cross = touch.get_by_role("button", name="Close").bounding_box()
    assert min(cross["width"], cross["height"]) >= 44
    assert card(touch).get_attribute("aria-modal") is None
    cross = touch.get_by_role("button", name="Close")
    cross.tap()
    gone(touch)


def test_n13_the_sheet_ends_where_40_rem_end(visit):
    page = visit()
    for width, position in ((640, "fixed"), (641, "absolute")):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("#fnref7").click()
        shown(page)
        assert style(page, ".card", "position") == position
        assert (box_of(page, ".card")[2] == width) == (position == "fixed")
        page.keyboard.press("Escape")
        gone(page)
    page.set_viewport_size({"width": BOX, "height": 800})


def test_n13_tapping_outside_or_back_closes_it(touch):
    bring(touch, "#fnref7")
    touch.locator("#fnref7").tap()
    shown(touch)
    touch.touchscreen.tap(180, 20)
    gone(touch)
    at = touch.evaluate("scrollY")
    touch.locator("#fnref7").tap()
    shown(touch)
    touch.go_back()
    gone(touch)
    assert touch.url.endswith(EDITION)
    assert abs(touch.evaluate("scrollY") - at) < 2


def test_n13_closing_it_leaves_the_reader_there_whatever_the_address_leads_to(touch):
    touch.goto(EDITION + "#p4")
    for close in (lambda: touch.get_by_role("button", name="Close").tap(), touch.go_back):
        bring(touch, "#fnref15")
        at = touch.evaluate("scrollY")
        touch.locator("#fnref15").tap()
        shown(touch)
        touch.wait_for_url("**#p4")
        close()
        gone(touch)
        settle(touch)
        assert abs(touch.evaluate("scrollY") - at) < 2
        touch.wait_for_url("**#p4")


@pytest.mark.parametrize("place", ["", "#p4"])
def test_n13_loading_again_with_a_sheet_open_leaves_the_reader_there(touch, place):
    touch.goto(EDITION + place)
    bring(touch, "#fnref15")
    touch.locator("#fnref15").tap()
    shown(touch)
    save_place(touch)
    at = touch.evaluate("scrollY")
    touch.reload()
    touch.wait_for_function("(at) => Math.abs(scrollY - at) < 3", arg=at)
    touch.go_back()
    touch.wait_for_function("() => !history.state?.sheet")
    settle(touch)
    assert touch.url.endswith(EDITION + place)


def test_n13_tab_goes_on_from_a_sheet_whatever_the_address_leads_to(visit):
    page = visit(320, 256, has_clock=True)
    page.goto(EDITION + "#p4")
    page.locator("#p4 .letter a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    name = shown(page).get_attribute("aria-label")
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Tab")
    # What has the focus next may open a sheet of its own.
    page.get_by_role("note", name=name, exact=True).wait_for(state="detached")
    page.clock.run_for(5000)
    follows = "document.activeElement.compareDocumentPosition(document.querySelector('#p4'))"
    assert page.evaluate("document.activeElement !== document.body")
    assert page.evaluate(follows) & 10  # in the paragraph, or after it


def test_n13_back_closes_a_box_that_became_a_sheet(visit):
    page = visit()
    page.locator("#fnref7").click()
    shown(page)
    page.set_viewport_size({"width": 600, "height": 800})
    page.wait_for_function("() => history.state?.sheet")
    page.go_back()
    gone(page)
    assert page.url.endswith(EDITION)
    page.set_viewport_size({"width": BOX, "height": 800})


def test_n13_a_control_of_the_page_closes_it(touch):
    touch.locator("#fnref1").tap()
    shown(touch)
    touch.locator(".preferences-button").tap()
    gone(touch)
    assert touch.locator(".preferences").is_visible()


def test_n13_the_marker_is_raised_above_the_sheet(touch):
    bring(touch, "#fnref7", 700)
    touch.locator("#fnref7").tap()
    box = shown(touch).bounding_box()
    mark = touch.locator("#fnref7").bounding_box()
    assert mark["y"] + mark["height"] <= box["y"]


def test_n13_another_marker_swaps_the_content_in_place(touch):
    bring(touch, "#fnref8", 100)
    touch.locator("#fnref8").tap()
    shown(touch)
    touch.locator("#fnref9").tap()
    touch.get_by_role("note", name="Note 9").wait_for()
    assert card(touch).count() == 1
    touch.go_back()
    gone(touch)
    assert touch.url.endswith(EDITION)


def test_n13_wider_a_tap_pins_a_box_and_a_tap_outside_closes_it(visit):
    page = visit(TABLET, 800, has_touch=True)
    page.evaluate("document.documentElement.dataset.notes = 'box'")
    for width in each(page, (641, TABLET, DESK, WIDE)):
        bring(page, "#fnref7")
        page.locator("#fnref7").tap()
        shown(page)
        assert card(page).evaluate("card => card.matches('.is-pinned')"), width
        assert "is-active" in page.locator("#fn7").get_attribute("class")  # N8, under a finger
        assert page.evaluate("history.state") is None
        page.touchscreen.tap(3, 400)
        gone(page)


def test_n16_a_tap_lights_the_note_that_stands_in_the_margin(visit):
    page = visit(DESK, 800, has_touch=True)
    for width in each(page, (DESK, WIDE)):
        bring(page, "#fnref7")
        page.locator("#fnref7").tap()
        page.locator(".margin .copy.is-active").wait_for()
        assert page.locator(".copy.is-active .margin-number").inner_text() == "7"
        assert card(page).count() == 0 and page.url.endswith(EDITION), width
