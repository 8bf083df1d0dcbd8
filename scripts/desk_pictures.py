"""Take the screenshots of the editors' guide while two editors work at the real desk."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.served import Served

WIDTH, HEIGHT = 1100, 560
FIND = """([id, words]) => {
    const within = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
    for (let node; (node = within.nextNode());) {
        const start = node.data.indexOf(words);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
}"""


def take_desk(chromium: Browser, edition: Served, folder: Path, docs: Path) -> None:
    """Play an editor's day, with a screenshot wherever the guide has one."""
    page = logged_in(chromium, edition)

    def picture(
        name: str, about: Locator | None = None, above: int = 30, height: int = HEIGHT
    ) -> None:
        if about:
            scroll = "(element, y) => scrollBy(0, element.getBoundingClientRect().top - y)"
            about.first.evaluate(scroll, above)
        page.wait_for_timeout(400)
        path = folder / f"desk-{name}.png"
        page.screenshot(path=path, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        shutil.copyfile(path, docs / path.name)
        print(f"{path}  {path.stat().st_size // 1024} kB", flush=True)

    for scene in (annotate, correct, resolve_conflict, review_history):
        scene(page, picture, lambda: logged_in(chromium, edition))


Picture = Callable[..., None]
Another = Callable[[], Page]


def logged_in(chromium: Browser, edition: Served) -> Page:
    size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
    context = chromium.new_context(base_url=edition.url, viewport=size, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(edition.password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="The desk").wait_for()
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist").wait_for()


def annotate(page: Page, picture: Picture, another: Another) -> None:
    page.get_by_role("link", name="Review and publish of").click()
    page.get_by_role("button", name="Let changes gather").click()
    page.get_by_role("link", name="The desk", exact=True).click()
    page.get_by_role("link", name="Workspace of").click()
    page.wait_for_load_state("networkidle")
    page.evaluate(FIND, ["p3", "cornerstone"])
    page.get_by_role("toolbar").wait_for()
    picture("select", page.locator("#p3"), 30, height=380)
    page.get_by_role("toolbar").get_by_role("link", name="Annotate").click()
    page.get_by_label("Remark:", exact=True).fill("A *stone* set first; here the plan itself.[^n1]")
    page.get_by_label("Kind:").select_option(label="Gloss")
    picture("annotate", page.get_by_role("heading", name="The annotation"))
    page.get_by_role("button", name="Insert note reference").click()
    page.get_by_label("Number or words:").fill("2")
    picture("note-reference")
    page.get_by_role("button", name="Cancel").click()
    save(page)


def correct(page: Page, picture: Picture, another: Another) -> None:
    page.get_by_role("link", name="Edit ¶3").click()
    text = page.get_by_label("Text:", exact=True)
    text.fill(text.input_value().replace("cornerstone", "keystone"))
    page.wait_for_timeout(800)
    picture("draft", page.locator(".desk-kept"), 420)
    page.get_by_label("What changed, and why").fill("A trial for the guide")
    save(page)
    page.goto("/admin/")
    picture("start")
    page.get_by_role("link", name="lost its place").click()
    picture("repair")


def resolve_conflict(page: Page, picture: Picture, another: Another) -> None:
    page.goto("/admin/texts/note/7/change/")
    theirs = another()
    theirs.goto("/admin/texts/note/7/change/")
    for each, words in ((theirs, "Long corridors"), (page, "Corridors and halls")):
        text = each.get_by_label("Text:", exact=True)
        text.fill(text.input_value().replace("Corridors", words))
    save(theirs)
    page.get_by_role("button", name="Save", exact=True).click()
    picture("two", page.locator(".desk-conflict"), 120)


def review_history(page: Page, picture: Picture, another: Another) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Review and publish of").click()
    picture("review", page.get_by_role("heading", name="What changes for readers"))
    page.goto("/admin/")
    page.get_by_role("link", name="History of").click()
    picture("history")
    page.goto("/admin/polls/poll/1/change/")
    picture("poll", page.locator(".poll-desk"), 60)
