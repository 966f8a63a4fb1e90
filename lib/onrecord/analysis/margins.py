"""What chance gives: how often two are named together if only their numbers are kept.

A table says which unit names whom. Chance is any table with the same margins: each unit names as
many, each actor is named in as many units (the fixed degree sequence model; Neal, Domagalski and
Sagan 2021). A unit that names one actor can hold no pair, and the margins know that.
"""

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, combinations, combinations_with_replacement
from typing import NamedTuple

import numpy as np

from onrecord.analysis.splits import LEVEL

FEW_UNITS, FEW_ACTORS = 6, 20  # up to which tables are counted: units; actors in two or more
FEW_NAMINGS = 10_000  # below which trades cost little
MANY_NAMINGS = 200_000  # from which they cost much, and 20 tables are drawn at least, not 100
BURN_IN, WORK = 20, 10_000_000  # trades before the first table; pairs that are counted in all


class Chance(NamedTuple):
    """What chance gives two actors that are named in ``few`` and in ``many`` units.

    ``pairs`` is the number of such pairs, ``expected`` the mean number of units that name both,
    ``tails`` the exact chance of so many units or more, by their number (empty: not counted).
    """

    few: int
    many: int
    pairs: int
    expected: float
    tails: tuple[float, ...] = ()

    def p(self, n: int) -> float:
        """Return the chance of ``n`` units or more; where it is not counted, a bound above it.

        The bound is the tail of a binomial with the same mean: from one above the mean on, sums of
        unequal chances, and draws without replacement, have lighter tails (Hoeffding 1956, 1963).
        Nearer to the mean p is large and may be a little more; of one unit it is the mean at most.
        """
        if self.tails:
            return self.tails[n] if n < len(self.tails) else 0.0
        return min(1.0, self.expected) if n == 1 else _tail(n, self.few, self.expected)

    @property
    def smallest(self) -> float:
        """The smallest p that these margins can reach."""
        return min(filter(None, self.tails), default=0.0) or self.p(self.few)


@lru_cache(1 << 16)
def _tail(n: int, trials: int, mean: float) -> float:
    """Return the chance of ``n`` or more of so many trials that succeed ``mean`` times."""
    share = mean / trials
    if n <= 0 or share >= 1:
        return 1.0
    rise = math.lgamma(trials + 1) - math.lgamma(n + 1) - math.lgamma(trials - n + 1)
    term = math.exp(rise + n * math.log(share) + (trials - n) * math.log1p(-share))
    total, odds = 0.0, share / (1 - share)
    for k in range(n, trials + 1):
        total += term
        if k > mean and term < 1e-16 * total:
            break
        term *= odds * (trials - k) / (k + 1)
    return min(1.0, total)


def chances(units: np.ndarray, who: np.ndarray) -> dict[tuple[int, int], Chance]:
    """Return what chance gives, by the numbers of units that name the one and the other.

    ``units`` and ``who`` are numbers from 0: unit and actor of each naming, none of them twice.
    Tables of few units are counted one and all; else about 10 million pairs of tables that are
    drawn with a fixed seed (curveball; Strona and others 2014, Carstens, Berger and Strona 2018).
    """
    margin = np.bincount(who)
    several = np.count_nonzero((margin > 1) & (margin < units.max(initial=-1) + 1))
    if units.max(initial=-1) < FEW_UNITS and several <= FEW_ACTORS:
        return _counted(np.bincount(units).tolist(), margin.tolist())
    return _drawn(units, who, margin)


def compared(chances: Mapping[tuple[int, int], Chance]) -> int:
    """Return the least number by which p can be multiplied so that .05 holds for all pairs.

    At most so many pairs have a smallest p that can then be .05 (Tarone 1990); 0 where none has.
    """
    left = sum(chance.pairs for chance in chances.values())
    for chance in sorted(chances.values(), key=lambda chance: -chance.smallest):
        if chance.smallest * max(1, left - chance.pairs) <= LEVEL:
            return min(left, int(LEVEL / max(chance.smallest, 1e-300)) + 1)
        left -= chance.pairs
    return left


