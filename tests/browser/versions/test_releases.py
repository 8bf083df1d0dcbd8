"""A publisher prepares a version, reviews and publishes it; readers compare; one is withdrawn."""

import pytest

from tests.browser.desk.test_editing import EDITION, log_in
from tests.browser.following import comes, follow


@pytest.fixture
def publisher(page, served):
    log_in(page, served)
    page.goto("/admin/texts/edition/")
    follow(page.get_by_role("link", name="Review", exact=True))
    return page


def change_note_7(page):
    page.goto("/admin/texts/note/?q=Corridors")
    follow(page.locator("#result_list tbody th a").first)
    source = page.locator("textarea[name=source]")
    source.fill(source.input_value().replace("Corridors", "Long corridors"))
    page.get_by_label("What changed, and why").fill("The corridors are long.")
    follow(page.get_by_role("button", name="Save", exact=True))


def test_changes_gather_are_reviewed_published_and_compared(
    publisher, open_page, axe, vnu, problems
):
    review = publisher.url
    follow(publisher.get_by_role("button", name="Let changes gather"))
    change_note_7(publisher)
    reader = open_page()
    reader.goto(EDITION)
    assert "Long corridors" not in reader.locator("#fn7").inner_text()

    publisher.goto(review)
    assert publisher.locator(".side-by-side del").text_content() == "[removed: Corridors]"
    assert publisher.locator(".side-by-side ins").text_content() == "[added: Long corridors]"
    assert "The corridors are long." in publisher.locator(".desk-saves").inner_text()
    assert axe(publisher) == []
    publisher.get_by_label("What is new in this version").fill("Note 7 is exact.")
    follow(publisher.get_by_role("button", name="Publish now"))
    assert "version 2" in publisher.locator(".messagelist").inner_text()

    versions = comes(reader, EDITION + "versions/", lambda answer: "exact." in answer.text())
    pages = {"versions": versions.text()}
    assert axe(reader) == []
    assert "Note 7 is exact." in reader.locator(".releases").inner_text()
    reader.get_by_label("What changed from").select_option("1")
    follow(reader.get_by_role("button", name="Compare"))
    assert reader.url.endswith("/versions/1/2/")
    assert reader.locator("ins").text_content() == "[added: Long corridors]"
    assert axe(reader) == []
    pages["compared"] = reader.goto(reader.url).text()
    assert vnu(pages) == []
    reader.set_viewport_size({"width": 360, "height": 740})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_edition_is_withdrawn_and_restored(publisher, open_page, axe, vnu, problems):
    publisher.goto(publisher.url.replace("/review/", "/withdraw/"))
    assert axe(publisher) == []
    publisher.get_by_label("Reason").fill("It was the wrong article.")
    publisher.get_by_label("Withdraw every version").check()
    follow(publisher.get_by_role("button", name="Withdraw"))
    assert "Every address" in publisher.locator(".messagelist").inner_text()

    reader = open_page()
    answer = comes(reader, EDITION, lambda answer: answer.status == 410)
    assert answer.status == 410
    assert "It was the wrong article." in reader.locator("main").inner_text()
    assert vnu({"withdrawn": answer.text()}) == []
    assert axe(reader) == []
    poll = EDITION + "polls/us-goals/"
    for path in (EDITION + "v/1/", EDITION + "p14/", poll, poll + "state", poll + "stream"):
        assert reader.request.get(path).status == 410
    vote = {"headers": {"Sec-Fetch-Site": "same-origin"}, "form": {"choice": "deter"}}
    refused = reader.request.post(poll, **vote)
    assert (refused.status, "was not counted" in refused.text()) == (410, True)

    follow(publisher.get_by_role("button", name="Restore to readers"))
    assert comes(reader, EDITION, lambda answer: answer.ok).status == 200
    problems[:] = [each for each in problems if "410" not in each]
