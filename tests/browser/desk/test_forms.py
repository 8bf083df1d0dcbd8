"""An editor at the forms of the desk: what is written is seen, kept, and never lost."""

import json
from functools import partial

import pytest

from tests.browser.blocked import block_storage
from tests.browser.desk.test_editing import log_in
from tests.browser.following import follow

NOTE = "/admin/texts/note/7/change/"


@pytest.fixture
def editor(page, served):
    log_in(page, served)
    return page


def source(page):
    return page.locator("textarea[name=source]")


def test_an_editor_sees_what_they_write_and_is_led_to_what_is_refused(editor, axe):
    editor.goto(NOTE)
    shown = editor.locator(".desk-preview .desk-shown")
    source(editor).fill("*Seen*.")
    shown.locator("em", has_text="Seen").wait_for()
    source(editor).fill("𝒜 line\nand <b>")
    editor.get_by_role("button", name="Line 2, column 5").click()
    place = "(({selectionStart: start, value}) => value[start])(document.activeElement)"
    assert editor.evaluate(place) == "<"
    assert axe(editor) == []

    source(editor).fill("See ")
    editor.get_by_role("button", name="Insert note reference").click()
    editor.get_by_role("dialog").get_by_role("button", name="1 ").first.wait_for()
    assert axe(editor) == []
    editor.keyboard.type("Larin")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")
    editor.get_by_role("dialog").wait_for(state="hidden")
    assert source(editor).input_value() == "See [^n2]"
    assert editor.evaluate("document.activeElement.name") == "source"

    editor.get_by_role("button", name="Insert link").click()
    link = editor.get_by_role("dialog")
    link.get_by_label("Address").fill("https://example.org/a_(b)")
    link.get_by_label("Words").fill("there")
    editor.keyboard.press("Enter")
    link.wait_for(state="hidden")
    assert source(editor).input_value() == r"See [^n2][there](https://example.org/a_\(b\))"
    shown.locator("a", has_text="there").wait_for()

    source(editor).fill("two\nlines\u00a0here")
    shown.get_by_text("two lines\u00a0here").wait_for()  # the last that asks while logged in
    source(editor).select_text()
    editor.get_by_role("button", name="Insert link").click()
    assert link.get_by_label("Words").input_value() == "two lines\u00a0here"
    editor.keyboard.press("Escape")
    link.wait_for(state="hidden")
    assert editor.evaluate("document.activeElement.name") == "source"
    call = editor.get_by_role("button", name="Insert note reference")
    call.dblclick()
    assert editor.locator("dialog").count() == 1
    link.get_by_role("button", name="1 ").first.wait_for()
    editor.keyboard.press("Escape")
    link.wait_for(state="hidden")
    editor.context.clear_cookies(name="sessionid")
    call.click()
    link.get_by_text("your session has ended").wait_for()


def test_a_dialog_is_closed_at_once_though_its_list_is_still_to_come(editor):
    held = []
    editor.route("**/preview/notes/*", lambda route: held.append(route))
    editor.goto(NOTE)
    with editor.expect_request("**/preview/notes/*"):
        editor.get_by_role("button", name="Insert note reference").dblclick()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Number or words").fill("Larin")
    editor.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert editor.evaluate("document.activeElement.name") == "source"
    assert len(held) == 1
    held[0].continue_()
    editor.wait_for_load_state("networkidle")
    assert editor.locator("dialog").count() == 0


def test_what_was_typed_outlives_the_page_and_is_forgotten_once_saved(editor):
    editor.goto("/admin/timeline/event/2/change/")
    editor.locator("[name=remark]").fill("Not lost.")
    editor.locator("#passages-group .add-row a").click()
    editor.locator("[name='passages-2-exact']").fill("Although")
    editor.locator("[name='passages-2-where']").fill("p1")
    editor.get_by_text("A draft is kept in this browser").wait_for()
    editor.goto("about:blank")

    editor.goto("/admin/timeline/event/2/change/")
    assert editor.locator("[name=remark]").input_value() == ""
    assert "You wrote here today" in editor.locator(".desk-draft").inner_text()
    editor.get_by_role("button", name="Restore it").click()
    assert editor.locator("[name=remark]").input_value() == "Not lost."
    assert editor.locator(".desk-draft").is_hidden()
    assert editor.evaluate("document.activeElement.form.id") == "event_form"
    words = "[...document.querySelectorAll('[name$=-exact]')].map((field) => field.value)"
    assert "Although" in editor.evaluate(words)
    follow(editor.get_by_role("button", name="Save", exact=True))
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('desk-draft'))"
    assert editor.evaluate(kept) == []


