"""A reader votes, sees it counted, and sees others vote."""

import json
import threading

import pytest

from tests.browser.blocked import block_storage
from tests.browser.following import follow
from tests.browser.poll.voting import (
    EDITION,
    POLL,
    close_poll,
    far_away,
    figures,
    is_answered,
    one_more,
    open_poll,
    post,
    posted,
    state,
    vote,
    vote_elsewhere,
    wait_for_figures,
    wait_until_told,
    words,
)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request, open_page):
    return lambda: open_page(java_script_enabled=request.param)


def test_a_vote_is_counted_and_seen(reader, served):
    page = reader()
    before = state(served)
    vote(page, "partnership relations")
    assert f"{before[0] + 1} votes" in words(page)
    assert page.get_by_role("button", name="Change vote").is_visible()


def test_a_browser_is_counted_once(reader, served):
    page = reader()
    before = state(served)
    for _ in range(2):
        vote(page, "dissolve Russia")
    assert state(served) == one_more(before, 2)


def test_a_vote_can_be_changed(reader, served):
    page = reader()
    before = state(served)
    vote(page, "dissolve Russia")
    vote(page, "alliance")
    assert state(served) == one_more(before, 3)


def test_a_double_click_is_one_vote(page, served, requests):
    before = state(served)
    open_poll(page).get_by_role("radio", name="deter").check()
    page.get_by_role("button", name="Vote").dblclick()
    page.get_by_text("Your vote:").wait_for()
    assert len(posted(requests)) == 1
    assert state(served) == one_more(before, 1)


def test_after_a_vote_the_focus_is_on_the_result_and_it_is_said(page):
    vote(page, "deter")
    assert page.evaluate("document.activeElement.matches('[data-heading]')")
    assert page.get_by_role("status").filter(has_text="Vote recorded.").is_visible()
    assert page.url.endswith(EDITION + "#poll-us-goals")


def test_a_vote_is_told_of_where_the_browser_keeps_nothing(page, served):
    block_storage(page)
    before = state(served)
    open_poll(page).get_by_role("radio", name="deter").check()
    page.get_by_role("button", name="Vote").click()
    page.get_by_role("status").filter(has_text="Vote recorded.").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-heading]')")
    assert state(served) == one_more(before, 1)


def test_every_poll_of_a_page_is_followed_where_the_browser_keeps_nothing(page):
    """The second poll is the first once more, which it is for a script too."""
    block_storage(page)
    page.add_init_script(
        "document.addEventListener('readystatechange', () => {"  # before any module is run
        " for (const each of document.querySelectorAll('[data-poll]'))"
        " each.after(each.cloneNode(true)); }, { once: true })"
    )
    open_poll(page)
    again = page.locator("[data-poll]").last
    again.get_by_role("radio", name="deter").check()
    with page.expect_response(is_answered):
        again.get_by_role("button", name="Vote").click()
    again.get_by_role("status").filter(has_text="Vote recorded.").wait_for()


def test_the_vote_is_remembered_after_a_reload_and_when_coming_back(page):
    vote(page, "deter")
    page.reload()
    assert "Your vote: U.S. wants to deter Russia" in words(page)
    page.goto("/editions/sino-russian-partnership/p14/")
    page.go_back()
    assert "Your vote: U.S. wants to deter Russia" in words(page)


def test_two_tabs_of_a_browser_have_one_vote(page, served):
    other = page.context.new_page()
    open_poll(other)
    before = state(served)
    vote(page, "partnership")
    other.get_by_text("Your vote:").wait_for()
    vote(other, "alliance")
    assert state(served) == one_more(before, 3)


def test_a_vote_is_seen_elsewhere(open_page):
    here, there = open_poll(open_page()), open_page()
    here.get_by_text("Live", exact=True).wait_for()
    before = figures(here, "deter")
    vote(there, "deter")
    wait_for_figures(here, "deter", before)


def test_without_the_stream_a_vote_is_seen_within_fifteen_seconds(open_page, problems, served):
    here = open_page()
    here.clock.install()
    here.route("**/stream", lambda route: route.abort())
    open_poll(here).get_by_text("Updated").wait_for()
    before = figures(here, "deter")
    vote_elsewhere(served, "deter")
    state(served)  # from now on whoever asks is told of it
    here.clock.run_for(15_000)
    wait_for_figures(here, "deter", before)
    problems.clear()  # of the stream that was cut


