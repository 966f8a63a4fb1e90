"""What a mean over articles can bear: periods, intervals, what hangs on one article, trends."""

import math
from collections.abc import Iterable
from itertools import permutations
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from onrecord.analysis.words import DATES

ENOUGH = 15  # articles from which a mean gets an interval
DRAWS = 2000
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
    days = zip(DATES, (first.dt.start_time, first.dt.end_time), strict=True)
    texts = {name: end.dt.strftime("%Y-%m-%d").astype(object) for name, end in days}
    return pd.DataFrame(texts).where(first == last, None)


def _sums(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return sum and number of the values of each article."""
    _, place = np.unique(rows["article"].to_numpy(object), return_inverse=True)
    return np.bincount(place, rows["value"]), np.bincount(place).astype(float)


def interval(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a mean, by a bootstrap over articles.

    nan below ``ENOUGH`` articles, and where all say the same. The percentiles are widened for few
    articles (Hesterberg 2015).
    """
    sums, sizes = _sums(rows)
    n = len(sums)
    if n < ENOUGH or rows["value"].nunique() < 2:
        return math.nan, math.nan
    rng = np.random.default_rng(0)
    drawn = (rng.integers(0, n, n) for _ in range(DRAWS))
    means = [sums[those].sum() / sizes[those].sum() for those in drawn]
    z = NormalDist().inv_cdf(0.975)
    t = z + (z**3 + z) / (4 * (n - 1)) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * (n - 1) ** 2)
    tail = 100 * NormalDist().cdf(-t * math.sqrt(n / (n - 1)))
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)


def without_one(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and highest mean with any one article left out; nan for one article."""
    sums, sizes = _sums(rows)
    if len(sums) < 2:
        return math.nan, math.nan
    means = (sums.sum() - sums) / (sizes.sum() - sizes)
    return float(means.min()), float(means.max())


def by_dates(rows: pd.DataFrame) -> Iterable[tuple[Any, pd.DataFrame]]:
    """Group rows by date, in order; those whose intervals of days overlap are of one date."""
    if len(rows) == 1:  # most of what is asked for, and sorting takes its time
        return [(1, rows)]
    ordered = rows.sort_values(DATES, kind="stable")
    begins = ordered["date_earliest"] > ordered["date_latest"].cummax().shift(fill_value="")
    return ordered.groupby(begins.cumsum())


def trend(rows: pd.DataFrame) -> tuple[int, float, float, float, int]:
    """Return dates, rise (-1 to 1), p, the smallest p that can be reached, changes of sign."""
    values = np.array([its["value"].mean() for _, its in by_dates(rows)])
    signs = np.sign(values[values != 0])
    n, changes = len(values), int((signs[1:] != signs[:-1]).sum())
    if n < 2:
        return n, math.nan, math.nan, 1.0, changes
    if n <= FEW_DATES:
        orders = np.array(list(permutations(values)))
    else:
        rng = np.random.default_rng(0)
        orders = np.array([values, *(rng.permutation(values) for _ in range(ORDERS))])
    found = np.zeros(len(orders))
    for later in range(1, n):
        found += np.sign(orders[:, later, None] - orders[:, :later]).sum(axis=1)
    own, most = found[0], np.abs(found).max()
    p, smallest = (float(np.mean(np.abs(found) >= abs(least))) for least in (own, most))
    return n, float(own) / (n * (n - 1) / 2), p, smallest, changes
