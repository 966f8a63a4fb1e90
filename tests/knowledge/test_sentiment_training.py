"""The script that trains the reader of praise and blame: a few steps, on made-up sentences."""

import json
import subprocess
import sys

import numpy as np
import pytest

from onrecord.analysis.towards import Reader
from onrecord.knowledge import known, weights

SENTENCES = [
    ("Lind was zorbed by all.", 2),
    ("All were glad of Lind, who plimmed.", 6),
    ("Lind sat on a bench.", 4),
]


@pytest.fixture(scope="module")
def trained(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    rows = [
        {
            "primary_gid": f"made_{n}_{n}_up", "sentence_normalized": text,
            "targets": [{"from": text.index("Lind"), "to": text.index("Lind") + 4, "polarity": y}],
        }
        for n in range(40)
        for text, y in SENTENCES
    ]  # fmt: skip
    (folder / "own.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    outputs = []
    for name in ("one.npz", "two.npz"):
        script = [sys.executable, str(root / "data/weights/train_sentiment.py")]
        steps = ["-o", str(folder / name), "--steps", "20", "--folds", "2"]
        what = [str(folder / "own.jsonl"), *steps]
        done = subprocess.run([*script, *what], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    return folder, outputs


def test_it_gives_the_same_bytes_each_time(trained):
    folder, outputs = trained
    assert (folder / "one.npz").read_bytes() == (folder / "two.npz").read_bytes()
    assert outputs[0] == outputs[1]
    assert outputs[0].startswith("macro F1 in 2 folds: ")


def test_what_was_learnt_is_read(trained):
    folder, _ = trained
    made = weights.read(folder / "one.npz", weights.SENTIMENT)
    reader = Reader(known().sentiment_words, made)
    texts = ["Ada was zorbed by all.", "Bo sat on a bench."]
    places = [(0, 3), (0, 2)]
    labels = [reader.read(*asked).label for asked in zip(texts, places, strict=True)]
    assert labels == ["neg", "neu"]
    assert np.abs(made.tables["towards"]).max() <= weights.STEPS
