"""Gold beside the extractor, one annotator beside another."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest

from onrecord.errors import OnRecordError
from onrecord.evaluation import agreement

TEXT = 'Ann Lee said the sky is blue. "Go home," he told us. "Now." Bob, a cook, wants rain.'


def at(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def statement(
    content: list[list[int]], speaker: str | None, form: str, **more: Any
) -> dict[str, Any]:
    return {"content_spans": content, "speaker": speaker, "form": form} | more


GOLD = {
    "article": "a", "text": TEXT, "stance": [], "discard": [],
    "statements": [
        statement([at("the sky is blue")], "Ann Lee", "indirect", id="s1"),
        statement([at("Go home"), at("Now")], None, "direct", id="s2",
                  speaker_span=[[at(" he told")[0] + 1, at(" he told")[0] + 3]]),
        statement([at("rain")], None, "indirect", id="s3", speaker_span=[at("Bob, a cook")]),
    ],
}  # fmt: skip


def test_a_perfect_reading_scores_one():
    system = {"a": GOLD["statements"]}
    row = agreement.scores([GOLD], system).iloc[0]
    figures = ["precision", "recall", "f1", "strict_f1", "speaker_accuracy", "form_accuracy",
               "end_to_end_f1"]  # fmt: skip
    assert (row[figures] == 1).all()
    assert (row["gold"], row["found"], row["speaker_n"]) == (3, 3, 3)
    assert agreement.errors([GOLD], system).empty


def test_scores_and_errors():
    system = {
        "a": [
            statement([at("sky is blue")], "Ann Lee", "mixed"),  # 3 of 4 words
            statement([at("rain")], "Bob", "indirect", speaker_span=at("Bob, a cook")),
            statement([at("told us")], None, "indirect"),
        ]
    }
    table = agreement.scores([GOLD], system).set_index("form")
    row = table.loc["all"]
    assert (row["gold"], row["found"], row["matched"]) == (3, 3, 2)
    assert row["f1"] == pytest.approx(2 / 3)
    assert row["strict_f1"] == pytest.approx(1 / 3)
    assert row["end_to_end_f1"] == pytest.approx(2 / 3)
    assert row["form_accuracy"] == 0.5
    assert math.isnan(row["f1_low"])
    assert row["note"] == "1 articles: too few for an interval."
    assert table.loc["direct", "recall"] == 0
    assert math.isnan(table.loc["direct", "precision"])
    found = agreement.errors([GOLD], system)
    assert list(found["type"]) == ["content too short", "wrong form", "missed", "spurious"]
    short = found.iloc[0]
    assert (short["gold"], short["system"]) == ("the sky is blue", "sky is blue")
    assert TEXT[slice(*short["gold_span"])] == "the sky is blue"


def test_pairs_are_one_to_one_and_best_first():
    gold = [statement([[0, 12]], "A", "direct")]
    text = "one two three four five six"
    system = [statement([[0, 7]], "A", "direct"), statement([[0, 13]], "A", "direct")]
    assert agreement.match(gold, system, text) == [(0, 1, 1.0)]
    half = [statement([[0, 3]], "A", "direct")]  # one word of three
    assert agreement.match(gold, half, text) == []
    assert agreement.match([], system, text) == []


def test_punctuation_and_quotation_marks_do_not_count():
    text = "He said: “Go home!”"
    gold, system = [statement([at("Go home", text)], "", "")], [statement([[9, 19]], "", "")]
    assert agreement.match(gold, system, text) == [(0, 0, 1.0)]


@pytest.mark.parametrize(
    ("gold", "system", "right"),
    [
        ({"speaker": "Ann Lee"}, {"speaker": "ann lee"}, True),
        ({"speaker": "unnamed senior diplomat"}, {"speaker": "senior diplomat"}, True),
        ({"speaker": "Ann Lee"}, {"speaker": "Bo Lee", "speaker_span": [0, 7]}, False),
        ({"speaker": "Ann Lee"}, {}, False),
        ({"speaker_span": [[0, 7]]}, {"speaker_span": [4, 7]}, True),
        ({"speaker_span": [[0, 7]]}, {"speaker_span": [0, 3]}, False),
        ({"speaker_span": [[0, 7]]}, {"speaker": "Ann Lee"}, True),
        ({"speaker_span": [at("Bob, a cook")]}, {"speaker_span": at("a cook")}, True),
        ({"speaker_span": [[0, 7]]}, {"speaker_span": [0, len(TEXT)]}, False),
        ({}, {"speaker": "Ann Lee"}, None),
    ],
)
def test_same_speaker(gold, system, right):
    assert agreement.same_speaker(gold, system, TEXT) is right


def test_intervals_from_ten_articles_on():
    gold = [GOLD | {"article": str(k)} for k in range(10)]
    system = {str(k): GOLD["statements"][: 1 + k % 3] for k in range(10)}
    row = agreement.scores(gold, system).iloc[0]
    assert row["f1_low"] < row["f1"] < row["f1_high"]
    assert agreement.scores(gold, system).equals(agreement.scores(gold, system))


def test_discarded_regions_are_judged_by_nobody():
    gold = GOLD | {"discard": [at("told us")]}
    system = {"a": [*GOLD["statements"], statement([at("told us")], None, "indirect")]}
    assert agreement.scores([gold], system).iloc[0]["found"] == 3
    assert agreement.errors([gold], system).empty


def test_an_empty_reading():
    row = agreement.scores([GOLD], {}).iloc[0]
    assert (row["recall"], row["f1"]) == (0, 0)
    assert math.isnan(row["precision"])
    assert list(agreement.errors([GOLD], {})["type"]) == ["missed"] * 3
    nothing = GOLD | {"statements": []}
    assert math.isnan(agreement.scores([nothing], {}).iloc[0]["f1"])


# ---------------------------------------------------------------- files


def line(**more: Any) -> str:
    own = {
        "article": "a.txt", "text": TEXT,
        "statements": [{"id": "s1", "content_spans": [[13, 28]], "form": "indirect"}],
        "stance": [{"statement": "s1", "measure": "dyad", "target": "X", "value": -0.5}],
    }  # fmt: skip
    return json.dumps(own | more)


def test_gold_is_read(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(line() + "\n\n" + line(article="b.txt", text=None), encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    first, second = agreement.read_gold(path)
    assert first["statements"] == second["statements"]
    assert first["text"] == second["text"] == TEXT
    assert first["stance"][0]["value"] == -0.5


def test_polnear_is_read(tmp_path):
    row = {
        "id": "p", "text": TEXT, "discard": [],
        "attributions": [
            {"id": "E1", "source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 28]],
             "kind": "indirect"}
        ],
    }  # fmt: skip
    path = tmp_path / "polnear.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    record = agreement.read_gold(path)[0]
    assert record["article"] == "p"
    assert record["statements"][0] == {
        "id": "E1", "content_spans": [[13, 28]], "speaker": None, "speaker_span": [[0, 7]],
        "cue_span": [[8, 12]], "form": "indirect",
    }  # fmt: skip
    result = agreement.evaluate(
        path, lambda text, name: [statement([[13, 28]], "Ann Lee", "indirect")]
    )
    assert result.scores.iloc[0]["end_to_end_f1"] == 1
    assert "all          1" in agreement.summary(result)
    assert agreement.summary(result).endswith("errors: none")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ('{"statements": []}', 'line 1, article: is missing; write "article"'),
        (line(statements={}), "line 1, statements: is not a list"),
        (line(statements=[1]), "line 1, statements 1: not a JSON object"),
        (line(statements=[{"id": "s1"}]), "statements 1, content_spans: is missing"),
        (line(statements=[{"content_spans": [[5, 2]]}]), r"content_spans: \[5, 2\] is no span"),
        (line(statements=[{"content_spans": [[0, 999]]}], stance=[]), "999 lies behind the end"),
        (line(statements=[{"content_spans": [[0, 9]], "form": "odd"}]), "form: 'odd' is none; use"),
        (line(statements=[{"id": 1, "content_spans": [[0, 9]]}] * 2), "2, id: 1 stands twice"),
        (line(stance=[{"statement": "s9"}]), "stance 1, statement: 's9' is no statement"),
        (line(stance=[{"statement": "s1", "measure": "mood"}]), "measure: 'mood' is none"),
        (
            line(stance=[{"statement": "s1", "measure": "dyad", "target": "X", "value": 2}]),
            "value: 2 is none; use -1 to 1",
        ),
        (line(text=None), "line 1, article: a.txt is not in"),
        (line() + "\n" + line(), "line 2: a.txt stands twice"),
        (json.dumps({"id": "p", "attributions": []}), "line 1, text: is missing"),
        ("\n \n{}", "line 3, article: is missing"),
    ],
)  # fmt: skip
def test_wrong_gold_is_named(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OnRecordError, match=message) as error:
        agreement.read_gold(path)
    assert str(error.value).startswith(str(path))


# ---------------------------------------------------------------- two annotators


def code(of: str, value: float, target: str = "X", **more: Any) -> dict[str, Any]:
    return {"statement": of, "measure": "dyad", "target": target, "value": value,
            "conditional": False, "evidence": "e"} | more  # fmt: skip


A = GOLD | {"stance": [code("s1", 1), code("s2", -1), code("s3", 0.5), code("s1", 1, "Y")]}
B = GOLD | {
    "statements": [
        {**GOLD["statements"][0], "id": "b1", "content_spans": [at("sky is blue")]},
        {**GOLD["statements"][1], "id": "b2"},
        {**GOLD["statements"][2], "id": "b3", "form": "direct"},
    ],
    "stance": [
        code("b1", 1), code("b2", -1), code("b3", 0.5, conditional=True), code("b2", 1, "Z")
    ],
}  # fmt: skip


def test_alpha_pairs_statements_by_content():
    table = agreement.alpha([A], [B]).set_index("measure")
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
    texts = {"text": "one two three four", "discard": []}
    spans = [[0, 3], [4, 7], [8, 13], [14, 18]]
    passes = []
    for k in (0, 1):
        said = [statement([span], None, "direct", id=f"s{i}") for i, span in enumerate(spans)]
        stance = [code(f"s{i}", pair[k]) for i, pair in enumerate(values)]
        passes.append([{"article": "a", **texts, "statements": said, "stance": stance}])
    pooled = [x for pair in values for x in pair]
    n = len(pooled)
    observed = sum(2 * (a - b) ** 2 for a, b in values) / n
    expected = sum((a - b) ** 2 for a in pooled for b in pooled) / (n * (n - 1))
    found = agreement.alpha(*passes).set_index("measure").loc["all"]
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
    assert round(agreement.alpha_of(coders(*rows), level), 3) == value
    swapped = coders(*reversed(rows))
    assert agreement.alpha_of(swapped, level) == pytest.approx(
        agreement.alpha_of(coders(*rows), level), abs=1e-12
    )


def test_alpha_at_its_ends():
    for level in ("nominal", "ordinal", "interval"):
        assert agreement.alpha_of([(1, 1), (2, 2), (0.5, 0.5)], level) == 1
        assert agreement.alpha_of([(1, 2), (2, 1)] * 2, level) < 0
        for undefined in ([], [(1, 2)], [(1, 1), (1, 1)], [(1, None), (math.nan, 2), (1, 1)]):
            assert math.isnan(agreement.alpha_of(undefined, level))
    with pytest.raises(ValueError, match="level 'ratio' is not known; use nominal, ordinal or"):
        agreement.alpha_of([(1, 1), (2, 2)], "ratio")


def test_alpha_is_not_defined_without_a_difference():
    same = GOLD | {"stance": [code("s1", 1), code("s2", 1)]}
    row = agreement.alpha([same], [same]).set_index("measure").loc["dyad"]
    assert math.isnan(row["alpha_interval"])
    assert row["note"].endswith("not defined.")


def test_span_f1_of_two_passes():
    found = agreement.span_f1([A], [B])
    assert (found["a"], found["b"], found["matched"], found["f1"]) == (3, 3, 3, 1)
    assert found["strict_f1"] == pytest.approx(2 / 3)
    assert found["form"] == pytest.approx(2 / 3)


def test_every_disagreement_is_listed():
    table = agreement.disagreements([A], [B])
    assert sorted(table["what"]) == [
        "conditional", "content", "form", "stance only in a", "stance only in b"
    ]  # fmt: skip
    lone = agreement.disagreements([A], [GOLD | {"statements": [], "stance": []}])
    assert (lone["what"] == "only in a").sum() == 3
    assert (lone["what"] == "stance only in a").sum() == 4
    assert agreement.disagreements([A], [A]).empty


def test_an_article_that_one_pass_lacks_counts():
    assert agreement.span_f1([A], [])["f1"] == 0
    assert (agreement.disagreements([], [A])["what"] == "only in b").sum() == 3


def test_the_machine_stands_beside_gold_as_a_pass():
    statements = pd.DataFrame(
        [{**s, "article": "a", "statement_id": s["id"]} for s in GOLD["statements"]]
    )
    stance = pd.DataFrame(
        [{**c, "article": "a", "statement_id": c["statement"]} for c in A["stance"]]
    )
    machine = agreement.as_pass([A], statements, stance)
    assert agreement.disagreements([A], machine).empty
    assert agreement.alpha([A], machine).set_index("measure").loc["dyad", "n"] == 4


def test_it_counts_polnear_as_published(shared):
    path = shared / "polnear" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("PolNeAR is not here")
    gold = agreement.read_gold(path)
    assert len(gold) == 84
    perfect = {record["article"]: record["statements"] for record in gold}
    row = agreement.scores(gold, perfect).iloc[0]
    assert row["gold"] == sum(len(record["statements"]) for record in gold)
    assert row["f1"] == row["f1_low"] == 1
    assert row["end_to_end_f1"] > 0.99
