"""Splits of articles in two, and draws: what any other choice of as many would have given."""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

import numpy as np

MOST = 1000  # splits; where there are more, so many are drawn
MANY = 5000  # articles, above which one draw serves all groups
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


def deals(owner: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each group of articles but those of one, with the ``splits`` of it from the rest.

    ``owner`` tells the group of each article. Of more than 5,000 articles all groups are dealt anew
    together, 999 times.
    """
    names, place, sizes = np.unique(owner, return_inverse=True, return_counts=True)
    dealt = place[None]
    if len(place) > MANY:
        small = np.tile(place.astype(np.min_scalar_type(len(names))), (MOST, 1))
        dealt = np.random.default_rng(0).permuted(small, axis=1, out=small)
        dealt[0] = place
    for n in np.flatnonzero((sizes > 1) & (sizes < len(place))):
        yield str(names[n]), dealt == n if len(dealt) > 1 else splits(place == n)


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
    for draw in draws:
        ways = np.convolve(ways, _ways(*draw))
    return min(1.0, float(ways[n:].sum()))


@lru_cache(1 << 14)
def _ways(marked: int, drawn: int, whole: int) -> list[float]:
    """Return the chance of each number of marked ones in a draw."""
    most = range(min(marked, drawn) + 1)
    each = [math.comb(marked, k) * math.comb(whole - marked, drawn - k) for k in most]
    return [way / math.comb(whole, drawn) for way in each]
