from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.edtf import Bounds, bounds, is_edtf
from edition.timeline.date_words import in_words, sort_key


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("2010-09-07", "7 September 2010"),
        ("2012-09", "September 2012"),
        ("2013", "2013"),
        ("2003~", "about 2003"),
        ("2013?", "probably 2013"),
        ("2013-02%", "probably about February 2013"),
        ("2013-21", "spring 2013"),
        ("2012/2013", "2012–2013"),
        ("2013-03-22/2013-03-23", "22–23 March 2013"),
        ("2012-01/2012-04", "January–April 2012"),
        ("2012-10/2013-03", "October 2012 to March 2013"),
        ("2012-12-30/2013-01-02", "30 December 2012 to 2 January 2013"),
        ("2012-01~/2012-04~", "about January 2012 to about April 2012"),
        ("2012-10~/2013-21", "about October 2012 to spring 2013"),
        ("2012-03/..", "from March 2012"),
        ("../2012", "until 2012"),
        ("[2012..2013]", "between 2012 and 2013"),
        ("201X", "in the 2010s"),
        ("2012-XX", "some time in 2012"),
        ("2012-10-XX", "some time in October 2012"),
    ],
)
def test_a_date_is_told_in_words(edtf, told):
    assert in_words(edtf) == told


def test_a_vague_date_is_told_as_the_source_words_it():
    assert in_words("2012-01~/2012-04~", "early 2012") == "early 2012"


def test_words_without_a_year_do_not_stand_for_a_date():
    assert in_words("2003~", "A decade ago") == "about 2003"


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2012-09", date(2012, 9, 1), date(2012, 9, 30)),
        ("2003~", date(2003, 1, 1), date(2003, 12, 31)),
        ("2013-21", date(2013, 3, 1), date(2013, 5, 31)),
        ("2012-03/..", date(2012, 3, 1), None),
        ("/2012", None, date(2012, 12, 31)),
    ],
)
def test_bounds_are_strict(edtf, earliest, latest):
    assert bounds(edtf) == Bounds(earliest, latest)


def test_dates_are_ordered_by_beginning_then_end():
    dates = ["2012/2013", "2012-01~/2012-04~", "2010-09-27", "../2009"]
    assert sorted(dates, key=sort_key) == [
        "../2009",
        "2010-09-27",
        "2012-01~/2012-04~",
        "2012/2013",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "next spring", "2013-13", "2013-02-30", "2004-06-01/2004-05-01", "/", "../.."),
        *("Y170000002", "0000", "-0044", "XXXX-12-XX", "Y17E7", "../~,0]", "2012" * 20),
    ],
)
def test_what_no_calendar_holds_is_not_a_date(text, capsys):
    assert not is_edtf(text)
    assert capsys.readouterr().out == ""


@given(st.text("0123456789-/.~?%XY[]E,", max_size=12))
def test_every_date_that_is_accepted_has_words_and_an_order(text):
    if is_edtf(text):
        assert in_words(text)
        sort_key(text)
