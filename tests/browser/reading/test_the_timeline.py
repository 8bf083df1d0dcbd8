"""T1–T8: the timeline and the text."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from edition.document.changes.anchoring import locate
from edition.document.values import Event
from tests.browser.reading.acts import (
    box_of,
    bring,
    drawn,
    each,
    gone,
    middle,
    scroll_past,
    select,
    settle,
    shown,
    stop_clock,
    style,
    texts,
)
from tests.browser.reading.conftest import BOX, DESK, PHONE, TABLET, WIDE
from tests.reader.builders import make_document

CURRENT = "document.querySelector('[aria-current]')?.closest('li').id"


def test_t01_the_timeline_is_a_list_of_links_under_years(visit_made, visit):
    page = visit(java_script_enabled=False)
    timeline = page.get_by_role("navigation", name="Timeline")
    assert timeline.locator("h3").first.inner_text() == "2003"
    assert timeline.locator("ol > li > a > time").count() == 18
    assert timeline.locator("#e1 > a").get_attribute("href") == "#e1-p2"
    assert "also ¶ 4, 10" in " ".join(timeline.locator("#e3").inner_text().split())
    bare = make_document("Arms.", events=(Event("e1", "1200~", "Troy falls"),))
    assert visit_made(bare).locator("#e1 a").count() == 0


def test_t02_dates_are_told_in_words(visit):
    told = texts(visit(), ".timeline :is(time, .time)")
    assert "about 2003" in told and "early 2012" in told
    assert "late 2012 into the spring of 2013" in told
    assert not [words for words in told if words.startswith("1 ")]


def test_t03_the_strip_is_to_scale_and_merges_what_is_near(visit):
    page = visit(DESK)
    marks = page.evaluate(
        "[...document.querySelectorAll('.strip g')].map(g => {"
        " const b = g.firstElementChild.getBBox();"
        " return { x: b.x, y: b.y + b.height / 2, n: g.dataset.events.split(' ').length,"
        " count: Number(g.querySelector('text')?.textContent ?? 1) }; })"
    )
    assert sum(mark["n"] for mark in marks) == 18
    assert all(mark["n"] == mark["count"] for mark in marks)
    line = sorted(mark["y"] for mark in marks if mark["x"] > 10)
    assert all(later - earlier >= 6 for earlier, later in pairwise(line))
    assert float(style(page, ".strip text", "fontSize").removesuffix("px")) >= 10
    figures = page.evaluate(
        "[...document.querySelectorAll('.strip text')].map(t => {"
        " const b = t.getBBox(); return [b.x, b.x + b.width, b.y + b.height / 2]; })"
    )
    for one, other in combinations(figures, 2):
        beside = min(one[1], other[1]) <= max(one[0], other[0])
        assert beside or abs(one[2] - other[2]) >= 10
    assert page.locator(".strip").get_attribute("aria-hidden") == "true"
    assert page.locator(".strip circle").count() and page.locator(".strip rect[fill]").count()


def test_t04_the_current_entry_is_the_last_one_mentioned_above_the_line(visit):
    page = visit(BOX)
    for width in each(page, (BOX, DESK, WIDE)):
        for passage, event in (("e8-p8", "e8"), ("e5-p13", "e5"), ("e2-p4", "e2")):
            bring(page, f"#{passage}", 0.3 * 800 - 40)
            above = page.evaluate(
                "[...document.querySelectorAll('.text .dated[id]')].filter(e =>"
                " e.getBoundingClientRect().top <= innerHeight * 0.3).at(-1).dataset.event"
            )
            assert page.evaluate(CURRENT) == above == event, width
        assert page.locator(".timeline [aria-current=true]").count() == 1
        assert page.locator(".timeline[aria-live], .timeline [aria-live]").count() == 0
        page.evaluate("scrollTo({ top: 1e6, behavior: 'instant' })")
        settle(page)
        last = "[...document.querySelectorAll('.text .dated[id]')].at(-1).dataset.event"
        assert page.evaluate(CURRENT) == page.evaluate(last), width


def test_t04_it_follows_within_100_ms_after_scrolling(visit):
    page = visit(DESK, has_clock=True)
    stop_clock(page)
    for event, paragraph in (("e5", "p13"), ("e2", "p4"), ("e8", "p8")):
        scroll_past(page, f"#{event}-{paragraph}", 200)
        page.clock.run_for(100)
        assert page.evaluate(CURRENT) == event


def test_t05_the_sidebar_reveals_the_current_entry_but_leaves_the_reader_alone(visit):
    page = visit(DESK, has_clock=True, reduced_motion="reduce")
    bring(page, "#e18-p25", 200)
    _, top, _, bottom = box_of(page, f"#{page.evaluate(CURRENT)}")
    assert top >= 0 and bottom <= 800
    stop_clock(page)
    page.locator(".sidebar").evaluate("e => e.scrollTop = 0")
    page.locator(".sidebar").dispatch_event("wheel")
    scroll_past(page, "#e5-p13", 200)
    page.clock.run_for(300)
    assert page.locator(".sidebar").evaluate("e => e.scrollTop") == 0


def test_t05_entries_out_of_view_are_counted(visit):
    page = visit(DESK, has_clock=True, reduced_motion="reduce")
    stop_clock(page)
    page.locator(".sidebar").dispatch_event("wheel")
    scroll_past(page, "#e5-p13", 200)
    page.clock.run_for(100)
    assert page.locator(".beyond.below").inner_text().endswith(" below")
    page.locator(".sidebar").dispatch_event("wheel")
    page.locator(".sidebar").evaluate("e => e.scrollTop = 1e6")
    scroll_past(page, "#e2-p4", 200)
    page.clock.run_for(100)
    assert page.locator(".beyond.above").inner_text().endswith(" above")


def test_t06_hover_lights_the_entry_and_a_click_reveals_it(visit):
    page = visit(DESK, reduced_motion="reduce")
    bring(page, "#e18-p25", 300)
    page.locator("#e18-p25").hover()
    assert "is-active" in page.locator("#e18").get_attribute("class")
    page.locator(".sidebar").evaluate("e => e.scrollTop = 0")
    page.locator("#e18-p25").click()
    page.locator("#e18.is-found").wait_for()
    assert box_of(page, "#e18")[3] <= 800


def test_t06_an_entry_leads_to_its_passage_and_back_returns(visit):
    page = visit(DESK, has_clock=True, reduced_motion="reduce")
    page.locator("#e5 > a").scroll_into_view_if_needed()
    stop_clock(page)
    before = page.evaluate("scrollY")
    page.locator("#e5 > a").click()
    page.locator("#e5-p13.is-found").wait_for()
    page.wait_for_url("**#e5-p13")
    assert page.evaluate("document.activeElement.id") == "e5-p13"
    assert 0 <= box_of(page, "#e5-p13")[1] <= 800
    page.clock.run_for(1999)
    assert page.locator("#e5-p13.is-found").count() == 1
    page.clock.run_for(1)
    assert page.locator("#e5-p13.is-found").count() == 0
    page.clock.resume()
    page.go_back()
    page.wait_for_function("(before) => Math.abs(scrollY - before) < 2", arg=before)


def test_t06_the_way_to_a_passage_is_smooth_unless_movement_is_not_wanted(visit):
    page = visit(DESK)
    way = "getComputedStyle(document.documentElement).scrollBehavior"
    page.evaluate(f"addEventListener('click', () => (window.way = {way}))")
    for motion, expected in (("no-preference", "smooth"), ("reduce", "auto")):
        page.emulate_media(reduced_motion=motion)
        page.locator("#e5 > a").click()
        assert page.evaluate("way") == expected


def unfolded(page):
    return page.locator(".timeline details").evaluate("details => details.open")


def test_t06_a_tap_opens_the_folded_timeline_at_the_entry_and_back_returns(touch):
    bring(touch, "#e14-p18")
    at = touch.evaluate("scrollY")
    touch.touchscreen.tap(*middle(touch, "#e14-p18"))
    touch.wait_for_url("**#e14")
    assert unfolded(touch) and 0 <= box_of(touch, "#e14")[1] <= 740
    assert "is-found" in touch.locator("#e14").get_attribute("class")
    touch.go_back()
    touch.wait_for_function("(at) => Math.abs(scrollY - at) < 2", arg=at)
    assert not unfolded(touch)


@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_t06_a_click_opens_the_folded_timeline_at_the_entry_and_back_returns(visit, width):
    page = visit(width, reduced_motion="reduce")
    bring(page, "#e14-p18")
    at = page.evaluate("scrollY")
    page.mouse.click(*middle(page, "#e14-p18"))
    page.wait_for_url("**#e14")
    assert unfolded(page) and 0 <= box_of(page, "#e14")[1] <= 800
    page.locator("#e14 > a").click()
    page.wait_for_url("**#e14-p18")
    assert 0 <= box_of(page, "#e14-p18")[1] <= 800
    page.go_back()
    page.wait_for_url("**#e14")
    page.go_back()
    page.wait_for_function("(at) => Math.abs(scrollY - at) < 2", arg=at)


def test_t06_another_passage_of_the_same_event_leads_to_it_again(touch):
    for paragraph in ("#p3", "#p10"):
        bring(touch, f"{paragraph} [data-event=e3]")
        touch.touchscreen.tap(*middle(touch, f"{paragraph} [data-event=e3]"))
        touch.wait_for_function(
            "() => Math.abs(document.querySelector('#e3').getBoundingClientRect().top - 100) < 300"
        )
    touch.go_back()
    touch.wait_for_url("**#p10")
    touch.wait_for_function(
        "() => Math.abs(document.querySelector('#p10').getBoundingClientRect().top - 100) < 300"
    )


def test_t06_escape_leads_back_from_the_list_and_from_nowhere_else(visit):
    page = visit(TABLET, reduced_motion="reduce")
    bring(page, "#e14-p18")
    page.mouse.click(*middle(page, "#e14-p18"))
    page.wait_for_url("**#e14")
    bring(page, "#fnref20")
    at = page.evaluate("scrollY")
    page.locator("#fnref20").click()
    shown(page)
    for _ in range(2):
        page.keyboard.press("Escape")
        gone(page)
        settle(page)
        assert page.url.endswith("#e14") and abs(page.evaluate("scrollY") - at) < 2


def test_t06_the_menu_leads_to_the_timeline_while_words_are_selected(visit):
    page = visit(DESK)
    select(page, "#p3 .annotated")
    page.locator("#p3").hover()
    page.locator("#p3 .pilcrow").click()
    page.get_by_role("button", name="Show in the timeline").click()
    page.locator(".timeline .is-found").wait_for()


def test_t05_the_keyboard_comes_to_an_entry_that_is_seen(visit):
    page = visit(DESK, has_clock=True)
    page.locator("#p1 .number").focus()
    page.keyboard.press("Shift+Tab")
    drawn(page)
    page.clock.run_for(1000)  # the timeline would have followed the text
    top, bottom = page.evaluate(
        "(({ top, bottom }) => [top, bottom])(document.activeElement.getBoundingClientRect())"
    )
    assert page.evaluate("document.activeElement.closest('.timeline') !== null")
    assert 0 <= top < bottom <= 800


def test_t06_a_tap_beside_the_list_reveals_the_entry_and_the_entry_leads_back(visit):
    page = visit(DESK, 800, has_touch=True)
    for _ in each(page, (DESK, WIDE)):
        bring(page, "#e14-p18")
        page.touchscreen.tap(*middle(page, "#e14-p18"))
        page.locator("#e14.is-found").wait_for()
        assert "#" not in page.url
        page.wait_for_function(
            "() => document.querySelector('#e14').getBoundingClientRect().bottom <= innerHeight"
        )
        page.locator("#e14 > a").tap()
        page.wait_for_url("**#e14-p18")
        page.go_back()
        page.wait_for_function("() => !location.hash")


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK, WIDE])
def test_t06_the_keyboard_goes_to_the_entry_and_returns(visit, width):
    page = visit(width, reduced_motion="reduce")
    page.keyboard.press("Tab")
    page.locator("#p18 .number").focus()
    at = page.evaluate("scrollY")
    page.locator("#p18 .pilcrow").press("Enter")
    page.get_by_role("button", name="Show in the timeline").press("Enter")
    page.wait_for_function("() => document.activeElement.matches('#e14 > a')")
    assert 0 <= box_of(page, "#e14")[1] <= 800
    assert not page.locator(".menu").is_visible()
    if width in (PHONE, TABLET):
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.activeElement.matches('#p18 .number')")
        assert not unfolded(page)
    else:
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.id === 'e14-p18'")
        page.evaluate("new Promise((drawn) => requestAnimationFrame(drawn))")
        page.go_back()
    page.wait_for_function("(at) => Math.abs(scrollY - at) < 2", arg=at)


def test_t06_dated_words_carry_a_quiet_line(visit):
    page = visit(DESK)
    line = "text-decoration-color"
    page.locator("#e5-p13").scroll_into_view_if_needed()
    page.mouse.move(2, 2)
    quiet = style(page, "#e5-p13", line)
    assert style(page, "#e5-p13", "textDecorationLine") == "underline"
    page.locator("#e5-p13").hover()
    assert style(page, "#e5-p13", line) != quiet


@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_t07_on_narrow_screens_it_is_folded_before_the_article(visit, width):
    page = visit(width)
    summary = page.locator(".timeline summary")
    assert summary.inner_text() == "Timeline, 18 events"
    assert not page.locator("#e5").is_visible()
    assert box_of(page, ".timeline")[3] <= box_of(page, "#p1")[1]
    summary.click()
    assert page.locator("#e5").is_visible()


@pytest.mark.parametrize("width", [BOX, DESK])
def test_t07_beside_the_text_it_stays_in_view(visit, width):
    page = visit(width)
    assert style(page, ".sidebar", "position") == "sticky"
    assert page.locator("#e1").is_visible()


def test_t08_without_a_script_its_links_work(visit):
    page = visit(java_script_enabled=False)
    page.locator("#e5 > a").click()
    page.wait_for_url("**#e5-p13")
    assert 0 <= box_of(page, "#e5-p13")[1] <= 800


def test_t08_print_has_a_table_of_two_columns(visit):
    page = visit(java_script_enabled=False)
    page.emulate_media(media="print")
    assert box_of(page, "#e5")[1] > box_of(page, "#fn29")[1]
    dates, events, remarks = (
        {box_of(page, f"#{event} {part}")[0] for event in ("e4", "e5", "e6")}
        for part in ("time", ".event", ".remark")
    )
    assert len(dates) == 1 and events == remarks and min(events) > max(dates)
    page.emulate_media(media="screen")


def test_t06_a_made_passage_leads_to_its_entry(visit_made):
    bare = make_document("In 1912 it began.", "Then war.")
    event = Event("e1", "1912", "It begins", passages=(locate("p1", bare.texts()["p1"], "1912"),))
    page = visit_made(replace(bare, events=(event,)), DESK)
    page.locator("#e1-p1").hover()
    assert "is-active" in page.locator("#e1").get_attribute("class")
