"""What readers do, and what can be measured of what they then see."""


def bring(page, selector, top=300):
    """Scroll so that an element stands `top` pixels below the window's top, and let it settle."""
    page.evaluate(
        "([s, y]) => { const box = document.querySelector(s).getBoundingClientRect();"
        " scrollBy({ top: box.top - y, behavior: 'instant' }); }",
        [selector, top],
    )
    settle(page)


def settle(page):
    """Wait until the page has been told of its scrolling, and the timeline has followed."""
    drawn = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 80, true)))"
    page.wait_for_function(drawn)  # gives up in the end, should the browser never draw


def stop_clock(page):
    """Let everything due happen, and then the time of the page stand still.

    It goes on by `page.clock.run_for(milliseconds)`. The window `has_clock`.
    """
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 60)


def scroll_past(page, selector, top=300):
    """Scroll as `bring` does, and wait until the page has noticed; its clock may stand still."""
    page.evaluate(
        "([s, y]) => { const box = document.querySelector(s).getBoundingClientRect();"
        " scrollBy({ top: box.top - y, behavior: 'instant' }); }",
        [selector, top],
    )
    drawn(page)


def drawn(page):
    """Wait until frames were drawn: an animation knows, whatever the clock of the page says."""
    page.evaluate("async () => { await document.body.animate([], 50).finished; }")


def stands(page, selector, top):
    """Wait until an element stands within 3 pixels of `top`."""
    page.wait_for_function(
        "([s, y]) => Math.abs(document.querySelector(s).getBoundingClientRect().top - y) < 3",
        arg=[selector, top],
    )


def come_to_rest(page):
    """Wait until the page has not scrolled for ten frames."""
    page.evaluate(
        """async () => {
          for (let same = 0, last = NaN; same < 10; same++) {
            await new Promise(requestAnimationFrame);
            if (scrollY !== last) [same, last] = [0, scrollY];
          }
        }"""
    )


def save_place(page):
    """Give the browser time to save the place of the page; it does so now and then, unseen."""
    page.wait_for_timeout(1500)


def still(page):
    """Wait until nothing fades in any more: half faded in it can hardly be read."""
    page.evaluate(
        "async () => {"
        " await Promise.allSettled(document.getAnimations().map((each) => each.finished)); }"
    )


def rest_on(page, selector):
    """Bring an element into view and let the pointer rest on its first line."""
    bring(page, selector)
    x, y = middle(page, selector)
    page.mouse.move(x, y)


def each(page, widths):
    """Make the window as wide as each of `widths`, with nothing open and nothing pointed at."""
    for width in widths:
        put_away(page)
        page.set_viewport_size({"width": width, "height": 800})
        yield width


def select(page, selector):
    """Select the words of an element."""
    page.evaluate("(s) => getSelection().selectAllChildren(document.querySelector(s))", selector)


def put_away(page):
    """Point at nothing, and close what is open."""
    page.mouse.move(1, 1)
    page.keyboard.press("Escape")
    gone(page)


def middle(page, selector):
    return page.evaluate(
        "(s) => { const [box] = document.querySelector(s).getClientRects();"
        " return [box.x + box.width / 2, box.y + box.height * 0.4]; }",
        selector,
    )


def box_of(page, selector):
    """Left, top, right, bottom in the window."""
    return page.evaluate(
        "(s) => { const b = document.querySelector(s).getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom]; }",
        selector,
    )


def card(page):
    return page.locator(".card")


def shown(page):
    """Wait until the card is open; give it."""
    card(page).wait_for(state="visible")
    return card(page)


def gone(page):
    """Wait until there is no card, nor the step of history that a sheet has of its own."""
    card(page).wait_for(state="detached")
    page.wait_for_function("() => !history.state?.sheet")


def opens_after(page, milliseconds):
    """Let time go on; whether the card opens after just so long. The clock stands still."""
    page.clock.run_for(milliseconds - 1)
    was_open = is_open(page)
    page.clock.run_for(1)
    return not was_open and is_open(page)


def closes_after(page, milliseconds):
    """Let time go on; whether the card closes after just so long. The clock stands still."""
    page.clock.run_for(milliseconds - 1)
    was_open = is_open(page)
    page.clock.run_for(1)
    return was_open and not is_open(page)


def is_open(page):
    return card(page).count() == 1


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def style(page, selector, name, pseudo=None):
    return page.evaluate(
        "([s, n, p]) => getComputedStyle(document.querySelector(s), p)[n]",
        [selector, name, pseudo],
    )


def texts(page, selector):
    return page.evaluate(
        "(s) => [...document.querySelectorAll(s)].map((e) => e.textContent)", selector
    )


def choose(page, label):
    """Set one of the options under "Aa"."""
    page.get_by_role("button", name="Reading options").click()
    page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")
