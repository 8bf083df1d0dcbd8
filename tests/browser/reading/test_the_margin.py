"""N15, N16: on wide screens notes stand in the margin, and no box covers the text."""

import pytest

from tests.browser.reading.acts import bring, card, each, middle, rest_on, settle, stop_clock, style
from tests.browser.reading.conftest import BOX, DESK, WIDE
from tests.reader.builders import make_document

# How far the first baselines of mark and note are apart, and the gap to the note before.
LAID_OUT = """
[...document.querySelectorAll(".margin .copy")].map((copy, i, all) => {
  const baseline = (e, at) => { const b = e.getClientRects()[0]; return b.top + b.height * at; };
  const number = copy.querySelector(".margin-number");
  const mark = document.getElementById("fnref" + number.textContent);
  const before = all[i - 1]?.getBoundingClientRect().bottom ?? -1e9;
  const apart = baseline(number, 0.696) - baseline(mark, 1.024); // the mark is raised
  return [apart, copy.getBoundingClientRect().top - before];
})
"""


@pytest.mark.parametrize("width", [DESK, WIDE])
def test_n15_notes_stand_at_their_first_reference_and_never_overlap(visit, width):
    page = visit(width)
    settle(page)
    laid_out = page.evaluate(LAID_OUT)
    assert len(laid_out) == 29
    for apart, gap in laid_out:
        assert gap >= 11.5
        assert abs(apart) < 1 or (apart > 0 and gap < 12.5)


@pytest.mark.parametrize("width", [DESK, WIDE])
def test_n15_they_are_laid_out_again_within_a_frame(visit, width):
    page = visit(width)
    page.evaluate("document.documentElement.dataset.size = 'larger'")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert all(gap >= 11.5 for _, gap in page.evaluate(LAID_OUT))
    assert abs(page.evaluate(LAID_OUT)[0][0]) < 1


@pytest.mark.parametrize("width", [DESK, WIDE])
def test_n15_a_long_note_is_folded_and_opens_on_a_click(visit_made, width):
    page = visit_made(make_document("Arms.[^n1]", notes=["word " * 200]), width)
    copy = page.locator(".margin .copy")
    line = float(style(page, ".margin .copy", "lineHeight").removesuffix("px"))
    assert round(copy.bounding_box()["height"] / line) == 9
    copy.click()
    assert copy.bounding_box()["height"] > 20 * line
    copy.click()
    assert round(copy.bounding_box()["height"] / line) == 9


def test_n16_no_box_where_the_note_is_seen_in_the_margin(visit):
    page = visit(DESK, has_clock=True)
    for width in each(page, (DESK, WIDE)):
        bring(page, "#fnref7")
        stop_clock(page)
        page.mouse.move(*middle(page, "#fnref7"))
        page.clock.run_for(5000)
        assert card(page).count() == 0, width
        assert page.locator(".margin .copy.is-active .margin-number").inner_text() == "7"
        page.mouse.down()
        page.mouse.up()
        page.clock.run_for(5000)
        assert card(page).count() == 0 and "#" not in page.url, width
        page.clock.resume()


def test_n16_margin_notes_are_copies_for_the_eye(visit):
    page = visit(DESK)
    assert page.locator(".margin").get_attribute("aria-hidden") == "true"
    inside = ".margin :is([id], a[href], button, [tabindex])"
    assert page.locator(inside).count() == 0


def test_n16_an_annotation_still_has_its_box(visit):
    page = visit(DESK)
    for _ in each(page, (DESK, WIDE)):
        rest_on(page, "#p2 .annotated")
        card(page).wait_for()


def test_n16_narrower_there_is_no_margin(visit):
    page = visit(BOX)
    assert not page.locator(".margin").is_visible()


def test_n15_a_window_too_low_for_half_a_note_gets_a_box(visit):
    page = visit(DESK)
    bring(page, "#fnref2", 780)
    page.mouse.move(*middle(page, "#fnref2"))
    card(page).wait_for()
