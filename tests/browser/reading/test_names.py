"""People and places: the names in the text lead to their entries, and stay out of the way."""

from dataclasses import replace

import pytest

from edition.document.changes.anchoring import locate
from edition.document.values import Entity, EntityKind
from tests.browser.reading.acts import (
    bring,
    card,
    focused,
    gone,
    middle,
    rest_on,
    shown,
    stop_clock,
    style,
)
from tests.browser.reading.conftest import BOX, DESK, EDITION, PHONE, TABLET, WIDE
from tests.reader.builders import make_document

YAN = "#p13 [data-entity=yan-xuetong]:not(.annotated *)"
RUSSIA = "#p13 [data-entity=russia]"


@pytest.mark.parametrize("width", [TABLET, BOX, DESK, WIDE])
def test_a_click_on_a_name_shows_who_it_is_and_where_else_it_stands(visit, width):
    page = visit(width)
    bring(page, YAN)
    page.locator(YAN).first.click()
    box = shown(page)
    assert box.get_attribute("aria-label") == "People"
    assert "Yan Xuetong, 13, 26; n. 14, 15, 16" in box.inner_text()
    assert "Tsinghua" in box.inner_text()
    box.get_by_role("link", name="Paragraph 26").click()
    page.wait_for_url("**#entity-yan-xuetong-p26")
    gone(page)


@pytest.fixture
def nested(visit_made):
    """A page where names stand in names, in the text and in a note that is called within one."""
    document = make_document(
        "The gates of Troy Tower.[^n1]", notes=["The walls of the Troy of old."]
    )

    def named(key, kind, **passages):
        anchors = (locate(at, document.texts()[at], words) for at, words in passages.items())
        return Entity(key, key.title(), kind, mentions=tuple(anchors))

    document = replace(
        document,
        entities=(
            named("gates", EntityKind.OTHER, p1="gates of Troy Tower."),
            named("tower", EntityKind.PLACE, p1="Troy Tower"),
            named("troy", EntityKind.PLACE, p1="Troy", n1="Troy"),
            named("walls", EntityKind.OTHER, n1="walls of the Troy"),
        ),
    )
    return visit_made(document)


def test_names_within_names_are_shown_together(nested):
    nested.locator("#p1 [data-entity=troy]").click()
    assert shown(nested).locator(".name").all_inner_texts() == ["Tower", "Troy", "Gates"]
    nested.keyboard.press("Escape")
    gone(nested)
    nested.locator("#fnref1").click()
    shown(nested).locator("[data-entity=troy]").click()
    nested.get_by_role("button", name="‹ Note 1").wait_for()
    assert card(nested).locator(".name").all_inner_texts() == ["Troy", "Walls"]


def test_a_name_can_be_tapped_in_browsers_that_tap_only_what_has_a_hand(touch):
    assert style(touch, YAN, "cursor") == "pointer"
    assert style(touch, "#p13", "cursor") != "pointer"


def test_a_name_is_closed_as_a_note_is(visit):
    page = visit()
    bring(page, YAN)
    for close in (
        lambda: page.locator(YAN).first.click(),
        lambda: page.keyboard.press("Escape"),
        lambda: page.get_by_role("button", name="Close").click(),
        lambda: page.locator(RUSSIA).first.click(),
    ):
        page.locator(YAN).first.click()
        shown(page)
        close()
        gone(page)


@pytest.mark.parametrize(
    ("name", "place"),
    [(YAN, "13"), ("#fn2 [data-entity=rouben-azizian]", "↩ 2")],
)
def test_the_focus_returns_to_the_text_that_names(visit, name, place):
    page = visit()
    page.locator(name).first.click()
    shown(page)
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    gone(page)
    assert page.evaluate("document.activeElement.textContent") == place


def test_a_name_takes_the_place_of_a_box_that_was_only_looked_at(visit):
    page = visit()
    rest_on(page, "#fnref14")
    shown(page)
    page.locator(YAN).first.click()
    page.get_by_role("note", name="People").wait_for()


