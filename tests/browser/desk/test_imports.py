"""An editor brings a corrected text in, sees what it changes, and finds it on the page."""

from tests.browser.desk.test_editing import EDITION, log_in
from tests.browser.following import comes, follow
from tests.exchange.articles import SOURCE


def test_a_corrected_text_is_read_looked_at_and_taken_in(page, axe, served, problems):
    def is_without_barriers():
        assert problems == [] and axe(page) == []
        problems.clear()  # what examines a page styles it

    corrected = SOURCE.read_text(encoding="utf-8").replace("as limited, fragile,", "as limited,")
    file = {"name": "corrected.txt", "mimeType": "text/plain", "buffer": corrected.encode()}

    log_in(page, served)
    page.goto("/admin/texts/edition/")
    follow(page.get_by_role("link", name="Import a text"))
    page.get_by_label("It replaces the text of").select_option(index=1)
    follow(page.get_by_role("button", name="Read the file"))
    assert "This field is required." in page.locator(".errors").inner_text()
    is_without_barriers()
    page.get_by_label("File", exact=True).set_input_files(file)
    follow(page.get_by_role("button", name="Read the file"))

    assert "corrected.txt:128 Note 9 seems to continue" in page.locator(".doubts").inner_text()
    assert page.locator(".difference del").filter(has_text="fragile").count() == 1
    is_without_barriers()
    follow(page.get_by_role("link", name="Everything"))
    assert "26 annotations" in page.locator(".warning").inner_text()
    is_without_barriers()
    follow(page.get_by_role("link", name="Only the text"))
    page.get_by_label("What changed, and why").fill("The printed copy has no “fragile”.")
    follow(page.get_by_role("button", name="Import it"))

    assert "Published as version 2." in page.locator(".messagelist").inner_text()
    comes(page, EDITION, lambda answer: "limited, fragile" not in answer.text())
    assert "view the Sino-Russian strategic partnership as limited, easily" in " ".join(
        page.locator("#p1").inner_text().split()
    )
    assert page.locator("#a3").count() == 1
