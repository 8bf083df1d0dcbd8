"""The poll's result: how it is shown, and when it is told."""

import re

from tests.browser.poll.voting import (
    figures,
    open_poll,
    state,
    vote,
    vote_elsewhere,
    wait_for_figures,
    words,
)

# The colours as they are painted, of an element's property and of what lies behind it.
CONTRAST = """(rect) => {
    const paint = document.createElement("canvas").getContext("2d");
    const luminance = (colour) => {
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let behind = rect;
    const painted = () => getComputedStyle(behind).backgroundColor;
    while (painted() === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
    const pair = [getComputedStyle(rect).fill, painted()].map(luminance).sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
}"""


def told(version, *counts):
    """A tally as the server would tell it, the choices in another order than on the page."""
    total = sum(votes for _, votes, _ in counts)
    rows = [
        {"key": key, "printed": 0, "votes": votes, "total": votes, "percent": percent}
        for key, votes, percent in reversed(counts)
    ]
    return {
        "version": version,
        "is_open": True,
        "closed_at": None,
        "set_apart": 0,
        "total": total,
        "choices": rows,
    }


def test_it_stands_in_a_form_of_the_browsers_own(page):
    form = open_poll(page).get_by_role("group", name="In your opinion")
    assert form.evaluate("(group) => group.matches('fieldset:has(legend)')")
    assert form.get_by_role("radio").count() == 4
    assert page.get_by_role("button", name="Vote").is_visible()
    assert "as printed in 2013; those cast here are added" in words(page)
    assert [
        re.match(r"\d+ as printed \+ 0 here", line)[0].split()[0]
        for line in page.locator(".sources").all_inner_texts()
    ] == ["33", "30", "24", "21"]


def test_its_bars_are_decorative_begin_at_0_and_are_seen(page):
    bars = open_poll(page).locator("#poll-us-goals svg.bar[aria-hidden=true]")
    assert bars.count() == 4
    first, second = bars.first.locator("rect").all()
    begins = [float(rect.get_attribute("x") or 0) for rect in (first, second)]
    assert begins == [0, float(first.get_attribute("width"))]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert min(rect.evaluate(CONTRAST) for rect in (first, second)) >= 3, scheme


def test_after_a_vote_its_heading_is_on_screen(page):
    vote(page, "deter")
    assert page.locator("h3[data-heading]").evaluate(
        "(heading) => heading.getBoundingClientRect().top >= 0"
    )


def test_without_votes_or_a_fair_hundred_it_says_so_and_nothing_changes_places(page, problems):
    order = "[...document.querySelectorAll('[data-key]')].map((each) => each.dataset.key)"
    results = [
        told(10**9, *((key, 0, 0) for key in KEYS)),
        told(10**9 + 1, *zip(KEYS, (1, 1, 1, 0), (33, 33, 33, 0), strict=True)),
    ]
    page.clock.install()
    page.route("**/stream", lambda route: route.abort())
    page.route("**/state", lambda route: route.fulfill(json=results[0]))
    open_poll(page).get_by_text("Result: No votes yet").wait_for()
    assert figures(page, "deter") == "0 votes, 0 %"
    assert re.fullmatch(r"Updated \d\d:\d\d", page.locator("[data-live]").inner_text())
    results.pop(0)
    page.clock.run_for(15_000)
    page.get_by_text("Result: 3 votes in all, percentages rounded").wait_for()
    assert figures(page, "deter") == "1 vote, 33 %"
    assert page.evaluate(order) == KEYS
    problems.clear()  # of the stream that was cut


KEYS = ["partnership", "deter", "dissolve", "alliance"]


def test_it_is_told_to_who_asks_twice_a_minute_at_most_and_only_on_screen(page, served):
    page.clock.install()
    news = open_poll(page).locator("[data-news]")
    heard = [""]

    def after_another_vote(seconds):
        """What is said so long after somebody has voted."""
        before = figures(page, "deter")
        vote_elsewhere(served, "deter")
        wait_for_figures(page, "deter", before)
        page.clock.fast_forward(seconds * 1000)
        heard.append(news.inner_text())

    page.get_by_text("Live", exact=True).wait_for()
    after_another_vote(45)
    assert heard[-1] == ""
    page.get_by_role("checkbox", name="Announce new votes").check()
    after_another_vote(1)
    assert re.fullmatch(r"Now \d+ votes in all\.", heard[-1])
    after_another_vote(15)
    assert heard[-1] == heard[-2]
    page.clock.fast_forward(30_000)
    heard.append(news.inner_text())
    assert heard[-1] != heard[-2]
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.get_by_text("Live", exact=True).wait_for(state="hidden")
    vote_elsewhere(served, "deter")
    state(served)
    page.clock.fast_forward(60_000)
    assert news.inner_text() == heard[-1]
