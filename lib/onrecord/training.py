"""Make the weights that may take over three decisions.

Use: ``python -m onrecord.training CORPUS -o FILE``.

CORPUS is a file of PolNeAR's train split (Newell, Margolin and Ruths, 2018): lines of JSON
``{id, text, attributions: [{source, cue, content}]}``, each part a list of [start, stop]. The
corpus names no licence: measure on it and cite it, and pass none of its text on. The weights hold
none: they are three tables of small numbers, in which features stand by their hash. The same
corpus gives the same file, to the byte.

Each decision is a linear model: softmax regression over the candidates (where a content ends, who
speaks), logistic regression (is it a statement), fitted by AdaGrad (Duchi, Hazan and Singer, 2011)
with weight decay; features seen in fewer than ``RARE`` places are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord import articles, cues, decisions, files, rules, statement
from onrecord.clauses import Range, Sentence
from onrecord.grammar import MARKS, RELATIVES, grammar
from onrecord.rules import Found
from onrecord.tokens import paragraph

SIZES = {"statement": 1 << 16, "speaker": 1 << 15, "end": 1 << 16}
EPOCHS, RATE, DECAY = 1, 0.05, 5e-4
RARE = 10
FLOOR = -0.35  # log odds from which a proposal is a statement: chosen on PolNeAR's train split
HALF = 0.5  # share of words (of both together) that a content must have in common with the gold
Spans = list[list[int]]
Example = tuple[np.ndarray, np.ndarray]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a corpus, fit the three models, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m onrecord.training", description=__doc__)
    parser.add_argument("corpus", help="a .jsonl file of annotated articles")
    parser.add_argument("-o", "--output", required=True, help="the weights file to write")
    given = parser.parse_args(arguments)
    with open(given.corpus, encoding="utf-8") as lines:
        corpus = [json.loads(line) for line in lines]
    print(f"{len(corpus)} articles", file=sys.stderr)
    files.write(given.output, fit(corpus))
    print(f"{Path(given.output).stat().st_size:,} bytes in {given.output}", file=sys.stderr)
    return 0


def fit(corpus: Sequence[dict[str, Any]]) -> bytes:
    """Return the weights file for a corpus: a line of JSON, then three tables of signed bytes."""
    proposals = [(article, list(_proposals(article))) for article in corpus]
    tables = {
        "end": _softmax(_end_examples(proposals), SIZES["end"]),
        "speaker": _softmax(_speaker_examples(proposals), SIZES["speaker"]),
    }
    packed = {name: _packed(table) for name, table in tables.items()}
    draft = decisions.Weights((), packed["speaker"][0].tolist(), packed["end"][0].tolist(), 0)
    table = _logistic(_statement_examples(proposals, draft), SIZES["statement"])
    packed["statement"] = _packed(table)
    head = {
        "sizes": SIZES,
        "floor": round(FLOOR * packed["statement"][1]),
        "made": "onrecord.training from the train split of PolNeAR 1.0",
    }
    body = b"".join(packed[name][0].tobytes() for name in decisions.MODELS)
    return json.dumps(head).encode() + b"\n" + body


def _packed(table: np.ndarray) -> tuple[np.ndarray, float]:
    """Return a table as signed bytes, and how many steps make one unit."""
    scale = 127 / max(float(np.abs(table).max()), 1e-9)
    return np.round(table * scale).astype(np.int8), scale


def _proposals(article: dict[str, Any]) -> Iterator[tuple[Sentence, Found]]:
    """Yield what the rules propose for an article, with the sentence it stands in."""
    raw = article["text"]
    lexicon = cues.lexicon(open=True)
    page = articles.parse(raw, str(article["id"]))
    for spans, _, headline in statement.units(raw, page):
        items = paragraph(raw, spans, headline)
        for s in rules.sentences_of(items, lexicon):
            for f in rules.by_cue(s):
                if f.content and f.content[-1][0] < f.content[-1][1]:
                    yield s, f


def _offsets(s: Sentence, r: Range) -> list[int]:
    """Return a range of items as offsets."""
    return [s.p.start[r[0]], s.p.stop[r[1] - 1]]


def _gold_of(article: dict[str, Any], s: Sentence, f: Found) -> dict[str, Any] | None:
    """Return the first gold attribution whose cue overlaps that of a proposal."""
    start, stop = _offsets(s, f.cue)
    for gold in article["attributions"]:
        if any(a < stop and start < b for a, b in gold["cue"]):
            return dict(gold)
    return None


def _rows(features: Sequence[Sequence[str]], size: int) -> np.ndarray:
    """Return features as places in a table."""
    return np.array([[decisions.bucket(name) & (size - 1) for name in row] for row in features])


def _end_examples(proposals: Any) -> list[Example]:
    """Return where contents may end and where the gold ends them."""
    out = []
    for article, found in proposals:
        for s, f in found:
            gold = _gold_of(article, s, f) if f.open else None
            x = f.content[-1][0]
            if gold is None or x >= s.end:
                continue
            begins, last = s.p.start[x], s.p.stop[s.end - 1]
            inside = [span for span in gold["content"] if span[1] > begins and span[0] < last]
            near = inside and (inside[0][0] <= begins or abs(gold["content"][0][0] - begins) <= 30)
            if not near:
                continue
            stop = max(span[1] for span in inside)
            places = decisions.ends(s, f)
            right = _bare(s, x, next((y for y in range(x, s.end) if s.p.start[y] >= stop), s.end))
            labels = np.array([_bare(s, x, y) == right for y in places], float)
            if labels.any():
                rows = _rows(decisions.end_features(s, f, places), SIZES["end"])
                out.append((rows, labels / labels.sum()))
    return out


def _bare(s: Sentence, x: int, y: int) -> int:
    """Return an end without the marks before it, which make no difference."""
    while y > x and s.p.low[y - 1] in MARKS:
        y -= 1
    return y


def _speaker_examples(proposals: Any) -> list[Example]:
    """Return which noun phrases may be the source and which share the gold's head words."""
    out = []
    for article, found in proposals:
        for s, f in found:
            gold = _gold_of(article, s, f)
            candidates = decisions.sources(s, f)
            if gold is None or not gold["source"] or len(candidates) < 2:
                continue
            heads = _heads(article["text"], gold["source"])
            labels = np.array([_holds(s, r, heads) for r in candidates], float)
            if labels.any():
                rows = _rows(decisions.source_features(s, f, candidates), SIZES["speaker"])
                out.append((rows, labels / labels.sum()))
    return out


