"""Printed dates as EDTF."""

import pytest

from edition.exchange.plain_text.printed_dates import read_date


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("September 19, 2013", "2013-09-19"),
        ("Sept. 19, 2013", "2013-09-19"),
        ("19 September 2013", "2013-09-19"),
        ("1st May 1843", "1843-05-01"),
        ("2013-09-19", "2013-09-19"),
        ("19.09.2013", "2013-09-19"),
        ("September 2013", "2013-09"),
        ("2013-09", "2013-09"),
        ("Spring 2013", "2013-21"),
        ("2013", "2013"),
        ("September\u00a019, 2013", "2013-09-19"),
    ],
)
def test_a_date_is_read(printed, edtf):
    assert read_date(printed) == (edtf, "")


@pytest.mark.parametrize("printed", ["February 31, 2013", "2013-13", "09/10/2013", "99 May 2013"])
def test_a_doubtful_date_keeps_its_year(printed):
    edtf, doubt = read_date(printed)
    assert edtf == "2013"
    assert doubt


@pytest.mark.parametrize("line", ["In 2013", "Mayor 5, 2013", "20130919", "", "May", "٢٠١٣"])
def test_other_lines_are_no_dates(line):
    assert read_date(line) is None
