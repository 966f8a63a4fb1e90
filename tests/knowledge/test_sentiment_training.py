"""The script that trains the reader of praise and blame: a few steps, on made-up sentences."""

import csv
import json
import re
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
        for n in range(150)
        for text, y in SENTENCES
    ]  # fmt: skip
    texts = [
        {"id": f"{cue}{n}", "text": f"She {cue} the deeds of Lind."}
        for n in range(150)
        for cue in ("gleffed", "skowned")
    ]
    for corpus, held in ("newsmtsc", rows), ("polnear", texts), ("directed", texts[:0]):
        (folder / corpus).mkdir()
        (folder / corpus / "train.jsonl").write_text("\n".join(map(json.dumps, held)), "utf-8")
    codes = [f"polnear,gleffed{n},4-11,12-29,25-29,2" for n in range(150)]
    codes += [f"polnear,skowned{n},4-11,12-29,25-29,0" for n in range(150)]
    lines = ["corpus,id,cue,content,targets,code", *codes]
    (folder / "attitudes.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "written.tsv").write_text("-2\tsaid\tthat «Lind» and «he» vorked\n" * 150, "utf-8")
    outputs = []
    for name in ("one.npz", "two.npz"):
        script = [sys.executable, str(root / "data/weights/train_sentiment.py")]
        steps = ["-o", str(folder / name), "--steps", "80", "--folds", "2"]
        what = [str(folder), "--codes", str(folder), *steps]
        done = subprocess.run([*script, *what], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    return folder, outputs


def test_it_gives_the_same_bytes_each_time(trained):
    folder, outputs = trained
    assert (folder / "one.npz").read_bytes() == (folder / "two.npz").read_bytes()
    assert outputs[0] == outputs[1]
    assert outputs[0].startswith("sentences, macro F1: ")


def test_what_was_learnt_is_read(trained):
    folder, _ = trained
    made = weights.read(folder / "one.npz", weights.SENTIMENT)
    reader = Reader(known().sentiment_words, made)
    sentences = [("Ada was zorbed by all.", (0, 3)), ("Bo sat on a bench.", (0, 2))]
    assert [reader.read(text, [at]).label for text, at in sentences] == ["neg", "neu"]
    assert reader.read("said that Ada and she vorked", [(10, 13), (18, 21)], 5).label == "neg"
    assert np.abs(made.tables["towards"]).max() <= weights.STEPS


def test_the_codes_that_it_is_trained_on_are_whole(root):
    codes, span = {"-2", "-1", "0", "1", "2"}, re.compile(r"(\d+)-(\d+)( |$)")
    with (root / "data/weights/attitudes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 10_000
    for row in rows:
        assert row["corpus"] in ("newsmtsc", "polnear", "directed")
        assert row["code"] in codes
        spans = [span.findall(row[name]) for name in ("cue", "content", "targets")]
        assert all(int(a) < int(b) for part in spans for a, b, _ in part)
        held = {at for a, b, _ in spans[0] + spans[1] for at in range(int(a), int(b))}
        assert spans[2]
        assert all({int(a), int(b) - 1} <= held for a, b, _ in spans[2])
    made = (root / "data/weights/written.tsv").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"(-?[12]|0)\t[^\t]*\t[^\t]*«[^»]+».*", line) for line in made)
    assert len(made) == len(set(made))