def _heads(text: str, spans: Spans) -> list[int]:
    """Return where the head words of a source begin: the last before a comma or preposition."""
    heads = []
    closing = grammar().prepositions | RELATIVES
    for start, stop in spans:
        part: list[int] = []
        for word in statement.WORD.finditer(text, start, stop):
            apart = "," in text[word.start() - 2 : word.start()]
            if part and (apart or word[0].lower() in closing):
                heads.append(part[-1])
                part = []
                if not apart:
                    break
            part.append(word.start())
        if part:
            heads.append(part[-1])
    return heads


def _holds(s: Sentence, r: Range, heads: Sequence[int]) -> bool:
    """Tell whether a noun phrase holds one of the head words."""
    start, stop = _offsets(s, r)
    return any(start <= head < stop for head in heads)


def _statement_examples(
    proposals: Any, weights: decisions.Weights
) -> list[tuple[np.ndarray, float]]:
    """Return the features of each proposal, bettered by the weights, and whether it holds."""
    out = []
    for article, found in proposals:
        text = article["text"]
        gold = [(a, _words(text, a["content"])) for a in article["attributions"]]
        for s, f in found:
            f = decisions.bettered(s, f, weights)
            spans = [_offsets(s, r) for r in f.content if r[0] < r[1]]
            words = _words(text, spans)
            first, last = _offsets(s, (s.first, s.stop))
            right = any(
                _right(s, f, words, a, {w for w in theirs if first <= w < last}, text)
                for a, theirs in gold
            )
            rows = _rows([decisions.statement_features(s, f)], SIZES["statement"])
            out.append((rows[0], float(right)))
    return out


def _words(text: str, spans: Spans) -> set[int]:
    """Return where the words of some spans begin."""
    return {word.start() for a, b in spans for word in statement.WORD.finditer(text, a, b)}


def _right(
    s: Sentence, f: Found, words: set[int], gold: dict[str, Any], theirs: set[int], text: str
) -> bool:
    """Tell whether content and source of a proposal are those of a gold attribution.

    ``theirs`` are the gold's words within the sentence: what goes on in the next one is joined
    only later.
    """
    if not theirs or len(words & theirs) < HALF * len(words | theirs):
        return False
    if not gold["source"]:
        return f.source is None
    return f.source is not None and _holds(s, f.source, _heads(text, gold["source"]))


def _frequent(rows: Sequence[np.ndarray], size: int) -> np.ndarray:
    """Return which places of a table are used by enough examples."""
    seen = np.zeros(size, int)
    for row in rows:
        seen[np.unique(row)] += 1
    return seen >= RARE


def _softmax(examples: Sequence[Example], size: int) -> np.ndarray:
    """Return the weights of a softmax regression over candidates."""
    table, squares = np.zeros(size), np.full(size, 1e-8)
    keep = _frequent([rows for rows, _ in examples], size)
    order = np.random.default_rng(0)
    for _ in range(EPOCHS):
        for n in order.permutation(len(examples)):
            rows, labels = examples[n]
            scores = table[rows].sum(1)
            chance = np.exp(scores - scores.max())
            slope = np.repeat(chance / chance.sum() - labels, rows.shape[1])
            _step(table, squares, rows.ravel(), slope, keep)
    return table


def _logistic(examples: Sequence[tuple[np.ndarray, float]], size: int) -> np.ndarray:
    """Return the weights of a logistic regression."""
    table, squares = np.zeros(size), np.full(size, 1e-8)
    keep = _frequent([row for row, _ in examples], size)
    order = np.random.default_rng(0)
    for _ in range(EPOCHS):
        for n in order.permutation(len(examples)):
            row, label = examples[n]
            slope = 1 / (1 + np.exp(-table[row].sum())) - label
            _step(table, squares, row, np.full(len(row), slope), keep)
    return table


def _step(
    table: np.ndarray, squares: np.ndarray, places: np.ndarray, slope: np.ndarray, keep: np.ndarray
) -> None:
    """Move the weights at some places down their slope (AdaGrad), and let them decay."""
    kept = keep[places]
    places, slope = places[kept], slope[kept]
    np.add.at(squares, places, slope * slope)
    np.add.at(table, places, -RATE * slope / np.sqrt(squares[places]))
    table[places] *= 1 - DECAY


if __name__ == "__main__":
    sys.exit(main())
