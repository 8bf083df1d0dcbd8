"""An editor changes a note; a publisher reads which words differ, and brings the old ones back."""

from tests.browser.desk.test_editing import EDITION, log_in
from tests.browser.following import comes, follow

NOTES = "/admin/texts/note/"


def appoint(page, name, role):
    page.goto("/admin/staff/appointment/add/")
    page.get_by_label("Account name").fill(name)
    page.get_by_label("First password").fill("vnhg-2831-arma")
    page.get_by_label("Role").select_option(role)
    follow(page.get_by_role("button", name="Save", exact=True))
    assert "was added successfully" in page.locator(".messagelist").inner_text()


def test_what_an_editor_changed_is_read_and_restored(page, open_page, served, axe):
    log_in(page, served)
    appoint(page, "bea", "editor")
    assert axe(page) == []

    editor = open_page()
    editor.goto(NOTES)
    editor.get_by_label("Username").fill("bea")
    editor.get_by_label("Password").fill("vnhg-2831-arma")
    follow(editor.get_by_role("button", name="Log in"))
    editor.goto(NOTES + "?q=Corridors")
    follow(editor.locator("#result_list tbody th a").first)
    source = editor.locator("textarea[name=source]")
    source.fill(source.input_value().replace("Corridors", "Long corridors"))
    editor.get_by_label("What changed, and why").fill("The corridors are long.")
    follow(editor.get_by_role("button", name="Save", exact=True))
    told = editor.locator(".messagelist").inner_text()
    assert "a publisher of the edition reviews it first" in told
    follow(editor.locator("#result_list tbody th a").first)
    follow(editor.get_by_role("link", name="History"))
    assert editor.locator(".history del").first.text_content() == "[removed: Corridors]"
    assert editor.locator(".history ins").first.text_content() == "[added: Long corridors]"
    assert "The corridors are long." in editor.locator(".history").inner_text()
    assert editor.get_by_role("link", name="Restore this text").count() == 0
    assert axe(editor) == []

    page.goto("/admin/texts/edition/1/review/")
    follow(page.get_by_role("button", name="Publish now"))
    reader = open_page()
    comes(reader, EDITION, lambda answer: "Long corridors" in answer.text())
    assert "Long corridors" in reader.locator("#fn7").inner_text()

    page.goto(editor.url)
    follow(page.get_by_role("link", name="Restore this text").last)
    page.get_by_label("Why").fill("As printed.")
    assert axe(page) == []
    follow(page.get_by_role("button", name="Restore"))
    assert "Note n7 restored from revision 1." in page.locator(".messagelist").inner_text()
    assert axe(page) == []
    follow(page.locator(".saved-at").nth(1))
    assert axe(page) == []
    page.goto(page.url.partition("/releases")[0] + "/texts/edition/1/deleted/")
    assert axe(page) == []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    comes(reader, EDITION, lambda answer: "Long corridors" not in answer.text())
    assert "Long corridors" not in reader.locator("#fn7").inner_text()
