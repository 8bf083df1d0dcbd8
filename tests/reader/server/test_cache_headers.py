"""Cache headers are those that the operators' guide documents."""

import asyncio
import re
from pathlib import Path

import pytest

from edition.polls.broadcast import Broadcaster
from edition.reader.poll.stream_app import StreamApp
from edition.reader.server.static_files import static_resources

GUIDE = Path(__file__).parents[3] / "docs" / "operators.md"
ROW = re.compile(r"^\| (`/\S.*`) \| `(.+)` \| (yes|no) \|$", re.MULTILINE)
STANDS_FOR = {
    "slug": "sino-russian-partnership",
    "poll": "us-goals",
    "key": "p14",
    **dict.fromkeys("nab", "1"),
    **{"name": "main", "digest": "0123456789ab", "type": "css"},
}
DOCUMENTED = [
    (re.sub("<([a-z]+)>", lambda found: STANDS_FOR[found[1]], path), told, has_etag == "yes")
    for paths, told, has_etag in ROW.findall(GUIDE.read_text(encoding="utf-8"))
    for path in re.findall("`([^`]+)`", paths)
]


@pytest.mark.parametrize(("path", "cache_control", "has_etag"), DOCUMENTED)
def test_the_guide_says_what_is_sent(client, url, path, cache_control, has_etag, tmp_path):
    if path.endswith("/stream"):
        headers = asyncio.run(streamed(path))
    elif path.startswith("/static/"):
        (tmp_path / path.removeprefix("/static/")).write_text("*")
        start, _ = static_resources(tmp_path, "/static/", [])[path].answer("GET", [])
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
    else:
        response = client.get(path)
        assert response.status_code == 200
        headers = {name.lower(): value for name, value in response.items()}
    assert headers["cache-control"] == cache_control
    assert ("etag" in headers) == has_etag


async def streamed(path):
    sent = []

    async def send(message):
        sent.append(message)

    await StreamApp(Broadcaster(lambda *asked: (1, b"")))(
        {"path": path, "method": "HEAD"}, None, send
    )
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_the_guide_names_every_kind_of_address():
    assert len(DOCUMENTED) == 12
