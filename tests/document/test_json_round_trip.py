import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.json import DocumentError, digest, dumps, loads
from edition.document.values import Document, Note, Paragraph, Section, Witness
from tests.document.strategies import contents, documents


def json_around(inner):
    keys = st.sampled_from(["type", "key", "label", "blocks", "content", "note", "url"])
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)


def make_document(**changes):
    parts = {"slug": "arma", "title": "Arma", "sections": ()} | changes
    return Document(**parts)


@given(documents())
def test_a_document_written_as_json_reads_back_the_same(document):
    assert loads(dumps(document)) == document


@given(documents())
def test_the_same_document_always_has_the_same_digest(document):
    assert digest(dumps(loads(dumps(document)))) == digest(dumps(document))


@given(documents())
def test_the_json_is_canonical(document):
    written = dumps(document)
    canonical = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    assert json.dumps(json.loads(written), **canonical) == written


@given(contents())
def test_the_inline_tree_survives(content):
    document = make_document(sections=(Section("s1", (Paragraph("p1", content),)),))
    assert loads(dumps(document)).paragraphs[0].content == content


def test_the_bytes_of_a_witness_travel_beside_the_json():
    witness = Witness("a.txt", "0" * 64, 3, data=b"abc")
    assert "abc" not in dumps(make_document(witnesses=(witness,)))


def test_fields_with_their_default_are_left_out():
    assert json.loads(dumps(make_document())) == {
        "format": "edition/1",
        "sections": [],
        "slug": "arma",
        "title": "Arma",
    }


def test_a_field_outside_the_text_is_decoded_as_it_is_whatever_its_unicode_form():
    document = make_document(title="e\u0301")
    assert loads(dumps(document)) == document


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "other"}, "format"),
        ({"title": 3}, "document.title: expected text"),
        ({"titel": "x"}, "document.titel"),
        ({"notes": [{"key": "n1", "label": "1", "blocks": [["e\u0301"]]}]}, "NFC"),
        ({"title": "\ud800"}, "half of a surrogate pair"),
        ({"notes": [{"key": "n1"}]}, "document.notes[0].label"),
        ({"notes": [{"key": "n1", "label": "1", "blocks": [[{"type": "b"}]]}]}, "inline node"),
        (
            {
                "notes": [
                    {
                        "key": "n1",
                        "label": "1",
                        "blocks": [[{"type": "link", "url": "javascript:x", "content": ["y"]}]],
                    }
                ]
            },
            "http",
        ),
    ],
)
def test_what_is_wrong_with_json_is_told_with_its_place(change, says):
    plain = json.loads(dumps(make_document(notes=(Note("n1", "1", ()),)))) | change
    with pytest.raises(DocumentError) as caught:
        loads(json.dumps(plain))
    assert says in str(caught.value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), json_around))
def test_no_json_whatever_makes_reading_fail_otherwise(plain):
    for parts in ({"notes": plain}, {"sections": [{"key": "s1", "paragraphs": plain}]}):
        whole = {"format": "edition/1", "slug": "a", "title": "A", "sections": []} | parts
        with contextlib.suppress(DocumentError):
            loads(json.dumps(whole))


@given(st.text())
def test_text_that_is_not_a_document_is_refused(text):
    with pytest.raises(DocumentError):
        loads(text)
