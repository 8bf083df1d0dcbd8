from edition.document.values import Poll
from edition.reader.ballot import share, show_poll

from .made import Row, Tally


def test_printed_and_cast_votes_are_two_parts_of_one_bar():
    tally = Tally(
        total=40, choices=(Row("yes", "Yes", 29, 1, 30, 75), Row("no", "No", 9, 1, 10, 25))
    )
    yes, no = show_poll(Poll("war", "War?", ()), tally).options
    assert (yes.printed_bar, yes.cast_bar) == ("72.50", "2.50")
    assert (no.printed, no.cast, no.total, no.percent) == (9, 1, 10, 25)


def test_without_votes_there_are_no_bars():
    assert share(0, 0) == "0"
