"""Shares, their intervals, and where there is too little to go by."""

import math

import pytest

from onrecord.analysis import intervals


def test_wilson_against_published_figures():
    # Newcombe (1998), table I
    published = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605)}
    published |= {(0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}
    for (n, total), ends in published.items():
        assert intervals.wilson(n, total) == pytest.approx(ends, abs=5e-5)
    assert all(map(math.isnan, intervals.wilson(0, 0)))
    with pytest.raises(ValueError, match="no share"):
        intervals.wilson(3, 2)


def test_caution_in_words():
    assert intervals.caution(100, "statement", 3) == ""
    assert intervals.caution(1, "statement", 2) == "1 statement: too few for a share"
