"""A time axis: one scale, nothing cut out, intervals as long as they are."""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from onrecord.analysis.words import day
from onrecord.figures import time_axis

DATES = [
    ("2015-11-23", "2015-11-24"),
    ("2016-09-29", "2016-09-30"),
    ("2014-10-16", "2014-10-16"),
    ("2016-07-15", "2016-07-18"),
    ("2015-11-17", "2015-12-20"),
]
SPANS = [tuple(day(end, "x") for end in ends) for ends in DATES]


def test_an_interval_is_as_long_as_its_days():
    ax = Figure().subplots()
    time_axis.lay([ax], SPANS)
    for span in SPANS:
        time_axis.draw_interval(ax, span, 0, 3, "black")
    lengths = [np.ptp(line.get_xdata()) for line in ax.lines]
    assert lengths == [2, 2, 1, 4, 34]
    low, high = ax.get_xlim()
    assert low < mpl.dates.date2num(SPANS[2][0])
    assert high > mpl.dates.date2num(SPANS[1][1])


def test_an_open_end_is_an_arrow_within_the_axis():
    ax = Figure().subplots()
    spans = [(SPANS[0][0], None), (None, SPANS[1][0]), (None, None)]
    time_axis.lay([ax], spans)
    for span in spans:
        time_axis.draw_interval(ax, span, 0, 3, "black")
    assert not ax.lines
    assert len(ax.texts) == 2
    low, high = ax.get_xlim()
    assert all(low <= arrow.xy[0] <= high for arrow in ax.texts)
    assert time_axis.middle((None, None)) is None
    assert time_axis.middle(spans[0]) == mpl.dates.date2num(SPANS[0][0])
