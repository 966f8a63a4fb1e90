"""Train the reader of praise and blame on annotated sentences; the same bytes each time.

usage: train_sentiment.py NEWSMTSC.jsonl -o sentiment.npz [--folds 5]

NewsMTSC has ``{"primary_gid", "sentence_normalized", "targets": [{"from", "to", "polarity"}]}`` on
each line (polarity 2 neg, 4 neu, 6 pos). The model is a softmax regression with a ridge (full
batches, Adam: Kingma and Ba, 2015); what it sees is what ``onrecord.analysis.towards`` sees.
``--folds`` prints macro F1 of cross-validation, with folds by article.
"""

import argparse
import json
import re
from pathlib import Path
from zlib import crc32

import numpy as np

from onrecord.analysis.towards import LABELS, SIZE, masked, seen
from onrecord.knowledge import known, weights

ARTICLE = re.compile(r"[a-z]+(?:_v\d+)?_-?\d+_-?\d+(?=_)")  # of the id of a sentence
RIDGE, RATE, STEPS = 12.0, 0.03, 120


def targets(path):
    """Yield article, text, target and number of the label of each target of NewsMTSC."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        found = ARTICLE.match(row["primary_gid"])
        article = found.group() if found else row["primary_gid"]
        for one in row["targets"]:
            place = (one["from"], one["to"])
            yield article, row["sentence_normalized"], place, int(one["polarity"]) // 2 - 1


def things(rows, words):
    """Return the numbers of what is seen, and the number of the row that it is seen in."""
    numbers, of = [], []
    for row, (_, text, place, _) in enumerate(rows):
        shown, _, at = masked(text, place)
        found, _ = seen(shown, at, words)
        numbers += found
        of += [row] * len(found)
    return np.array(numbers), np.array(of)


def summed(table, numbers, of, n):
    """Return the sums of each text, by label."""
    return np.array([np.bincount(of, column[numbers], n) for column in table.T]).T


def fitted(numbers, of, labels, counts, steps=STEPS):
    """Return the table of a softmax regression; ``counts`` tells which texts count."""
    table = np.zeros((SIZE, len(LABELS)))
    mean, square = np.zeros_like(table), np.zeros_like(table)
    wanted = np.eye(len(LABELS))[labels]
    for step in range(1, steps + 1):
        odds = summed(table, numbers, of, len(labels))
        odds = np.exp(odds - odds.max(1, keepdims=True))
        wrong = (odds / odds.sum(1, keepdims=True) - wanted) * counts[:, None]
        slopes = np.array([np.bincount(numbers, column[of], SIZE) for column in wrong.T]).T
        slopes += RIDGE * table
        mean = 0.9 * mean + 0.1 * slopes
        square = 0.99 * square + 0.01 * slopes**2
        rate = RATE * (1 - step / (steps + 1))
        table -= rate * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return table - table[:, 1:2]  # neutral is what the others are held against


def macro_f1(gold, found):
    """Return the mean F1 of the labels."""
    both = [((gold == k) & (found == k)).sum() for k in range(len(LABELS))]
    either = [(gold == k).sum() + (found == k).sum() for k in range(len(LABELS))]
    return 2 * np.mean(np.array(both) / np.maximum(1, either))


def main():
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("newsmtsc", type=Path)
    ask.add_argument("-o", "--output", type=Path)
    ask.add_argument("--steps", type=int, default=STEPS)
    ask.add_argument("--folds", type=int)
    ask.add_argument("--knowledge")
    given = ask.parse_args()
    rows = list(targets(given.newsmtsc))
    numbers, of = things(rows, known(given.knowledge).sentiment_words)
    labels = np.array([label for *_, label in rows])
    if given.folds:
        fold = np.array([crc32(article.encode()) % given.folds for article, *_ in rows])
        found = np.zeros(len(rows), int)
        for k in range(given.folds):
            table = fitted(numbers, of, labels, fold != k, given.steps)
            found[fold == k] = summed(table, numbers, of, len(rows)).argmax(1)[fold == k]
        print(f"macro F1 in {given.folds} folds: {macro_f1(labels, found):.4f}")
    if given.output:
        table = fitted(numbers, of, labels, np.ones(len(rows)), given.steps)
        weights.write(given.output, [], {"towards": table[:, [0, 2]]}, weights.SENTIMENT)


if __name__ == "__main__":
    main()
