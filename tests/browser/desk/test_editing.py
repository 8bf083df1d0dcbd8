"""An editor changes note 7 at the desk and sees it on the page."""

from tests.browser.following import comes, follow

EDITION = "/editions/sino-russian-partnership/"


def log_in(page, served):
    """Come to the desk as the editor, who gives a server the password once."""
    page.context.add_cookies(served.cookies)
    page.goto("/admin/")
    if not served.cookies:
        page.get_by_label("Username").fill("editor")
        page.get_by_label("Password").fill(served.password)
        follow(page.get_by_role("button", name="Log in"))
        served.cookies = page.context.cookies()


def test_an_editor_changes_note_7_and_sees_it_on_the_page(page, open_page, served):
    log_in(page, served)
    page.goto("/admin/texts/note/?q=Corridors")
    follow(page.locator("#result_list tbody th a").first)
    source = page.locator("textarea[name=source]")
    assert source.input_value().startswith("“Corridors of Power")
    source.fill("Changed at the desk. " + source.input_value())
    follow(page.get_by_role("button", name="Save", exact=True))
    assert "version 2" in page.locator(".messagelist").inner_text()

    reader = open_page()
    comes(reader, EDITION, lambda answer: "Changed at the desk." in answer.text())
    assert "Changed at the desk." in reader.locator("#fn7").inner_text()
    reader.goto(EDITION + "v/1/")
    assert "Changed at the desk." not in reader.locator("#fn7").inner_text()


def test_the_desk_keeps_to_the_content_security_policy(page, served):
    """`problems` fails the test if a script or a style is refused."""
    log_in(page, served)
    for model in ("texts/edition", "texts/paragraph", "texts/note", "apparatus/annotation"):
        page.goto(f"/admin/{model}/")
        follow(page.locator("#result_list tbody th a").first)
        page.wait_for_load_state("networkidle")
