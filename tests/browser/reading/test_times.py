"""What READING.md promises in milliseconds: `make budgets` measures it, no other command."""

from functools import partial
from itertools import cycle

import pytest

from tests.browser.reading.acts import (
    bring,
    card,
    gone,
    middle,
    put_away,
    rest_on,
    settle,
    shown,
)
from tests.browser.reading.conftest import BOX, DESK

pytestmark = pytest.mark.budget

SCROLL = """async () => {
  for (let i = 0; i < 30; i++) {
    scrollBy({ top: 400, behavior: "instant" });
    await new Promise(requestAnimationFrame);
    if (i % 10 === 9) await new Promise((done) => setTimeout(done, 200));
  }
}"""
LAY_OUT = """async () => {
  const { layOut } = await import("/static/js/margin.js");
  await new Promise((done) => setTimeout(done, 60));
  const start = performance.now();
  layOut();
  return performance.now() - start;
}"""


def delay(page, cause, effect):
    """Milliseconds from the last `cause` before the last `effect`, by the page's own log."""
    log = page.evaluate("log")
    end = max(i for i, (what, _) in enumerate(log) if what == effect)
    start = max(i for i, (what, _) in enumerate(log[:end]) if what == cause)
    return log[end][1] - log[start][1]


@pytest.fixture
def boxed(visit):
    page = visit(BOX)
    page.evaluate("document.documentElement.dataset.notes = 'box'")
    return page


def test_the_box_opens_after_250_ms(boxed, measure):
    def open_box():
        put_away(boxed)
        rest_on(boxed, "#fnref7")
        shown(boxed)
        return delay(boxed, "on", "open")

    measure("the box opens", open_box, least=240, most=300)


def test_the_next_box_opens_after_100_ms(boxed, measure):
    def go_on():
        put_away(boxed)
        rest_on(boxed, "#fnref8")
        shown(boxed)
        boxed.mouse.move(*middle(boxed, "#fnref9"))
        boxed.get_by_role("note", name="Note 9").wait_for()
        return delay(boxed, "on", "open")

    measure("the next box opens", go_on, least=90, most=150)


def test_the_box_closes_300_ms_after_the_pointer_left(boxed, measure):
    def leave():
        rest_on(boxed, "#fnref7")
        shown(boxed)
        boxed.mouse.move(5, 5)
        gone(boxed)
        return delay(boxed, "off", "closed")

    measure("the box closes", leave, least=290, most=350)


def test_focus_opens_the_box_after_150_ms(boxed, measure):
    def focus():
        put_away(boxed)
        boxed.locator(".number").first.focus()
        boxed.locator("#fnref7").focus()
        shown(boxed)
        return delay(boxed, "focus", "open")

    bring(boxed, "#fnref7")
    boxed.keyboard.press("Tab")
    measure("focus opens the box", focus, least=140, most=220)


def test_the_timeline_follows_within_100_ms_after_scrolling(visit, measure):
    page = visit(DESK)
    page.evaluate(
        "new MutationObserver(() => log.push(['current', performance.now()]))"
        ".observe(document.querySelector('.timeline'), { subtree: true, attributes: true,"
        " attributeFilter: ['aria-current'] })"
    )
    passages = cycle(["#e5-p13", "#e2-p4", "#e8-p8"])

    def follow():
        bring(page, next(passages), 100)
        return delay(page, "scroll", "current")

    measure("the timeline follows", follow, most=100)


def test_no_work_is_longer_than_50_ms_after_loading(visit, longest_task, measure):
    """While the page is loaded the machine decides; what the reader does later is the page's."""
    page = visit(DESK)
    settle(page)

    def read():
        for _ in range(5):
            page.mouse.wheel(0, 500)
            page.wait_for_timeout(60)
        page.locator(".text .annotated").nth(5).click()
        shown(page)
        page.keyboard.press("Escape")
        gone(page)

    measure("the longest task of reading", partial(longest_task, read), most=50)


def test_work_that_is_longer_would_be_found(visit, longest_task):
    page = visit(DESK)
    work = "(() => { const start = performance.now(); while (performance.now() < start + 400); })()"
    assert longest_task(lambda: page.evaluate(work)) > 50


def test_ten_times_the_article_scrolls_smoothly_and_lays_its_margin_out_in_a_frame(
    visit_made, ten_times, longest_task, measure
):
    page = visit_made(ten_times, DESK)
    settle(page)

    def scroll():
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        return longest_task(lambda: page.evaluate(SCROLL))

    measure("the longest task of scrolling ten times the article", scroll, most=50)
    measure("its margin is laid out", lambda: page.evaluate(LAY_OUT), most=16)
    assert card(page).count() == 0
