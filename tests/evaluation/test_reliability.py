"""One annotator beside another."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from onrecord import evaluation
from onrecord.evaluation.gold import GoldArticle, GoldStatement
from onrecord.evaluation.reliability import alpha_of


def coded(gold: GoldArticle, *values: dict[str, float]) -> GoldArticle:
    """An article whose statements have dyads: target and value."""
    statements = [
        replace(one, stance={("dyad", target): value for target, value in stance.items()})
        for one, stance in zip(gold.statements, values, strict=True)
    ]
    return replace(gold, statements=statements)


@pytest.fixture
def a(gold):
    return coded(gold, {"X": 1, "Y": 1}, {"X": -1}, {"X": 0.5})


@pytest.fixture
def b(gold):
    other = coded(gold, {"X": 1}, {"X": -1, "Z": 1}, {"X": 0.5})
    first, second, third = other.statements
    statements = [
        replace(first, statement_id="b1", content_spans=((17, 28),)),
        replace(second, statement_id="b2"),
        replace(third, statement_id="b3", form="direct"),
    ]
    return replace(other, statements=statements)


def test_alpha_pairs_statements_by_content(a, b):
    table = evaluation.alpha([a], [b]).set_index("measure")
    dyad = table.loc["dyad"]
    assert (dyad["n"], dyad["only_a"], dyad["only_b"], dyad["equal"]) == (3, 1, 1, 1)
    assert dyad["alpha_ordinal"] == pytest.approx(1)
    assert dyad["alpha_interval"] == pytest.approx(1)
    assert "the 3 codes that both annotators gave" in dyad["note"]
    assert table.loc["proposition", "n"] == 0
    assert math.isnan(table.loc["proposition", "alpha_interval"])


def test_alpha_against_a_worked_example():
    """Interval alpha by hand: observed .5 / expected 2.1666…, units (1,1), (0,0), (-1,0), (1,1)."""
    values = [(1, 1), (0, 0), (-1, 0), (1, 1)]
    spans = [(0, 3), (4, 7), (8, 13), (14, 18)]
    said = [GoldStatement(f"s{i}", (span,)) for i, span in enumerate(spans)]
    plain = GoldArticle("a", "one two three four", said)
    passes = [[coded(plain, *({"X": pair[k]} for pair in values))] for k in (0, 1)]
    pooled = [x for pair in values for x in pair]
    n = len(pooled)
    observed = sum(2 * (a - b) ** 2 for a, b in values) / n
    expected = sum((a - b) ** 2 for a in pooled for b in pooled) / (n * (n - 1))
    found = evaluation.alpha(*passes).set_index("measure").loc["all"]
    assert found["alpha_interval"] == pytest.approx(1 - observed / expected)
    assert found["equal"] == 0.75


# The worked examples of Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability.
# University of Pennsylvania, Annenberg School for Communication.
FOUR_CODERS = ["1233214 12...", "1233224 125.3", ".333234 2251.", "1233244 1251."]


def coders(*rows):
    """Units from one line of values for each coder; a dot is missing."""
    rows = [row.replace(" ", "") for row in rows]
    return [[int(v, 36) if v != "." else None for v in unit] for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "level", "value"),
    [
        (FOUR_CODERS, "nominal", 0.743),
        (FOUR_CODERS, "ordinal", 0.815),
        (FOUR_CODERS, "interval", 0.849),
        (["0100000010", "1110010000"], "nominal", 0.095),
        (["aabbdcccedda", "babbbccceddd"], "nominal", 0.692),
    ],
)
def test_alpha_as_published(rows, level, value):
    assert round(alpha_of(coders(*rows), level), 3) == value
    swapped = coders(*reversed(rows))
    assert alpha_of(swapped, level) == pytest.approx(alpha_of(coders(*rows), level), abs=1e-12)


def test_alpha_at_its_ends():
    for level in ("nominal", "ordinal", "interval"):
        assert alpha_of([(1, 1), (2, 2), (0.5, 0.5)], level) == 1
        assert alpha_of([(1, 2), (2, 1)] * 2, level) < 0
        for undefined in ([], [(1, 2)], [(1, 1), (1, 1)], [(1, None), (math.nan, 2), (1, 1)]):
            assert math.isnan(alpha_of(undefined, level))
    with pytest.raises(ValueError, match="level 'ratio' is not known; use nominal, ordinal or"):
        alpha_of([(1, 1), (2, 2)], "ratio")


def test_alpha_is_not_defined_without_a_difference(gold):
    same = coded(gold, {"X": 1}, {"X": 1}, {})
    row = evaluation.alpha([same], [same]).set_index("measure").loc["dyad"]
    assert math.isnan(row["alpha_interval"])
    assert row["note"].endswith("not defined.")


def test_agreement_of_two_passes(a, b):
    same, strict, speaker, form = evaluation.agreement([a], [b]).itertuples(index=False)
    assert (same.value, same.n) == (1, 3)
    assert strict.value == pytest.approx(2 / 3)
    assert (speaker.value, speaker.n) == (1, 3)
    assert form.value == pytest.approx(2 / 3)


def test_an_article_that_one_pass_lacks_counts(a):
    for passes in (([a], []), ([], [a])):
        assert evaluation.agreement(*passes)["value"][0] == 0
