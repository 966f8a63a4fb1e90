"""The frames of stance: codes, coverage, averages."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

import pandas as pd

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
        stance.coverage(pd.DataFrame(columns=["statement_id"]), none)["share"].iloc[0]
    )


def test_a_folder_of_knowledge_takes_the_place_of_ours(said, coded, tmp_path):
    (tmp_path / "propositions.toml").write_text(
        '[[proposition]]\ncode = "TEA"\nwording = "Tea!"\nraised = ["tea"]\npro = ["best"]\n'
    )
    frame = coded(said("tea is best", None), propositions=tmp_path)
    assert list(frame["target"]) == ["TEA"]


def test_polarity_stands_beside(said, coded):
    frame = coded(said("the US will not lift the horrible sanctions"), polarity=True)
    assert frame["polarity"].iloc[0] < 0
    assert coded(said("we will lift sanctions"))["polarity"].isna().all()


def row(value: float, statement: str, article: str = "a.txt", **more: Any) -> dict[str, Any]:
    return {
        "statement_id": statement, "article": article, "speaker": "Ann Lee", "speaker_side": US,
        "measure": "dyad", "target": RUSSIA, "value": value, "conditional": False,
        "evidence_spans": [[0, 1]], "evidence": "x", "rule": "r", "polarity": 0.1, "outlet": None,
        "repeat_of": None, "date_earliest": "2016-01-01", "date_latest": "2016-01-03",
    } | more  # fmt: skip


def test_repeats_count_once():
    frame = pd.DataFrame([row(1, "a:s1"), row(1, "a:s2", repeat_of="a:s1"), row(-1, "a:s3")])
    line = stance.average(frame).iloc[0]
    assert (line["n"], line["mean"]) == (2, 0)
    late = pd.DataFrame([row(0.5, "a:s2", repeat_of="a:s1")])  # the first is uncoded
    assert stance.average(late).iloc[0]["n"] == 1


def test_an_interval_only_where_there_is_enough():
    few = stance.average(pd.DataFrame([row(1, f"a:s{k}") for k in range(9)])).iloc[0]
    assert math.isnan(few["interval_low"])
    assert few["note"] == "One event: 9 utterances in 1 article, all of one mind; no interval."
    values = [1, 1, -1, 0.5, 1, -0.5]
    rows = [row(v, f"{k}:s", article=f"{k % 2}.txt") for k, v in enumerate(values)]
    enough = stance.average(pd.DataFrame(rows)).iloc[0]
    assert enough["lowest"] <= enough["interval_low"] < enough["mean"] < enough["interval_high"]
    assert stance.average(pd.DataFrame(rows)).iloc[0].equals(enough)  # a fixed seed


def test_measures_and_sides_are_never_mixed():
    frame = pd.DataFrame(
        [row(1, "a:s1"), row(-1, "a:s1", measure="proposition"), row(1, "a:s4", speaker_side=None)]
    )
    line = stance.average(frame)
    assert list(line["n"]) == [1, 1, 1]
    assert set(line["speaker_side"]) == {US, "unknown"}


def test_coverage_counts_the_uncoded(said):
    statements = pd.DataFrame([said("x", statement_id=f"a:s{k}") for k in range(4)])
    frame = pd.DataFrame([row(1, "a:s1"), row(1, "a:s1", measure="proposition", target="MINSK")])
    found = stance.coverage(statements, frame).set_index(["measure", "target"])
    assert list(found.loc[("any", "all"), ["coded", "uncoded"]]) == [1, 3]
    assert found.loc[("proposition", "MINSK"), "share"] == 0.25
