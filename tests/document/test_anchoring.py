import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.anchoring import AnchorError, anchor_at, find_again, locate

TEXT = "Guo proposed a front. Russians thought that Guo was close to the ministry."


def test_words_that_stand_once_are_found():
    assert (locate("p11", TEXT, "front").start, locate("p11", TEXT, "front").end) == (15, 20)


def test_words_that_stand_twice_need_their_surroundings():
    with pytest.raises(AnchorError, match="2 times"):
        locate("p11", TEXT, "Guo")
    assert locate("p11", TEXT, "Guo", after=" was").start == 44


def test_words_that_do_not_stand_there_are_told():
    with pytest.raises(AnchorError, match="nowhere in p11"):
        locate("p11", TEXT, "Gou")


def test_an_anchor_follows_its_words_when_others_come_before_them():
    anchor = locate("p11", TEXT, "front")
    moved = find_again(anchor, "In 2012, " + TEXT)
    assert (moved.start, moved.exact) == (anchor.start + 9, "front")


def test_of_two_places_the_one_with_the_same_surroundings_is_meant():
    anchor = locate("p11", TEXT, "Guo", after=" was")
    assert find_again(anchor, "Then " + TEXT).start == 49


def test_an_anchor_is_lost_when_its_words_are_gone():
    assert find_again(locate("p11", TEXT, "front"), TEXT.replace("front", "union")) is None


def test_an_anchor_is_lost_when_only_its_words_remain():
    assert find_again(locate("p11", TEXT, "front"), "On the western front all was new.") is None


def test_an_anchor_does_not_jump_to_the_same_words_elsewhere():
    twice = (
        "Although there is much speculation on the nature of the Sino-Russian strategic "
        "partnership, most scholars view the Sino-Russian strategic partnership as limited."
    )
    anchor = locate("p1", twice, "strategic partnership", after=", most")
    edited = twice.replace("strategic partnership,", "strategic friendship,")
    assert find_again(anchor, edited) is None


def test_an_anchor_stays_when_the_word_beside_it_is_corrected():
    anchor = locate("p11", TEXT, "front")
    assert find_again(anchor, TEXT.replace("a front", "one front")).exact == "front"


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.data())
def test_an_anchor_never_comes_to_stand_on_other_words(text, edited, data):
    start = data.draw(st.integers(0, len(text) - 1))
    anchor = anchor_at("p1", text, start, data.draw(st.integers(start + 1, len(text))))
    found = find_again(anchor, edited)
    assert found is None or edited[found.start : found.end] == anchor.exact
    assert find_again(anchor, text) == anchor
