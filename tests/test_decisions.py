"""Decisions by weights: the file, and what it may and may not change."""

import json
import os
from pathlib import Path

import pytest

from onrecord import decisions, files, statement, training
from onrecord.files import OnRecordError

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))
WEIGHTS = ROOT / "data" / "weights" / "polnear.weights"

TEXT = "Ann Lee said that the bridge is safe. The mayor condemned the plan, and went home."


def example(number: int) -> dict[str, object]:
    """One annotated article of our own."""

    def span(words: str) -> list[list[int]]:
        return [[TEXT.index(words), TEXT.index(words) + len(words)]]

    return {
        "id": f"a{number}",
        "text": TEXT,
        "attributions": [
            {"source": span("Ann Lee"), "cue": span("said"),
             "content": span("that the bridge is safe")},
            {"source": span("The mayor"), "cue": span("condemned"), "content": span("the plan")},
        ],
    }  # fmt: skip


def test_the_same_corpus_gives_the_same_bytes() -> None:
    corpus = [example(n) for n in range(12)]
    assert training.fit(corpus) == training.fit(corpus)


def test_what_was_learned_is_used(tmp_path: Path) -> None:
    path = tmp_path / "small.weights"
    files.write(path, training.fit([example(n) for n in range(12)]))
    found = {
        row["speaker_text"]: row["content"]
        for row in statement.of_text(TEXT, "a.txt", None, str(path))
    }
    assert found == {"Ann Lee": "the bridge is safe", "The mayor": "the plan"}


def test_a_high_floor_lets_nothing_through(tmp_path: Path) -> None:
    head, _, body = WEIGHTS.read_bytes().partition(b"\n")
    path = tmp_path / "strict.weights"
    path.write_bytes(json.dumps({**json.loads(head), "floor": 10**6}).encode() + b"\n" + body)
    rules = [row["rule"] for row in statement.of_text(TEXT, "a.txt", None, str(path))]
    assert rules == []


def test_our_weights_are_small_and_hold_no_text() -> None:
    data = WEIGHTS.read_bytes()
    assert len(data) <= 200_000
    head, _, body = data.partition(b"\n")
    assert len(body) == sum(json.loads(head)["sizes"].values())
    letters = "".join(chr(b) if chr(b).isascii() and chr(b).isalpha() else " " for b in body)
    assert max(map(len, letters.split())) < 8, "a word seems to stand in the tables"


def test_every_span_holds_with_weights() -> None:
    for path in files.find(ROOT / "data" / "raw"):
        raw = files.read(path)
        rows = statement.of_text(raw, path.name, None, str(WEIGHTS))
        assert rows
        for row in rows:
            assert row["content"] == " … ".join(raw[a:b] for a, b in row["content_spans"])


@pytest.mark.parametrize("data", [b"", b"no json\nabc", b'{"sizes": {"end": 4}}\nabcd'])
def test_a_file_that_is_none_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.weights"
    path.write_bytes(data)
    with pytest.raises(OnRecordError, match=r"broken.weights.*training"):
        decisions.load(path)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(OnRecordError, match="nowhere.weights"):
        decisions.load("nowhere.weights")


@pytest.mark.skipif(not (SHARED / "polnear").is_dir(), reason="PolNeAR is not at hand")
def test_our_weights_are_made_from_the_train_split() -> None:
    with open(SHARED / "polnear" / "train.jsonl", encoding="utf-8") as lines:
        corpus = [json.loads(line) for line in lines]
    assert training.fit(corpus) == WEIGHTS.read_bytes()
