"""Shared pages in memory: coding, 304 for unchanged ones, and freshness."""

import asyncio
import gzip
import threading
import time

import brotli
import pytest

from edition.reader.server import cache
from edition.reader.server.cache import SharedPages
from edition.reader.server.coding import preferred
from edition.reader.server.resource import Resource

PAGE = b"Arma virumque cano. " * 100
HEADERS = [(b"content-type", b"text/html")]


def ask(resource, method="GET", **headers):
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    start, body = resource.answer(method, sent)
    return start["status"], dict(start["headers"]), body["body"]


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br", b"br"),
        ("gzip", b"gzip"),
        ("br;q=0, gzip", b"gzip"),
        ("GZIP", b"gzip"),
        ("*", b"br"),
        ("identity", None),
        ("", None),
        ("br;q=0.0", None),
    ],
)
def test_a_page_is_sent_in_the_best_coding_the_browser_takes(accepts, coding):
    _, headers, _ = ask(Resource.compressed(HEADERS, PAGE), accept_encoding=accepts)
    assert headers.get(b"content-encoding") == coding


def test_every_coding_holds_the_same_page():
    resource = Resource.compressed(HEADERS, PAGE)
    assert ask(resource)[2] == PAGE
    assert gzip.decompress(ask(resource, accept_encoding="gzip")[2]) == PAGE
    assert brotli.decompress(ask(resource, accept_encoding="br")[2]) == PAGE


def test_a_page_a_browser_has_already_is_not_sent_again():
    resource = Resource.compressed(HEADERS, PAGE)
    etag = ask(resource, accept_encoding="br")[1][b"etag"].decode()
    status, headers, body = ask(resource, accept_encoding="br", if_none_match=etag)
    assert (status, body) == (304, b"")
    assert headers[b"etag"].decode() == etag


def test_another_coding_is_another_etag():
    resource = Resource.compressed(HEADERS, PAGE)
    assert ask(resource, accept_encoding="br")[1][b"etag"] != ask(resource)[1][b"etag"]


def test_head_tells_the_length_and_sends_nothing():
    status, headers, body = ask(Resource.compressed(HEADERS, PAGE), method="HEAD")
    assert (status, body, headers[b"content-length"]) == (200, b"", str(len(PAGE)).encode())


def test_what_does_not_shrink_is_not_compressed():
    assert Resource.compressed(HEADERS, b"x").variant(b"br") is None


def test_codings_are_weighed_once():
    assert preferred(b"gzip;q=0.5, br;q=1.0") == (b"br", b"gzip")


class Site:
    """Pages whose state a test can change; counts how often each is rendered."""

    def __init__(self):
        self.state = {"/a/": 1}
        self.rendered = []
        self.broken = None
        self.pages = SharedPages(self.current, self.render)

    def current(self):
        if self.state is None:
            raise RuntimeError("The database is gone.")
        return self.state

    def render(self, path, state):
        self.rendered.append(path)
        if path == self.broken:
            raise RuntimeError("It cannot be rendered.")
        return Resource(HEADERS, {b"": f"{path} {state}".encode()})

    def get(self, path, *, later=0.0):
        self.pages.checked_at -= later
        resource = asyncio.run(self.settled(path))
        return resource and ask(resource)[2].decode()

    async def settled(self, path):
        """Return the page at `path`, once all pages are in memory."""
        await self.pages.get(path)
        while self.pages.check:
            await self.pages.check
        return self.pages.find(path)


def test_a_page_is_rendered_once_until_it_changes():
    site = Site()
    assert [site.get("/a/", later=1.0) for _ in range(3)] == ["/a/ 1"] * 3
    assert site.rendered == ["/a/"]


def test_a_change_is_seen_within_a_second():
    site = Site()
    site.get("/a/")
    site.state = {"/a/": 2}
    assert site.get("/a/", later=1.0) == "/a/ 2"


def test_a_page_that_is_gone_is_not_served():
    site = Site()
    site.get("/a/")
    site.state = {}
    assert site.get("/a/", later=1.0) is None


