"""Pages that Django renders for readers are compressed, and answered 304 when unchanged."""

import gzip

import brotli
import pytest

PUBLIC = ["v/1/", "p14/", "v/1/n7/", "versions/", "versions/1/1/", "polls/us-goals/state"]
PUBLIC += ["download/edition.json", "v/1/download/edition.json"]
OTHERS = ["polls/us-goals/", "p99/", "versions/1/9/"]
DECODE = {"br": brotli.decompress, "gzip": gzip.decompress}


def ask(client, path, coding="", **headers):
    return client.get(path, headers={"accept-encoding": coding, **headers})


@pytest.mark.parametrize("path", [*PUBLIC, *OTHERS])
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_every_page_is_compressed(client, url, path, coding):
    plain, compressed = ask(client, url + path), ask(client, url + path, coding)
    assert plain.status_code == compressed.status_code
    assert (plain.get("Content-Encoding"), compressed["Content-Encoding"]) == (None, coding)
    assert DECODE[coding](compressed.content) == plain.content
    assert int(compressed["Content-Length"]) == len(compressed.content) < len(plain.content)
    assert {plain["Vary"], compressed["Vary"]} == {"Accept-Encoding"}


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_a_browser_has_is_not_sent_again(client, url, path):
    etags = {coding: ask(client, url + path, coding)["ETag"] for coding in ("", "br", "gzip")}
    assert len(set(etags.values())) == 3
    for coding, etag in etags.items():
        known = ask(client, url + path, coding, if_none_match=etag)
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)
        assert known["Vary"] == "Accept-Encoding"
        assert known["Cache-Control"].startswith("public")
        assert "Content-Encoding" not in known
    assert ask(client, url + path, "br", if_none_match=etags["gzip"]).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_head_says_what_get_does(client, url, path):
    got = ask(client, url + path, "br")
    headed = client.head(url + path, headers={"accept-encoding": "br"})
    assert headed.content == b""
    for name in ("Content-Length", "Content-Encoding", "ETag", "Vary", "Cache-Control"):
        assert headed[name] == got[name]


@pytest.mark.parametrize("path", OTHERS)
def test_what_no_cache_stores_has_no_etag(client, url, path):
    assert "ETag" not in ask(client, url + path, "br")


def test_a_vote_changes_the_etag(client, url):
    before = ask(client, url + "polls/us-goals/state", "br")["ETag"]
    client.post(
        url + "polls/us-goals/", {"choice": "deter"}, headers={"sec-fetch-site": "same-origin"}
    )
    assert ask(client, url + "polls/us-goals/state", "br")["ETag"] != before


def test_a_redirect_has_nothing_to_compress(client, url):
    response = ask(client, "/", "br")
    assert response.status_code == 302 and "Content-Encoding" not in response


def test_the_desk_is_not_compressed(client, db):
    assert "Content-Encoding" not in ask(client, "/admin/login/", "br")
