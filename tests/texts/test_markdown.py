"""Stored Markdown that the dialect refuses, as it is displayed."""

import pytest

from edition.document.inline import Text
from edition.texts.markdown import blocks_of, content_of

REFUSED = "a _b *c"


@pytest.mark.parametrize(
    ("stored", "displayed"),
    [
        ("\x01", "\ufffd"),
        ("\t", " "),
        ("e\u0301", "é"),
        ("e" + "\u0316\u0301" * 16, "e" + "\ufffd" * 32),
    ],
)
def test_what_no_text_can_hold_is_displayed_by_a_replacement(stored, displayed):
    assert content_of(REFUSED + stored) == (Text(REFUSED + displayed),)
    assert blocks_of(REFUSED + stored) == ((Text(REFUSED + displayed),),)
