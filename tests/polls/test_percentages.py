"""Percentages by largest remainder: fair, and summing to 100 where they can."""

from hypothesis import given
from hypothesis import strategies as st

from edition.polls.tally import percentages

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)


def test_the_printed_result_has_the_printed_percentages():
    assert percentages([33, 30, 24, 21]) == [31, 28, 22, 19]


def test_nobody_has_a_percentage_before_the_first_vote():
    assert percentages([0, 0]) == [0, 0]


def test_three_equal_counts_cannot_make_a_hundred():
    assert percentages([1, 1, 1]) == [33, 33, 33]


@given(counts)
def test_equal_counts_have_equal_percentages(counts):
    by_count = {}
    for count, percent in zip(counts, percentages(counts), strict=True):
        assert by_count.setdefault(count, percent) == percent


@given(counts.filter(any))
def test_different_counts_sum_to_a_hundred(counts):
    if len(set(counts)) == len(counts):
        assert sum(percentages(counts)) == 100


@given(counts.filter(any))
def test_no_percentage_is_a_whole_point_away_from_its_share(counts):
    for count, percent in zip(counts, percentages(counts), strict=True):
        assert abs(percent - count * 100 / sum(counts)) < 1


@given(counts)
def test_percentages_never_exceed_a_hundred(counts):
    assert sum(percentages(counts)) <= 100


def test_a_smaller_count_does_not_overtake_equal_ones():
    assert percentages([254, 254, 252, 240]) == [25, 25, 25, 24]


@given(counts)
def test_more_votes_never_show_a_smaller_percentage(counts):
    ordered = sorted(zip(counts, percentages(counts), strict=True))
    assert [percent for _, percent in ordered] == sorted(percent for _, percent in ordered)
