import pytest

from edition.reader.poll.origin import is_from_this_site


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://[bad"}, False),
        ({"referer": "http://testserver/editions/arma/"}, True),
        ({"referer": "https://evil.example/"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({}, False),
    ],
)
def test_votes_are_accepted_only_from_pages_of_this_site(headers, is_ours):
    assert is_from_this_site(headers, "testserver") is is_ours
