"""The frames of stance: codes, utterances, coverage, averages, trends, changes of sides."""

from __future__ import annotations

import math
from dataclasses import fields
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest

import onrecord
from onrecord.analysis import frames, stance
from onrecord.records import Code, Mention, Statement

CODE = [field.name for field in fields(Code)]
US, RUSSIA = "United States", "Russia"


def test_empty_frame_keeps_its_columns(said):
    nobody = frames.frame([], Mention)
    frame = stance.code(pd.DataFrame([said("the talks lasted four hours")]), nobody)
    assert frame.empty
    assert list(frame.columns) == CODE
    assert frame.dtypes["value"] == "float64"
    full = stance.average(pd.DataFrame([row(1, "a:s1")]))
    assert stance.average(frame).dtypes.equals(full.dtypes)
    none = stance.code(frames.frame([], Statement), nobody)
    assert list(none.columns) == CODE
    assert math.isnan(
        stance.coverage(pd.DataFrame(columns=["statement_id", "utterance"]), none)["share"].iloc[0]
    )


def test_a_folder_of_knowledge_takes_the_place_of_ours(said, coded, tmp_path):
    (tmp_path / "propositions.toml").write_text(
        '[[proposition]]\ncode = "TEA"\nwording = "Tea!"\nraised = ["tea"]\npro = ["best"]\n'
    )
    frame = coded(said("tea is best", None), propositions=tmp_path)
    assert list(frame["target"]) == ["TEA"]


def test_polarity_stands_beside(said, coded):
    frame = coded(said("the US will not lift the horrible sanctions on Russia"), polarity=True)
    assert frame["polarity"].iloc[0] < 0
    assert coded(said("we will lift sanctions on Russia"))["polarity"].isna().all()


def row(value: float, statement: str, article: str = "a.txt", **more: Any) -> dict[str, Any]:
    return {
        "statement_id": statement, "article": article, "speaker": "Ann Lee", "speaker_side": US,
        "told_by": None, "form": "direct", "utterance": statement, "measure": "dyad",
        "target": RUSSIA, "value": value, "conditional": False, "evidence_spans": [[0, 1]],
        "evidence": "x", "rule": "r", "polarity": 0.1, "outlet": None,
        "date_earliest": "2016-01-01", "date_latest": "2016-01-03",
    } | more  # fmt: skip


def test_numbers_of_rows_that_stand_twice_do_not_matter():
    rows = pd.DataFrame({"statement_id": ["a", "b", "c"], "utterance": ["b", "b", None]}, [0, 0, 1])
    assert list(frames.once(rows)) == [False, True, True]


def test_utterances_count_once_by_their_fullest_statement():
    rows = [row(0.5, "a:s1", utterance="a:s2"), row(1, "a:s2"), row(-1, "a:s3")]
    once = stance.utterances(pd.DataFrame(rows))
    assert list(once["statement_id"]) == ["a:s2", "a:s3"]
    line = stance.average(pd.DataFrame(rows)).iloc[0]
    assert (line["n"], line["mean"], line["lowest"]) == (2, 0, -1)
    uncoded = [row(0.5, "a:s1", utterance="a:s9"), row(1, "a:s2", utterance="a:s9")]
    once = stance.utterances(pd.DataFrame(uncoded))  # the fullest has no code
    assert list(once["statement_id"]) == ["a:s1"]
    both = [row(1, "a:s1"), row(1, "a:s1", measure="proposition", target="TEA")]
    assert len(stance.utterances(pd.DataFrame(both))) == 2


def test_what_another_tells_is_in_no_mean():
    rows = [
        row(1, "a:s1"),
        row(-1, "a:s2", told_by="Bob Lee"),
        row(-1, "b:s1", "b.txt", speaker="Cid", speaker_side="Syria", told_by="Bob Lee"),
    ]
    found = stance.average(pd.DataFrame(rows)).set_index("speaker_side")
    assert list(found.loc[US, ["n", "told", "mean", "lowest", "articles"]]) == [1, 1, 1, 1, 1]
    assert list(found.loc["Syria", ["n", "told", "articles", "speakers"]]) == [0, 1, 0, 0]
    assert found.loc["Syria", ["mean", "lowest", "highest", "interval_low"]].isna().all()
    assert found.loc["Syria", "note"] == "Told by others alone."


def test_an_interval_only_where_there_is_enough():
    few = stance.average(pd.DataFrame([row(1, f"a:s{k}") for k in range(9)])).iloc[0]
    assert math.isnan(few["interval_low"])
    assert few["note"] == (
        "9 utterances in 1 article, all of one mind: too few articles for an interval."
    )
    rows = [row(v, f"{k}:s", article=f"{k}.txt") for k, v in enumerate([1, -1, 0.5] * 5)]
    fewer = stance.average(pd.DataFrame(rows[:14])).iloc[0]
    assert math.isnan(fewer["interval_high"])
    assert "14 utterances in 14 articles, not of one mind" in fewer["note"]
    enough = stance.average(pd.DataFrame(rows)).iloc[0]
    assert enough["lowest"] <= enough["interval_low"] < enough["mean"] < enough["interval_high"]
    assert enough["interval_low"] < enough["without_low"] < enough["mean"] < enough["without_high"]
    assert enough["note"].startswith("15 utterances in 15 articles; the interval is over")
    assert stance.average(pd.DataFrame(rows)).iloc[0].equals(enough)  # a fixed seed


