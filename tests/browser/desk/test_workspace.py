"""An editor reads the text at the desk, selects words and says something about them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk.test_editing import EDITION, log_in
from tests.browser.following import comes, follow

EDGES = """([id, words]) => {
  const text = document.getElementById(id);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const from = node.data.indexOf(words);
    if (from < 0) continue;
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, from + words.length);
    const boxes = [...range.getClientRects()];
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    const middle = (box) => box.top + box.height / 2;
    return [first.left + 1, middle(first), last.right - 1, middle(last)];
  }
}"""


def select(page, id_, words, until=None):
    """Drag the mouse over words of a text, as far as words of another if they are given."""
    page.evaluate("id => document.getElementById(id).scrollIntoView({block: 'center'})", id_)
    x, y, right, bottom = page.evaluate(EDGES, [id_, words])
    if until:
        _, _, right, bottom = page.evaluate(EDGES, [*until])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + right) / 2, (y + bottom) / 2, steps=3)
    page.mouse.move(right, bottom, steps=3)
    page.mouse.up()


def tool(page, name):
    return page.get_by_role("toolbar").get_by_role("link", name=name)


@pytest.fixture
def workspace(page, served):
    log_in(page, served)
    follow(page.get_by_role("link", name="Workspace"))
    return page


def test_words_are_annotated_emended_and_said_to_name_and_to_tell(workspace, open_page):
    page = workspace
    # Annotate, by keyboard once the words are selected.
    select(page, "p3", "joint initiative")
    tool(page, "Annotate").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("toolbar").is_hidden()
    select(page, "p3", "joint initiative")
    tool(page, "Annotate").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Emend"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/annotation/add/**")
    assert page.locator("[name=exact]").input_value() == "joint initiative"
    page.wait_for_function("() => document.activeElement.name === 'source'")
    page.keyboard.type("Announced in Beijing.")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_have_text("Announced in Beijing.")  # it moves what is below it
    page.locator("[name=kind]").select_option("context")
    follow(page.get_by_role("button", name="Save", exact=True))
    assert page.url.endswith("/workspace/#p3")
    assert "joint initiative" in page.locator("#p3 .annotated").all_inner_texts()
    beside = page.get_by_role("group", name="On ¶3", exact=True)
    assert beside.get_by_role("link", name="context “joint initiative”").is_visible()

    # Emend.
    select(page, "p3", "proposed framework")
    follow(tool(page, "Emend"))
    page.locator("[name=emended]").fill("suggested framework")
    page.locator("[name=reason]").first.fill("As an example.")
    follow(page.get_by_role("button", name="Save", exact=True))
    assert page.url.endswith("/workspace/#p3")
    emended = page.locator("#p3 .emended")
    assert emended.get_attribute("data-printed") == "proposed framework"

    # Part of what is emended: all of it is meant, as printed.
    select(page, "p3", "suggested")
    follow(tool(page, "Mention"))
    assert page.locator(".desk-words mark").inner_text() == "proposed framework"
    page.get_by_label("Name").fill("The framework")
    page.get_by_label("What it is").select_option("other")
    follow(page.get_by_role("button", name="Save"))
    assert page.url.endswith("/workspace/#on-p3-the-framework")
    expect(page.locator(":focus")).to_have_text("The framework")

    # An event, in words that are a link already.
    select(page, "p3", "East Asia")
    assert page.url.endswith("the-framework")
    follow(tool(page, "Event here"))
    page.get_by_label("What happened").fill("A system is proposed")
    page.get_by_label("Date").fill("2010-09")
    follow(page.get_by_role("button", name="Save"))
    assert "/workspace/#on-p3-e" in page.url
    expect(page.locator(":focus")).to_have_text(re.compile("^September 2010: A sys"))

    # Words that are clicked and not selected lead to their form, and from there back here.
    follow(page.locator("#p3 [data-annotation]", has_text="joint initiative"))
    assert re.search(r"/annotation/\d+/change/\?next=", page.url)
    page.go_back()

    # Words of two paragraphs are not words of one.
    select(page, "p3", "mention of the", until=("p4", "This statement"))
    page.get_by_text("Select words of one paragraph, or of one note.").wait_for()

    reader = open_page()
    comes(reader, EDITION, lambda answer: "A system is proposed" in answer.text())
    assert "Announced in Beijing." in reader.locator(".annotations").inner_text()
    assert reader.locator("#p3 .emended").inner_text() == "suggested framework"
    assert "A system is proposed" in reader.locator("[id^=timeline], .timeline").first.inner_text()


def test_what_is_selected_counts_as_it_is_printed(workspace):
    """Code points, marks left out, emended words whole, two characters between blocks."""
    told = workspace.evaluate(
        """async (module) => {
          const { selected } = await import(module);
          const text = document.createElement("div");
          text.innerHTML = `<p><a data-aside>7</a>a😀b <a class="emended" data-printed="xyz">X</a>`
            + `<span class="emended" data-printed="!"></span> c<br>d</p><p>next words</p>`;
          document.body.append(text);
          const [first, second] = text.querySelectorAll("p");
          const select = (start, from, end, to) => {
            const range = document.createRange();
            range.setStart(start, from);
            range.setEnd(end, to);
            return selected(range, text);
          };
          const emended = first.querySelector("a.emended").firstChild;
          return [
            select(first.childNodes[1], 1, first.childNodes[1], 3),
            select(emended, 0, emended, 1),
            select(first.lastChild, 0, second.firstChild, 4),
            select(first.childNodes[1], 4, first.childNodes[1], 5),
          ];
        }""",
        workspace.locator("script[src*='desk/workspace']").get_attribute("src").split("desk/")[0]
        + "desk/workspace/selection.js",
    )
    assert [each and (each["start"], each["end"], each["exact"]) for each in told] == [
        (1, 2, "😀"),
        (4, 8, "xyz!"),
        (11, 18, "d\n\nnext"),
        None,
    ]


def test_there_is_no_barrier(open_page, served, axe, vnu):
    """Themes and widths in turn: what they share is looked at once. And the HTML is sound."""
    page = open_page(viewport={"width": 360, "height": 800})
    log_in(page, served)
    assert page.get_by_role("heading", name="The desk").is_visible()
    assert axe(page) == []
    follow(page.get_by_role("link", name="Workspace"))
    edition = page.url.removesuffix("workspace/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="dark")
    select(page, "p4", "near the")
    page.get_by_role("toolbar").wait_for()
    assert axe(page) == []
    small = ("repair/", "mention/?where=p3&start=3&end=21&exact=September 27, 2010")
    for address in small:
        page.goto(edition + address)
        assert axe(page) == []
    pages = ("/admin/", *(edition + name for name in ("workspace/", *small)))
    assert vnu({f"{n}": page.request.get(url).text() for n, url in enumerate(pages)}) == []
