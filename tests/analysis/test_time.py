"""Periods, intervals, what hangs on one article, trends: held against other ways to reckon."""

import math
from itertools import permutations, product
from statistics import mean

import numpy as np
import pandas as pd
import pytest

from onrecord.analysis import time

DAYS = ["date_earliest", "date_latest"]


def frame(values, articles=None, dates=None):
    """Rows of values, each in an article of its own unless told, of a day each."""
    articles = articles or [f"{n}.txt" for n in range(len(values))]
    if dates is None:
        dates = [(f"2016-01-{n + 1:02d}",) * 2 for n in range(len(values))]
    table = pd.DataFrame({"article": articles, "value": values})
    table[DAYS] = pd.DataFrame(dates, columns=DAYS, dtype=object)
    return table


# ---------------------------------------------------------------- intervals


def covered(articles, samples=400):
    """The share of made samples whose interval holds the mean that they are drawn around."""
    rng, hits = np.random.default_rng(articles), 0
    for _ in range(samples):
        sizes = rng.integers(1, 11, articles)
        own = rng.normal(0.2, 0.5, articles)
        values = rng.normal(np.repeat(own, sizes), 0.5)
        low, high = time.interval(frame_of(values, sizes))
        hits += low <= 0.2 <= high
    return hits / samples


def frame_of(values, sizes):
    return pd.DataFrame({"article": np.repeat(np.arange(len(sizes)), sizes), "value": values})


@pytest.mark.parametrize("articles", [15, 60])
def test_of_a_hundred_intervals_some_95_hold_the_truth(articles, monkeypatch):
    monkeypatch.setattr(time, "DRAWS", 300)
    assert 0.92 <= covered(articles) <= 0.98


def test_an_interval_is_of_articles_and_needs_fifteen():
    values = [1.0, -1.0, 0.5, 0.0, 1.0, 1.0, -0.5] * 2
    assert all(map(math.isnan, time.interval(frame(values))))
    assert all(map(math.isnan, time.interval(frame([1.0] * 90, ["a.txt", "b.txt", "c.txt"] * 30))))
    enough = frame([*values, 0.5])
    low, high = time.interval(enough)
    assert low < enough["value"].mean() < high
    assert time.interval(enough) == (low, high)  # a fixed seed
    assert all(map(math.isnan, time.interval(frame([0.5] * 15))))  # all of one mind: no spread
    copied = pd.concat([enough] * 4)  # more statements of the same articles tell nothing more
    assert time.interval(copied) == pytest.approx((low, high))


# ---------------------------------------------------------------- one article left out


def test_without_one_article_by_hand():
    rows = frame([1.0, 1.0, -1.0, 0.5, 0.0], ["a", "a", "b", "b", "c"])
    # without a: (-1 + .5 + 0) / 3; without b: (1 + 1 + 0) / 3; without c: 1.5 / 4
    assert time.without_one(rows) == pytest.approx((-0.5 / 3, 2 / 3))
    assert all(map(math.isnan, time.without_one(frame([1.0, -1.0], ["a", "a"]))))
    assert all(map(math.isnan, time.without_one(frame([]))))


# ---------------------------------------------------------------- trends


def kendall(values):
    """Pairs that rise less pairs that fall, pair by pair."""
    pairs = [(values[i], values[j]) for j in range(len(values)) for i in range(j)]
    return sum((late > early) - (late < early) for early, late in pairs)


@pytest.mark.parametrize(
    "values",
    [
        [-1.0, 0.0, 1.0], [1.0, 0.5, 0.0, -0.5, -1.0], [0.5, 0.5, 1.0, -1.0], [1.0, 1.0, 1.0],
        [-1.0, -0.5, -0.5, 0.5, 0.0, 1.0], [0.0, 1.0], [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0],
    ],
)  # fmt: skip
def test_p_is_that_of_all_orders(values):
    dates, rises, p, smallest, changes = time.trend(frame(values))
    orders = [abs(kendall(order)) for order in permutations(values)]
    own = kendall(values)
    assert dates == len(values)
    assert rises == pytest.approx(own / math.comb(len(values), 2))
    assert p == pytest.approx(mean(each >= abs(own) for each in orders))
    assert smallest == pytest.approx(mean(each >= max(orders) for each in orders))
    assert p >= smallest
    kept = [value for value in values if value]
    assert changes == sum(a * b < 0 for a, b in zip(kept, kept[1:], strict=False))