def test_forms_are_sent_once_where_the_browser_keeps_nothing(editor, problems):
    block_storage(editor)
    stacks = []
    editor.context.on("weberror", lambda error: stacks.append(error.error.stack))
    editor.goto("/admin/texts/note/9/change/")
    source(editor).fill(source(editor).input_value() + " Kept.")
    editor.get_by_text("This browser cannot keep a draft").wait_for()
    follow(editor.get_by_role("button", name="Save and continue editing"))
    assert "desk-saved" not in editor.evaluate("document.cookie")
    assert [stack for stack in stacks if "/static/admin/" not in stack] == []
    problems.clear()  # the admin's own scripts do not expect it


def test_what_was_stored_after_a_draft_was_kept_is_not_overwritten_by_it(editor, open_page, served):
    editor.goto("/admin/texts/note/9/change/")
    before = source(editor).input_value()
    source(editor).fill(before + " Mine.")
    editor.get_by_text("A draft is kept in this browser").wait_for()

    other = open_page()
    log_in(other, served)
    other.goto("/admin/texts/note/9/change/")
    source(other).fill(before + " Theirs.")
    follow(other.get_by_role("button", name="Save", exact=True))

    editor.reload()
    assert "has been changed since" in editor.locator(".desk-draft").inner_text()
    editor.get_by_role("button", name="Restore it").click()
    follow(editor.get_by_role("button", name="Save", exact=True))
    conflict = editor.locator(".desk-conflict")
    assert "Theirs" in conflict.locator("del").inner_text()
    assert "Mine" in conflict.locator("ins").inner_text()
    assert source(editor).input_value().endswith("Mine.")
    conflict.get_by_label("Take what is stored").check()
    follow(editor.get_by_role("button", name="Save", exact=True))
    editor.goto("/admin/texts/note/9/change/")
    assert source(editor).input_value().endswith("Theirs.")


def test_a_log_in_that_ended_asks_for_the_password_and_saves(editor, served, axe):
    editor.goto("/admin/texts/note/10/change/")
    source(editor).fill("Typed before the log-in ended.")
    shown = editor.locator(".desk-preview .desk-shown")
    shown.get_by_text("Typed before the log-in ended.").wait_for()  # the last request logged in
    editor.context.clear_cookies(name="sessionid")
    follow(editor.get_by_role("button", name="Save", exact=True))
    assert axe(editor) == []
    editor.get_by_label("Username").fill("editor")
    editor.get_by_label("Password").fill(served.password)
    follow(editor.get_by_role("button", name="Log in and save"))
    assert "was changed successfully" in editor.locator(".messagelist").inner_text()


def test_rows_and_notes_are_put_in_order_by_keyboard_and_by_dragging(editor, axe):
    editor.goto("/admin/texts/edition/1/order/")
    assert axe(editor) == []
    up = editor.get_by_role("button", name="Move Note 2 up")
    up.focus()
    editor.keyboard.press("Enter")
    editor.get_by_text("Note 2 is now at place 1 of 29").wait_for(state="attached")
    grip = editor.locator("[data-name='Note 4'] .desk-grip")
    grip.drag_to(editor.locator("[data-name='Note 3']"))
    names = "[...document.querySelectorAll('[data-name^=Note]')].map((row) => row.dataset.name)"
    assert editor.evaluate(names)[:4] == ["Note 2", "Note 1", "Note 4", "Note 3"]

    finger = editor.context.new_cdp_session(editor)
    swipe(editor, finger, "[data-name='Note 7'] .desk-grip", "[data-name='Note 5']")
    editor.get_by_text("Note 7 is now at place 5 of 29").wait_for(state="attached")
    swipe(editor, finger, "[data-name='Note 9'] .desk-grip", "[data-name='Note 8']", "touchCancel")
    scrolled = editor.evaluate("scrollY")
    swipe(editor, finger, "[data-name='Note 6'] > span:last-of-type", "[data-name='Note 1']")
    editor.wait_for_function("before => scrollY > before", arg=scrolled)
    order = ["Note 2", "Note 1", "Note 4", "Note 3", "Note 7", "Note 5", "Note 6"]
    assert editor.evaluate(names)[:9] == [*order, "Note 8", "Note 9"]
    follow(editor.get_by_role("button", name="Save the order"))
    assert editor.evaluate(names)[:7] == order


