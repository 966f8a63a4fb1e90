"""Polarity and targeted sentiment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import zlib

import pytest
from reading import OURS

from onrecord.analysis import sentiment
from onrecord.errors import OnRecordError


def towards(text: str, target: str) -> str:
    start = text.index(target)
    return sentiment.targeted(text, [start, start + len(target)]).label


def test_polarity_works_without_corpora():
    code = (
        "import nltk.data; nltk.data.path[:] = []\n"
        "from onrecord.analysis.sentiment import polarity\n"
        "print(polarity('a good, honest answer'), polarity(''), polarity('\\U0001f600 war'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={**os.environ, "NLTK_DATA": "/nowhere"},
    )  # fmt: skip
    assert done.stdout.strip() == "(0.6499999999999999, 0.75) (0.0, 0.0) (0.0, 0.0)"


def test_polarity_fails_as_its_docstring_says():
    """Known failures, pinned so that nobody takes polarity for stance."""
    assert sentiment.polarity("It isn't good.")[0] > 0
    assert sentiment.polarity("They condemned the blackmail and the war.")[0] == 0
    assert sentiment.polarity("They would welcome Russia if it changed its strategy.")[0] == 0.8


@pytest.mark.parametrize(
    ("text", "target", "label"),
    [
        ("Critics condemned Lee as dishonest.", "Lee", "neg"),
        ("Lee condemned the attack as barbaric, she told us.", "Lee", "neg"),  # a known failure
        ("The mayor praised Lee for her courage.", "Lee", "pos"),
        ("Lee was accused of fraud.", "Lee", "neg"),
        ("Lee was not accused of fraud.", "Lee", "pos"),
        ("Lee Wins Senate Race After Brilliant Night", "Lee", "pos"),
        ("“The vote is on Monday,” Lee said.", "Lee", "neu"),
        ("“This is a disaster,” Lee said.", "Lee", "neu"),
        ("Lee won the prize for her brilliant work.", "Lee", "pos"),
        ("Lee is not only brilliant but kind.", "Lee", "pos"),
    ],
)
def test_targeted(text, target, label):
    assert towards(text, target) == label


@pytest.mark.parametrize(
    "name", ["Russia", "Victory Party", "Love", "Killer Mike", "the hero", "Å"]
)
def test_the_name_of_the_target_says_nothing(name):
    scores = []
    for it in (name, "Xu"):
        text = f"Officials met {it} on Monday and praised the weather."
        start = text.index(it)
        scores.append(sentiment.targeted(text, [start, start + len(it)]))
    assert scores[0] == scores[1]


def test_other_names_say_nothing():
    plain = sentiment.targeted("Ann Bell met Bo Lee in June.", [0, 8])
    assert plain == ("neu", 0.0)
    assert sentiment.targeted("Ann Bell met Crime Victim in June.", [0, 8]) == plain


def test_lines_are_labelled_and_bad_ones_named():
    good = json.dumps({"id": 7, "text": "They praised Ann.", "target": [13, 16]})
    bad = [
        "no json",
        "[]",
        '{"id": "a", "text": "x"}',
        '{"id": "a", "text": "x", "target": [0, 9]}',
        '{"id": "a", "text": "x", "target": [true, 1]}',
        '{"id": "a", "text": 1, "target": [0, 1]}',
        '{"id": null, "text": "x", "target": [0, 1]}',
        "[" * 100_000,
    ]
    errors: list[OnRecordError] = []
    lines = [good, "", *bad, good + "\n"]
    out = list(sentiment.label_lines(lines, "lines.jsonl", report=errors.append))
    assert [key for key, _ in out] == [7, 7]
    found = out[0][1]
    assert found.label == "pos"
    assert 0 < found.score <= 1
    assert [error.place for error in errors] == [f"line {n}" for n in range(3, 3 + len(bad))]
    assert all(error.remedy and error.file == "lines.jsonl" for error in errors)
    with pytest.raises(OnRecordError, match=r"lines\.jsonl: line 1: not JSON"):
        list(sentiment.label_lines(["no json"], "lines.jsonl"))


def test_the_table_is_checked(tmp_path):
    (tmp_path / "sentiment_words.toml").write_text(
        '[[group]]\nname = "x"\nvalue = "high"\nwords = "a"\n'
    )
    with pytest.raises(OnRecordError, match=r"\[\[group\]\] 1 \(x\), value"):
        sentiment.targeted("It is bad.", [0, 2], tmp_path)


def test_a_user_may_bring_words(tmp_path):
    ours = (OURS / "sentiment_words.toml").read_text(encoding="utf-8")
    own = '\n[[group]]\nname = "food"\nvalue = -2\nwords = "soggy stone+cold"\n'
    (tmp_path / "sentiment_words.toml").write_text(ours.replace("# Acts.", own + "\n# Acts."))
    assert sentiment.targeted("The pie was soggy.", [4, 7], tmp_path).label == "neg"
    assert sentiment.targeted("The pie was stone cold.", [4, 7], tmp_path).label == "neg"
    assert sentiment.targeted("The pie was soggy.", [4, 7]).label == "neu"


def test_long_text_takes_no_longer_than_its_length():
    text = "It was not a very bad " * 40_000 + "Lee"
    began = time.perf_counter()
    sentiment.targeted(text, [len(text) - 3, len(text)])
    assert time.perf_counter() - began < 20


def macro_f1(gold: list[str], guessed: list[str]) -> float:
    f1 = []
    for label in ("neg", "neu", "pos"):
        both = sum(g == label == p for g, p in zip(gold, guessed, strict=True))
        f1.append(2 * both / max(1, gold.count(label) + guessed.count(label)))
    return sum(f1) / 3


def labels(scores: list[float], low: float, high: float) -> list[str]:
    return ["neg" if s < low else "pos" if s > high else "neu" for s in scores]


def best_limits(scores: list[float], gold: list[str]) -> tuple[float, float]:
    """Return the two limits of the neutral label with the best macro F1, by coordinate steps."""
    low, high, best = -0.2, 0.2, 0.0
    for limit in [x / 50 for x in range(-25, 40)] * 2:
        for pair in ((-limit, high), (low, limit)):
            if pair[0] <= pair[1] and (macro := macro_f1(gold, labels(scores, *pair))) > best:
                best, (low, high) = macro, pair
    return low, high


def test_cross_validation_on_newsmtsc(shared):
    """Five folds grouped by article; the limits of the neutral label are set out of fold."""
    path = shared / "newsmtsc" / "train.jsonl"
    if not path.is_file():
        pytest.skip("NewsMTSC is not here")
    rows = []  # article, gold, score, label
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        id_of = re.match(r"[a-z]+(?:_v\d+)?_-?\d+_-?\d+(?=_)", row["primary_gid"])
        article = id_of.group() if id_of else row["primary_gid"]
        for target in row["targets"]:
            gold = {2: "neg", 4: "neu", 6: "pos"}[int(target["polarity"])]
            found = sentiment.targeted(row["sentence_normalized"], [target["from"], target["to"]])
            rows.append((article, gold, found.score, found.label))
    assert len(rows) == 8739
    assert len({article for article, *_ in rows}) == 5446
    golds: list[str] = []
    guesses: list[str] = []
    for k in range(5):
        here = [row for row in rows if zlib.crc32(row[0].encode()) % 5 == k]
        rest = [row for row in rows if zlib.crc32(row[0].encode()) % 5 != k]
        limits = best_limits([row[2] for row in rest], [row[1] for row in rest])
        gold, guessed = [row[1] for row in here], labels([row[2] for row in here], *limits)
        assert macro_f1(gold, guessed) >= 0.58
        golds += gold
        guesses += guessed
    assert macro_f1(golds, guesses) >= 0.60  # measured 0.6095; plain TextBlob 0.431
    assert macro_f1([row[1] for row in rows], [row[3] for row in rows]) >= 0.60
