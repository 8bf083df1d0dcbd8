"""A publisher prepares a version, reviews and publishes it; readers compare; one is withdrawn."""

import time

import pytest

from .test_editing import log_in

EDITION = "/editions/sino-russian-partnership/"


@pytest.fixture
def publisher(page, served):
    log_in(page, served)
    page.goto("/admin/texts/edition/")
    page.get_by_role("link", name="Review", exact=True).click()
    return page


def change_note_7(page):
    page.goto("/admin/texts/note/?q=Corridors")
    page.locator("#result_list tbody th a").first.click()
    source = page.locator("textarea[name=source]")
    source.fill(source.input_value().replace("Corridors", "Long corridors"))
    page.get_by_label("What changed, and why").fill("The corridors are long.")
    page.get_by_role("button", name="Save", exact=True).click()


def test_changes_gather_are_reviewed_published_and_compared(
    publisher, open_page, axe, vnu, problems
):
    review = publisher.url
    publisher.get_by_role("button", name="Let changes gather").click()
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
    publisher.get_by_role("button", name="Publish now").click()
    assert "version 2" in publisher.locator(".messagelist").inner_text()

    pages = {"versions": reader.goto(EDITION + "versions/").text()}
    assert axe(reader) == []
    assert "Note 7 is exact." in reader.locator(".releases").inner_text()
    reader.get_by_label("What changed from").select_option("1")
    reader.get_by_role("button", name="Compare").click()
    reader.wait_for_url("**/versions/1/2/")
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
    publisher.get_by_label("Take every version").check()
    publisher.get_by_role("button", name="Withdraw").click()
    assert "Every address" in publisher.locator(".messagelist").inner_text()

    reader = open_page()
    answer = comes(reader, EDITION, 410)
    assert "It was the wrong article." in reader.locator("main").inner_text()
    assert vnu({"withdrawn": answer.text()}) == []
    assert axe(reader) == []
    poll = EDITION + "polls/us-goals/"
    for path in (EDITION + "v/1/", EDITION + "p14/", poll, poll + "state", poll + "stream"):
        assert reader.request.get(path).status == 410
    vote = {"headers": {"Sec-Fetch-Site": "same-origin"}, "form": {"choice": "deter"}}
    refused = reader.request.post(poll, **vote)
    assert (refused.status, "was not counted" in refused.text()) == (410, True)

    publisher.get_by_role("button", name="Restore to readers").click()
    comes(reader, EDITION, 200)
    problems[:] = [each for each in problems if "410" not in each]


def comes(page, path, status):
    """Readers see it within a second of its being saved."""
    saved, is_due = time.monotonic(), False
    answer = page.goto(path)
    while answer.status != status and not is_due:
        is_due = time.monotonic() > saved + 1
        answer = page.goto(path)
    assert answer.status == status
    return answer
