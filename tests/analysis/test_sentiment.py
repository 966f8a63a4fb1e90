"""Polarity and targeted sentiment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from reading import OURS

from onrecord.analysis import sentiment
from onrecord.analysis.towards import reader
from onrecord.errors import OnRecordError
from onrecord.knowledge import known


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
        ("Lee was not accused of fraud.", "Lee", "neu"),
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
    assert plain.label == "neu"
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


def test_a_word_that_a_user_adds_counts_as_its_like(tmp_path):
    ours = (OURS / "sentiment_words.toml").read_text(encoding="utf-8")
    own = ours.replace("\n  racis*", "\n  soggy racis*", 1)
    (tmp_path / "sentiment_words.toml").write_text(own, encoding="utf-8")
    text = "The pie was soggy, critics said."
    with_it, without = (sentiment.targeted(text, [4, 7], folder) for folder in (tmp_path, None))
    assert with_it.label == "neg"
    assert with_it.score < without.score


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


def test_the_words_that_decided_are_shown():
    text = "On Monday critics condemned Lee as dishonest."
    found = reader(known()).read(text, [(28, 31)])
    assert found.label == "neg"
    assert "condemned" in [text[start:stop] for start, stop in found.spans]


@pytest.mark.parametrize(("text", "target"), [("", (0, 0)), ("win", (0, 3))])
def test_a_text_that_says_nothing_has_an_answer_all_the_same(text, target):
    found = reader(known()).read(text, [target])
    assert found.spans == (target,)
    assert -1 <= found.score <= 1


def test_who_condemns_is_told_from_who_is_condemned():
    text = "Ann Bell condemned Bo Lee."
    doer, patient = (sentiment.targeted(text, span).score for span in ([0, 8], [19, 25]))
    assert patient < doer


def test_lines_before_a_wrong_one_are_answered_first():
    good = json.dumps({"id": 7, "text": "They praised Ann.", "target": [13, 16]})
    found = sentiment.label_lines([good, "no json"], "lines.jsonl")
    assert next(found)[0] == 7
    with pytest.raises(OnRecordError, match="line 2: not JSON"):
        next(found)


def test_on_newsmtsc(shared):
    """How ours label the sentences they were trained on; data/README.md tells of unseen ones."""
    path = shared / "newsmtsc" / "train.jsonl"
    if not path.is_file():
        pytest.skip("NewsMTSC is not here")
    gold, found = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for target in row["targets"]:
            gold.append({2: "neg", 4: "neu", 6: "pos"}[int(target["polarity"])])
            place = target["from"], target["to"]
            found.append(reader(known()).read(row["sentence_normalized"], [place]).label)
    assert len(found) == 8739
    assert macro_f1(gold, found) >= 0.85
