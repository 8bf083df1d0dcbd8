"""Two texts are compared word by word, and nothing of either is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.changes.words import Fate, Piece, differences, shorten


def marked(before, after):
    signs = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}-]", Fate.ADDED: "{{+{}+}}"}
    return "".join(signs[piece.fate].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("the same words", "the same words", "the same words"),
        ("the old words", "the new words", "the [-old-]{+new+} words"),
        ("one two", "one", "one[- two-]"),
        ("Moscow’s pivot", "Moscow’s great pivot", "Moscow’s {+great +}pivot"),
        ("two old words here", "two new ones here", "two [-old words-]{+new ones+} here"),
        ("中俄关系", "中美关系", "中[-俄-]{+美+}关系"),
        ("", "all of it", "{+all of it+}"),
        ("One. Three.", "One. Two. Three.", "One. {+Two. +}Three."),
        ("He said one.” Then", "He said one.” She two.” Then", "He said one.” {+She two.” +}Then"),
        ("One.", "One. Two.", "One.{+ Two.+}"),
        ("words[^n7].", "words[^n8].", "words[-[^n7]-]{+[^n8]+}."),
    ],
)
def test_whole_words_are_told(before, after, told):
    assert marked(before, after) == told


texts = st.text(alphabet="ab \n.é中", max_size=40)


@given(texts, texts)
def test_both_texts_can_be_put_together_again(before, after):
    pieces = differences(before, after)
    assert "".join(each.text for each in pieces if each.fate != Fate.ADDED) == before
    assert "".join(each.text for each in pieces if each.fate != Fate.REMOVED) == after


def test_long_runs_that_were_kept_are_shortened_beside_changes():
    words = "word " * 100
    pieces = shorten(differences(f"{words}old {words}", f"{words}new {words}"))
    fates = [piece.fate for piece in pieces]
    assert fates == ["left out", "kept", "removed", "added", "kept", "left out"]
    assert pieces[1].text.endswith("word ") and len(pieces[1].text) < 100
    assert len(pieces[4].text) < 100


def test_a_short_text_is_left_whole():
    pieces = differences("the old words", "the new words")
    assert shorten(pieces) == pieces


@given(texts, texts)
def test_shortening_loses_no_text(before, after):
    pieces = differences(before * 20, after * 20)
    assert told(shorten(pieces)) == told(pieces)


def told(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_words_that_stand_once_hold_long_texts_together():
    filler = "and so on " * 300
    before = f"{filler}Moscow {filler}Beijing {filler}"
    after = f"{filler}Moscow {filler}then Beijing {filler}"
    assert marked(before, after) == before.replace("Beijing", "{+then +}Beijing")


def test_long_texts_with_nothing_in_common_are_told_apart_at_once():
    before, after = "one two " * 5000, "two three " * 5000
    pieces = differences(before, after)
    assert "".join(each.text for each in pieces if each.fate != Fate.ADDED) == before
