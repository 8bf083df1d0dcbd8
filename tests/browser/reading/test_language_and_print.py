"""N19, N20: other languages, other directions, paper."""

import re
from dataclasses import replace

import pytest

from edition.document.markdown.parse import parse_blocks
from edition.document.values import Note
from tests.browser.reading.acts import box_of, gone, shown, style, texts
from tests.browser.reading.conftest import BOX, DESK, EDITION, PHONE
from tests.reader.builders import make_document


def test_n19_note_15_is_set_as_chinese(visit):
    page = visit(BOX)
    page.locator("#fnref15").click()
    assert shown(page).locator("[lang^=zh]").count()
    chinese = ".card [lang^=zh]"
    assert style(page, chinese, "lineBreak") == "strict"
    assert style(page, chinese, "fontStyle") == "normal"
    assert "CJK" in style(page, chinese, "fontFamily")
    assert style(page, "body", "fontSynthesis") == "none"


@pytest.mark.parametrize("width", [PHONE, BOX, DESK])
def test_n19_a_note_from_right_to_left_keeps_its_direction(visit_made, width):
    bare = make_document("Arms.[^n1]", notes=["A note."])
    note = Note("n1", "1", parse_blocks("هذه ملاحظة قصيرة عن السلاح والرجل."), language="ar")
    page = visit_made(replace(bare, notes=(note,)), width)
    where = ".margin p"
    if width != DESK:
        page.locator("#fnref1").click()
        shown(page)
        where = ".card .note-text"
    assert style(page, where, "direction") == "rtl"
    assert page.locator(f"{where.split()[0]} [lang=ar]").count() == 1
    assert style(page, "#fn1 .note-text", "direction") == "rtl"


def test_n19_an_edition_from_right_to_left_is_a_page_from_right_to_left(visit_made):
    text = "هذه قصة قصيرة عن السلاح والرجل الذي جاء من طروادة أولا. " * 4
    made = make_document(text + "[^n1]", notes=["ملاحظة."], language="ar", title="السلاح والرجل")
    page = visit_made(made)
    for width in (PHONE, BOX, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        number, paragraph = box_of(page, "#p1 .number"), box_of(page, "#p1")
        assert number[2] > (paragraph[2] if width > PHONE else paragraph[2] - 2)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        if width == DESK:
            assert box_of(page, ".margin")[2] < paragraph[0] < paragraph[2]
            assert box_of(page, ".sidebar")[0] > paragraph[2]
        else:
            page.locator("#fnref1").click()
            shown(page)
            left, _, right, _ = box_of(page, ".card")
            assert 0 <= left < right <= width
            page.get_by_role("button", name="Close").click()
            gone(page)
    page.set_viewport_size({"width": BOX, "height": 800})


def test_n19_only_logical_properties_are_used(visit):
    page = visit()
    found = page.evaluate(
        """async () => {
          const sheets = [...document.styleSheets].map((sheet) => sheet.href);
          const texts = await Promise.all(sheets.map(async (u) => (await fetch(u)).text()));
          const physical =
            /(?:margin|padding|border)-(?:left|right|top|bottom)\\b|[;{]\\s*(?:left|right):/g;
          return texts.flatMap((text) => text.match(physical) ?? []);
        }"""
    )
    assert found == []


def test_n20_paper_has_text_notes_timeline_and_poll_in_this_order(visit):
    page = visit(java_script_enabled=False)
    page.emulate_media(media="print")
    tops = [box_of(page, id_)[1] for id_ in ("#text", "#notes", ".timeline", "#poll-us-goals")]
    assert tops == sorted(tops)
    for control in (
        ".skip",
        ".contents",
        ".preferences-button",
        ".back-links",
        "#poll-us-goals button",
    ):
        assert not page.locator(control).first.is_visible()
    page.emulate_media(media="screen")


def test_n20_paper_has_no_boxes(visit):
    page = visit(DESK)
    page.locator("#p2 .annotated").first.click()
    shown(page)
    page.emulate_media(media="print")
    for part in (".card", ".margin", ".strip", ".pilcrow"):
        assert not page.locator(part).first.is_visible()
    page.emulate_media(media="screen")
    page.locator(".preferences-button").click()
    page.emulate_media(media="print")
    assert not page.locator(".preferences").is_visible()
    assert style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")


def test_n20_links_in_notes_are_followed_by_their_target(visit_made):
    note = "See [the page](https://example.org/page)."
    page = visit_made(make_document("Arms.[^n1]", notes=[note]))
    page.emulate_media(media="print")
    content = style(page, "#fn1 .note-text a", "content", "::after")
    assert "https://example.org/page" in content
    page.emulate_media(media="screen")


def test_n20_a_dark_or_sepia_page_is_printed_black_on_white(visit):
    page = visit(DESK, color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'sepia'")
    page.emulate_media(media="print")
    assert style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page, "html", "color") == "rgb(0, 0, 0)"
    page.emulate_media(media="screen")


def test_n20_the_timeline_is_printed_once(visit):
    page = visit(java_script_enabled=False)
    assert len(texts(page, "[id=e5]")) == 1
    assert page.url.endswith(EDITION)


def test_n20_no_heading_is_parted_from_what_it_heads(visit):
    page = visit(java_script_enabled=False)
    page.emulate_media(media="print")
    parts = ".back > h2, .back > h3, .text h2, .text h3, legend, .lead"
    keeps = page.evaluate(
        "(s) => [...document.querySelectorAll(s)].map((e) => getComputedStyle(e).breakAfter)",
        parts,
    )
    assert set(keeps) == {"avoid"}
    whole = page.evaluate(
        "[...document.querySelectorAll('.notes li, .timeline li, .poll, .annotation')]"
        ".map((e) => getComputedStyle(e).breakInside)"
    )
    assert set(whole) == {"avoid"}
    page.emulate_media(media="screen")


def test_n20_it_is_printed_on_whatever_paper_there_is(visit):
    page = visit(DESK)
    for paper, width, height in (("A4", 594, 841), ("Letter", 612, 792)):
        pdf = page.pdf(format=paper, prefer_css_page_size=True)
        sizes = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", pdf)
        assert {(abs(int(x) - width) < 2, abs(int(y) - height) < 2) for x, y in sizes} == {
            (True, True)
        }
