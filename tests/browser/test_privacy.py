"""Reading leaves no trace, here or elsewhere."""

EDITION = "/editions/sino-russian-partnership/"


def test_opening_the_page_asks_no_other_host(page, served, requests):
    page.goto(EDITION, wait_until="networkidle")
    assert requests
    assert [url for url in requests if not url.startswith((served.url, "data:"))] == []


def test_opening_the_page_sets_no_cookie(page):
    page.goto(EDITION, wait_until="networkidle")
    assert page.context.cookies() == []


def test_reading_every_kind_of_page_sets_no_cookie(page):
    for path in ("", "v/1/", "p14/", "n7/", "a3/", "e5/", "versions/", "polls/us-goals/"):
        assert page.goto(EDITION + path).ok, path
    assert page.context.cookies() == []
