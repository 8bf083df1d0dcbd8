"""R1–R7: what stands around the text, and what is left out."""

import json
import re

import pytest

from tests.browser.reading.acts import (
    box_of,
    bring,
    come_to_rest,
    each,
    rest_on,
    save_place,
    stands,
    style,
    texts,
)
from tests.browser.reading.conftest import BOX, DESK, EDITION, PHONE, TABLET, WIDE, whole


def copied(page, button):
    """What a button has put into the clipboard, once it is said to be there."""
    button.click()
    button.locator("+ .said", has_text="Copied.").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def writer(visit):
    """A reader who takes words along."""
    return visit(BOX, permissions=["clipboard-read", "clipboard-write"])


@pytest.mark.parametrize("width", [TABLET, WIDE])
def test_r01_a_pilcrow_appears_on_hover_and_on_focus(visit, width):
    page = visit(width)
    rest_on(page, "#p5")
    page.locator("#p5 .pilcrow").wait_for()  # its module is loaded with the first hover
    page.locator("#p7 .number").focus()
    assert page.locator("#p7 .pilcrow").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pilcrow"
    page.keyboard.press("Enter")
    page.locator(".menu").get_by_role("button", name="Copy link").wait_for()
    page.keyboard.press("Escape")


def test_r01_the_pilcrow_goes_along_after_a_click_and_its_menu_stays_in_the_window(visit):
    page = visit(DESK)
    page.locator("#fnref13").click()
    bring(page, "#p16", 740)
    page.locator("#p16 .number").hover()
    page.locator("#p16 .pilcrow").click()
    page.get_by_role("button", name="Copy link").first.wait_for()
    _, top, _, bottom = box_of(page, ".menu")
    assert 0 <= top < bottom <= 800


def test_r01_link_and_quotation_are_copied(writer):
    rest_on(writer, "#p5")
    writer.locator(".pilcrow").click()
    link = writer.get_by_role("button", name="Copy link", exact=True).first
    assert copied(writer, link).endswith(EDITION + "#p5")
    quotation = copied(writer, writer.get_by_role("button", name="Copy quotation with citation"))
    assert quotation.startswith("“In November 2010, a Valdai discussion club meeting in Shanghai")
    assert "Asia-Pacific. The optimism" in quotation  # no number of a note between
    assert re.search(r"version 1, .+, ¶ 5, http.+/v/1/#p5\.$", quotation)


def test_r01_only_what_is_selected_is_quoted(writer):
    rest_on(writer, "#p5")
    writer.evaluate(
        "() => { const words = document.querySelector('#p5 .annotated');"
        " getSelection().selectAllChildren(words); }"
    )
    writer.locator(".pilcrow").click()
    quotation = copied(writer, writer.get_by_role("button", name="Copy quotation with citation"))
    assert quotation.startswith("“Valdai discussion club”\n")


def test_r02_it_is_cited_in_three_styles_and_for_three_programs(visit):
    page = visit(java_script_enabled=False)
    assert texts(page, "#cite dt") == ["Chicago", "APA", "MLA"]
    assert texts(page, "#cite summary") == ["BibTeX", "RIS", "CSL-JSON"]
    bibtex, ris, csl = texts(page, "#cite pre")
    assert bibtex.startswith("@misc{christoffersen2013,") and ris.startswith("TY  - ELEC")
    assert json.loads(csl)[0]["version"] == "1"
    for text in [*texts(page, "#cite .citation"), bibtex, ris]:
        assert "version 1" in text and "/v/1/" in text
    page.goto(EDITION + "p14/")
    assert "paragraph 14" in page.locator(".citation").first.inner_text()
    assert "version 1" in page.locator(".citation").first.inner_text()


def test_r02_a_citation_is_copied(writer):
    bring(writer, "#cite-APA")
    citation = copied(writer, writer.locator("#cite-APA button"))
    assert citation.startswith("Christoffersen, G. (2013, September 19).")
    assert writer.locator("#cite-APA [role=status]").inner_text() == "Copied."


def test_r03_contents_name_six_sections_at_the_head_of_the_sidebar(visit):
    page = visit(DESK)
    names = texts(page, ".contents ol a")
    assert len(names) == 6 and names[0] == "[Introduction]" and names[-1] == "[Conclusion]"
    assert box_of(page, ".contents")[1] < box_of(page, ".timeline")[1]


