"""Fit the weights of scores.toml to annotated articles, and say how far scores hold.

usage: fit.py ARTICLES.jsonl … [-o scores.toml] [--reliability FILE.csv] [--knowledge FOLDER]

Each file is gold as ``onrecord evaluate`` reads it. A statement is right if its content overlaps
gold's by half and its source is gold's. The weights are those of a logistic regression (ridge 1)
on all files; the shares that are written to FILE.csv come from five parts of the articles, each
scored by weights that were fitted to the other four.
"""

import argparse
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd

from onrecord.corpus import Page
from onrecord.evaluation.gold import GoldStatement, read_gold
from onrecord.evaluation.scoring import match, same_speaker
from onrecord.extraction.draft import drafts
from onrecord.extraction.learned import Shown, weighed
from onrecord.knowledge import known

PARTS = 5
SELF = frozenset("i we you me us my our your".split())  # GUM marks these by another measure
BINS = np.linspace(0, 1, 11)
HEAD = """\
# How much what shows that a statement is right counts for its score, of statements that rules find
# and of those that only the network finds: weights of a logistic regression, fitted by
# data/weights/fit.py. What each stands for is told in extraction/learned.py (`Shown`).
"""


def examples(path, knowledge):
    """Yield of each statement its part, who found it, what shows that it is right, and if it is."""
    for gold in read_gold(path):
        article = Page(gold.text, f"{gold.article}.txt", knowledge).article
        found = drafts(gold.text, article, knowledge.cues)
        marked = []
        for draft, kind, shown in weighed(gold.text, article, found, knowledge):
            source = (draft.source_span,) if draft.source_span else ()
            words = draft.words(draft.source_span)
            one = GoldStatement("", draft.content_spans, source, (draft.cue_span,), None, words)
            marked.append((one, kind, shown))
        matched = match(gold.statements, [one for one, *_ in marked], gold.text)
        right = {id(b) for a, b in matched.pairs if same_speaker(a, b, gold.text) is not False}
        for one, kind, shown in marked:
            if one.speaker_text.lower() not in SELF:
                yield crc32(gold.article.encode()) % PARTS, kind, shown, id(one) in right


def share(x, weights):
    """Return the share that is right by weights."""
    return 1 / (1 + np.exp(-x @ weights))


def fitted(x, y, ridge=1.0):
    """Return the weights of a logistic regression (Newton's method)."""
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = share(x, weights)
        slope = x.T @ (y - p) - ridge * weights
        weights += np.linalg.solve(
            (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(weights)), slope
        )
    return weights


def main():
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("articles", nargs="+", type=Path)
    ask.add_argument("-o", "--output", type=Path)
    ask.add_argument("--reliability", type=Path)
    ask.add_argument("--knowledge")
    given = ask.parse_args()
    knowledge = known(given.knowledge)
    rows = [
        (path.parent.name, *one) for path in given.articles for one in examples(path, knowledge)
    ]
    table = pd.DataFrame(rows, columns=["corpus", "part", "kind", "shown", "right"])
    lines, table["score"] = [], 0.0
    for kind, own in table.groupby("kind"):
        x, y = np.array([*own["shown"]], float), own["right"].to_numpy(float)
        lines += [
            f"[{kind}]",
            *(f"{name} = {w:.2f}" for name, w in zip(Shown._fields, fitted(x, y), strict=True)),
        ]
        for part in range(PARTS):
            held = (own["part"] == part).to_numpy()
            table.loc[own.index[held], "score"] = share(x[held], fitted(x[~held], y[~held]))
    text = HEAD + "\n".join(lines) + "\n"
    given.output.write_text(text) if given.output else sys.stdout.write(text)
    kept = table[(table["kind"] == "rules") | (table["score"] >= 0.5)]
    bins = pd.cut(kept["score"], BINS, labels=BINS[:-1].round(1))
    shares = kept.groupby(["corpus", bins], observed=True).agg(
        n=("right", "size"), score=("score", "mean"), right=("right", "mean")
    )
    shares.index.names = ["corpus", "from"]
    for corpus, part in shares.groupby(level=0):
        off = (part["n"] * (part["score"] - part["right"]).abs()).sum() / part["n"].sum()
        print(
            f"{corpus}: expected calibration error {off:.3f} over {part['n'].sum()} statements",
            file=sys.stderr,
        )
    if given.reliability:
        shares.round(3).to_csv(given.reliability, lineterminator="\n")


if __name__ == "__main__":
    main()
