"""What a mean over articles can bear: periods, intervals, what hangs on one article, trends."""

import math
from collections.abc import Iterator
from itertools import permutations
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from onrecord.analysis.words import DATES

ENOUGH = 15  # articles from which a mean gets an interval
DRAWS = 2000
AT_ONCE = 2_000_000  # articles that are drawn together
ORDERS = 1000  # random orders of dates, where there are too many to try all
FEW_DATES = 7  # of which all orders are tried
PERIODS = {"week": "W", "month": "M"}


def periods(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the dates of rows as the first and last day of their period, None where unknown."""
    if by == "date":
        return rows[DATES]
    if by == "all":
        known = rows[DATES].dropna()
        ends = known["date_earliest"].min(), known["date_latest"].max()
        return pd.DataFrame([ends] * len(rows), rows.index, DATES, dtype=object)
    if by not in PERIODS:
        raise ValueError(f"by {by!r} is not known; use date, {', '.join(PERIODS)} or all")
    first, last = (pd.to_datetime(rows[end]).dt.to_period(PERIODS[by]) for end in DATES)
    every = [each for each in first.unique() if pd.notna(each)]
    days = zip(DATES, ("start_time", "end_time"), strict=True)
    texts = {
        name: first.map({each: f"{getattr(each, end):%Y-%m-%d}" for each in every}).astype(object)
        for name, end in days
    }
    return pd.DataFrame(texts).where(first == last, None)


def by_article(rows: pd.DataFrame, *within: str) -> pd.DataFrame:
    """Return sum and number of the values of each article, within groups of some columns."""
    return rows.groupby([*within, "article"])["value"].agg(["sum", "size"]).astype(float)


def interval(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a mean, by a bootstrap over articles.

    nan below ``ENOUGH`` articles, and where all say the same. The percentiles are widened for few
    articles (Hesterberg 2015).
    """
    if rows["value"].nunique() < 2:
        return math.nan, math.nan
    return _interval(*by_article(rows).to_numpy().T)


def _interval(sums: np.ndarray, sizes: np.ndarray) -> tuple[float, float]:
    """Return the interval of the mean of articles, given sum and number of the values of each."""
    n = len(sums)
    if n < ENOUGH:
        return math.nan, math.nan
    rng, at_once, means = np.random.default_rng(0), 1 + AT_ONCE // n, np.zeros(0)
    while left := DRAWS - len(means):
        those = rng.integers(0, n, (min(left, at_once), n))
        means = np.append(means, sums[those].sum(axis=1) / sizes[those].sum(axis=1))
    z = NormalDist().inv_cdf(0.975)
    t = z + (z**3 + z) / (4 * (n - 1)) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * (n - 1) ** 2)
    tail = 100 * NormalDist().cdf(-t * math.sqrt(n / (n - 1)))
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)


def without_one(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and highest mean with any one article left out; nan for one article."""
    found = bounds(rows.assign(group=0), "group")[["without_low", "without_high"]].to_numpy()
    return (float(found[0, 0]), float(found[0, 1])) if len(found) else (math.nan, math.nan)


def bounds(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return for each group what its mean can bear: a row for each number in a column.

    Columns: interval_low and interval_high (as ``interval``), without_low and without_high.
    """
    each = by_article(rows, group).reset_index("article", drop=True)
    groups = each.groupby(level=0)
    rest = groups.transform("sum") - each
    means = (rest["sum"] / rest["size"].replace(0, np.nan)).groupby(level=0)
    found = means.agg(without_low="min", without_high="max")
    wide = rows.groupby(group)["value"].nunique() > 1
    firm = each[each.index.isin(wide.index[wide & (groups.size() >= ENOUGH)])].groupby(level=0)
    ends = {name: _interval(*part.to_numpy().T) for name, part in firm}
    columns = ["interval_low", "interval_high"]
    return found.join(pd.DataFrame.from_dict(ends, "index", float, columns))


def dates(rows: pd.DataFrame, *within: str) -> pd.Series:
    """Number the dates of each group, in order; those whose intervals of days overlap are one."""
    _, days = np.unique(rows[DATES].to_numpy(object).astype(str), return_inverse=True)
    days = pd.DataFrame(days.reshape(-1, 2), rows.index, DATES)
    ordered = rows[[*within]].join(days).sort_values(DATES, kind="stable")
    key = [ordered[name] for name in within] or np.zeros(len(rows))
    before = ordered.groupby(key)["date_latest"].cummax().groupby(key).shift(fill_value=-1)
    return (ordered["date_earliest"] > before).groupby(key).cumsum()


def trend(rows: pd.DataFrame) -> tuple[int, float, float, float, int]:
    """Return dates, rise (-1 to 1), p, the smallest p that can be reached, changes of sign."""
    return _trend(rows.groupby(dates(rows))["value"].mean().to_numpy())


def _trend(values: np.ndarray) -> tuple[int, float, float, float, int]:
    """Return what ``trend`` does, of the mean of each date."""
    signs = np.sign(values[values != 0])
    n, changes = len(values), int((signs[1:] != signs[:-1]).sum())
    if n < 2:
        return n, math.nan, math.nan, 1.0, changes
    ranks = np.unique(values, return_inverse=True)[1].astype("int16")
    if n <= FEW_DATES:
        orders = np.array(list(permutations(ranks)))
    else:
        drawn = np.random.default_rng(0).permuted(np.tile(ranks, (ORDERS, 1)), axis=1)
        orders = np.vstack([ranks, drawn])
    by_date, found = np.ascontiguousarray(orders.T), np.zeros(len(orders), int)
    for later in range(1, n):
        one, others = by_date[later], by_date[:later]
        found += (one > others).sum(axis=0, dtype="int16")
        found -= (one < others).sum(axis=0, dtype="int16")
    own, most = found[0], np.abs(found).max()
    p, smallest = (float(np.mean(np.abs(found) >= abs(least))) for least in (own, most))
    return n, float(own) / (n * (n - 1) / 2), p, smallest, changes


def trends(rows: pd.DataFrame, *within: str) -> Iterator[tuple[Any, ...]]:
    """Yield for each group of some columns these, the number of its rows, and its trend."""
    rows = rows.reset_index(drop=True)
    means = rows.assign(day=dates(rows, *within)).groupby([*within, "day"])["value"]
    means = means.agg(["mean", "size"]).reset_index()
    groups = means.groupby([*within])["size"].agg(["sum", "size"])
    ends = np.cumsum(groups["size"].to_numpy())
    parts = np.split(means["mean"].to_numpy(), ends[:-1])
    keys = groups.reset_index()[[*within, "sum"]].itertuples(index=False, name=None)
    for key, part in zip(keys, parts, strict=False):  # no key, yet a part, where all is empty
        yield *key, *_trend(part)
