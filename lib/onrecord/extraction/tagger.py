"""A small network that reads pieces of paragraphs: which words are cues, and what one attributes.

Two layers of gated recurrent units, each in both directions (Cho et al. 2014): the first reads
words, quotation marks and what the rules found, and tells cues; the second reads that again with
one cue marked, and tells its source and its content. What is summed up are whole numbers of eight
bits, and so few that no sum is rounded: the result is the same in any order of summing.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from onrecord.extraction.pieces import LONGEST, OF_PLACE, OF_WORD, Found, Piece, Reader, Token
from onrecord.knowledge.cues import Lexicon
from onrecord.knowledge.weights import STEPS, Floats, Tables, Weights

FAR = 8  # bits of the distance from the cue
BITS = np.array([n.bit_length() for n in range(LONGEST + 1)])
WIDEST = 4.0  # what the second layer reads lies between 0 and this
FINE, MIDDLE = 64, 512  # steps of the tables below to a whole number, and where 0 stands in them
_x = (np.arange(2 * MIDDLE + 1) - MIDDLE) / FINE
SIGMOID = (np.rint(2**15 / (1 + np.exp(-_x))) / 2**15).astype(np.float32)  # the same everywhere
TANH = 2 * SIGMOID - 1  # of half of what is looked up
LOOKED_UP = FINE * np.array([1, 1, 2], np.float32)[:, None, None, None]  # steps of each gate
UNITS, GATES = 128, 6  # of a layer: each has three gates, both ways
AT_ONCE = 64  # pieces, or cues, that are read at once
FEW = 7  # rows of a step that are summed up one by one
KEPT = 4096  # tokens, about, of which what the first layer reads is kept
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


class _Layer:
    """A layer, its tables by gate (update, reset, new) and way; what is summed up is looked up."""

    def __init__(self, name: str, weights: Weights, scale: Floats) -> None:
        def by_gate(of: Tables, part: str) -> Floats:
            both = np.stack([of[f"{way}{name}/{part}"].reshape(-1, 3, UNITS) for way in WAYS])
            return np.moveaxis(both, 2, 0).astype(np.float32, "C")

        tables, scales = weights.tables, weights.scales
        own, read = by_gate(scales, "u") / np.float32(STEPS), by_gate(scales, "w") * scale
        self.own = by_gate(tables, "u"), own * LOOKED_UP, by_gate(tables, "c") * LOOKED_UP
        parts = by_gate(tables, "w"), read * LOOKED_UP, by_gate(tables, "b") * LOOKED_UP
        self.read: list[Floats] = [
            np.moveaxis(part, 2, 0).reshape(-1, GATES * UNITS) for part in parts
        ]

    def sums(self, whole: Floats) -> Floats:
        """Return what is read of whole numbers, in a row for each."""
        table, scale, bias = self.read
        sums = whole @ table
        sums *= scale
        sums += bias
        return sums

    def states(self, sums: Floats, rows: Whole, lengths: Whole) -> Floats:
        """Return the states, whole numbers, of both ways, of tokens that each read a row of sums.

        The pieces are read step by step, all that are long enough at once.
        """
        tokens, bounds = _steps(lengths)
        at = GATES * rows[tokens] + np.arange(GATES).reshape(3, 2, 1)
        sums, (table, scale, bias) = sums.reshape(-1, UNITS), self.own
        states = np.empty((2, len(rows), UNITS), np.float32)
        h = whole = np.zeros((2, len(lengths), UNITS), np.float32)
        for start, stop in pairwise(bounds):
            n, x = stop - start, sums.take(at[:, :, start:stop], 0)
            h, whole, gates, new = h[:, :n], whole[:, :n], x[:2], x[2]
            few = n <= FEW  # of so few rows each by itself: that is sooner done
            own = (whole[:, :, None] @ table[:, :, None])[:, :, :, 0] if few else whole @ table
            own *= scale
            own += bias
            gates += own[:2]
            update, reset = _looked_up(SIGMOID, gates)
            reset *= own[2]
            new += reset
            new = _looked_up(TANH, new)
            h -= new
            h *= update
            h += new
            whole = np.rint(h * STEPS, out=states[:, start:stop])
        found = np.empty((len(rows), 2, UNITS), np.float32)
        found[tokens, [[0], [1]]] = states
        return found.reshape(-1, 2 * UNITS)


def _steps(lengths: Whole) -> tuple[Whole, list[int]]:
    """Return the tokens of pieces in the order in which they are read, both ways, and its steps."""
    order = np.argsort(-lengths, kind="stable")
    stops, lengths = lengths.cumsum()[order], lengths[order]
    longer = np.arange(lengths[0])[:, None] < lengths
    step, piece = longer.nonzero()
    tokens = np.stack([(stops - lengths)[piece] + step, stops[piece] - 1 - step])
    return tokens, [0, *longer.sum(1).cumsum().tolist()]


def _looked_up(table: Floats, x: Floats) -> Floats:
    """Return the values of a table; ``x`` has places in it, from its middle, and is overwritten."""
    x += MIDDLE + 0.5
    return table.take(x.astype(np.intp), mode="clip")


class Tagger:
    """The network, ready to read."""

    def __init__(self, weights: Weights, lexicon: Lexicon) -> None:
        self.tables, self.scales = weights.tables, weights.scales
        self.first = _Layer("1", weights, self.scales["word"])
        self.second = _Layer("2", weights, np.array(WIDEST / STEPS, np.float32))
        self.beside = [self.tables[name] * self.scales[name] for name in ("side", "far")]
        self.reader = Reader(weights.vocabulary, lexicon)
        self.kept: dict[Token, Floats] = {}
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
        states = self.first.states(*self._read(found), lengths)
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

    def _read(self, found: Sequence[Piece]) -> tuple[Floats, Whole]:
        """Return what the first layer reads, and the row of each token; equal ones have one."""
        seen: dict[Token, int] = {}
        rows = np.array([seen.setdefault(each, len(seen)) for p in found for each in p.tokens])
        kept = self.kept = self.kept if len(self.kept) <= KEPT else {}
        if new := [each for each in seen if each not in kept]:
            known = np.fromiter(chain.from_iterable(map(self.reader.rows, new)), np.intp)
            columns = zip(OF_WORD + OF_PLACE, known.reshape(len(new), -1).T, strict=True)
            parts = [self.tables[name][column] for name, column in columns]
            kept.update(zip(new, self.first.sums(np.concatenate(parts, -1)), strict=True))
        return np.concatenate([kept[each] for each in seen]), rows

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
        parts = zip(*map(places, cues, lengths), strict=True)
        for table, rows in zip(self.beside, parts, strict=True):
            x += table[np.concatenate(rows)]
        x.clip(0, WIDEST, out=x)
        x *= np.float32(STEPS / WIDEST)
        sums = self.second.sums(np.rint(x, out=x))
        states = self.second.states(sums, np.arange(len(x)), lengths)
        odds = self._sums("label", states, 1 / STEPS)
        return np.split(odds + self.tables["label_b"], lengths.cumsum()[:-1])

    def _sums(self, name: str, whole: Floats, scale: float) -> Floats:
        """Return sums of whole numbers, by a table, in its scale; below 2**24 none is rounded."""
        sums = whole @ self.tables[name]
        sums *= self.scales[name] * np.float32(scale)
        return sums


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
    for _, run in groupby(enumerate(chosen.nonzero()[0].tolist()), lambda at: at[1] - at[0]):
        words = [n for _, n in run if any(c.isalnum() or c in "%$€£" for c in piece.words[n])]
        if words:
            yield range(words[0], words[-1] + 1)


def _mean(leads: Floats) -> float:
    return min(math.fsum(leads) / len(leads), SUREST)