def test_measures_and_sides_are_never_mixed():
    frame = pd.DataFrame(
        [row(1, "a:s1"), row(-1, "a:s1", measure="proposition"), row(1, "a:s4", speaker_side=None)]
    )
    line = stance.average(frame)
    assert list(line["n"]) == [1, 1, 1]
    assert set(line["speaker_side"]) == {US, "Ann Lee"}  # who stands for no side stands alone


@pytest.mark.parametrize(
    ("by", "counts"), [("date", [1, 1, 1, 1]), ("week", [2, 1, 1]), ("month", [2, 2]), ("all", [4])]
)
def test_averages_by_period(by, counts):
    dates = ["2016-01-04", "2016-01-10", "2016-01-31", "2016-02-01"]
    both = zip(dates, [*dates[:2], "2016-02-01", dates[3]], strict=True)
    rows = [
        row(1, f"{k}:s", f"{k}.txt", date_earliest=first, date_latest=last)
        for k, (first, last) in enumerate(both)
    ]
    found = stance.average(pd.DataFrame(rows), by)
    if by == "month":  # one of them straddles two months
        assert found["date_earliest"].isna().sum() == 1
        counts = [2, 1, 1]
    assert list(found["n"]) == counts
    with pytest.raises(ValueError, match="by 'year' is not known"):
        stance.average(pd.DataFrame(rows), "year")


def test_coverage_counts_the_uncoded(said):
    statements = pd.DataFrame([said("x", statement_id=f"a:s{k}") for k in range(4)])
    frame = pd.DataFrame([row(1, "a:s1"), row(1, "a:s1", measure="proposition", target="MINSK")])
    found = stance.coverage(statements, frame).set_index(["measure", "target"])
    assert list(found.loc[("any", "all"), ["utterances", "coded", "uncoded"]]) == [4, 1, 3]
    assert found.loc[("proposition", "MINSK"), "share"] == 0.25


def test_coverage_is_of_utterances_and_tells_what_is_told(said):
    statements = pd.DataFrame(
        [said("x", statement_id=f"a:s{k}", utterance=f"a:s{min(k, 3)}") for k in range(1, 6)]
    )
    rows = [row(1, "a:s1", told_by="Bob Lee"), row(1, "a:s4", utterance="a:s3")]
    found = stance.coverage(statements, pd.DataFrame(rows)).set_index(["measure", "target"])
    expected = [3, 2, 1, 1, pytest.approx(2 / 3)]
    for key in (("any", "all"), ("dyad", "all"), ("dyad", RUSSIA)):
        assert list(found.loc[key]) == expected
    assert list(found.loc[("proposition", "all")]) == [3, 0, 0, 3, 0]


DATED = [
    row(value, f"{k}:s1", f"{k}.txt", date_earliest=f"2016-0{k}-01", date_latest=f"2016-0{k}-09")
    for k, value in enumerate([1, 0.5, 0, -0.5], 1)
]


def test_a_trend_of_a_side():
    told = row(1, "9:s1", "9.txt", told_by="Bob", date_earliest="2016-09-01",
               date_latest="2016-09-02")  # fmt: skip
    undated = row(1, "8:s1", "8.txt", date_earliest=None, date_latest=None)
    nobody = row(1, "7:s1", "7.txt", speaker_side=None, speaker=None)
    (line,) = stance.trend(pd.DataFrame([*DATED, told, undated, nobody])).to_dict("records")
    assert (line["speaker_side"], line["n"], line["dates"], line["rises"]) == (US, 4, 4, -1)
    assert line["p"] == line["smallest_p"] == pytest.approx(2 / 24)
    assert line["changes"] == 1
    empty = stance.trend(pd.DataFrame([told]))
    assert empty.empty
    assert empty.dtypes.equals(stance.trend(pd.DataFrame(DATED)).dtypes)


def test_a_change_of_sides_gives_both_quotes(said):
    day = "2016-05-01"
    rows = [*DATED, row(1, "5:s1", speaker="Cid", date_earliest=day, date_latest=day)]
    statements = pd.DataFrame(
        [said(f"words of {each['statement_id']}", statement_id=each["statement_id"])
         for each in rows]
    )  # fmt: skip
    (line,) = stance.changed(pd.DataFrame(rows), statements).to_dict("records")
    assert (line["speaker"], line["target"]) == ("Ann Lee", RUSSIA)
    assert (line["from_date"], line["from_value"], line["from_words"], line["from_id"]) == (
        "2016-02-09", 0.5, "words of 2:s1", "2:s1",
    )  # fmt: skip
    assert (line["to_value"], line["to_words"], line["to_id"]) == (-0.5, "words of 4:s1", "4:s1")


