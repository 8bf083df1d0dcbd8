"""The strip beside the timeline, drawn to scale."""

from itertools import pairwise

import pytest

from edition.document.values import Event
from edition.reader.page.timeline_strip import FIGURE, HEIGHT, draw_strip, fade


def events(*dates):
    return [Event(f"e{number}", edtf, "It happens") for number, edtf in enumerate(dates, 1)]


def test_distances_are_those_in_time():
    strip = draw_strip(events("2000-07-01", "2001-07-01", "2003-07-01"))
    first, second, third = (mark.middle for mark in strip.marks)
    assert (third - second) / (second - first) == pytest.approx(2, abs=0.02)


def test_marks_closer_than_six_pixels_become_one():
    strip = draw_strip(events("1900-01-01", "1999-05-01", "1999-05-02", "1999-12-31"))
    assert [mark.count for mark in strip.marks] == [1, 3]
    assert strip.marks[1].events == "e2 e3 e4"


def test_counts_never_run_into_each_other():
    pairs = [f"1990-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 4)]
    counted = [mark for mark in draw_strip(events(*pairs, "2010")).marks if mark.count > 1]
    heights = sorted(mark.count_at[1] for mark in counted)
    assert sum(mark.count for mark in counted) >= 24
    assert all(later - earlier >= FIGURE for earlier, later in pairwise(heights))


def test_a_day_is_a_dot_and_a_range_a_bar_beside_the_line():
    day, span = draw_strip(events("2001-05-05", "2002/2003")).marks
    assert day.is_dot and not span.is_dot
    assert span.height > day.height and span.x < strip_axis(day)


def strip_axis(mark):
    return mark.x + 1.5


def test_bars_that_overlap_stand_side_by_side():
    one, other = draw_strip(events("2000/2003", "2001/2009")).marks
    assert one.lane != other.lane


@pytest.mark.parametrize(
    ("edtf", "ends"),
    [
        ("2003", ""),
        ("2003~", "both"),
        ("2003~/2004", "start"),
        ("2003/..", "end"),
        ("2003/2004?", "end"),
        ("201X", "both"),
    ],
)
def test_vague_ends_fade(edtf, ends):
    assert fade(edtf) == ends


def test_an_open_date_is_drawn_where_it_begins():
    strip = draw_strip(events("2000-01-01", "2003-05-01/.."))
    assert all(0 <= mark.top <= mark.bottom <= HEIGHT for mark in strip.marks)


def test_without_events_nothing_is_drawn():
    assert draw_strip([]) is None