def test_a_live_change_moves_nothing(open_page, served):
    here = open_poll(open_page())
    here.get_by_text("Live", exact=True).wait_for()
    radio = here.get_by_role("radio", name="alliance")
    radio.focus()
    here.keyboard.press("Space")
    here.evaluate("""() => {
        window.shifts = 0;
        new PerformanceObserver((list) => (window.shifts += list.getEntries().length))
            .observe({type: "layout-shift"});
        window.radios = [...document.querySelectorAll("[name=choice]")];
    }""")
    place = here.evaluate("[scrollY, document.documentElement.scrollHeight]")
    before = figures(here, "deter")
    vote_elsewhere(served, "deter")
    wait_for_figures(here, "deter", before)
    assert here.evaluate("[scrollY, document.documentElement.scrollHeight]") == place
    assert here.evaluate("window.shifts") == 0
    assert here.evaluate("window.radios.every((r) => r.isConnected)")
    assert radio.is_checked()
    assert here.evaluate("document.activeElement.value") == "alliance"


def test_only_who_has_voted_is_told_of_others_and_rarely(open_page, served):
    here = open_page()
    vote(here, "partnership")
    before = figures(here, "deter")
    vote_elsewhere(served, "deter")
    wait_for_figures(here, "deter", before)
    assert here.locator("[data-news]").inner_text() == ""  # within 30 s of its own vote


def test_after_a_while_who_has_voted_is_told_of_others_in_one_sentence(open_page, served):
    here = open_page()
    here.clock.install()
    vote(here, "partnership")
    before = figures(here, "deter")
    vote_elsewhere(served, "deter")
    wait_for_figures(here, "deter", before)
    here.clock.fast_forward(45_000)
    here.locator("[data-news]").get_by_text("in all.").wait_for(state="attached")
    assert here.locator("[data-news]").inner_text().startswith("Now ")


def test_who_asks_is_told_of_others_without_having_voted(open_page, served):
    here = open_page()
    here.clock.install()
    open_poll(here).get_by_role("checkbox", name="Announce new votes").check()
    here.get_by_text("Live", exact=True).wait_for()
    before = figures(here, "deter")
    vote_elsewhere(served, "deter")
    wait_for_figures(here, "deter", before)
    here.clock.fast_forward(45_000)
    here.locator("[data-news]").get_by_text("in all.").wait_for(state="attached")


def test_without_scripts_two_clicks_before_the_first_answer_are_one_vote(open_page, served):
    page = open_page(java_script_enabled=False)
    before = state(served)
    open_poll(page).get_by_role("radio", name="deter").check()
    page.get_by_role("button", name="Vote").dblclick()
    page.get_by_text("Your vote:").wait_for()
    assert page.url.endswith(POLL + "#result")
    page.wait_for_load_state("networkidle")
    assert state(served) == one_more(before, 1)
    assert {cookie["name"][:6] for cookie in page.context.cookies()} == {"voter-"}


@pytest.fixture
def from_afar(request, served, open_page):
    """A page without scripts in a browser that waits long for answers."""
    server = far_away(served, request.param)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield open_page(
        java_script_enabled=False, base_url=f"http://127.0.0.1:{server.server_address[1]}"
    )
    server.shutdown()
    server.server_close()


BEFORE_2023 = ("sec-fetch-mode", "sec-fetch-site", "sec-fetch-dest", "sec-fetch-user")


@pytest.mark.parametrize(
    "from_afar", [(), BEFORE_2023], ids=["today", "before 2023"], indirect=True
)
def test_two_tabs_that_vote_for_the_first_time_at_once_have_one_vote(from_afar, served):
    tabs = [from_afar, from_afar.context.new_page()]
    before = state(served)
    for tab in tabs:
        open_poll(tab).get_by_role("radio", name="deter").check()
    for tab in tabs:
        tab.get_by_role("button", name="Vote").click(no_wait_after=True)
    for tab in tabs:
        tab.get_by_text("Your vote:").wait_for()
    assert state(served) == one_more(before, 1)


def test_offline_nothing_is_queued_and_the_choice_is_kept(page, served, requests):
    open_poll(page).get_by_text("Live", exact=True).wait_for()
    page.get_by_role("radio", name="deter").check()
    before = state(served)
    page.context.set_offline(True)
    page.wait_for_function("() => !navigator.onLine")
    page.get_by_role("button", name="Vote").click()
    page.get_by_text("Not sent: you are offline.").wait_for()
    assert page.get_by_role("radio", name="deter").is_checked()
    page.context.set_offline(False)
    page.wait_for_function("() => navigator.onLine")
    page.evaluate("async (poll) => { await fetch(`${poll}state`); }", POLL)  # requests come again
    assert posted(requests) == []
    assert state(served) == before


def test_a_refusal_is_tied_to_the_form(page, problems):
    page.route("**" + POLL, lambda route: route.fulfill(
        status=503, json={"message": "Your vote was not counted. Please try again."}
    ) if route.request.method == "POST" else route.continue_())  # fmt: skip
    open_poll(page).get_by_role("radio", name="deter").check()
    page.get_by_role("button", name="Vote").click()
    page.get_by_role("alert").filter(has_text="not counted").wait_for()
    described = page.locator("#poll-us-goals fieldset").get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text().startswith("Your vote was not counted")
    assert page.get_by_role("radio", name="deter").is_checked()
    problems.clear()