def test_a_row_that_was_just_added_is_put_in_its_place(editor):
    editor.goto("/admin/timeline/event/6/change/")
    rows = editor.locator("#passages-group tr.form-row:not(.empty-form)")
    known = rows.count()
    editor.locator("#passages-group .add-row a").click()
    new = rows.nth(known)
    new.locator("[name$=-exact]").fill("Although")
    new.locator("[name$=-where]").fill("p1")
    for _ in range(known):
        editor.get_by_role("button", name="Move Although up").click()
    assert rows.first.locator("[name$=-exact]").input_value() == "Although"
    assert rows.first.locator(".desk-place").input_value() == "1"
    rows.last.locator(".inline-deletelink").click()  # the empty one: the others are renumbered
    follow(editor.get_by_role("button", name="Save and continue editing"))
    assert rows.first.locator("[name$=-exact]").input_value() == "Although"
    assert rows.count() == known + 1


def swipe(page, finger, start, end, last="touchEnd"):
    """Put a finger on the middle of one thing, and move it to the middle of another."""
    page.locator(end).scroll_into_view_if_needed()
    boxes = [page.locator(each).bounding_box() for each in (start, end)]
    (x, top), (_, bottom) = [
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes
    ]
    send = partial(finger.send, "Input.dispatchTouchEvent")
    send({"type": "touchStart", "touchPoints": [{"x": x, "y": top}]})
    for part in range(1, 6):
        points = [{"x": x, "y": top + (bottom - top) * part / 5}]
        send({"type": "touchMove", "touchPoints": points})
    send({"type": last, "touchPoints": []})


def test_without_scripts_an_editor_can_annotate_and_look_first(open_page, served):
    page = open_page(java_script_enabled=False)
    log_in(page, served)
    page.goto("/admin/apparatus/annotation/add/?where=p1&start=0&end=8&next=/admin/texts/note/")
    assert page.locator("fieldset .desk-words mark").inner_text() == "Although"
    assert page.get_by_label("Words:").count() == page.get_by_label("In:").count() == 0
    page.get_by_label("Remark").fill("A *remark*.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview in a new window").click()
    assert opened.value.locator(".desk-shown em").inner_text() == "remark"
    page.get_by_label("Kind").select_option("gloss")
    follow(page.get_by_role("button", name="Save", exact=True))
    assert page.url == f"{served.url}/admin/texts/note/"


def test_what_takes_more_than_a_second_is_shown_and_cannot_be_sent_twice(editor):
    editor.goto("/admin/texts/edition/1/review/")
    editor.evaluate("""() => {
      window.sent = 0;
      const gathers = (form) => form.innerText.includes("Let changes gather");
      [...document.forms].find(gathers).addEventListener("submit", (event) => {
        if (!event.defaultPrevented) window.sent += 1;
        event.preventDefault();
      });
    }""")
    gather = editor.get_by_role("button", name="Let changes gather")
    gather.click()
    gather.click()
    editor.get_by_role("progressbar", name="At work").wait_for()
    assert editor.evaluate("window.sent") == 1


@pytest.mark.parametrize(
    ("width", "acts"), [(1280, ["1/change/"]), (768, ["add/"]), (360, ["", "5/delete/"])]
)
def test_no_form_list_or_confirmation_puts_up_a_barrier(open_page, served, axe, width, acts):
    page = open_page(viewport={"width": width, "height": 900})
    log_in(page, served)
    models = ["texts/paragraph", "texts/note", "apparatus/annotation", "timeline/event"]
    if acts == ["1/change/"]:
        models += ["texts/edition", "texts/section", "apparatus/emendation", "apparatus/entity"]
    found = {}
    for address in (f"{model}/{act}" for model in models for act in acts):
        page.goto(f"/admin/{address}")
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[address] = axe(page) + ([] if wide <= width else [f"{wide} wide"])
    found = {address: barriers for address, barriers in found.items() if barriers}
    assert found == {}, json.dumps(found, indent=1)
