"""N1–N5: the notes as they stand in the page, without a script; N14: marks are easy to hit."""

import re
from dataclasses import replace
from itertools import product

import pytest

from tests.browser.reading.acts import box_of, style, texts
from tests.browser.reading.conftest import BOX, DESK, EDITION, PHONE, TABLET, WIDE
from tests.reader.builders import annotate, make_document


@pytest.fixture
def plain(visit):
    return visit(java_script_enabled=False)


def test_n01_marker_and_notes_say_what_they_are(plain):
    marker = plain.locator("[role=doc-noteref][aria-label='Note 7']")
    assert marker.get_attribute("id") == "fnref7"
    assert marker.evaluate("a => a.parentElement.localName") == "sup"
    notes = plain.locator("section[role=doc-endnotes]")
    assert notes.locator("h2").inner_text() == "Notes"
    assert notes.locator("ol > li").count() == 29
    assert notes.locator("ol > li#fn7").get_attribute("role") is None


def test_n02_back_link_is_more_than_an_icon(plain):
    back = plain.locator("[role=doc-backlink][aria-label='Back to reference 7']")
    assert back.inner_text() == "↩ 7"


def test_n03_a_note_called_twice_has_two_ways_back(visit_made):
    page = visit_made(make_document("Arms[^n1] and the man[^n1].", notes=["A note."]))
    assert [a.get_attribute("id") for a in page.locator("[role=doc-noteref]").all()] == [
        "fnref1",
        "fnref1-2",
    ]
    assert texts(page, ".back-links a") == ["↩ 1a", "1b"]
    page.locator("#fnref1-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fn1")
    assert texts(page, ".back-links .is-origin") == ["1b"]


def test_n04_every_note_is_reached_returned_from_and_marked(plain):
    page = plain
    for width, number in product((PHONE, TABLET, DESK, WIDE), (1, 15, 29)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{EDITION}#fnref{number}")
        page.locator(f"#fnref{number}").click()
        page.wait_for_url(f"**#fn{number}")
        _, top, _, bottom = box_of(page, f"#fn{number}")
        assert 0 <= top < bottom <= 800
        assert style(page, f"#fn{number}", "animationName") == "found"
        page.locator(f"#fn{number} [role=doc-backlink]").click()
        page.wait_for_url(f"**#fnref{number}")
        assert 0 <= box_of(page, f"#fnref{number}")[1] <= 800
        assert "gradient" in style(page, f"#fnref{number}", "backgroundImage")


def test_n04_back_returns_to_the_place_in_the_text(visit):
    page = visit(java_script_enabled=False)
    page.locator("#fnref15").click()
    page.wait_for_url("**#fn15")
    page.go_back()
    page.wait_for_url("**" + EDITION)
    assert 0 <= box_of(page, "#fnref15")[1] <= 800


def test_n05_notes_are_numbered_and_annotations_lettered(plain):
    assert texts(plain, ".text .marker") == [str(number) for number in range(1, 30)]
    letters = texts(plain, ".text .letter")
    assert letters[:3] == ["a", "b", "c"] and not set(letters) & set(map(str, range(30)))
    assert style(plain, ".letter", "fontStyle") != style(plain, ".marker", "fontStyle")
    assert style(plain, ".letter a", "color") != style(plain, ".marker a", "color")
    for signed in texts(plain, ".annotations .signed"):
        assert re.fullmatch(r".+, \d+ \w+ \d{4}", signed)
    assert plain.locator(".notes .annotation").count() == 0


def test_marks_are_raised_and_small_in_whatever_typeface(plain):
    body = float(style(plain, ".paragraph", "fontSize").removesuffix("px"))
    for mark in (".marker", ".letter"):
        assert float(style(plain, mark, "verticalAlign").removesuffix("px")) > 0.3 * body
        assert float(style(plain, mark, "fontSize").removesuffix("px")) < 0.8 * body


# The area of a mark: that of its figure and of what is laid around it.
AREAS = """
[...document.querySelectorAll(".text sup a")].map((a) => {
  const [box] = a.getClientRects(), { width, height, left, top } = getComputedStyle(a, "::after");
  const [x, y] = [box.x + parseFloat(left), box.y + parseFloat(top)];
  return { id: a.id, x, y, right: x + parseFloat(width), bottom: y + parseFloat(height) };
})
"""


def crossing(areas):
    return [
        (one["id"], other["id"])
        for position, one in enumerate(areas)
        for other in areas[position + 1 :]
        if min(one["right"], other["right"]) - max(one["x"], other["x"]) > 0.5
        and min(one["bottom"], other["bottom"]) - max(one["y"], other["y"]) > 0.5
    ]


def test_n14_markers_are_24_pixels_wide_and_high_and_do_not_overlap(plain):
    for width in (PHONE, TABLET, BOX, DESK, WIDE):
        plain.set_viewport_size({"width": width, "height": 800})
        areas = plain.evaluate(AREAS)
        small = [a for a in areas if a["right"] - a["x"] < 24 or a["bottom"] - a["y"] < 24]
        assert small == [], width
        assert crossing(areas) == [], width


def test_n14_marks_side_by_side_keep_their_areas(visit_made):
    text = "We sing of arms[^n1][^n2] and the man.[^n3]"
    bare = make_document(text, notes=["One.", "Two.", "Three."])
    made = replace(bare, annotations=(annotate(bare, "a1", "p1", "the man"),))
    areas = visit_made(made).evaluate(AREAS)
    assert len(areas) == 4
    assert [a for a in areas if a["right"] - a["x"] < 24] == []
    assert crossing(areas) == []


def test_n14_markers_do_not_change_the_height_of_lines(visit):
    page = visit(BOX, java_script_enabled=False)
    heights = page.evaluate(
        "[...document.querySelectorAll('.paragraph')].map(p => p.offsetHeight /"
        " parseFloat(getComputedStyle(p).lineHeight))"
    )
    assert all(abs(height - round(height)) < 0.06 for height in heights)
