"""The extractor beside the gold: scores and errors."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from onrecord import evaluation
from onrecord.evaluation.gold import GoldArticle, GoldStatement
from onrecord.evaluation.scoring import match, same_speaker


def at(words: str, text: str) -> tuple[tuple[int, int], ...]:
    start = text.index(words)
    return ((start, start + len(words)),)


def test_a_perfect_reading_scores_one(gold):
    row = evaluation.scores([gold], [gold]).iloc[0]
    figures = ["precision", "recall", "f1", "strict_f1", "speaker_accuracy", "form_accuracy",
               "end_to_end_f1"]  # fmt: skip
    assert (row[figures] == 1).all()
    assert (row["gold"], row["found"], row["speaker_n"]) == (3, 3, 3)
    assert evaluation.errors([gold], [gold]).empty


def test_scores_and_errors(gold):
    bob = at("Bob, a cook", gold.text)
    statements = [
        GoldStatement("s1", at("sky is blue", gold.text), speaker="Ann Lee", form="mixed"),
        GoldStatement("s2", at("rain", gold.text), bob, speaker="Bob", form="indirect"),
        GoldStatement("s3", at("told us", gold.text), form="indirect"),
    ]
    system = [replace(gold, statements=statements)]
    table = evaluation.scores([gold], system).set_index("form")
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
    found = evaluation.errors([gold], system)
    assert list(found["type"]) == ["content too short", "wrong form", "missed", "spurious"]
    short = found.iloc[0]
    assert (short["gold"], short["system"]) == ("the sky is blue", "sky is blue")
    assert gold.text[slice(*short["gold_span"])] == "the sky is blue"


def test_pairs_are_one_to_one_and_best_first():
    text = "one two three four five six"
    gold = [GoldStatement("g", ((0, 12),))]
    system = [GoldStatement("a", ((0, 7),)), GoldStatement("b", ((0, 13),))]
    assert match(gold, system, text) == ([(gold[0], system[1])], [], system[:1])
    third = [GoldStatement("c", ((0, 3),))]  # one word of three
    assert match(gold, third, text) == ([], gold, third)
    assert match([], system, text) == ([], [], system)


@pytest.mark.parametrize(
    ("marked", "found", "strict"),
    [
        ("that it was over", "it was over", 1),
        ("it was over", "that it was over", 1),
        ("that it was over", "that it was over", 1),
        ("that it was over", "was over", 0),
        ("said that it was over", "it was over", 0),
    ],
)
def test_a_that_which_opens_a_content_counts_in_neither_reading(marked, found, strict):
    text = "Ann Lee said that it was over."
    one, other = (
        [GoldArticle("a", text, [GoldStatement("s", at(words, text), form="indirect")])]
        for words in (marked, found)
    )
    assert evaluation.scores(one, other).iloc[0]["strict_f1"] == strict
    assert len(evaluation.errors(one, other)) == 1 - strict


def test_punctuation_and_quotation_marks_do_not_count():
    text = "He said: “Go home!”"
    gold, system = [GoldStatement("g", at("Go home", text))], [GoldStatement("s", ((9, 19),))]
    assert match(gold, system, text).pairs == [(gold[0], system[0])]


LEE, WHOLE = ((0, 7),), ((0, 84),)


@pytest.mark.parametrize(
    ("marked", "found", "right"),
    [
        ({"speaker": "Ann Lee"}, {"speaker": "ann lee"}, True),
        ({"speaker": "unnamed senior diplomat"}, {"speaker": "senior diplomat"}, True),
        ({"speaker": "Ann Lee"}, {"speaker": "Bo Lee", "speaker_span": LEE}, False),
        ({"speaker": "Ann Lee"}, {}, False),
        ({"speaker_span": LEE}, {"speaker_span": ((4, 7),)}, True),
        ({"speaker_span": LEE}, {"speaker_span": ((0, 3),)}, False),
        ({"speaker_span": LEE}, {"speaker": "Ann Lee"}, True),
        ({"speaker_span": ((60, 71),)}, {"speaker_span": ((65, 71),)}, True),  # Bob, a cook
        ({"speaker_span": LEE}, {"speaker_span": WHOLE}, False),
        ({}, {"speaker": "Ann Lee"}, None),
    ],
)
def test_same_speaker(gold, marked, found, right):
    one, other = (GoldStatement("s", ((13, 28),), **given) for given in (marked, found))
    assert same_speaker(one, other, gold.text) is right


def test_intervals_from_ten_articles_on(gold):
    ten = [replace(gold, article=str(k)) for k in range(10)]
    system = [replace(one, statements=gold.statements[: 1 + k % 3]) for k, one in enumerate(ten)]
    row = evaluation.scores(ten, system).iloc[0]
    assert row["f1_low"] < row["f1"] < row["f1_high"]
    assert evaluation.scores(ten, system).equals(evaluation.scores(ten, system))


def test_discarded_regions_are_judged_by_nobody(gold):
    told = at("told us", gold.text)
    more = GoldStatement("s4", told, form="indirect")
    system = [replace(gold, statements=[*gold.statements, more])]
    assert evaluation.scores([gold], system).iloc[0]["found"] == 4
    marked = [replace(gold, discard=told)]
    assert evaluation.scores(marked, system).iloc[0]["found"] == 3
    assert evaluation.errors(marked, system).empty


def test_an_empty_reading(gold):
    row = evaluation.scores([gold], []).iloc[0]
    assert (row["recall"], row["f1"]) == (0, 0)
    assert math.isnan(row["precision"])
    assert list(evaluation.errors([gold], [])["type"]) == ["missed"] * 3
    for nothing in ([], [replace(gold, statements=[])]):
        assert evaluation.scores(nothing, [])["f1"].isna().all()
        assert list(evaluation.scores(nothing, [])["gold"]) == [0, 0, 0, 0]


def test_a_gold_file_is_evaluated(tmp_path, gold):
    span = {"source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 28]], "kind": "indirect"}
    path = tmp_path / "polnear.jsonl"
    path.write_text(json.dumps({"id": "p", "text": gold.text, "attributions": [span]}))
    found = evaluation.evaluate(path, lambda text, name: gold.statements[:1])
    assert found.scores.iloc[0]["end_to_end_f1"] == 1
    assert "all          1" in evaluation.summary(found)
    assert evaluation.summary(found).endswith("errors: none")


def test_it_counts_polnear_as_published(shared):
    path = shared / "polnear" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("PolNeAR is not here")
    gold: list[GoldArticle] = evaluation.read_gold(path)
    assert len(gold) == 84
    row = evaluation.scores(gold, gold).iloc[0]
    assert row["gold"] == sum(len(one.statements) for one in gold)
    assert row["f1"] == row["f1_low"] == 1
    assert row["end_to_end_f1"] > 0.99
