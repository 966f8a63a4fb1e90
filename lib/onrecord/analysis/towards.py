"""One learned reader of praise and blame: how a text speaks of a target in it.

A linear model (softmax regression) sums whole numbers, one for each thing seen in a text: words,
also by where they stand from the target, the words right around it, and what the table
``sentiment_words`` says of them. Names are masked: none carries a judgement of its own. Things are
looked up by hash (Weinberger and others, 2009). What a speaker does to a target in saying something
has numbers of its own beside those of sentences: there the cue ("slammed") tells most.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import exp, tanh
from typing import NamedTuple
from zlib import crc32

import numpy as np

from onrecord.knowledge import Knowledge
from onrecord.knowledge.weights import Weights
from onrecord.knowledge.wording import SentimentWords
from onrecord.records import Span

LABELS = ("neg", "neu", "pos")
SIZE = 1 << 18  # numbers of things seen
SENTENCE, STATEMENT = slice(0, 2), slice(2, 4)  # columns of their numbers: for neg, for pos
NEGATION_REACH = 5  # words that a negation turns
SHOWN = 3  # words, at most, that are shown as those that decided
LEAST = 0.25  # of what the first of them says
READ = 2000  # characters before and behind the target that are read
TARGET, NAME, NONE = "<target>", "<name>", "<none>"

_TOKEN = re.compile(r"[^\W_]+(?:(?!['’]s\b)['’\-.&][^\W_]+)*|['’]s\b|[,;:()—–“”\"!?]|\.(?=\s|$)")
_STOPS, _OPENERS = frozenset(',;:.!?“”"()—–'), frozenset('.!?“”":—')
_NEAR = "00112222" + 7 * "3" + READ * "4"  # distance from the target in words, grouped
_BE = frozenset("is are was were be been being 's 're get gets got".split())
_HELPING = frozenset(
    "to not no never has have had will would can could may might must should do does did".split()
)
_WHO = {
    **dict.fromkeys("i we our us my".split(), "we"),
    **dict.fromkeys("he she they it who that which".split(), "they"),
    **dict.fromkeys(_STOPS, "stop"),
}
# words right around the target that are seen together, by where they stand from it
_AROUND = [(-2, 1), (-1, 1), (0, 2), (0, 3), (-1, 2)]


class Reading(NamedTuple):
    """How a text speaks of a target, how well or ill (-1 to 1), and the words that decided.

    ``sure`` (0 to 1) tells how surely it takes a side at all, and this one: the mean of both.
    """

    label: str
    score: float
    sure: float
    spans: tuple[Span, ...]


class Reader:
    """Reads texts by a table of words and by the weights that were trained with it."""

    def __init__(self, words: SentimentWords, weights: Weights) -> None:
        self._table, self._words = weights.tables["towards"], words  # neu is 0
        self._scale = float(weights.scales["towards"])

    def read(self, text: str, targets: Sequence[Span], content: int | None = None) -> Reading:
        """Return how a text speaks of a target, named in it at some spans.

        Of a statement, cue and content, ``content`` tells where its content begins.
        """
        words, spans = masked(text, targets)
        things, places = seen(words, self._words, within(spans, content or 0))
        rows = self._table[things][:, SENTENCE if content is None else STATEMENT]
        neg, pos = rows.sum(0).tolist()  # of whole numbers: exact
        odds = [exp((each - max(neg, pos, 0)) * self._scale) for each in (neg, 0, pos)]
        score = round((odds[2] - odds[0]) / sum(odds), 4)
        sure = (1 - odds[1] / sum(odds) + abs(score)) / 2
        gains = np.bincount(places, rows[:, int(pos > neg)], len(words)).tolist()
        telling = [
            n for n, word in enumerate(words)
            if gains[n] > 0 and word not in (TARGET, NAME)
            and (len(word) > 5 or self._words.kind(word)[0])
        ]  # fmt: skip
        best = sorted(telling, key=lambda n: -gains[n])[:SHOWN] or [words.index(TARGET)]
        shown = {spans[n] for n in best if n == best[0] or gains[n] >= gains[best[0]] * LEAST}
        return Reading(LABELS[odds.index(max(odds))], score, sure, tuple(sorted(shown)))


@lru_cache(8)
def reader(knowledge: Knowledge) -> Reader:
    """Return the reader of a knowledge, which keeps what it looked up."""
    return Reader(knowledge.sentiment_words, knowledge.sentiment)


def masked(text: str, targets: Sequence[Span]) -> tuple[list[str], list[Span]]:
    """Return the words of a text, names masked and targets marked, with their places."""
    start, stop = targets[0][0], targets[-1][1]
    matches = list(_TOKEN.finditer(text, max(0, start - READ), stop + READ))
    raw = [match[0] for match in matches]
    words: list[str] = []
    spans: list[Span] = []
    for match, word, named in zip(matches, raw, _names(raw), strict=True):
        if any(match.start() < end and match.end() > begin for begin, end in targets):
            word = TARGET
        elif named:
            word = NAME
        else:
            word = "#" if word[0].isdigit() else word.lower().replace("’", "'")
        if word not in (TARGET, NAME) or [word] != words[-1:]:
            words.append(word)
            spans.append(match.span())
    return (words, spans) if TARGET in words else ([TARGET], [(start, stop)])


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


def within(spans: Sequence[Span], stop: int) -> int:
    """Return how many words begin before a place."""
    return bisect_left(spans, (stop,))


def seen(words: Sequence[str], table: SentimentWords, cue: int = 0) -> tuple[list[int], list[int]]:
    """Return the numbers of what is seen of words around a target, and the word that each is of.

    The first words, as many as ``cue`` tells, are a cue.
    """
    targets = [n for n, word in enumerate(words) if word == TARGET]
    found, sums = [("", targets[0])], defaultdict[str, float](float)
    names = [*accumulate((word == NAME for word in words), initial=0)]
    stops = [*accumulate((word in _STOPS for word in words), initial=0)]
    negated = 0  # words that a negation still turns
    for n, (word, after) in enumerate(pairwise([*words, NONE])):
        at = min(targets, key=lambda target: abs(target - n)) if targets[1:] else targets[0]
        paired = table.is_pair(word, after)
        kind, value = (0, 0.0) if paired else table.kind(word)
        side = "<" if n < at else ">"
        place = side + _NEAR[abs(n - at)]
        if word in _STOPS:
            negated = 0
        elif n != at:
            found += [(f"word {word}", n), (f"{place} {word}", n)]
            if n < cue:
                found.append((f"cue {word}", n))
        if kind:
            low, high = min(n, at) + 1, max(n, at)
            between = min(stops[high] - stops[low], 2), min(names[high] - names[low], 2)
            act = f"{side} {_act(words, n, cue)}"
            about = (place, f"{side} {between}", act)
            found += [(f"kind {kind} {each} {negated > 0}", n) for each in about]
            found.append((f"{act} {word}", n))
            if n < cue:
                found.append((f"cue of kind {kind}", n))
            value *= -0.5 if negated > 0 else 1.0
            sums[f"{side} all"] += value
            sums[f"{side} near"] += value * exp(-abs(n - at) / 12)
        negated -= 1
        if paired or table.turns(word, after):
            negated = NEGATION_REACH
    found += [(step, targets[0]) for step in _steps(sums)]
    for at in targets:
        found += _around(words, at, table)
    things, places = zip(*found, strict=True)
    coded = "\n".join(things).encode("utf-8", "replace").split(b"\n")
    return [crc32(thing) % SIZE for thing in coded], [*places]


def _steps(sums: Mapping[str, float]) -> Iterator[str]:
    """Yield what sums of praise and blame are seen as: the more steps, the larger they are."""
    for key, total in sums.items():
        step = round(4 * tanh(total / 20))
        yield from (f"sum {key} {step > 0} {least}" for least in range(abs(step)))


def _act(words: Sequence[str], at: int, cue: int) -> tuple[str, bool]:
    """Return whose act a word may be, by what stands before it, and whether it is passive."""
    passive = False
    for n in range(at - 1, max(-1, at - 6), -1):
        word = words[n]
        if word in _BE:
            passive = True
        elif word not in _HELPING and not word.endswith("ly"):
            who = word if word in (TARGET, NAME) else _WHO.get(word, "other")
            return ("cue" if n < cue <= at else who), passive
    return "none", passive


def _around(words: Sequence[str], at: int, table: SentimentWords) -> Iterator[tuple[str, int]]:
    """Yield the words right around a target, as they are and by their groups."""
    for start, stop in _AROUND:
        around = [words[n] if 0 <= n < len(words) else NONE for n in range(at + start, at + stop)]
        groups = [str(table.kind(word)[0] or word) for word in around]
        beside = min(max(0, at + (-1 if stop == 1 else 1)), len(words) - 1)
        yield from ((f"{start} {those}", beside) for those in (around, groups))
