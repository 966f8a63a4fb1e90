"""What chance gives under fixed margins, against every table written down."""

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest

from onrecord.analysis import margins
from onrecord.analysis.margins import chances, compared


def tables(rows, columns):
    """Every table of 0 and 1 with these sums, by brute force."""
    for cells in product([0, 1], repeat=len(rows) * len(columns)):
        table = np.array(cells).reshape(len(rows), len(columns))
        if (table.sum(axis=1) == rows).all() and (table.sum(axis=0) == columns).all():
            yield table


def brute(table):
    """Mean and tails of each pair of columns, over all tables with the margins of one."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    every = list(tables(rows, columns))
    found = {}
    for a, b in combinations(range(len(columns)), 2):
        met = Counter(int((each[:, a] & each[:, b]).sum()) for each in every)
        few = min(columns[a], columns[b])
        tails = [
            sum(n for k, n in met.items() if k >= least) / len(every) for least in range(few + 1)
        ]
        found[tuple(sorted((int(columns[a]), int(columns[b]))))] = tails
    return found


def every_margin():
    """A table for each set of margins of up to 3 by 4, 4 by 3, each unit and actor named once."""
    for shape in [(2, 2), (2, 3), (3, 3), (3, 4), (4, 3)]:
        seen = set()
        for cells in product([0, 1], repeat=shape[0] * shape[1]):
            table = np.array(cells).reshape(shape)
            sums = (tuple(sorted(table.sum(axis=1))), tuple(sorted(table.sum(axis=0))))
            if min(map(min, sums)) > 0 and sums not in seen:
                seen.add(sums)
                yield table


TABLES = list(every_margin())


def test_counted_tables_are_all_tables():
    assert len(TABLES) > 80
    for table in TABLES:
        found = chances(*np.nonzero(table))
        expected = brute(table)
        assert found.keys() == expected.keys()
        for margin, tails in expected.items():
            assert found[margin].tails == pytest.approx(tails)
            assert found[margin].expected == pytest.approx(sum(tails[1:]))
            assert found[margin].p(1) == pytest.approx(tails[1])
            assert found[margin].smallest == pytest.approx(min(p for p in tails if p))


def test_drawn_tables_are_like_all_tables(monkeypatch):
    monkeypatch.setattr(margins, "FEW_UNITS", 0)
    for table in [each for each in TABLES if each.shape == (4, 3)][::6]:
        drawn = chances(*np.nonzero(table))
        for margin, tails in brute(table).items():
            assert drawn[margin].expected == pytest.approx(sum(tails[1:]), abs=0.08)
            assert drawn == chances(*np.nonzero(table))  # seeded


def test_the_bound_lies_above_the_chance():
    table = (np.random.default_rng(1).random((6, 8)) < 0.5).astype(int)
    table[:, 0] = [1, 1, 1, 0, 0, 1]
    for chance in chances(*np.nonzero(table)).values():
        bound = margins.Chance(*chance[:4])
        for n in range(chance.few + 1):
            if n >= chance.expected + 1:
                assert bound.p(n) >= chance.p(n) - 1e-12


def test_trades_keep_the_margins_and_reach_every_table():
    table = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1]])
    units, who = np.nonzero(table)
    rng, seen = np.random.default_rng(0), Counter()
    for _ in range(4000):
        who = margins.traded(units, who, rng)
        made = np.zeros_like(table)
        made[units, who] = 1
        assert made.sum() == len(who)
        seen[tuple(made.ravel())] += 1
    every = {tuple(each.ravel()) for each in tables(table.sum(axis=1), table.sum(axis=0))}
    assert seen.keys() == every
    assert min(seen.values()) / 4000 == pytest.approx(1 / len(every), abs=0.04)  # all alike


def test_the_tail_of_a_binomial():
    assert margins.Chance(3, 5, 1, 1.5).p(2) == pytest.approx(0.5)  # 3 coins, 2 heads or more
    assert margins.Chance(3, 5, 1, 1.5).smallest == pytest.approx(1 / 8)
    assert margins.Chance(1, 5, 1, 0.3).p(1) == margins.Chance(9, 9, 1, 0.3).p(1) == 0.3
    assert margins.Chance(3, 5, 1, 3.0).p(3) == 1.0
    assert margins.Chance(3, 5, 1, 1.0).p(0) == 1.0


def test_pairs_that_can_show_nothing_are_not_compared():
    strong = margins.Chance(9, 9, 3, 0.9)  # smallest p far below .05
    weak = margins.Chance(1, 1, 1000, 0.3)
    assert compared({(9, 9): strong, (1, 1): weak}) == 3
    assert compared({(1, 1): weak}) == 0


def test_one_unit_and_none():
    assert chances(np.zeros(0, int), np.zeros(0, int)) == {}
    (chance,) = chances(np.zeros(3, int), np.arange(3)).values()
    assert (chance.pairs, chance.expected, chance.p(1)) == (3, 1.0, 1.0)


def test_who_is_named_everywhere_is_together_everywhere(monkeypatch):
    monkeypatch.setattr(margins, "WORK", 0)  # as few tables as are ever drawn
    table = np.ones((60, 2), dtype=int)
    table = np.hstack([table, np.random.default_rng(2).integers(0, 2, (60, 5))])
    chance = chances(*np.nonzero(table))[60, 60]
    assert (chance.expected, chance.p(60)) == (60, 1.0)
