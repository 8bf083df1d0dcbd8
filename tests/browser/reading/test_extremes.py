"""Far more text than the article's, notes of every kind: the page keeps its shape."""

import pytest

from tests.browser.reading.acts import box_of, settle, shown
from tests.browser.reading.conftest import DESK, PHONE
from tests.browser.reading.test_the_margin import LAID_OUT
from tests.reader.builders import make_document


def test_ten_times_the_article_is_all_there_and_its_margin_never_overlaps(visit_made, ten_times):
    page = visit_made(ten_times, DESK)
    assert page.locator(".paragraph").count() == 280
    assert page.locator(".margin .copy").count() == 290
    assert page.locator(".timeline li").count() == 180
    settle(page)
    assert all(gap >= 11.5 for _, gap in page.evaluate(LAID_OUT))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_note_of_three_paragraphs_keeps_them(visit_made, width):
    notes = ["The first.\n\nThe second.\n\nThe third."]
    page = visit_made(make_document("Arms.[^n1]", notes=notes), width)
    if width == PHONE:
        page.locator("#fnref1").click()
        assert shown(page).locator(".note-text").count() == 3
    else:
        assert page.locator(".margin .note-text").count() == 3


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_paragraph_of_chinese_fits_its_lines(visit_made, width):
    text = "俄罗斯可靠吗?中俄战略协作伙伴关系在亚太地区面临新的考验。" * 8
    page = visit_made(make_document(text), width)
    left, _, right, _ = box_of(page, "#p1")
    assert 0 <= left < right <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_note_of_2000_words_fits_a_phone(visit_made):
    page = visit_made(make_document("Arms.[^n1]", notes=["word " * 2000]), PHONE)
    page.locator("#fnref1").click()
    assert shown(page).bounding_box()["height"] <= 0.6 * 800 + 1