def test_r04_choices_are_remembered_and_told_before_the_first_paint(visit):
    page = visit(DESK)
    page.get_by_role("button", name="Reading options").click()
    page.get_by_label("Sepia").check()
    page.get_by_label("Larger").check()
    page.get_by_label("In a box").check()
    size = style(page, ".paragraph", "fontSize")
    paper = style(page, "html", "backgroundColor")
    page.reload(wait_until="commit")
    page.wait_for_function(
        "() => document.getElementById('p1') && performance.getEntriesByType('paint').length"
    )
    assert style(page, ".paragraph", "fontSize") == size
    assert style(page, "html", "backgroundColor") == paper
    assert not page.locator(".margin").is_visible()
    page.wait_for_load_state("load")
    script = page.locator("head > script:not([type])")
    assert script.get_attribute("defer") is None and script.get_attribute("src")
    assert page.evaluate(
        "document.head.querySelector('script').compareDocumentPosition("
        "document.head.querySelector('link[rel=stylesheet]')) & 4"
    )
    assert page.evaluate("shifts") == 0


GARBAGE = (
    "{",
    "null",
    "[1, 2]",
    '{"a-b": 1}',
    '{"size": "huge", "theme": 5, "notes": null, "form": {}, "annotations": "nobody"}',
)


def test_r04_what_is_kept_and_is_no_choice_is_as_nothing_kept(visit):
    page = visit(DESK)
    before = shown_and_chosen(page)
    for kept in GARBAGE:
        page.evaluate("(kept) => { localStorage.reading = kept; }", kept)
        page.reload()
        assert shown_and_chosen(page) == before, kept


def shown_and_chosen(page):
    return page.evaluate(
        "[document.querySelector('.margin').offsetWidth,"
        " document.querySelectorAll('.annotations li[hidden]').length,"
        " ...[...document.querySelectorAll('.preferences :checked')].map((e) => e.name + e.value)]"
    )


def test_r04_where_a_script_is_missing_there_is_no_control_without_a_use(visit):
    page = visit()
    page.route("**/js/preferences*", lambda route: route.abort())
    page.reload()
    assert page.get_by_role("button", name="Reading options").is_disabled()
    page.locator("#fnref7").click()
    page.wait_for_url("**#fn7")
    page.unroute("**/js/preferences*")
    page.goto(EDITION)
    assert page.get_by_role("button", name="Reading options").is_enabled()


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK, WIDE])
def test_r04_there_are_four_sizes_and_every_theme_in_every_width(visit, width):
    page = visit(width)
    page.get_by_role("button", name="Reading options").click()
    sizes, papers = [], []
    for label in ("Small", "Medium", "Large", "Larger"):
        page.get_by_label(label, exact=True).check()
        sizes.append(float(style(page, ".paragraph", "fontSize").removesuffix("px")))
    assert sizes == sorted(set(sizes)) and sizes[0] >= 16
    for label in ("Light", "Sepia", "Dark"):
        page.get_by_label(label, exact=True).check()
        papers.append(style(page, "html", "backgroundColor"))
    assert len(set(papers)) == 3
    page.reload()
    assert style(page, "html", "backgroundColor") == papers[-1]
    assert style(page, ".paragraph", "fontSize") == f"{sizes[-1]:g}px"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_r04_the_readers_own_spacing_survives(visit):
    page = visit(BOX)
    page.evaluate(
        "() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { line-height: 1.5"
        " !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        " p { margin-bottom: 2em !important }');"
        " document.adoptedStyleSheets = [sheet]; }"
    )
    for width in each(page, (PHONE, TABLET, DESK, WIDE)):
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_r05_the_link_is_shared_without_anyone_else(writer):
    assert writer.locator("#cite .share a").get_attribute("href").endswith(EDITION)
    bring(writer, "#cite")
    link = writer.locator("#share-acts").get_by_role("button", name="Copy link")
    assert copied(writer, link).endswith(EDITION)