def test_a_double_click_on_a_name_selects_the_word_and_no_more(visit):
    page = visit()
    bring(page, YAN)
    page.locator(YAN).first.dblclick()
    assert page.evaluate("getSelection().toString().trim()") == "Yan"
    gone(page)


def test_names_look_like_links_only_where_they_lead_somewhere(visit):
    page = visit(path=EDITION + "p13/")
    page.locator("#p13 .mention").nth(1).hover()
    assert style(page, "#p13 .mention:hover", "textDecorationLine") == "none"


def test_a_pointer_that_rests_on_a_name_opens_nothing(visit):
    """Every fifth word is part of a name: boxes would open wherever the pointer is left."""
    page = visit(has_clock=True)
    assert style(page, YAN, "textDecorationLine") == "none"
    bring(page, YAN)
    stop_clock(page)
    page.mouse.move(*middle(page, YAN))
    page.clock.run_for(5000)
    assert card(page).count() == 0
    assert style(page, YAN, "textDecorationLine") == "underline"


@pytest.mark.parametrize("width", [BOX, WIDE])
def test_what_is_marked_goes_before_a_name(visit, width):
    page = visit(width)
    page.locator(".annotated [data-entity=yan-xuetong]").click()
    assert shown(page).get_attribute("aria-label") == "Annotation r"
    page.keyboard.press("Escape")
    gone(page)
    page.locator(".dated [data-entity=xi-jinping]").first.click()
    page.locator(".timeline .is-found").wait_for()
    assert card(page).count() == 0


def test_a_tap_on_a_name_opens_a_sheet_and_a_tap_on_another_closes_it(touch):
    bring(touch, YAN, 100)
    touch.locator(YAN).first.tap()
    assert "Tsinghua" in shown(touch).inner_text()
    touch.locator(RUSSIA).first.tap()
    gone(touch)


def test_a_name_in_the_box_of_a_note_takes_its_place_until_one_goes_back(visit):
    page = visit()
    page.locator("#fnref2").click()
    shown(page).locator("[data-entity=rouben-azizian]").click()
    page.get_by_role("note", name="People").wait_for()
    page.get_by_role("button", name="‹ Note 2").click()
    page.get_by_role("note", name="Note 2").wait_for()


@pytest.mark.parametrize("width", [PHONE, BOX, DESK])
def test_the_keyboard_comes_to_the_names_of_a_paragraph_by_its_menu(visit, width):
    page = visit(width)
    bring(page, "#p11")
    page.keyboard.press("Tab")
    page.locator("#p11 .number").focus()
    page.locator("#p11 .pilcrow").wait_for()  # its module is loaded with the first focus
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show people and places").focus()
    page.keyboard.press("Enter")
    box = shown(page)
    assert box.get_attribute("aria-label") == "People, Organisations, Places"
    names = box.locator(".name").all_inner_texts()
    assert names[0] == "Guo Xiangang" and names[-1] == "South Korea"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('.card').contains(document.activeElement)")
    page.keyboard.press("Escape")
    gone(page)
    assert "pilcrow" in focused(page)


def test_coming_to_another_paragraph_closes_the_names_of_the_last(visit):
    page = visit()
    page.locator("#p11 .number").focus()
    page.locator("#p11 .pilcrow").click()
    page.get_by_role("button", name="Show people and places").click()
    shown(page)
    page.locator("#p12 .number").focus()
    gone(page)
    assert page.locator("#p12 .pilcrow").count() == 1


def test_a_paragraph_that_names_nobody_offers_no_names(visit_made):
    page = visit_made(make_document("Arms and the man I sing."))
    page.locator("#p1 .number").focus()
    page.locator(".pilcrow").click()
    page.get_by_role("button", name="Copy link").first.wait_for()
    assert page.get_by_role("button", name="Show people and places").is_hidden()
