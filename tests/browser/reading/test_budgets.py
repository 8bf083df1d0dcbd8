"""What a first visit weighs in bytes, how still the page stands, and whom it asks."""

import gzip
from collections import Counter

import pytest

from tests.browser.reading.acts import drawn, settle
from tests.browser.reading.conftest import DESK, EDITION, LOG, PHONE, TABLET, WIDE

KILO = 1000


@pytest.fixture
def first_visit(chromium, site):
    """The answers to everything a new reader's browser asks for, by the kind of file."""
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    answers = []
    page.on("requestfinished", lambda request: answers.append(request))
    page.goto(EDITION, wait_until="networkidle")
    yield page, answers
    context.close()


def test_a_first_visit_keeps_its_budgets(first_visit):
    _, requests = first_visit
    sent, packed = Counter(), Counter()
    for request in requests:
        kind = request.url.rsplit(".", 1)[-1]
        sent[kind] += request.sizes()["responseBodySize"]
        packed[kind] += len(gzip.compress(request.response().body(), 9))
    assert packed["js"] <= 12 * KILO and sent["js"] <= 12 * KILO, (sent, packed)
    assert packed["css"] <= 14 * KILO and sent["css"] <= 14 * KILO, (sent, packed)
    assert sent["woff2"] <= 40 * KILO  # the regular and the italic: nothing is bold
    assert sent["js"] and sent["css"] and sent["woff2"]


def test_no_other_host_is_asked_and_no_cookie_is_set(first_visit, site):
    page, requests = first_visit
    assert {request.url.startswith(site) for request in requests} == {True}
    for path in ("v/1/", "p14/", "n7/", "a3/", "e5/", "versions/", "polls/us-goals/"):
        assert page.goto(EDITION + path).ok, path
    assert {request.url.startswith(site) for request in requests} == {True}
    assert page.context.cookies() == []


@pytest.mark.parametrize("place", ["", "#poll-us-goals"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_shifts(visit, width, place):
    page = visit(width, path=EDITION + place)
    page.evaluate("async () => { await document.fonts.ready; }")
    settle(page)
    assert page.evaluate("shifts") == 0


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK, WIDE])
def test_nothing_shifts_when_the_typeface_comes_late(chromium, site, width):
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    context.add_init_script(LOG)
    page = context.new_page()
    waiting = []
    page.route("**/*.woff2", lambda route: waiting.append(route))
    page.goto(EDITION, wait_until="commit")
    page.locator("#fn29").wait_for(state="attached")
    # It is painted in another face.
    page.wait_for_function("() => performance.getEntriesByType('paint').length")
    drawn(page)
    for route in waiting:
        route.continue_()
    page.evaluate("async () => { await document.fonts.ready; }")
    settle(page)
    assert len(waiting) >= 2
    assert page.evaluate("shifts") == 0
    context.close()