def test_where_nothing_can_be_shown_the_smallest_p_says_so():
    assert time.trend(frame([-1.0, 0.0, 1.0]))[2:4] == (pytest.approx(1 / 3),) * 2
    assert time.trend(frame([-1.0, -0.5, 0.0, 0.5, 1.0]))[3] == pytest.approx(2 / 120)
    dates, rises, p, smallest, changes = time.trend(frame([1.0]))
    assert (dates, p, smallest, changes) == (1, pytest.approx(math.nan, nan_ok=True), 1.0, 0)
    assert math.isnan(rises)


def test_with_many_dates_orders_are_drawn():
    values = [-1.0, -0.5, -0.5, 0.0, 0.5, 0.5, 1.0, 1.0]
    up = time.trend(frame(values))
    assert up == time.trend(frame(values))  # a fixed seed
    assert 1 / 5001 <= up[3] <= up[2] < 0.01
    flat = time.trend(frame([0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5]))
    assert flat[2] > 0.5
    assert flat[4] == 8


def test_articles_whose_dates_overlap_are_one_date():
    dates = [
        ("2016-01-01", "2016-01-05"), ("2016-01-04", "2016-01-09"), ("2016-01-09", "2016-01-09"),
        ("2016-01-10", "2016-01-12"), ("2016-02-01", "2016-02-01"),
    ]  # fmt: skip
    rows = frame([1.0, 0.0, 0.5, -0.5, -1.0], dates=dates)
    for order in ([0, 1, 2, 3, 4], [4, 2, 0, 3, 1]):
        found, rises, _, _, changes = time.trend(rows.iloc[order])
        assert (found, rises, changes) == (3, -1.0, 1)
    wide = frame([1.0, 0.0, 0.5], dates=[("2016-01-01", "2016-12-31"), *dates[:2]])
    assert time.trend(wide)[0] == 1


def test_chance_alone_is_significant_no_more_often_than_it_says():
    found = [time.trend(frame(list(order)))[2] for order in permutations([-1, -0.5, 0, 0.5, 1])]
    for level in (0.05, 0.1, 0.3):
        assert mean(p <= level for p in found) <= level


# ---------------------------------------------------------------- periods

SPANS = [
    ("2016-02-29", "2016-02-29"),  # a Monday
    ("2016-03-04", "2016-03-06"),  # to the Sunday of that week
    ("2016-03-06", "2016-03-07"),  # into the next
    ("2016-12-31", "2017-01-01"),  # a Saturday and a Sunday: one week, two months
    (None, None),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("date", SPANS),
        ("week", [("2016-02-29", "2016-03-06")] * 2
         + [(None, None), ("2016-12-26", "2017-01-01"), (None, None)]),
        ("month", [("2016-02-01", "2016-02-29"), *[("2016-03-01", "2016-03-31")] * 2,
                   (None, None), (None, None)]),
        ("all", [("2016-02-29", "2017-01-01")] * 5),
    ],
)  # fmt: skip
def test_periods(by, expected):
    rows = frame([1.0] * 5, dates=SPANS).iloc[::-1]
    found = time.periods(rows, by)
    assert list(found.index) == list(rows.index)
    back = [tuple(None if pd.isna(day) else day for day in row) for row in found.to_numpy()]
    assert back[::-1] == expected


@pytest.mark.parametrize(("by", "rows"), [*product(["date", "week", "month", "all"], [0, 2])])
def test_periods_where_no_date_is_known(by, rows):
    found = time.periods(frame([1.0] * rows, dates=[(None, None)] * rows), by)
    assert list(found.columns) == DAYS
    assert len(found) == rows
    assert found.isna().all(axis=None)


@pytest.mark.parametrize("by", ["year", "", "Week", None])
def test_another_period_is_refused(by):
    with pytest.raises(ValueError, match=r"use date, week, month or all"):
        time.periods(frame([1.0]), by)
