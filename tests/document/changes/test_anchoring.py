import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.changes.anchoring import (
    AnchorError,
    anchor_at,
    follow,
    locate,
    reanchor,
    reanchor_lost,
)

TEXT = "Guo proposed a front. Russians thought that Guo was close to the ministry."


def test_words_that_stand_once_are_found():
    assert (locate("p11", TEXT, "front").start, locate("p11", TEXT, "front").end) == (15, 20)


def test_words_that_stand_twice_need_their_surroundings():
    with pytest.raises(AnchorError, match="2 times"):
        locate("p11", TEXT, "Guo")
    assert locate("p11", TEXT, "Guo", after=" was").start == 44


def test_words_that_do_not_stand_there_are_told():
    with pytest.raises(AnchorError, match="does not occur in p11"):
        locate("p11", TEXT, "Gou")


def settled(anchor, text, before=TEXT):
    return reanchor([anchor], before, text)[0]


def test_an_anchor_follows_its_words_when_others_come_before_them():
    anchor = locate("p11", TEXT, "front")
    moved = settled(anchor, "In 2012, " + TEXT)
    assert (moved.start, moved.exact) == (anchor.start + 9, "front")


def test_of_two_places_the_one_it_stood_at_is_meant():
    anchor = locate("p11", TEXT, "Guo", after=" was")
    assert settled(anchor, "Then " + TEXT).start == 49


def test_an_anchor_is_lost_when_its_words_are_gone():
    assert settled(locate("p11", TEXT, "front"), TEXT.replace("front", "union")) is None


def test_an_anchor_is_lost_when_only_its_words_remain():
    assert settled(locate("p11", TEXT, "front"), "On the western front all was new.") is None


def test_an_anchor_does_not_jump_to_the_same_words_elsewhere():
    twice = (
        "Although there is much speculation on the nature of the Sino-Russian strategic "
        "partnership, most scholars view the Sino-Russian strategic partnership as limited."
    )
    anchor = locate("p1", twice, "strategic partnership", after=", most")
    edited = twice.replace("strategic partnership,", "strategic friendship,")
    assert settled(anchor, edited, twice) is None


def test_an_anchor_stays_when_words_on_both_sides_of_it_are_corrected():
    anchor = locate("p11", TEXT, "front")
    assert settled(anchor, TEXT.replace("a front.", "one front,")).exact == "front"


@pytest.mark.parametrize("typed", ["fresh front", "front that went fast"])
def test_an_anchor_stays_when_words_with_its_first_or_last_letter_are_typed_beside_it(typed):
    edited = TEXT.replace("front", typed)
    found = settled(locate("p11", TEXT, "front"), edited)
    assert found.start == edited.index("front")


def test_words_cut_out_and_pasted_elsewhere_are_found():
    text = TEXT + " He wrote much in those years, and many people quoted what he wrote."
    sentence = " Russians thought that Guo was close to the ministry."
    anchor = locate("p11", text, "close to")
    moved = settled(anchor, text.replace(sentence, "") + sentence, text)
    assert moved.exact == "close to"
    assert moved.start > anchor.start


def test_an_anchor_is_lost_when_nobody_can_tell_which_of_two_sentences_is_new():
    assert settled(locate("p11", TEXT, "front"), TEXT + " " + TEXT) is None


def test_of_two_like_words_that_could_have_been_cut_neither_is_taken():
    before = "Guo spoke of the front. Then Guo spoke of the front again."
    anchor = locate("p1", before, "Guo", after=" spoke of the front.")
    assert settled(anchor, "Guo spoke of the front again.", before) is None


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.data())
def test_an_anchor_never_comes_to_stand_on_other_words(text, edited, data):
    start = data.draw(st.integers(0, len(text) - 1))
    anchor = anchor_at("p1", text, start, data.draw(st.integers(start + 1, len(text))))
    found = settled(anchor, edited, text)
    assert found is None or edited[found.start : found.end] == anchor.exact
    assert settled(anchor, text, text) == anchor


def test_lost_words_do_not_come_back_where_they_may_be_those_of_another_place():
    lost = anchor_at("p1", "x the y", 2, 5)
    assert reanchor_lost(lost, "x t y", "x the y") == lost
    assert reanchor_lost(lost, "x t y the", "x the y") is None


def test_words_that_stood_twice_do_not_come_back_when_one_of_the_two_is_cut():
    said = "In those years most scholars said that the alliance would hold for a long time. "
    other = "Who was asked about it later thought that it had been a limited one, and frail. "
    before, after = said + said + other, other + said
    start = len(other) + said.index("that")
    lost = anchor_at("p1", after, start, start + len("that"))
    assert reanchor_lost(lost, before, after) is None


def test_words_lost_in_doubt_do_not_come_back_when_a_letter_of_them_does():
    said = "Russians thought that Guo was close to the ministry. "
    once, twice = f"Guo left. {said}Then he wrote.", f"Guo left. {said}{said}Then he wrote."
    anchor = anchor_at("p1", twice, twice.index("ought"), twice.index("ought") + 3)
    assert settled(anchor, once, twice) is None  # which of the two was cut?
    edited = once.replace("thought", "thught")
    lost = follow(follow(anchor, twice, once), once, edited)
    assert reanchor_lost(lost, edited, once) is None


def test_words_lost_in_doubt_do_not_come_back_when_their_context_does():
    said = "Guo proposed a front against the alliance. "
    before, edited = said * 2 + said[:29] + "Guo left.", said + said[:29] + "Guo left."
    start = len(said) + said.index("ron")
    anchor = anchor_at("p1", before, start, start + 3)
    assert settled(anchor, edited, before) is None  # which of the two was cut?
    assert reanchor_lost(follow(anchor, before, edited), edited, said * 3) is None


def test_words_certain_to_be_there_are_found_again_when_their_context_comes_back():
    text = TEXT + " He kept silent about it in those years, as many people did."
    edited = text.replace(" was close to the ministry. He kept", "")
    anchor = locate("p1", text, "Guo", after=" was")
    assert settled(anchor, edited, text) is None
    assert reanchor_lost(follow(anchor, text, edited), edited, text) == anchor