def _counted(rows: list[int], columns: list[int]) -> dict[tuple[int, int], Chance]:
    """Count every table with these margins, for each two margins of columns."""
    tally, found = Counter(columns), {}
    for few, many in combinations_with_replacement(sorted(tally), 2):
        if not (pairs := _pairs(tally, few, many)):
            continue
        rest = tuple(sorted((tally - Counter((few, many))).elements(), reverse=True))
        ways = Counter[int]()
        for one in combinations(range(len(rows)), few):
            for other in combinations(range(len(rows)), many):
                taken = Counter(chain(one, other))
                left = tuple(sorted(n - taken[i] for i, n in enumerate(rows)))
                ways[len({*one} & {*other})] += _tables(left, rest)
        total = ways.total()
        tails = tuple(sum(ways[k] for k in range(n, few + 1)) / total for n in range(few + 1))
        found[few, many] = Chance(few, many, pairs, sum(tails[1:]), tails)
    return found


def _pairs(tally: Mapping[int, int], few: int, many: int) -> int:
    return math.comb(tally[few], 2) if few == many else tally[few] * tally[many]


@lru_cache(1 << 18)
def _tables(rows: tuple[int, ...], columns: tuple[int, ...]) -> int:
    """Count the tables of 0 and 1 with these sums; rows go up, columns down."""
    if rows[0] < 0 or rows[-1] > len(columns) or sum(rows) != sum(columns):
        return 0
    if not columns or columns[0] <= 1:  # each column stands in one row
        return math.factorial(len(columns)) // math.prod(map(math.factorial, rows))
    choices = combinations(range(len(rows)), columns[0])
    less = (sorted(n - (i in those) for i, n in enumerate(rows)) for those in choices)
    return sum(_tables(tuple(each), columns[1:]) for each in less)


def _drawn(units: np.ndarray, who: np.ndarray, margin: np.ndarray) -> dict[tuple[int, int], Chance]:
    """Draw tables and count how often two of these margins meet; all such pairs are alike."""
    order = np.argsort(units, kind="stable")
    units, who = units[order], who[order]
    left, right = _places(np.bincount(units))
    values, kind, sizes = np.unique(margin, return_inverse=True, return_counts=True)
    least = 100 if len(who) < MANY_NAMINGS else 20
    draws = int(np.clip(WORK // (len(left) + len(who) + 1), least, 1000))
    met, rng = np.zeros((len(values), len(values))), np.random.default_rng(0)
    for n in range(BURN_IN + draws):
        for _ in range(5 if len(who) < FEW_NAMINGS else 1):  # neighbours are alike
            who = traded(units, who, rng)
        if n >= BURN_IN:
            codes = kind[who[left]] * len(values) + kind[who[right]]
            met += np.bincount(codes, minlength=met.size).reshape(met.shape)
    met, found = met + met.T, {}
    tally = dict(zip(values.tolist(), sizes.tolist(), strict=True))
    for (i, few), (j, many) in combinations_with_replacement(enumerate(tally), 2):
        if pairs := _pairs(tally, few, many):
            seen = met[i, j] / (2 if i == j else 1)
            mean = (seen + 1) / (draws * pairs)  # never 0, where few tables are drawn
            found[few, many] = Chance(few, many, pairs, min(mean, few))
    return found


def _places(sizes: np.ndarray) -> np.ndarray:
    """Return the places, in rows of these sizes one behind the other, of each two of one row."""
    begins, found = np.cumsum(sizes) - sizes, [np.zeros((2, 0), int)]
    for size in np.unique(sizes[sizes > 1]):
        both = np.array(np.triu_indices(size, 1))[:, None]
        found.append((begins[sizes == size][:, None] + both).reshape(2, -1))
    return np.concatenate(found, axis=1)


def traded(units: np.ndarray, who: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pair the units at random; each two deal anew between them whom only one of them names."""
    pair = rng.permutation(units.max() + 1)[units] // 2
    key = pair * (who.max() + 1) + who
    order = np.argsort(key)
    same = key[order][1:] == key[order][:-1]
    alone = ~(np.append(same, False) | np.append(False, same))
    slots = order[alone]  # pair by pair
    dealt = slots[np.argsort(pair[slots] + rng.random(len(slots)))]
    new = who.copy()
    new[slots] = who[dealt]
    return new
