"""Articles that were marked by hand."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from onrecord import evaluation
from onrecord.errors import OnRecordError
from onrecord.evaluation.gold import GoldStatement

TEXT = 'Ann Lee said the sky is blue. "Go home," he told us.'


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
    first, second = evaluation.read_gold(path)
    assert first.statements == second.statements
    assert first.text == second.text == TEXT
    assert first.statements[0].stance == {("dyad", "X"): -0.5}


def test_polnear_is_read(tmp_path):
    row = {
        "id": "p", "text": TEXT, "discard": [[30, 40]],
        "attributions": [
            {"id": "E1", "source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 28]],
             "kind": "indirect"}
        ],
    }  # fmt: skip
    path = tmp_path / "polnear.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (record,) = evaluation.read_gold(path)
    assert (record.article, record.discard) == ("p", ((30, 40),))
    assert record.statements == [
        GoldStatement("E1", ((13, 28),), ((0, 7),), ((8, 12),), form="indirect")
    ]


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
        (line(stance=5), "line 1, stance: is not a list"),
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
        ("\n", "the file holds only blank space"),
    ],
)  # fmt: skip
def test_wrong_gold_is_named(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OnRecordError, match=message) as error:
        evaluation.read_gold(path)
    assert str(error.value).startswith(str(path))


def test_the_machine_stands_beside_gold_as_a_pass(gold):
    rows = [
        {"article": "a", "statement_id": one.statement_id, "speaker": one.speaker,
         "form": one.form, "content_spans": json.dumps(one.content_spans),
         "speaker_span": one.speaker_span[0] if one.speaker_span else None}
        for one in gold.statements
    ]  # fmt: skip
    codes = [("a", "s1", "dyad", "X", 1.0), ("a", "s2", "dyad", "X", None)]
    columns = ["article", "statement_id", "measure", "target", "value"]
    stance = pd.DataFrame(codes, columns=columns)
    (machine,) = evaluation.as_pass([gold], pd.DataFrame(rows), stance)
    assert evaluation.errors([gold], [machine]).empty
    assert [one.stance for one in machine.statements] == [{("dyad", "X"): 1.0}, {}, {}]
    (machine,) = evaluation.as_pass([gold], pd.DataFrame(rows))
    assert machine == gold
