"""N6–N12, N17, N18: the box that shows a note where it is called."""

from itertools import product

import pytest

from tests.browser.reading.acts import (
    bring,
    card,
    closes_after,
    each,
    focused,
    gone,
    is_open,
    middle,
    opens_after,
    put_away,
    rest_on,
    select,
    shown,
    stop_clock,
    style,
)
from tests.browser.reading.conftest import BOX, DESK, EDITION, PHONE, TABLET, WIDE
from tests.reader.builders import make_document

BOXES = (TABLET, BOX, DESK, WIDE)


@pytest.fixture
def boxed(visit):
    """The article in a window of any width, with its notes in a box though there is a margin."""

    def boxed(width, **options):
        page = visit(width, **options)
        page.evaluate("document.documentElement.dataset.notes = 'box'")
        return page

    return boxed


def test_n06_the_box_opens_after_250_ms(boxed):
    page = boxed(BOX, has_clock=True)
    for width in each(page, (TABLET, BOX, WIDE)):
        bring(page, "#fnref7")
        stop_clock(page)
        page.mouse.move(*middle(page, "#fnref7"))
        assert opens_after(page, 250), width
        page.clock.resume()


def test_n06_the_next_box_opens_after_100_ms(boxed):
    page = boxed(BOX, has_clock=True)
    for width in each(page, BOXES):
        rest_on(page, "#fnref8")
        shown(page)
        stop_clock(page)
        page.mouse.move(*middle(page, "#fnref9"))
        page.clock.run_for(99)
        assert card(page).get_attribute("aria-label") == "Note 8", width
        page.clock.run_for(1)
        assert card(page).get_attribute("aria-label") == "Note 9", width
        page.clock.resume()


def test_n06_the_box_closes_300_ms_after_the_pointer_left(boxed):
    page = boxed(BOX, has_clock=True)
    for width in each(page, BOXES):
        rest_on(page, "#fnref7")
        shown(page)
        stop_clock(page)
        page.mouse.move(5, 5)
        assert closes_after(page, 300), width
        page.clock.resume()


def test_n06_entering_the_box_keeps_it_open(boxed):
    page = boxed(BOX, has_clock=True)
    for width in each(page, BOXES):
        rest_on(page, "#fnref7")
        box = shown(page).bounding_box()
        stop_clock(page)
        page.mouse.move(box["x"] + 60, box["y"] + 40)
        page.clock.run_for(5000)
        assert card(page).is_visible(), width
        page.clock.resume()


def test_n06_leaving_first_and_scrolling_open_nothing(boxed):
    page = boxed(BOX, has_clock=True)
    page.evaluate("scrolls = 0; addEventListener('scroll', () => { scrolls += 1; })")

    def leave():
        page.mouse.move(5, 5)

    def scroll():
        before = page.evaluate("scrolls")
        page.mouse.wheel(0, 3)
        page.wait_for_function("(before) => scrolls > before", arg=before)

    for width, act in product((PHONE, *BOXES), (leave, scroll)):
        put_away(page)
        page.set_viewport_size({"width": width, "height": 800})
        bring(page, "#fnref7")
        stop_clock(page)
        page.mouse.move(*middle(page, "#fnref7"))
        page.clock.run_for(240)
        act()
        page.clock.run_for(5000)
        assert not is_open(page), (width, act)
        page.clock.resume()


def test_n07_a_click_pins_the_box_where_it_is(boxed):
    page = boxed(BOX, has_clock=True)
    for width in each(page, BOXES):
        rest_on(page, "#fnref7")
        before = shown(page).bounding_box()
        stop_clock(page)
        at, url = page.evaluate("scrollY"), page.url
        page.mouse.down()
        page.mouse.up()
        page.mouse.move(5, 5)
        page.clock.run_for(5000)
        assert card(page).bounding_box() == before, width
        assert (page.evaluate("scrollY"), page.url) == (at, url), width
        assert page.locator(".card a", has_text="All notes").get_attribute("href") == "#notes"
        page.clock.resume()


