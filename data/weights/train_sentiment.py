"""Train the reader of praise and blame on sentences and statements; the same bytes each time.

usage: train_sentiment.py SHARED -o sentiment.npz [--folds 5]

SHARED holds the corpora: ``newsmtsc/train.jsonl`` with ``{"primary_gid", "sentence_normalized",
"targets": [{"from", "to", "polarity"}]}`` on each line (polarity 2 neg, 4 neu, 6 pos), and the
texts of which ``attitudes.csv`` codes statements: corpus, id, and spans in the text: cue, content,
targets; code (-2 to 2). ``written.tsv`` has statements made for it: code, cue, content, with
«targets» marked.

The model is a softmax regression with a ridge (full batches, Adam: Kingma and Ba, 2015); what it
sees is what ``onrecord.analysis.towards`` sees. Sentences and statements share numbers, and each
kind has some of its own (Daumé, 2007). ``--folds`` prints figures of cross-validation, by article.
"""

import argparse
import csv
import json
import re
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from onrecord.analysis.towards import LABELS, SIZE, masked, seen, within
from onrecord.knowledge import known, weights

ARTICLE = re.compile(r"[a-z]+(?:_v\d+)?_-?\d+_-?\d+(?=_)")  # of the id of a sentence
TEXTS = {  # file, name of the id and of the text
    "newsmtsc": ("newsmtsc/train.jsonl", "primary_gid", "sentence_normalized"),
    "polnear": ("polnear/train.jsonl", "id", "text"),
    "directed": ("directed/train.jsonl", "id", "text"),
}
RIDGE, RATE, STEPS, SPURIOUS = 20.0, 0.03, 120, 0.2
COARSE = 40  # steps of a number, so that the file stays small


class Row(NamedTuple):
    """A text with a target: the article it is of, where its content begins, and its label."""

    article: str
    text: str
    targets: list[tuple[int, int]]
    content: int | None  # of a sentence, none
    label: int


def corpora(shared):
    """Return the rows of each corpus as they stand, by its name."""
    return {
        corpus: [json.loads(line) for line in (shared / file).read_text("utf-8").splitlines()]
        for corpus, (file, _, _) in TEXTS.items()
    }


def article(key):
    """Return the article of a sentence, by its id."""
    return found.group() if (found := ARTICLE.match(key)) else key


def sentences(rows):
    """Yield the targets of NewsMTSC."""
    for row in rows:
        for one in row["targets"]:
            text, place = row["sentence_normalized"], (one["from"], one["to"])
            polarity = int(one["polarity"]) // 2 - 1
            yield Row(article(row["primary_gid"]), text, [place], None, polarity)


def spans(field):
    """Return the spans that a field holds: "3-9 12-20"."""
    return [tuple(map(int, span.split("-"))) for span in field.split()]


def label(code):
    """Return the number of the label of a code: of its sign."""
    return (int(code) > 0) - (int(code) < 0) + 1


def statements(path, texts):
    """Yield coded statements: cue, content and target as one text, as ``stance`` reads them."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = texts[row["corpus"], row["id"]]
            pieces = [*spans(row["cue"]), *spans(row["content"])]
            at = [at for span in pieces for at in (*range(*span), -1, -1, -1)]  # -1: " … "
            places = [(at.index(a), at.index(b - 1) + 1) for a, b in spans(row["targets"])]
            begins = at.index(spans(row["content"])[0][0])
            said = " … ".join(text[slice(*span)] for span in pieces)
            yield Row(article(row["id"]), said, places, begins, label(row["code"]))


def written(path):
    """Yield statements that were made for training."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        code, cue, content = line.split("\t")
        cue += " " * bool(cue)
        pieces, places = re.split("[«»]", cue + content), []
        for n, piece in enumerate(pieces):
            begins = sum(map(len, pieces[:n]))
            places += [(begins, begins + len(piece))] * (n % 2)
        yield Row(f"made {number // 10}", "".join(pieces), places, len(cue), label(code))


