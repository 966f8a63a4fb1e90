"""Splits of articles in two, and draws: what any other choice of as many would have given."""

import math
from collections.abc import Iterable
from itertools import combinations

import numpy as np

MOST = 1000  # splits; where there are more, so many are drawn
LEVEL = 0.05  # up to which a p is taken to speak against chance


def splits(chosen: np.ndarray) -> np.ndarray:
    """Return the splits of articles into as many as are chosen and the rest: a row for each.

    ``chosen`` tells for each article whether it is. All splits, or, where there are more than
    1,000, 999 that are drawn with a fixed seed; the first is that which is given. A statistic that
    ranks k-th of the n rows has the p-value k / n (Phipson and Smyth 2010).
    """
    n, k = len(chosen), int(np.sum(chosen))
    if math.comb(n, k) <= MOST:
        rows = np.array([np.isin(range(n), those) for those in combinations(range(n), k)])
        real = (rows == chosen).all(axis=1)
        return np.concatenate([rows[real], rows[~real]])
    rng = np.random.default_rng(0)
    return np.array([chosen, *(rng.permutation(chosen) for _ in range(MOST - 1))], dtype=bool)


def holm(ps: np.ndarray, tests: int) -> np.ndarray:
    """Return p-values as if each were the only one of so many tests (Holm 1979)."""
    order = np.argsort(ps, kind="stable")
    held = np.empty(len(ps))
    held[order] = np.maximum.accumulate(ps[order] * (tests - np.arange(len(ps))))
    return np.minimum(1, held)


def upper_tail(n: int, draws: Iterable[tuple[int, int, int]]) -> float:
    """Return how likely n or more marked ones are drawn, in all draws together (Fisher 1935).

    A draw is marked, drawn, whole: how many of the whole are marked, and how many are drawn of it.
    """
    ways = np.ones(1)
    for marked, drawn, whole in draws:
        most = range(min(marked, drawn) + 1)
        each = [math.comb(marked, k) * math.comb(whole - marked, drawn - k) for k in most]
        ways = np.convolve(ways, [way / math.comb(whole, drawn) for way in each])
    return min(1.0, float(ways[n:].sum()))
