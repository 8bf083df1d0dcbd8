"""What every shortest edit agrees on, against a table that is filled in cell by cell."""

from hypothesis import given
from hypothesis import strategies as st

from edition.document.changes.lcs import Survival, intact_places, lcs_length, survivals

letters = st.text("abc ", max_size=9)


def in_common(one, other):
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            longer = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if left == right else longer
    return table[-1][-1]


@given(letters, letters)
def test_what_two_texts_share_is_what_the_table_says(one, other):
    assert lcs_length(one, other) == in_common(one, other)


@given(letters.filter(bool), letters)
def test_a_character_stays_or_goes_as_the_shortest_edits_have_it(before, after):
    longest = in_common(before, after)
    for offset, fate in survivals(before, after, range(len(before))).items():
        head, tail = before[:offset], before[offset + 1 :]
        kept = (
            place
            for place, character in enumerate(after)
            if character == before[offset]
            and in_common(head, after[:place]) + 1 + in_common(tail, after[place + 1 :]) == longest
        )
        assert fate.places == tuple(kept)
        assert fate.may_be_removed == (in_common(head + tail, after) == longest)


def test_of_two_like_words_either_may_be_the_one_that_was_taken_out():
    assert survivals("aa", "a", [0, 1]) == {0: Survival((0,), True), 1: Survival((0,), True)}


@given(st.data(), letters.filter(bool), letters)
def test_words_are_kept_whole_where_a_shortest_edit_keeps_them(data, before, after):
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    words, longest = before[start:end], in_common(before, after)
    kept = (
        place
        for place in range(len(after))
        if after[place:].startswith(words)
        and in_common(before[:start], after[:place])
        + len(words)
        + in_common(before[end:], after[place + len(words) :])
        == longest
    )
    assert intact_places(before, after, [(start, end)])[start, end] == tuple(kept)
