"""A note can be followed and come back from, with a script and without."""

import pytest

EDITION = "/editions/sino-russian-partnership/"


@pytest.fixture
def page(open_page):
    """A window too narrow for notes in the margin, and too wide for the sheet."""
    return open_page(viewport={"width": 1000, "height": 720})


@pytest.fixture
def plain(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(EDITION)
    return page


def rest_on(locator):
    """Move the pointer onto something that is in view already: scrolling would cancel."""
    locator.scroll_into_view_if_needed()
    locator.page.wait_for_timeout(100)
    locator.hover()


def in_view(page, selector):
    return page.locator(selector).evaluate(
        "e => { const b = e.getBoundingClientRect();"
        " return b.top >= 0 && b.bottom <= innerHeight; }"
    )


def test_without_javascript_a_marker_leads_to_its_note_and_back(plain):
    plain.locator("#fnref7").click()
    assert plain.url.endswith("#fn7")
    assert in_view(plain, "#fn7")
    plain.locator("#fn7 [role=doc-backlink]").click()
    assert plain.url.endswith("#fnref7")
    assert in_view(plain, "#fnref7")


def test_back_returns_to_the_place_in_the_text(plain):
    plain.locator("#fnref15").click()
    plain.go_back()
    assert in_view(plain, "#fnref15")


def test_enter_on_a_marker_follows_the_link(page):
    page.goto(EDITION)
    page.locator("#fnref7").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fn7")
    page.locator("#fn7 [role=doc-backlink]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fnref7")
    assert page.evaluate("document.activeElement.id") == "fnref7"


def test_hovering_a_marker_shows_its_note(page):
    page.goto(EDITION)
    rest_on(page.locator("#fnref7"))
    box = page.get_by_role("note", name="Note 7")
    box.wait_for(state="visible")
    assert "Corridors of Power" in box.inner_text()


def test_a_marker_only_crossed_opens_nothing(page):
    page.goto(EDITION)
    rest_on(page.locator("#fnref7"))
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    assert page.get_by_role("note").count() == 0


def test_escape_closes_a_pinned_note(page):
    page.goto(EDITION)
    page.locator("#fnref7").click()
    box = page.get_by_role("note", name="Note 7")
    box.wait_for(state="visible")
    assert page.url.endswith(EDITION)
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")


def test_an_annotation_shows_in_the_same_way(page):
    page.goto(EDITION)
    rest_on(page.locator(".letter a").first)
    page.get_by_role("note").wait_for(state="visible")


def test_an_emendation_shows_what_is_printed(page):
    page.goto(EDITION)
    rest_on(page.locator(".emended").first)
    box = page.get_by_role("note")
    box.wait_for(state="visible")
    assert "takes" in box.inner_text()


def test_markers_and_back_links_say_where_they_lead(page):
    page.goto(EDITION)
    marker, back = page.locator("#fnref7"), page.locator("#fn7 [role=doc-backlink]")
    assert marker.get_attribute("aria-label") == "Note 7"
    assert back.get_attribute("aria-label") == "Back to reference 7"
    assert back.inner_text() == "↩ 7"
