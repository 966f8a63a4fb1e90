"""A small network that reads pieces of paragraphs: which words are cues, and what one attributes.

Two layers of gated recurrent units, each in both directions (Cho et al. 2014): the first reads
words, quotation marks and what the rules found, and tells cues; the second reads that again with
one cue marked, and tells its source and its content. What is summed up are whole numbers of eight
bits, and so few that no sum is rounded: the result is the same in any order of summing.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from onrecord.extraction.pieces import LONGEST, OF_PLACE, OF_WORD, Found, Piece, Reader
from onrecord.knowledge.cues import Lexicon
from onrecord.knowledge.weights import STEPS, Floats, Weights

FAR = 8  # bits of the distance from the cue
BITS = np.array([n.bit_length() for n in range(LONGEST + 1)])
WIDEST = 4.0  # what the second layer reads lies between 0 and this
FINE, MIDDLE = 64, 512  # steps of the table below to a whole number, and where 0 stands in it
_x = (np.arange(2 * MIDDLE + 1) - MIDDLE) / FINE
SIGMOID = (np.rint(2**15 / (1 + np.exp(-_x))) / 2**15).astype(np.float32)  # the same everywhere
AT_ONCE = 64  # pieces, or cues, that are read at once
MOST = 16  # cues of a piece that are read at all, the likeliest
SUREST = 8.0  # mean lead of labels beyond which none is surer
SOURCE, CONTENT, CUE = 1, 2, 3  # labels; 0 is none of them
WAYS = ("right", "left")
NEGATED = frozenset(("not", "never"))  # that nothing was said makes no statement
Whole = NDArray[np.int64]


class Tagged(NamedTuple):
    """What is told of a piece: the log odds of each token that it begins a cue; statements."""

    begins: Floats
    found: list[Found]


def places(cue: range, length: int) -> tuple[Whole, Whole]:
    """Return for each token the side of the cue that it is on, and how far from it."""
    off = np.arange(length) - cue.start
    side = (off >= 0) + 1 * (off >= len(cue))
    return side, FAR + np.sign(off) * np.minimum(BITS[np.abs(off)], FAR)


class Tagger:
    """The network, ready to read."""

    def __init__(self, weights: Weights, lexicon: Lexicon) -> None:
        self.tables, self.scales = weights.tables, weights.scales
        self.reader = Reader(weights.vocabulary, lexicon)
        self.pool = ThreadpoolController()

    def tag(self, found: Sequence[Piece], least: float) -> list[Tagged]:
        """Tag pieces; a cue that no rule has is told if it is at least so likely (log odds)."""
        groups = (found[n : n + AT_ONCE] for n in range(0, len(found), AT_ONCE))
        with self.pool.limit(limits=1):  # the sums are small: threads would wait for each other
            return [tagged for group in groups for tagged in self._tag(group, least)]

    def _tag(self, found: Sequence[Piece], least: float) -> list[Tagged]:
        lengths = np.array([len(piece.words) for piece in found], np.int64)
        if not lengths.any():
            return [Tagged(np.zeros(0, np.float32), []) for _ in found]
        states = self._both("1", self._read(found), self.scales["word"], lengths)
        odds = self._sums("cue", states, 1 / STEPS) + self.tables["cue_b"]
        begins = odds[:, 1] - np.maximum(odds[:, 0], odds[:, 2])
        goes_on = odds[:, 2] > np.maximum(odds[:, 0], odds[:, 1])
        parts = [slice(b - a, b) for a, b in zip(lengths, lengths.cumsum(), strict=True)]
        cues = [
            (n, cue)
            for n, (piece, part) in enumerate(zip(found, parts, strict=True))
            for cue in self._cues(piece, begins[part], goes_on[part], least)
        ]
        tagged = [Tagged(begins[part], []) for part in parts]
        for at in range(0, len(cues), AT_ONCE):
            some = cues[at : at + AT_ONCE]
            labels = self._labels([states[parts[n]] for n, _ in some], [cue for _, cue in some])
            for (n, cue), ahead in zip(some, labels, strict=True):
                tagged[n].found.extend(_statements(found[n], cue, ahead))
        return tagged

    def _read(self, found: Sequence[Piece]) -> list[Floats]:
        """Return what the first layer reads of each token, both ways; a word is summed up once."""
        words: dict[str, int] = {}
        spots: dict[tuple[int, int, int], int] = {}
        at = [words.setdefault(word, len(words)) for piece in found for word in piece.words]
        to = [spots.setdefault(spot, len(spots)) for piece in found for spot in piece.spots]
        word = self._rows(OF_WORD, [self.reader.word(word) for word in words])
        spot = self._rows(OF_PLACE, [*spots])
        size = word.shape[1]
        tables = [self.tables[f"{way}1/w"] for way in WAYS]
        return [(word @ table[:size])[at] + (spot @ table[size:])[to] for table in tables]

    def _rows(self, names: Sequence[str], rows: Sequence[tuple[int, ...]]) -> Floats:
        columns = zip(names, np.array(rows).T, strict=True)
        return np.concatenate([self.tables[name][column] for name, column in columns], -1)

    def _cues(
        self, piece: Piece, begins: Floats, goes_on: NDArray[np.bool_], least: float
    ) -> list[range]:
        """Return the likeliest cues of a piece, of which no rule has a word."""
        found: list[range] = []
        likely = np.argsort(-begins, kind="stable")[:MOST]
        for n in map(int, likely[begins[likely] >= least]):
            stop = n + 1
            while stop < len(piece.words) and goes_on[stop]:
                stop += 1
            free = n in piece.core and not any(held & 1 for held in piece.found[n:stop])
            if free and self._says([word.lower() for word in piece.words[n:stop]]):
                found.append(range(n, stop))
        return sorted(found, key=lambda cue: cue.start)

    def _says(self, words: Sequence[str]) -> bool:
        """Tell whether a cue has a word of its own, and does not say that nothing was said."""
        function = self.reader.lexicon.grammar.function
        own = any(word.isalpha() and word not in function for word in words)
        return own and NEGATED.isdisjoint(words)

    def _labels(self, read: Sequence[Floats], cues: Sequence[range]) -> list[Floats]:
        """Return for each cue, of each token of its piece, the odds of its labels."""
        lengths = np.array([len(states) for states in read])
        ends = [states[cue.start] + states[cue[-1]] for states, cue in zip(read, cues, strict=True)]
        x = self._sums("joined", np.concatenate(read), 1 / STEPS)
        x += self._sums("marked", np.array(ends), 0.5 / STEPS).repeat(lengths, 0)
        rows = zip(*map(places, cues, lengths), strict=True)
        for name, parts in zip(("side", "far"), rows, strict=True):
            x += self.tables[name][np.concatenate(parts)] * self.scales[name]
        whole = np.rint(np.clip(x, 0, WIDEST) * np.float32(STEPS / WIDEST))
        sums = [whole @ self.tables[f"{way}2/w"] for way in WAYS]
        states = self._both("2", sums, WIDEST / STEPS, lengths)
        odds = self._sums("label", states, 1 / STEPS) + self.tables["label_b"]
        return np.split(odds, lengths.cumsum()[:-1])

    def _sums(self, name: str, whole: Floats, scale: float) -> Floats:
        """Return sums of whole numbers, by a table, in its scale; below 2**24 none is rounded."""
        return (whole @ self.tables[name]) * (self.scales[name] * np.float32(scale))

    def _both(
        self, layer: str, sums: Sequence[Floats], scale: float | Floats, lengths: Whole
    ) -> Floats:
        """Return the states, whole numbers, of both directions, all pieces step by step."""
        names = [f"{way}{layer}/" for way in WAYS]
        scales = [self.scales[name + "w"] * np.float32(scale) for name in names]
        biases = [self.tables[name + "b"] for name in names]
        read = np.concatenate([s * k + b for s, k, b in zip(sums, scales, biases, strict=True)])
        table = np.stack([self.tables[name + "u"] for name in names])
        factor = np.stack([self.scales[name + "u"] for name in names])[:, None] / np.float32(STEPS)
        more = np.stack([self.tables[name + "c"] for name in names])[:, None]
        size, stops = table.shape[1], lengths.cumsum()
        order = np.argsort(-lengths, kind="stable")
        lengths = lengths[order]
        begins = np.stack([stops[order] - lengths, stops[order] - 1 + stops[-1]])
        states = np.zeros((len(read), size), np.float32)
        h = np.zeros((2, len(lengths), size), np.float32)
        for t in range(lengths[0]):
            longer = int(np.searchsorted(-lengths, -t))
            at = begins[:, :longer] + [[t], [-t]]
            x, h = read[at], h[:, :longer]
            own = (np.rint(h * STEPS) @ table) * factor + more
            gates = _sigmoid(x[..., : 2 * size] + own[..., : 2 * size])
            new = x[..., 2 * size :] + gates[..., size:] * own[..., 2 * size :]
            new = 2 * _sigmoid(2 * new) - 1  # the hyperbolic tangent
            h = new + gates[..., :size] * (h - new)
            states[at] = h
        half = len(read) // 2
        return np.rint(np.concatenate([states[:half], states[half:]], -1) * STEPS)


def _sigmoid(x: Floats) -> Floats:
    return SIGMOID.take((x * FINE + (MIDDLE + 0.5)).astype(np.intp), mode="clip")


def _statements(piece: Piece, cue: range, odds: Floats) -> Iterator[Found]:
    """Yield the statement of a cue, if it has a source and a content."""
    labels = odds.argmax(-1)
    labels[cue.start : cue.stop] = CUE
    content, sources = ([*_runs(piece, labels == label)] for label in (CONTENT, SOURCE))
    if content and sources:
        source = max(sources, key=lambda run: math.fsum(odds[run.start : run.stop, SOURCE]))
        ordered = np.sort(odds, -1)
        leads = ordered[:, -1] - ordered[:, -2]  # of each token's label
        sure = _mean(leads[[*chain(*content)]]) + _mean(leads[source.start : source.stop])
        runs = (cue, source, *content)
        said, by, *parts = [(piece.spans[run[0]][0], piece.spans[run[-1]][1]) for run in runs]
        yield Found(said, by, tuple(parts), sure)


def _runs(piece: Piece, chosen: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the runs of chosen tokens, without marks at their ends."""
    for held, run in groupby(range(len(chosen)), chosen.__getitem__):
        words = [n for n in run if any(c.isalnum() or c in "%$€£" for c in piece.words[n])]
        if held and words:
            yield range(words[0], words[-1] + 1)


def _mean(leads: Floats) -> float:
    return min(math.fsum(leads) / len(leads), SUREST)
