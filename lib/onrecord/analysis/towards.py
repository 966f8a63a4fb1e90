"""One learned reader of praise and blame: how a text speaks of a target in it.

A linear model (softmax regression) sums whole numbers, one for each thing seen in a text: words,
also by where they stand from the target, the words right around it, and what the table
``sentiment_words`` says of them. Names are masked: none carries a judgement of its own. Things are
looked up by hash (Weinberger and others, 2009).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, tanh
from typing import NamedTuple
from zlib import crc32

import numpy as np

from onrecord.knowledge import Knowledge
from onrecord.knowledge.weights import Weights
from onrecord.knowledge.wording import SentimentWords
from onrecord.records import Span

LABELS = ("neg", "neu", "pos")
SIZE = 1 << 17  # numbers of things seen
NEGATION_REACH = 5  # words that a negation turns
SHOWN = 3  # words, at most, that are shown as those that decided
LEAST = 0.25  # of what the first of them says
READ = 2000  # characters before and behind the target that are read
TARGET, NAME, NONE = "<target>", "<name>", "<none>"

_TOKEN = re.compile(r"[^\W_]+(?:(?!['’]s\b)['’\-.&][^\W_]+)*|['’]s\b|[,;:()—–“”\"!?]|\.(?=\s|$)")
_STOPS, _OPENERS = frozenset(',;:.!?“”"()—–'), frozenset('.!?“”":—')
_NEAR = "00112222" + 7 * "3" + READ * "4"  # distance from the target in words, grouped
# words right around the target that are seen together, by where they stand from it
_AROUND = [(-2, 1), (-1, 1), (0, 2), (0, 3), (-1, 2)]


class Reading(NamedTuple):
    """How a text speaks of a target, how surely (-1 to 1), and the words that decided."""

    label: str
    score: float
    spans: tuple[Span, ...]


class Reader:
    """Reads texts by a table of words and by the weights that were trained with it."""

    def __init__(self, words: SentimentWords, weights: Weights) -> None:
        self._table, self._words = weights.tables["towards"], words  # for neg and pos; neu is 0
        self._scale = float(weights.scales["towards"])

    def read(self, text: str, target: Sequence[int]) -> Reading:
        """Return how a text speaks of the target text[start:stop]."""
        words, spans, at = masked(text, target)
        things, places = seen(words, at, self._words)
        rows = self._table[things]
        neg, pos = rows.sum(0).tolist()  # of whole numbers: exact
        odds = [exp((each - max(neg, pos, 0)) * self._scale) for each in (neg, 0, pos)]
        score = round((odds[2] - odds[0]) / sum(odds), 4)
        gains = np.bincount(places, rows[:, int(pos > neg)], len(words)).tolist()
        telling = [
            n for n, word in enumerate(words)
            if gains[n] > 0 and n != at and word != NAME
            and (len(word) > 5 or self._words.kind(word)[0])
        ]  # fmt: skip
        best = sorted(telling, key=lambda n: -gains[n])[:SHOWN] or [at]
        shown = {spans[n] for n in best if n == best[0] or gains[n] >= gains[best[0]] * LEAST}
        return Reading(LABELS[odds.index(max(odds))], score, tuple(sorted(shown)))


@lru_cache(8)
def reader(knowledge: Knowledge) -> Reader:
    """Return the reader of a knowledge, which keeps what it looked up."""
    return Reader(knowledge.sentiment_words, knowledge.sentiment)


def masked(text: str, target: Sequence[int]) -> tuple[list[str], list[Span], int]:
    """Return the words of a text, names masked, with their places, and which is the target."""
    start, stop = target
    matches = list(_TOKEN.finditer(text, max(0, start - READ), stop + READ))
    raw = [match[0] for match in matches]
    words: list[str] = []
    spans: list[Span] = []
    for match, word, named in zip(matches, raw, _names(raw), strict=True):
        if match.start() < stop and match.end() > start:
            word = TARGET
        elif named:
            word = NAME
        else:
            word = "#" if word[0].isdigit() else word.lower().replace("’", "'")
        if word not in (TARGET, NAME) or [word] != words[-1:]:
            words.append(word)
            spans.append(match.span())
    if TARGET not in words:
        return [TARGET], [(start, stop)], 0
    return words, spans, words.index(TARGET)


def _names(raw: Sequence[str]) -> list[bool]:
    """Tell which words are (part of) names: capitals that no sentence start explains."""
    capital = [word[0].isupper() for word in raw]
    long = [is_capital for is_capital, word in zip(capital, raw, strict=True) if len(word) > 3]
    if len(long) >= 5 and sum(long) > 0.7 * len(long):  # a headline: no way to tell names
        return [False] * len(raw)
    opens = [True, *(word in _OPENERS for word in raw)]
    return [
        is_capital
        and word[:2] not in ("I", "I'", "I’")
        and (not opens[n] or capital[n + 1 : n + 2] == [True])
        for n, (is_capital, word) in enumerate(zip(capital, raw, strict=True))
    ]


def seen(words: Sequence[str], at: int, table: SentimentWords) -> tuple[list[int], list[int]]:
    """Return the numbers of what is seen of words around a target, and the word that each is of."""
    found, sums = [("", at)], defaultdict[str, float](float)
    negated = 0  # words that a negation still turns
    for n, (word, after) in enumerate(pairwise([*words, NONE])):
        kind, value = table.kind(word)
        place = ("<" if n < at else ">") + _NEAR[abs(n - at)]
        if word in _STOPS:
            negated = 0
        elif n != at:
            found += [
                (f"word {word}", n), (f"{word} {after}", n), (f"{place} {word}", n),
                (f"{place[0]} {negated > 0} {word}", n),
            ]  # fmt: skip
        if kind:
            found.append((f"kind {kind} {place} {negated > 0}", n))
            value *= -0.5 if negated > 0 else 1.0
            sums[f"{place[0]} all"] += value
            sums[f"{place[0]} near"] += value * exp(-abs(n - at) / 12)
        negated -= 1
        if (word in table.negation or word.endswith("n't")) and after not in table.undone:
            negated = NEGATION_REACH
    for key, total in sums.items():
        step = round(4 * tanh(total / 20))
        found += [(f"sum {key} {step > 0} {least}", at) for least in range(abs(step))]
    found += _around(words, at, table)
    things, places = zip(*found, strict=True)
    coded = "\n".join(things).encode("utf-8", "replace").split(b"\n")
    return [crc32(thing) % SIZE for thing in coded], [*places]


def _around(words: Sequence[str], at: int, table: SentimentWords) -> Iterator[tuple[str, int]]:
    """Yield the words right around a target, as they are and by their groups."""
    for start, stop in _AROUND:
        around = [words[n] if 0 <= n < len(words) else NONE for n in range(at + start, at + stop)]
        groups = [str(table.kind(word)[0] or word) for word in around]
        beside = min(max(0, at + (-1 if stop == 1 else 1)), len(words) - 1)
        yield from ((f"{start} {those}", beside) for those in (around, groups))
