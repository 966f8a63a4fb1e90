"""A time axis: intervals in words, one scale."""

import numpy as np
import pytest

from onrecord.figures import time_axis

DATES = [
    ("2015-11-23", "2015-11-24"),
    ("2016-09-29", "2016-09-30"),
    ("2014-10-16", "2014-10-16"),
    ("2016-07-15", "2016-07-18"),
    ("2015-11-17", "2015-12-20"),
]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2014-10-16", "2014-10-16", "16 Oct 2014"),
        ("2016-07-15", "2016-07-18", "15–18 July 2016"),
        ("2016-09-28", "2016-10-03", "28 Sept – 3 Oct 2016"),
        ("2015-12-30", "2016-01-02", "30 Dec 2015 – 2 Jan 2016"),
        (None, "2017-05-28", "until 28 May 2017"),
        ("2017-05-28", None, "from 28 May 2017"),
        (None, None, "no date"),
    ],
)
def test_an_interval_in_words(first, last, words):
    assert time_axis.span_words((time_axis.day(first, "x"), time_axis.day(last, "x"))) == words


def test_a_time_axis_keeps_one_scale_and_the_order():
    spans = [tuple(time_axis.day(d, "x") for d in ends) for ends in DATES]
    line = time_axis.timeline(spans, 6)
    assert len(line.bands) == 4
    lengths = [line.place(last, 1) - line.place(first) for first, last in spans]
    days = [(last - first).days + 1 for first, last in spans]
    assert np.ptp(np.divide(lengths, days)) < 1e-9
    places = [line.place(first) for first, _ in sorted(spans)]
    assert places == sorted(places)
    assert line.bands[-1][1] == pytest.approx(6)
