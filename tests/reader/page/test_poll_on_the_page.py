import re
from dataclasses import replace

from django.template.loader import render_to_string

from edition.document.values import Choice, Poll
from edition.reader.poll.presenter import share, show_poll
from tests.reader.builders import Row, make_document, make_tally, render_whole

POLL = Poll("war", "War?", (Choice("yes", "Yes", 29), Choice("no", "No", 9)))


def test_printed_and_cast_votes_are_two_parts_of_one_bar():
    tally = make_tally(Row("yes", "Yes", 29, 1, 30, 75), Row("no", "No", 9, 1, 10, 25))
    yes, no = show_poll(POLL, tally).options
    assert (yes.printed_bar, yes.cast_bar) == ("72.50", "2.50")
    assert (no.printed, no.cast, no.total, no.percent) == (9, 1, 10, 25)


def test_only_the_votes_cast_are_taken_from_the_working_copy():
    tally = make_tally(Row("yes", "Rewritten", 999, 1, 1000, 100))
    yes, no = show_poll(POLL, tally).options
    assert (yes.label, yes.printed, yes.cast, yes.total) == ("Yes", 29, 1, 30)
    assert (no.total, no.percent) == (9, 23)


def test_without_votes_there_are_no_bars():
    assert share(0, 0) == "0"


def test_a_result_says_that_nobody_voted_or_that_its_percentages_are_rounded():
    poll = replace(POLL, choices=tuple(Choice(key, key) for key in "abc"))
    for votes, told in ((0, "No votes yet"), (1, "3 votes in all, percentages rounded")):
        tally = make_tally(*(Row(key, key, 0, votes, votes, 0) for key in "abc"))
        context = {"poll": show_poll(poll, tally), "slug": "arms", "level": 3}
        html = render_to_string("reader/poll/_ballot.html", context)
        assert f"<span data-sum>{told}</span>" in html


def test_votes_are_told_apart_only_where_some_were_printed():
    tally = make_tally(Row("yes", "Yes", 0, 1, 1, 100), Row("no", "No", 0, 0, 0, 0))
    for choices, is_told in (
        (POLL.choices, True),
        (tuple(Choice(k, k) for k in ("yes", "no")), False),
    ):
        poll = show_poll(replace(POLL, choices=choices), tally)
        html = render_to_string(
            "reader/poll/_ballot.html", {"poll": poll, "slug": "arms", "level": 3}
        )
        assert ("as printed" in html) is is_told


def test_two_polls_on_a_page_share_no_id():
    made = make_document("Arms.", polls=(POLL, replace(POLL, key="peace", question="Peace?")))
    tallies = {"war": make_tally(), "peace": make_tally()}
    html = render_whole(made, tallies)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"poll-war", "poll-peace"} <= set(ids)
