"""A reader votes, and sees it counted."""

import http.client

import pytest

EDITION = "/editions/sino-russian-partnership/"
POLL = EDITION + "polls/us-goals/"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request, open_page):
    return lambda: open_page(java_script_enabled=request.param)


def vote(page, words):
    page.goto(EDITION)
    page.get_by_role("radio", name=words).check()
    page.get_by_role("button", name="Vote").click()
    page.wait_for_url("**" + POLL + "**")


def words(page):
    return " ".join(page.locator("main").inner_text().split())


def total(page, number):
    """The votes of a choice as every program can read them, at most a second old."""
    page.wait_for_timeout(1000)
    return page.request.get(POLL + "state").json()["choices"][number]["total"]


def test_a_vote_is_counted_and_seen(reader):
    page = reader()
    before = total(page, 0)
    vote(page, "partnership relations")
    assert f"{before + 1} votes" in words(page)
    assert "Your vote" in words(page)


def test_a_browser_is_counted_once(reader):
    page = reader()
    before = total(page, 2)
    for _ in range(2):
        vote(page, "dissolve Russia")
    assert total(page, 2) == before + 1


def post(served, **headers):
    """The status and the headers that answer a posted vote."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", POLL, b"choice=alliance", form | headers)
    with connection.getresponse() as answer:
        connection.close()
        return answer.status, answer.headers


def test_a_vote_is_answered_with_303_and_one_cookie(served):
    status, headers = post(served, **{"Sec-Fetch-Site": "same-origin"})
    assert status == 303
    assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Lax" in headers["Set-Cookie"]


def test_a_vote_from_another_site_is_refused(served):
    assert post(served, Origin="https://evil.example")[0] == 403


def test_other_readers_see_the_vote_within_a_second(reader, open_page):
    page = reader()
    before = total(page, 1)
    vote(page, "deter Russia")
    page.wait_for_timeout(1000)
    other = open_page()
    other.goto(EDITION)
    assert f"{before + 1} votes" in words(other)


def test_every_count_agrees_with_the_ballots(served):
    assert "every count is right" in served.manage(
        "recount_poll", "sino-russian-partnership", "us-goals"
    )