@pytest.mark.parametrize("mark", ["#fnref7", "#a3ref", "#m1ref"])
def test_n07_a_click_counts_though_words_are_selected(boxed, mark):
    page = boxed(BOX)
    bring(page, mark)
    for _ in range(2):
        select(page, "#p1 .annotated")
        page.locator(mark).click()
        shown(page)
        select(page, ".card-body")
        page.locator(mark).click()
        gone(page)
    assert page.url.endswith(EDITION)


def test_n07_words_in_the_box_can_be_selected(boxed):
    """The pointer that selects them may be let go outside, or on a name."""
    page = boxed(BOX)
    bring(page, "#fnref2")
    page.locator("#fnref2").click()
    box = shown(page).bounding_box()
    x, y = box["x"] + 30, box["y"] + 50
    to_a_name = middle(page, ".card .mention")
    for end in ([x - 100, y + 5], to_a_name):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        page.mouse.up()
        assert page.evaluate("getSelection().toString().trim()"), end
        assert card(page).get_attribute("aria-label") == "Note 2", end
    page.mouse.click(5, 5)
    gone(page)


def test_n11_the_pointer_does_not_take_away_the_box_that_has_the_focus(boxed):
    page = boxed(BOX, has_clock=True)
    bring(page, "#fnref3")
    page.locator("#fnref2").focus()
    page.locator("#fnref3").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    shown(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    stop_clock(page)
    page.mouse.move(*middle(page, "#fnref2"))
    page.clock.run_for(5000)
    assert page.evaluate("document.activeElement.closest('.card') !== null")


CLOSED = {
    "again": lambda page: page.locator("#fnref7").click(),
    "Escape": lambda page: page.keyboard.press("Escape"),
    "×": lambda page: page.get_by_role("button", name="Close").click(),
    "outside": lambda page: page.mouse.click(5, 5),
}


def test_n07_a_pinned_box_is_closed_in_four_ways(boxed):
    page = boxed(BOX)
    for width in each(page, BOXES):
        bring(page, "#fnref7")
        at = page.evaluate("scrollY")
        for act in CLOSED.values():
            page.locator("#fnref7").click()
            shown(page)
            act(page)
            gone(page)
        assert page.url.endswith(EDITION), width
        assert page.evaluate("scrollY") == at, width


@pytest.mark.parametrize("width", [PHONE, BOX, WIDE])
def test_n07_other_clicks_stay_the_browsers_own(visit, width):
    page = visit(width)
    bring(page, "#fnref7")
    with page.context.expect_page() as opened:
        page.locator("#fnref7").click(modifiers=["Control"])
    opened.value.wait_for_url("**#fn7")
    opened.value.close()
    assert not page.locator(".card.is-pinned").count()


def test_n08_marker_and_note_are_marked_together(visit):
    page = visit()
    for width in each(page, (PHONE, *BOXES)):
        rest_on(page, "#fnref7")
        assert is_lit(page, "#fn7"), width
        rest_on(page, "#fn8")
        assert is_lit(page, "#fnref8"), width
        page.mouse.move(1, 1)
        bring(page, "#fnref9")
        page.locator("#fnref9").focus()
        assert is_lit(page, "#fn9"), width
        assert width < DESK or is_lit(page, ".margin .copy:nth-child(9)"), width
        page.locator("#fn10 .back-links a").focus()
        assert is_lit(page, "#fnref10") and not is_lit(page, "#fn9"), width
        if width >= DESK:
            assert is_lit(page, ".margin .copy:nth-child(10)"), width
            bring(page, ".margin .copy:nth-child(8)")
            page.locator(".margin .copy:nth-child(8)").hover()
            assert is_lit(page, "#fnref8") and is_lit(page, ".margin .copy:nth-child(8)"), width
            assert not is_lit(page, "#fnref10"), width


def is_lit(page, selector):
    return "is-active" in (page.locator(selector).get_attribute("class") or "")


def test_n09_the_box_stands_6_pixels_off_the_line(boxed):
    page = boxed(BOX)
    for width in each(page, BOXES):
        for marker, top in product(("#fnref3", "#fnref7", "#fnref17"), (60, 700)):
            bring(page, marker, top)
            page.mouse.move(*middle(page, marker))
            stands_off_the_line(page, marker, width)
            put_away(page)


def stands_off_the_line(page, marker, width):
    box = shown(page).bounding_box()
    mark = page.locator(marker).bounding_box()
    gaps = [box["y"] - mark["y"] - mark["height"], mark["y"] - box["y"] - box["height"]]
    assert any(abs(gap - 6) < 1 for gap in gaps)
    assert box["x"] >= 8 and box["x"] + box["width"] <= width - 8
    assert box["y"] >= 7.5 and box["y"] + box["height"] <= 792.5
    rem = 16
    assert box["width"] == pytest.approx(min(24 * rem, width - rem), abs=1)


@pytest.mark.parametrize("width", [BOX, WIDE])
def test_n09_the_box_does_not_drift_while_scrolling(boxed, width):
    page = boxed(width)
    bring(page, "#fnref7", 400)
    page.locator("#fnref7").click()
    shown(page)
    drifts = page.evaluate(
        """async () => {
          const card = document.querySelector(".card"), mark = document.querySelector("#fnref7");
          const gap = () => card.getBoundingClientRect().top - mark.getBoundingClientRect().top;
          const first = gap(), found = [];
          for (let i = 0; i < 20; i++) {
            scrollBy({ top: i % 2 ? -13 : 9, behavior: "instant" });
            await new Promise(requestAnimationFrame);
            found.push(gap() - first);
          }
          return found;
        }"""
    )
    assert max(map(abs, drifts)) < 0.1


def test_n10_a_tall_box_scrolls_inside(visit_made):
    page = visit_made(make_document("Arms.[^n1]", notes=["word " * 2000]))
    page.evaluate("document.documentElement.dataset.notes = 'box'")
    for _ in each(page, (320, PHONE, *BOXES)):
        page.locator("#fnref1").click()
        assert shown(page).bounding_box()["height"] <= 0.6 * 800 + 1
        body = page.locator(".card-body")
        assert body.get_attribute("tabindex") == "0"
        assert style(page, ".card-body", "overscrollBehaviorY") == "contain"
        page.keyboard.press("Tab")
        page.keyboard.press("End")
        page.wait_for_function("() => document.querySelector('.card-body').scrollTop > 1000")


def test_n11_focus_opens_the_box_and_stays(boxed):
    page = boxed(BOX, has_clock=True)
    for width in each(page, BOXES):
        page.locator("#p1 .number").focus()
        bring(page, "#fnref7")
        stop_clock(page)
        page.locator("#fnref7").focus()
        assert opens_after(page, 150), width
        page.clock.resume()
        assert focused(page) == "fnref7", width
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.card').contains(document.activeElement)")
        at = page.evaluate("scrollY")
        page.keyboard.press("Escape")
        gone(page)
        assert focused(page) == "fnref7", width
        assert page.evaluate("scrollY") == at, width


@pytest.mark.parametrize("close", ["Escape", "Close"])
@pytest.mark.parametrize("mark", ["#fnref7", "#p2 .annotated", "#m1ref"])
def test_n11_from_inside_the_box_the_focus_returns_to_its_mark(visit, mark, close):
    page = visit(has_clock=True)
    bring(page, mark)
    page.locator(mark).first.click()
    shown(page)
    page.keyboard.press("Tab")
    stop_clock(page)
    if close == "Close":
        page.get_by_role("button", name=close).focus()
        page.keyboard.press("Enter")
    else:
        page.keyboard.press(close)
    gone(page)
    assert focused(page) == {"#p2 .annotated": "a4ref"}.get(mark, mark[1:])
    page.clock.run_for(5000)
    assert card(page).count() == 0


@pytest.mark.parametrize("width", [PHONE, TABLET, WIDE])
def test_n11_escape_leaves_the_focus_where_it_is(boxed, width):
    page = boxed(width, has_clock=True)
    page.keyboard.press("Tab")
    page.locator("#fnref7").focus()
    shown(page)
    stop_clock(page)
    page.keyboard.press("Escape")
    gone(page)
    assert focused(page) == "fnref7"
    page.clock.run_for(5000)
    assert card(page).count() == 0


@pytest.mark.parametrize("width", [TABLET, BOX, DESK, WIDE])
def test_n11_enter_follows_the_link_and_the_way_back_restores(visit, width):
    page = visit(width)
    page.keyboard.press("Tab")
    page.locator("#fnref7").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fn7")
    page.locator("#fn7 [role=doc-backlink]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fnref7")
    assert focused(page) == "fnref7"


@pytest.mark.parametrize("mark", ["#fnref7", "#a4ref"])
@pytest.mark.parametrize("detail", [0, 1])
def test_n11_a_click_without_a_pointer_is_the_links_own(visit, mark, detail):
    """Enter is such a click. Firefox counts it as one click, Chromium as none."""
    page = visit()
    bring(page, mark)
    script = (
        "(link, detail) => link.dispatchEvent(new PointerEvent('click',"
        " { bubbles: true, cancelable: true, pointerType: '', detail }))"
    )
    address = page.locator(mark).get_attribute("href")
    assert page.locator(mark).evaluate(script, detail), "the page has taken the click"
    assert page.evaluate("location.hash") == address
    assert card(page).count() == 0


def test_n12_the_box_is_a_note_and_speaks_only_when_asked(visit):
    page = visit()
    bring(page, "#fnref7")
    page.locator("#fnref7").click()
    shown(page)
    assert card(page).get_attribute("role") == "note"
    assert card(page).get_attribute("aria-label") == "Note 7"
    assert card(page).get_attribute("popover") == "manual"
    assert page.locator(".card [aria-live], .card[aria-live]").count() == 0
    assert page.locator("[aria-describedby^=fn]").count() == 0
    assert page.locator("[aria-hidden=true] :is(a[href], button, [tabindex])").count() == 0


def test_n12_everything_works_at_400_percent(visit):
    page = visit(320, 256)
    page.locator("#fnref7").click()
    box = shown(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    page.get_by_role("button", name="Close").click()
    gone(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [TABLET, DESK])
def test_n17_a_reference_inside_a_note_replaces_the_content(visit_made, width):
    notes = ["See note two.[^n2]", "The second."]
    page = visit_made(make_document("Arms.[^n1] Man.[^n2]", notes=notes), width)
    page.evaluate("document.documentElement.dataset.notes = 'box'")
    page.locator(".text #fnref1").click()
    shown(page)
    page.locator(".card [role=doc-noteref]").click()
    page.get_by_role("note", name="Note 2").wait_for()
    assert card(page).count() == 1
    page.get_by_role("button", name="‹ Note 1").click()
    page.get_by_role("note", name="Note 1").wait_for()


def test_n17_from_the_keyboard_the_focus_stays_in_the_box(visit_made):
    notes = ["See note two.[^n2]", "The second."]
    page = visit_made(make_document("Arms.[^n1] Man.[^n2]", notes=notes))
    page.keyboard.press("Tab")
    page.locator(".text #fnref1").focus()
    shown(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("note", name="Note 2").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "‹ Note 1"
    page.keyboard.press("Enter")
    page.get_by_role("note", name="Note 1").wait_for()
    assert page.evaluate("document.activeElement.matches('.card [role=doc-noteref]')")
    page.keyboard.press("Escape")
    gone(page)
    assert focused(page) == "fnref1"


def test_n18_movement_is_short_and_none_if_it_is_not_wanted(visit):
    page = visit()
    for motion, times in (("no-preference", ["0.1s"]), ("reduce", ["0s", ""])):
        page.emulate_media(reduced_motion=motion)
        for width in each(page, (PHONE, *BOXES)):
            page.locator("#a4ref").click()  # an annotation has its card in every width
            shown(page)
            assert style(page, ".card", "transitionDuration") in times, width
            if motion == "reduce":
                assert page.evaluate("document.getAnimations().length") == 0, width


def test_n18_forced_colours_show_a_real_border(visit):
    page = visit(forced_colors="active")
    for width in each(page, (PHONE, TABLET, BOX)):
        page.locator("#fnref7").click()
        shown(page)
        assert style(page, ".card", "borderTopWidth") == "2px", width
        assert style(page, "#fnref7", "outlineStyle") == "solid", width
    for width in each(page, (DESK, WIDE)):
        rest_on(page, "#fnref7")
        for part in ("#fnref7", ".margin .is-active"):
            assert style(page, part, "outlineStyle") == "solid", width