def test_readers_are_served_while_the_database_is_gone(caplog):
    site = Site()
    site.get("/a/")
    site.state = None
    assert [site.get("/a/", later=1.0) for _ in range(3)] == ["/a/ 1"] * 3
    assert len(caplog.records) == 1


def test_a_server_that_starts_renders_one_page_after_the_other():
    """A reader who comes meanwhile waits for one page at most, not for all."""
    site, known = Site(), []
    site.state = {f"/{number}/": 1 for number in range(5)}

    def current():
        known.append(len(site.rendered))
        return site.state

    site.pages.current = current
    asyncio.run(site.settled("/0/"))
    assert site.rendered == list(site.state)
    assert known == [0, 1, 2, 3, 4]


def test_what_changes_while_a_server_starts_does_not_wait_for_its_turn():
    site = Site()
    site.state = {f"/{number}/": 1 for number in range(5)}
    site.pages.refresh()
    site.state["/0/"] = 2
    site.pages.refresh()
    assert site.rendered == ["/0/", "/0/", "/1/"]


def test_a_page_is_known_before_it_is_rendered():
    site = Site()
    site.state = {"/a/": 1, "/b/": 1}

    site.pages.refresh()

    async def scene():
        return await site.pages.get("/b/"), await site.pages.has("/b/"), await site.pages.has("/c/")

    site.pages.checked_at = time.monotonic()
    assert asyncio.run(scene()) == (None, True, False)


def test_many_readers_at_once_cost_one_look():
    site = Site()

    async def crowd():
        return await asyncio.gather(*(site.pages.get("/a/") for _ in range(50)))

    assert len(asyncio.run(crowd())) == 50
    assert site.rendered == ["/a/"]


def test_a_page_that_could_not_be_rendered_is_tried_again(monkeypatch, caplog):
    site = Site()
    site.state["/b/"] = 1
    site.broken = "/a/"
    assert (site.get("/a/"), site.get("/b/")) == (None, "/b/ 1")
    site.broken = None
    assert site.get("/a/", later=1.0) is None
    monkeypatch.setattr(cache, "RETRY_AFTER", 0)
    assert site.get("/a/", later=1.0) == "/a/ 1"


def test_a_failure_keeps_the_bytes_that_were_there(caplog):
    site = Site()
    site.get("/a/")
    site.state, site.broken = {"/a/": 2}, "/a/"
    assert site.get("/a/", later=1.0) == "/a/ 1"
    site.state, site.broken = {"/a/": 3}, None
    assert site.get("/a/", later=1.0) == "/a/ 3"


def test_a_page_that_is_no_longer_for_everyone_is_dropped(monkeypatch):
    site = Site()
    site.get("/a/")
    site.state = {"/a/": 2}
    monkeypatch.setattr(site.pages, "render", lambda path, state: None)
    assert site.get("/a/", later=1.0) is None


def test_nothing_is_remembered_of_a_page_that_is_gone(caplog):
    site = Site()
    site.state, site.broken = {"/a/": 1, "/b/": 1}, "/a/"
    site.get("/b/")
    site.state = {}
    site.get("/a/", later=1.0)
    assert not site.pages.entries


def test_pages_are_unknown_until_the_database_was_read_once(caplog):
    """Only then does it mean anything that a page is not among them."""
    site = Site()
    site.state = None
    site.get("/a/")
    assert not site.pages.is_loaded
    site.state = {}
    site.get("/a/", later=1.0)
    assert site.pages.is_loaded


def test_nobody_waits_long_for_a_database_that_hangs(monkeypatch):
    site = Site()
    site.get("/a/")
    monkeypatch.setattr(cache, "PATIENCE", 0.05)
    release = threading.Event()
    site.pages.current = lambda: release.wait(60) and {}

    async def readers():
        site.pages.checked_at -= 2
        pages = [await site.pages.get("/a/") for _ in range(20)]
        was_hanging = not release.is_set()
        release.set()
        return all(pages) and was_hanging

    assert asyncio.run(asyncio.wait_for(readers(), 50))
