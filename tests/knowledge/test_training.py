"""The script that trains the network: a few steps of it, where JAX is at hand."""

import json
import subprocess
import sys

import numpy as np
import pytest

from onrecord.extraction.pieces import pieces
from onrecord.extraction.tagger import Tagger
from onrecord.knowledge import known, weights

TEXT = "The bridge\n\nLind railed that it was shut. Moe said that it was open, and Lind left."
CUES = {"railed": ("Lind", "that it was shut"), "said": ("Moe", "that it was open")}


@pytest.fixture(scope="module")
def trained(root, tmp_path_factory):
    pytest.importorskip("jax")
    pytest.importorskip("optax")
    folder = tmp_path_factory.mktemp("trained")
    marked = [
        {
            name: [[TEXT.index(words), TEXT.index(words) + len(words)]]
            for name, words in zip(("cue", "source", "content"), (cue, *rest), strict=True)
        }
        for cue, rest in CUES.items()
    ]
    lines = [json.dumps({"id": f"a{n}", "text": TEXT, "attributions": marked}) for n in range(9)]
    (folder / "gold.jsonl").write_text("\n".join(lines), "utf-8")
    for name in ("one.npz", "two.npz"):
        script = [sys.executable, str(root / "data/weights/train.py"), str(folder / "gold.jsonl")]
        steps = ["-o", str(folder / name), "--epochs", "40", "--steps", "40"]
        done = subprocess.run([*script, *steps], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return folder


def test_it_gives_the_same_bytes_each_time(trained):
    assert (trained / "one.npz").read_bytes() == (trained / "two.npz").read_bytes()


def test_what_it_has_learnt_is_read_without_it(trained):
    tagger = Tagger(weights.read(trained / "one.npz"), known().cues)
    (piece,) = pieces(TEXT, ((12, len(TEXT)),), (), ())
    (tagged,) = tagger.tag([piece], -9)
    likely = [piece.words[n] for n in np.argsort(-tagged.begins)[:2]]
    assert sorted(likely) == ["railed", "said"]