@pytest.mark.parametrize(
    "more",
    [
        {"told_by": "Bob Lee"},
        {"speaker": None},
        {"target": "Syria"},
        {"date_earliest": None, "date_latest": None},
        {"date_earliest": "2016-02-05", "date_latest": "2016-02-11"},  # it may be of the same day
        {"utterance": "2:s1"},
    ],
)
def test_what_is_no_change_of_sides(said, more):
    rows = [DATED[1], DATED[3] | more]
    statements = pd.DataFrame([said("x", statement_id=each["statement_id"]) for each in rows])
    found = stance.changed(pd.DataFrame(rows), statements)
    assert found.empty
    assert found.dtypes["to_value"] == "float64"


def test_the_codes_of_the_five_pages_hold_together(raw):
    pages = onrecord.read(raw)
    codes, statements = pages.codes, pages.statements
    once = stance.utterances(codes)
    assert not once.duplicated(["utterance", "measure", "target"]).any()
    assert set(codes["utterance"]) <= set(statements["statement_id"])
    found = stance.coverage(statements, codes).iloc[0]
    assert found["utterances"] == statements["utterance"].nunique()
    assert found["coded"] == codes["utterance"].nunique()
    for by in ("date", "week", "month", "all"):
        table = stance.average(codes, by)
        assert table["n"].sum() + table["told"].sum() == len(once)
        assert table["interval_low"].isna().all()  # five articles
    assert (stance.trend(codes)["p"].dropna() >= stance.trend(codes)["smallest_p"].min()).all()
    for line in stance.changed(codes, statements).itertuples():
        words = statements.set_index("statement_id")["content"]
        assert (words[line.from_id], words[line.to_id]) == (line.from_words, line.to_words)


HEARD = [0.8, 0.5, -0.6, 0.0, 0.3, -0.2]  # of six utterances, and what each is for and against
VALUES = [[1, 1, 0.5], [1, 0.5, 1], [-1, -1], [1], [0, -0.5], [1, -1]]


def test_sound_is_that_of_all_orders_one_by_one():
    rows = [
        row(value, f"a:s{n}", target=f"target {k}", polarity=HEARD[n])
        for n, values in enumerate(VALUES)
        for k, value in enumerate(values)
    ]
    told = row(-1, "a:s7", told_by="Bob Lee", polarity=1.0)
    again = row(-1, "a:s8", utterance="a:s0", target="target 0", polarity=0.8)
    silent = row(-1, "a:s9", polarity=None)
    (found,) = stance.sound(pd.DataFrame([*rows, told, again, silent])).itertuples()
    value = np.array([value for values in VALUES for value in values])
    which = [n for n, values in enumerate(VALUES) for _ in values]
    orders = [np.array([order[n] for n in which]) for order in permutations(HEARD)]
    hits = [sum(a * b > 0 for a, b in zip(value, order, strict=True)) for order in orders]
    r = np.array([np.corrcoef(value, order)[0, 1] for order in orders])
    assert (found.n, found.sided, found.hits) == (13, 12, hits[0]) == (13, 12, 9)
    assert found.r == pytest.approx(r[0])
    ends = np.percentile(hits, [2.5, 97.5], method="nearest")
    assert (found.hits_low, found.hits_high) == tuple(ends)
    assert found.hits_low < np.mean(hits) < found.hits_high
    assert found.p == pytest.approx(np.mean(abs(r) >= r[0] - 1e-9), abs=0.02)
    assert found.chance == pytest.approx(np.percentile(abs(r), 95), abs=0.03)


def test_sound_of_each_measure_alone_and_of_one_value():
    rows = [row(value, f"a:s{value}", polarity=value / 2) for value in (-1, 0, 1)]
    other = [row(1, f"b:s{n}", measure="proposition", target="TEA", polarity=n) for n in (-1, 1)]
    found = stance.sound(pd.DataFrame([*rows, *other])).set_index("measure")
    assert found["n"].to_dict() == {"dyad": 3, "proposition": 2}
    assert found["sided"].tolist() == [2, 2]
    assert found["hits"].tolist() == [2, 1]
    assert found.loc["dyad", "r"] == pytest.approx(1)
    assert found.loc["proposition", ["hits_low", "hits_high"]].tolist() == [1, 1]
    assert found.loc["proposition", ["r", "p", "chance"]].isna().all()
    none = stance.sound(pd.DataFrame(rows[:0], columns=list(rows[0])))
    assert none.empty
    assert none.dtypes.equals(found.reset_index().dtypes)


def test_sound_that_never_changes_has_no_correlation():
    rows = [row((-1, 1)[n % 2], f"a:s{n}", polarity=0.1) for n in range(7)]
    assert stance.sound(pd.DataFrame(rows))[["r", "p", "chance"]].isna().all(axis=None)
