"""The reading page of the article, as a browser reads it."""

import re

import html5lib
import pytest

from edition.document.inline import plain_text
from tests.reader.builders import Row, make_tally, render_whole


@pytest.fixture(scope="module")
def body(article):
    (poll,) = article.polls
    rows = tuple(
        Row(choice.key, choice.label, choice.printed_votes, 0, choice.printed_votes, printed)
        for choice, printed in zip(poll.choices, (31, 28, 22, 19), strict=True)
    )
    return render_whole(article, {poll.key: make_tally(*rows)})


@pytest.fixture(scope="module")
def tree(body):
    return html5lib.parse(body, namespaceHTMLElements=False)


def printed(element):
    """Return the printed text: without asides, and with the printed forms of emended words."""
    if "data-aside" in element.attrib:
        return ""
    if "data-printed" in element.attrib:
        return element.attrib["data-printed"]
    inside = "\n" if element.tag == "br" else element.text or ""
    return inside + "".join(printed(child) + (child.tail or "") for child in element)


def test_paragraphs_are_the_source(tree, article):
    found = {p.attrib["id"]: printed(p) for p in tree.iterfind(".//p[@class='paragraph']")}
    assert found == {paragraph.key: paragraph.text for paragraph in article.paragraphs}


def test_notes_are_the_source(tree, article):
    for note in article.notes:
        item = tree.find(f".//li[@id='f{note.key}']")
        blocks = [printed(p) for p in item.iterfind("p[@class='note-text']")]
        assert "\n\n".join(blocks) == note.text


def test_headings_are_the_four_printed(tree, article):
    found = [printed(h2) for h2 in tree.iterfind(".//article//h2")]
    assert found == [plain_text(section.heading) for section in article.sections if section.heading]
    assert len(found) == 4


def test_markers_run_from_1_to_29(tree):
    markers = tree.findall(".//article//a[@role='doc-noteref']")
    assert [marker.text for marker in markers] == [str(number) for number in range(1, 30)]


def test_every_id_is_given_once_and_every_fragment_leads_somewhere(tree):
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    hrefs = {a.attrib["href"][1:] for a in tree.iter("a") if a.attrib["href"].startswith("#")}
    assert hrefs <= set(ids)


def test_masthead_and_affiliation_are_as_printed(body, article):
    for words in (article.series, article.title, article.date_printed, article.affiliation):
        assert words in body
    assert '<time datetime="2013-09-19">September 19, 2013</time>' in body


def test_timeline_has_18_events_with_words_for_dates(tree):
    timeline = tree.find(".//nav[@aria-label='Timeline']")
    assert timeline.find(".//summary").text == "Timeline, 18 events"
    told = [time.text for time in timeline.iter("time")]
    assert len(timeline.findall(".//li")) == len(told) == 18
    assert "about 2003" in told


def test_poll_is_one_readable_line_a_choice(tree):
    labels = tree.iterfind(".//form//div[@class='option']/label")
    lines = ["".join(label.itertext()).strip() for label in labels]
    assert lines[2] == "U.S. wants to dissolve Russia, 24 votes, 22 %"
    sources = [p.text for p in tree.iterfind(".//p[@class='sources']")]
    assert sources[0].startswith("33 as printed + ")


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(body):
    assert not re.search(r"<style|style=|<script>|\son[a-z]+=", body)
    assert not re.search(
        r'(?:src|href)="https?://', re.sub(r"<a [^>]*>|<link rel=.canonical[^>]*>", "", body)
    )


def test_scholars_can_cite_it_by_its_meta_tags(body):
    assert '<meta name="citation_author" content="Gaye Christoffersen">' in body
    assert '<meta name="citation_publication_date" content="2013/09/19">' in body
    assert '<link rel="canonical" href="http' in body
