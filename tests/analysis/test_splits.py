"""Splits of articles: all of them where they are few, seeded ones where they are many."""

from itertools import product

import numpy as np
import pytest

from onrecord.analysis.splits import MOST, splits


@pytest.mark.parametrize("chosen", [[1], [0, 1], [1, 0, 1, 0, 0], [0, 1, 1, 1, 0, 0]])
def test_few_articles_give_every_split_once_and_theirs_first(chosen):
    rows = splits(np.array(chosen, dtype=bool))
    assert list(rows[0]) == [bool(each) for each in chosen]
    brute = {
        each for each in product([False, True], repeat=len(chosen)) if sum(each) == sum(chosen)
    }
    assert {tuple(row) for row in rows.tolist()} == brute
    assert len(rows) == len(brute)


def test_many_articles_give_seeded_splits_of_one_size():
    chosen = np.arange(40) < 15
    rows = splits(chosen)
    assert len(rows) == MOST
    assert set(rows.sum(axis=1)) == {15}
    assert (rows[0] == chosen).all()
    assert (rows == splits(chosen)).all()
    assert abs(rows[1:].mean(axis=0) - 15 / 40).max() < 0.06