def test_a_hidden_page_holds_no_connection(page):
    page.add_init_script("""
        window.streams = [];
        window.EventSource = class extends EventSource {
            constructor(url) { super(url); window.streams.push(this); }
        };
    """)
    open_poll(page).get_by_text("Live", exact=True).wait_for()
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", {value: true, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    assert page.evaluate("window.streams.map((stream) => stream.readyState)") == [2]
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", {value: false, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.get_by_text("Live", exact=True).wait_for()
    assert page.evaluate("window.streams.map((stream) => stream.readyState)") == [2, 1]


def test_each_choice_is_one_readable_line(page):
    open_poll(page)
    line = page.locator("[data-key=alliance] .line").inner_text()
    count, percent = figures(page, "alliance").split(", ")
    assert line.endswith(f", {count}, {percent}") and "  " not in line
    assert "as printed + " in page.locator("[data-key=alliance] .sources").inner_text()
    assert "One vote per browser" in words(page)


def test_a_poll_closed_while_open_says_so_and_takes_no_vote(page, served, problems):
    open_poll(page).get_by_text("Live", exact=True).wait_for()
    radio = page.get_by_role("radio", name="deter")
    radio.check()
    place = page.evaluate("[scrollY, document.documentElement.scrollHeight]")
    close_poll(served, "datetime('now')")
    try:
        page.get_by_text("This poll is closed.").wait_for(timeout=60_000)
        assert page.evaluate("[scrollY, document.documentElement.scrollHeight]") == place
        assert page.evaluate("document.activeElement.value") == "deter"
        page.get_by_role("button", name="Vote").click()
        page.get_by_role("alert").filter(has_text="closed").wait_for()
        assert radio.is_checked()
        page.evaluate("document.activeElement.blur()")
        page.locator("[value=deter]").wait_for(state="hidden")
        assert not page.locator("#us-goals button").is_visible()
        assert not page.get_by_text("Live", exact=True).is_visible()
        wait_until_told(served, lambda told: not told["is_open"])
        page.goto(EDITION)
        assert "This poll closed on " in words(page)
        assert page.get_by_role("radio").count() == 0
    finally:
        close_poll(served, "NULL")
        wait_until_told(served, lambda told: told["is_open"])
        problems.clear()  # the vote was answered with 409


def test_a_vote_is_answered_with_303_and_one_cookie(served):
    status, headers, _ = post(served, **{"Sec-Fetch-Site": "same-origin"})
    assert status == 303
    assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Lax" in headers["Set-Cookie"]


def test_a_script_is_answered_with_the_result(served):
    told = post(served, **{"Sec-Fetch-Site": "same-origin", "Accept": "application/json"})[2]
    assert json.loads(told)["tally"]["choices"][3]["key"] == "alliance"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {}])
def test_a_vote_from_elsewhere_is_refused_with_an_explanation(served, headers):
    status, answered, page = post(served, **headers)
    assert status == 403 and "You can vote on this page only" in page
    assert "Set-Cookie" not in answered


def test_other_readers_see_the_vote(reader, open_page, served):
    page = reader()
    before = state(served)
    vote(page, "deter Russia")
    state(served)
    other = open_page(java_script_enabled=False)
    other.goto(EDITION)
    assert f"{before[1] + 1} votes" in words(other)


def test_what_is_done_at_the_desk_is_seen_on_open_pages(open_page, served, axe, problems):
    here, desk = open_page(), open_page()
    for _ in range(63):  # three more than count at once
        post(served, **{"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "9.9.9.9"})
    state(served)  # from now on every page is told of them
    open_poll(here).get_by_text("Live", exact=True).wait_for()
    desk.goto("/admin/polls/poll/")
    desk.get_by_label("Username").fill("editor")
    desk.get_by_label("Password").fill(served.password)
    follow(desk.get_by_role("button", name="Log in"))
    follow(desk.locator("#result_list tbody th a"))
    assert problems == [] and axe(desk) == []
    problems.clear()  # what examines a page styles it
    before = figures(here, "alliance")
    follow(desk.get_by_role("button", name="Count them"))
    wait_for_figures(here, "alliance", before)
    count = int(before.split()[0])
    assert figures(here, "alliance").startswith(f"{count + 3} votes")
    assert desk.get_by_role("button", name="Set apart again").is_visible()
    follow(desk.get_by_role("button", name="Close now"))
    here.get_by_text("This poll is closed.").wait_for(timeout=60_000)
    here.locator("[value=alliance]").wait_for(state="hidden")
    follow(desk.get_by_role("button", name="Open now"))
    here.get_by_role("radio", name="alliance").wait_for(timeout=60_000)
    assert here.get_by_text("One vote per browser.").is_visible()


def test_every_count_agrees_with_the_ballots(served):
    assert "every count is right" in served.manage(
        "recount_poll", "sino-russian-partnership", "us-goals"
    )