IN_VIEW = """(selector) => {
  const { top } = document.querySelector(selector).getBoundingClientRect();
  return 0 <= top && top < innerHeight;
}"""


@pytest.mark.parametrize(
    ("words", "place"), [("diversifying%20sources", "#p6"), ("Sergey%20Sevastianov", "#fn6")]
)
def test_r06_text_fragments_are_styled_and_found(visit, words, place):
    page = visit(PHONE, path=f"{EDITION}#:~:text={words}")
    page.wait_for_function(IN_VIEW, arg=place)
    sheets = page.evaluate(
        "[...document.styleSheets].some(s => [...s.cssRules].some(r =>"
        " r.cssText.includes('::target-text')))"
    )
    assert sheets


def test_r06_back_and_forward_restore_the_place(visit):
    page = visit(DESK)
    bring(page, "#p12")
    save_place(page)
    at = page.evaluate("scrollY")
    page.evaluate("location.hash = '#notes'")
    save_place(page)
    page.evaluate("history.back()")
    page.wait_for_function("(at) => Math.abs(scrollY - at) < 3", arg=at)
    page.evaluate("history.forward()")
    page.wait_for_function(
        "() => document.querySelector('#notes').getBoundingClientRect().top < 400"
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_r06_back_restores_the_place_in_what_was_not_laid_out_at_first(visit, width):
    page = visit(width)
    page.get_by_role("link", name="Cite and share").click()
    page.wait_for_url("**#cite")
    come_to_rest(page)
    before = box_of(page, "#cite")[1]
    page.evaluate("document.querySelector('#cite a[href$=\"/p1/\"]').click()")
    page.wait_for_url("**/p1/")
    page.go_back()
    page.wait_for_url("**#cite")
    stands(page, "#cite", before)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_r06_back_and_loading_again_restore_the_place_where_the_address_names_none(visit, width):
    page = visit(width)
    bring(page, "#cite")
    save_place(page)
    before = box_of(page, "#cite")[1]
    page.reload()
    stands(page, "#cite", before)
    page.evaluate("document.querySelector('#cite a[href$=\"/p1/\"]').click()")
    page.wait_for_url("**/p1/")
    page.go_back()
    page.wait_for_url("**" + EDITION)
    stands(page, "#cite", before)


LEFT_OUT = """() => !document.querySelector('#a20 p').checkVisibility({
  contentVisibilityAuto: true
})"""


def test_the_text_is_laid_out_before_the_rest(window):
    """Else the first layout takes twice as long; `checkVisibility` tells what is left out."""
    page = window(PHONE)
    waiting = []
    page.route("**/main.*.js", lambda route: waiting.append(route))
    page.goto(EDITION, wait_until="commit")
    page.wait_for_function("() => document.querySelector('.colophon')")
    assert page.evaluate(LEFT_OUT)
    page.emulate_media(media="print")
    page.wait_for_function(LEFT_OUT.replace("!", "", 1))  # its style sheet comes last
    page.emulate_media(media="screen")
    waiting.pop().continue_()
    whole(page)
    assert not page.evaluate(LEFT_OUT)
    page.goto("about:blank")
    page.goto(EDITION + "#fn2", wait_until="commit")
    page.wait_for_function("() => document.querySelector('.colophon')")
    assert not page.evaluate(LEFT_OUT)
    waiting.pop().continue_()
    page.unroute("**/main.*.js")


def test_the_rest_is_laid_out_though_the_scripts_of_the_page_are_missing(window):
    page = window(PHONE)
    page.route("**/main.*.js", lambda route: route.abort())
    page.goto(EDITION)
    whole(page)
    page.unroute("**/main.*.js")
    assert page.locator("#fn20").inner_text()


def test_r07_nothing_of_what_was_left_out_is_there(visit):
    page = visit(DESK)
    assert page.locator("progress, [role=progressbar]").count() == 0
    assert page.evaluate("navigator.serviceWorker.controller") is None
    before = page.evaluate("document.documentElement.outerHTML.length")
    for key in "abcjknps/?":
        page.keyboard.press(key)
    assert page.evaluate("document.documentElement.outerHTML.length") == before
    prevented = page.evaluate("!document.dispatchEvent(new Event('copy', { cancelable: true }))")
    assert not prevented
