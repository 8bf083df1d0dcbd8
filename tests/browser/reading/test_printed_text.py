"""The text of the page, read as its contract says, is the source's, character for character."""

import re

import pytest

from tests.browser.reading.conftest import EDITION
from tests.browser.reading.source import HEADINGS, NOTES, PARAGRAPHS

# What other programs are promised: markers and asides are no text, emended words know theirs.
READ = """
(element) => {
  const copy = element.cloneNode(true);
  for (const marker of copy.querySelectorAll("[role=doc-noteref]")) {
    marker.replaceWith(MARKED ? `[${marker.getAttribute("href").slice(3)}]` : "");
  }
  for (const aside of copy.querySelectorAll("[data-aside], [role=doc-backlink]")) aside.remove();
  for (const words of copy.querySelectorAll("[data-printed]")) {
    words.replaceWith(words.dataset.printed);
  }
  return copy.textContent;
}
"""


def read_all(page, selector, *, marked=False):
    reading = READ.replace("MARKED", str(marked).lower())
    return page.evaluate(
        f"(selector) => [...document.querySelectorAll(selector)].map({reading})", selector
    )


@pytest.fixture(scope="module", params=[True, False], ids=["with a script", "without"])
def edition(request, chromium, site):
    """The page as one reader opened it; these tests only read it."""
    context = chromium.new_context(base_url=site, java_script_enabled=request.param)
    page = context.new_page()
    page.goto(EDITION)
    yield page
    context.close()


def test_paragraphs_equal_the_source(edition):
    assert read_all(edition, "p[id^=p]") == [re.sub(r"\[\d+\]", "", text) for text in PARAGRAPHS]


def test_markers_stand_where_the_source_has_them(edition):
    assert read_all(edition, "p[id^=p]", marked=True) == PARAGRAPHS


def test_there_are_28_paragraphs_numbered_in_order(edition):
    ids = edition.evaluate("[...document.querySelectorAll('p[id^=p]')].map(p => p.id)")
    assert ids == [f"p{n}" for n in range(1, 29)]


def test_headings_equal_the_source(edition):
    assert read_all(edition, ".section > h2") == HEADINGS


def test_there_are_six_sections_the_first_and_last_without_a_heading(edition):
    headed = edition.evaluate(
        "[...document.querySelectorAll('.section')].map(s => !!s.querySelector('h2'))"
    )
    assert headed == [False, True, True, True, True, False]


def test_notes_equal_the_source(edition):
    numbers = edition.evaluate("[...document.querySelectorAll('li[id^=fn]')].map(li => li.id)")
    assert numbers == [f"fn{n}" for n in range(1, 30)]
    blocks = [read_all(edition, f"#fn{n} .note-text") for n in range(1, 30)]
    texts = ["\n\n".join(each) for each in blocks]
    assert texts == [re.sub(r"^\[\d+\] ?", "", note) for note in NOTES]


def test_markers_are_1_to_29_once_each_in_order(edition):
    markers = edition.locator("[role=doc-noteref]")
    assert markers.all_text_contents() == [str(n) for n in range(1, 30)]
    assert [marker.get_attribute("id") for marker in markers.all()] == [
        f"fnref{n}" for n in range(1, 30)
    ]


def test_the_poll_shows_what_was_printed(edition):
    text = " ".join(edition.locator("#poll-us-goals").inner_text().split())
    for votes, percent in [(33, 31), (30, 28), (24, 22), (21, 19)]:
        assert re.search(rf"{votes} votes, {percent}.?%", text), text
    assert "108" in text


def test_series_byline_date_and_affiliation_are_as_printed(edition):
    text = edition.locator("main").inner_text()
    assert edition.locator("h1").inner_text() == "The Sino-Russian Partnership in the Asia-Pacific"
    assert edition.locator(".series").text_content() == "Russia and the Asia-Pacific Region"
    assert "September 19, 2013" in text
    assert (
        "Gaye Christoffersen, Resident Professor of International Politics, "
        "Johns Hopkins University, Nanjing Center"
    ) in text
