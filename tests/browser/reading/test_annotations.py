"""A1–A3: what editors add, and what the reader sees of it."""

from dataclasses import replace

import pytest

from edition.document.changes.anchoring import locate
from edition.document.values import Audience, Entity, EntityKind
from tests.browser.reading.acts import (
    bring,
    card,
    choose,
    each,
    rest_on,
    settle,
    shown,
    style,
    texts,
)
from tests.browser.reading.conftest import BOX, DESK, PHONE, TABLET, WIDE
from tests.browser.reading.test_the_box import gone
from tests.reader.builders import annotate, make_document


def test_a01_words_are_underlined_and_open_their_annotation(visit):
    page = visit()
    for width in each(page, (TABLET, BOX, DESK, WIDE)):
        page.evaluate("document.activeElement.blur()")  # it holds its box open
        assert style(page, ".annotated", "textDecorationStyle") == "dotted", width
        rest_on(page, "#p2 .annotated")
        assert "shift tactics" in shown(page).inner_text(), width
        page.mouse.move(2, 2)
        gone(page)
        page.locator(".number").first.focus()
        page.locator("#p2 .letter a").first.focus()
        assert "shift tactics" in shown(page).inner_text(), width


def test_a01_a_tap_opens_an_annotation(touch):
    bring(touch, "#p2 .annotated")
    touch.locator("#p2 .annotated").first.tap()
    shown(touch)


def test_a01_overlapping_annotations_share_a_box(visit_made):
    bare = make_document("Arms and the man I sing, who first from Troy came.")
    made = replace(
        bare,
        annotations=(
            annotate(bare, "a1", "p1", "the man I sing"),
            annotate(bare, "a2", "p1", "man I sing, who first"),
        ),
    )
    page = visit_made(made)
    page.locator("[data-annotation=a2]").first.click()
    assert shown(page).get_attribute("aria-label") == "Annotation a, Annotation b"


def test_a01_a_box_within_marked_words_is_none_of_them(visit_made):
    """The box stands where its mark stands, and that may be in the words of something else."""
    made = make_document("Arms and the man[^n1] I sing.", notes=["A note on Troy."])
    troy = Entity(
        "troy", "Troy", EntityKind.PLACE, mentions=(locate("n1", "A note on Troy.", "Troy"),)
    )
    words = annotate(made, "a1", "p1", "Arms and the man I sing")
    made = replace(made, annotations=(words,), entities=(troy,))
    page = visit_made(made)
    page.locator("#fnref1").click()
    page.get_by_role("note", name="Note 1").locator(".note-text").click()
    settle(page)
    assert shown(page).get_attribute("aria-label") == "Note 1"
    page.locator(".card .mention").click()
    page.get_by_role("note", name="Places").wait_for()
    page.get_by_role("button", name="‹ Note 1").click()
    page.get_by_role("link", name="All notes").click()
    page.wait_for_url("**#notes")


def test_a01_a_tap_in_the_sheet_is_none_in_the_words_it_stands_in(touch):
    """Those of this annotation are dated, and would open the timeline."""
    bring(touch, "#a2ref")
    touch.locator("#a2ref").tap()
    shown(touch).locator(".remark").tap()
    settle(touch)
    assert card(touch).is_visible()
    assert touch.locator(".timeline details").get_attribute("open") is None


def test_a02_an_audience_is_chosen_and_remembered_and_the_text_stays(visit_made, visit):
    bare = make_document("Arms and the man I sing.")
    made = replace(
        bare,
        annotations=(
            annotate(bare, "a1", "p1", "Arms", Audience.BUSINESS),
            annotate(bare, "a2", "p1", "the man"),
        ),
    )
    page = visit_made(made)
    before = page.locator("#p1").evaluate(
        "p => [...p.childNodes].map(n => n.dataset?.aside == null ? n.textContent : '').join('')"
    )
    choose(page, "For students")
    assert page.locator("#a1").is_hidden() and page.locator("#a2").is_visible()
    assert style(page, "[data-annotation=a1]", "textDecorationLine") == "none"
    page.locator("[data-annotation=a1]").click()
    settle(page)
    assert card(page).count() == 0
    choose(page, "For business")
    assert page.locator("#a1").is_visible()
    choose(page, "None")
    assert page.locator("#a2").is_hidden()
    assert before == "Arms and the man I sing."
    assert page.evaluate("JSON.parse(localStorage.reading).annotations") == "none"


def test_a02_kinds_are_told(visit):
    kinds = {text.split(",")[0] for text in texts(visit(), ".annotations .kind")}
    assert kinds <= {"gloss", "context", "query"} and kinds


def test_a03_the_box_of_an_emendation_tells_what_is_printed_why_and_by_whom(visit):
    page = visit()
    for _ in each(page, (TABLET, BOX, DESK, WIDE)):
        bring(page, "#m1ref")
        page.locator("#m1ref").click()
        tells_of_the_emendation(page)
        page.keyboard.press("Escape")
        gone(page)
        page.locator(".number").first.focus()
        page.locator("#m1ref").focus()
        tells_of_the_emendation(page)


def test_a03_a_tap_opens_an_emendation(touch):
    bring(touch, "#m1ref")
    touch.locator("#m1ref").tap()
    tells_of_the_emendation(touch)


def tells_of_the_emendation(page):
    text = shown(page).inner_text()
    assert "takes" in text and "take" in text and "editors" in text
    assert page.locator("#m1ref").inner_text() == "take"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a03_a_switch_shows_the_whole_text_as_printed(visit, width):
    page = visit(width)
    choose(page, "As printed")
    shown_words, printed = page.evaluate(
        "[(e => e.map(x => x.textContent))([...document.querySelectorAll('[data-printed]')]),"
        " [...document.querySelectorAll('[data-printed]')].map(x => x.dataset.printed)]"
    )
    assert shown_words == printed
    page.reload()
    assert page.locator("#m1ref").text_content() == "takes"
    choose(page, "As edited")
    assert page.locator("#m1ref").text_content() == "take"
