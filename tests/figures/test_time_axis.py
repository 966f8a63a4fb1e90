"""A time axis: one scale."""

import numpy as np
import pytest

from onrecord.analysis.words import day
from onrecord.figures import time_axis

DATES = [
    ("2015-11-23", "2015-11-24"),
    ("2016-09-29", "2016-09-30"),
    ("2014-10-16", "2014-10-16"),
    ("2016-07-15", "2016-07-18"),
    ("2015-11-17", "2015-12-20"),
]


def test_a_time_axis_keeps_one_scale_and_the_order():
    spans = [tuple(day(d, "x") for d in ends) for ends in DATES]
    line = time_axis.timeline(spans, 6)
    assert len(line.bands) == 4
    lengths = [line.place(last, 1) - line.place(first) for first, last in spans]
    days = [(last - first).days + 1 for first, last in spans]
    assert np.ptp(np.divide(lengths, days)) < 1e-9
    places = [line.place(first) for first, _ in sorted(spans)]
    assert places == sorted(places)
    assert line.bands[-1][1] == pytest.approx(6)