def things(rows, words):
    """Return the numbers of what is seen, and the number of the row that it is seen in.

    What is seen once or twice is left out. Each has a number that all rows share, and one of its
    kind.
    """
    numbers, of = [], []
    for number, row in enumerate(rows):
        shown, places = masked(row.text, row.targets)
        found, _ = seen(shown, words, within(places, row.content or 0))
        own = SIZE * (1 if row.content is None else 2)
        numbers += [*found, *(own + thing for thing in found)]
        of += [number] * 2 * len(found)
    numbers, of = np.array(numbers), np.array(of)
    kept = np.bincount(numbers)[numbers] > 2
    return numbers[kept], of[kept]


def summed(table, numbers, of, n):
    """Return the sums of each text, by label."""
    return np.array([np.bincount(of, column[numbers], n) for column in table.T]).T


def fitted(numbers, of, labels, counts, steps=STEPS):
    """Return the table of a softmax regression; ``counts`` tells which texts count."""
    size = numbers.max() + 1
    table = np.zeros((size, len(LABELS)))
    mean, square = np.zeros_like(table), np.zeros_like(table)
    wanted = np.eye(len(LABELS))[labels]
    for step in range(1, steps + 1):
        odds = summed(table, numbers, of, len(labels))
        odds = np.exp(odds - odds.max(1, keepdims=True))
        wrong = (odds / odds.sum(1, keepdims=True) - wanted) * counts[:, None]
        slopes = np.array([np.bincount(numbers, column[of], size) for column in wrong.T]).T
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


def spoken(gold, odds):
    """Return threshold, share that speaks and share right where SPURIOUS speak of no side."""
    odds = np.exp(odds - odds.max(1, keepdims=True))
    score = (odds[:, 2] - odds[:, 0]) / odds.sum(1)
    least = np.quantile(abs(score[gold == 1]), 1 - SPURIOUS)
    speaks = (gold != 1) & (abs(score) >= least)
    right = np.sign(score[speaks]) == gold[speaks] - 1
    return least, speaks.sum() / (gold != 1).sum(), right.mean()


def crossed(rows, numbers, of, labels, folds):
    """Print the figures of cross-validation."""
    fold = np.array([crc32(row.article.encode()) % folds for row in rows])
    odds = np.zeros((len(rows), len(LABELS)))
    for k in range(folds):
        table = fitted(numbers, of, labels, fold != k)
        odds[fold == k] = summed(table, numbers, of, len(rows))[fold == k]
    said = np.array([row.content is not None for row in rows])
    print(f"sentences, macro F1: {macro_f1(labels[~said], odds[~said].argmax(1)):.4f}")
    print(f"statements, macro F1: {macro_f1(labels[said], odds[said].argmax(1)):.4f}")
    figures = "threshold {:.2f}, speaks {:.3f}, right {:.3f}".format(
        *spoken(labels[said], odds[said])
    )
    print(f"statements, where it speaks on {SPURIOUS:.0%} without a side: {figures}")


def main():
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("shared", type=Path)
    ask.add_argument("--codes", type=Path, default=Path(__file__).parent)
    ask.add_argument("-o", "--output", type=Path)
    ask.add_argument("--steps", type=int, default=STEPS)
    ask.add_argument("--folds", type=int)
    ask.add_argument("--knowledge")
    given = ask.parse_args()
    held = corpora(given.shared)
    texts = {
        (corpus, row[key]): row[text]
        for corpus, (_, key, text) in TEXTS.items()
        for row in held[corpus]
    }
    rows = [*sentences(held["newsmtsc"]), *statements(given.codes / "attitudes.csv", texts)]
    rows += written(given.codes / "written.tsv")
    numbers, of = things(rows, known(given.knowledge).sentiment_words)
    labels = np.array([row.label for row in rows])
    if given.folds:
        crossed(rows, numbers, of, labels, given.folds)
    if given.output:
        table = fitted(numbers, of, labels, np.ones(len(rows)), given.steps)
        table = np.pad(table, ((0, 3 * SIZE - len(table)), (0, 0)))[:, [0, 2]]
        shared, sentence, statement = np.split(table, 3)
        both = np.hstack([shared + sentence, shared + statement])  # as SENTENCE, STATEMENT
        step = max(np.quantile(abs(both), 0.9995), 1e-9) / COARSE
        weights.write(given.output, [], {"towards": np.rint(both / step) * step}, weights.SENTIMENT)


if __name__ == "__main__":
    main()
