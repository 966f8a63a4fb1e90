"""One learned reader of praise and blame: how a text speaks of a target in it.

A linear model (softmax regression) sums whole numbers, one for each thing seen in a text: words and
pairs of words by where they stand from the target, the words right around it, and what the table
``sentiment_words`` says of them. Names are masked: none carries a judgement of its own. Things are
looked up by hash (Weinberger and others, 2009). Many texts are read at once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import exp
from struct import pack
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.knowledge import Knowledge
from onrecord.knowledge.weights import Weights
from onrecord.knowledge.wording import SentimentWords
from onrecord.records import Span

LABELS = ("neg", "neu", "pos")
NEG, POS = 0, 2
BITS = 17  # of the number of a thing seen
NEGATION_REACH = 5  # words that a negation turns
NEAREST = 12  # words within which the nearest word of the table is looked for
SHOWN = 3  # words, at most, that are shown as those that decided
LEAST = 0.25  # of what the first of them says
READ = 2000  # characters before and behind the target that are read

_TOKEN = re.compile(r"[^\W_]+(?:['’\-.&][^\W_]+)*|[,;:()—–“”\"!?]|\.(?=\s|$)")
_STOPS, _OPENERS = frozenset(',;:.!?“”"()—–'), frozenset('.!?“”":—')
_CLAUSES = frozenset(
    "but while whereas although though who which because after before when as that if".split()
)
_PRONOUNS = frozenset(
    "he him his she her hers they them their it its i me my we us our you your".split()
)
_I = frozenset(("i", "i'm", "i've", "i'd", "i'll"))
STOP, CLAUSE, NEGATION, UNDONE, SPEECH, PASSIVE, PARTICIPLE, QUOTE = (1 << n for n in range(8))
# distance from the target in words, grouped; what a word's value weighs at it
_NEAR = np.array([0, 0, 1, 1, *[2] * 4, *[3] * 7, 4])
_FADING = np.array([exp(-far / 12) for far in range(48)])
AROUND = 3  # words on either side of the target that stand right around it
_WINDOWS = [(-1, 1), (-2, 1), (-3, 1), (0, 2), (0, 3), (0, 4), (-1, 2), (-2, 2), (-1, 3)]
_FACTORS = np.zeros((len(_WINDOWS), 2 * AROUND + 1), np.int64)
for _row, (_start, _stop) in zip(_FACTORS, _WINDOWS, strict=True):
    _row[_start + AROUND : _stop + AROUND] = 31 ** np.arange(1, _stop - _start + 1)
# the word beside the target that a window is shown by
_BESIDE = np.array([-1 if stop == 1 else 1 for _, stop in _WINDOWS])

Numbers = NDArray[np.int64]
Asked = tuple[str, Sequence[int]]  # a text, and [start, stop] of the target in it
LookUp = Callable[[str], tuple[str, tuple[bytes, ...]]]


class Reading(NamedTuple):
    """How a text speaks of a target, how surely (-1 to 1), and the words that decided."""

    label: str
    score: float
    spans: tuple[Span, ...]


class Reader:
    """Reads texts by a table of words and by the weights that were trained with it."""

    def __init__(self, words: SentimentWords, weights: Weights) -> None:
        self._table, self._scale = weights.tables["towards"], float(weights.scales["towards"])
        self._look_up = looked_up(words)

    def read(self, asked: Sequence[Asked]) -> list[Reading]:
        """Return how each text speaks of its target."""
        if not asked:
            return []
        seen = Seen(asked, self._look_up)
        rows, sums = self._table[seen.numbers], np.zeros((len(asked), len(LABELS)))
        for label, column in zip((NEG, POS), rows.T, strict=True):  # against neutral, which is 0
            sums[:, label] = np.bincount(seen.texts, column, len(asked))  # whole numbers: exact
        best = sums.argmax(1)
        odds = np.exp(np.maximum((sums - sums.max(1, keepdims=True)) * self._scale, -50))
        scores = ((odds[:, POS] - odds[:, NEG]) / odds.sum(1)).round(4)
        decisive = seen.decisive(np.where(best[seen.texts] == NEG, rows[:, 0], rows[:, 1]))
        return [
            Reading(LABELS[label], score, spans)
            for label, score, spans in zip(best.tolist(), scores.tolist(), decisive, strict=True)
        ]


@lru_cache(8)
def reader(knowledge: Knowledge) -> Reader:
    """Return the reader of a knowledge, which keeps what it looked up."""
    return Reader(knowledge.sentiment_words, knowledge.sentiment)


def looked_up(words: SentimentWords) -> LookUp:
    """Return a function from a token to its small letters and what is known of the words in it.

    Of a word these are the hashes of it and of its stem, its group and value (tenths), the group of
    the act that it tells of (0 for none), and its marks.
    """

    def known(word: str, marks: int = 0) -> bytes:
        kind, value = words.kind(word)
        for mark, group in (
            (NEGATION, words.negation), (UNDONE, words.negation_undone), (SPEECH, words.speech),
            (PASSIVE, words.passive), (STOP, _STOPS), (CLAUSE, _STOPS), (CLAUSE, _CLAUSES),
            (QUOTE, '“”"'),
        ):  # fmt: skip
            marks |= mark * (word in group)
        marks |= PARTICIPLE * word.endswith(("ed", "en", "t", "n"))
        stem = _hash(word[:5] + "*") if len(word) > 5 else 0
        return pack("6i", _hash(word), stem, kind, value, words.acts.get(word, 0), marks)

    @lru_cache(1 << 15)
    def look_up(raw: str) -> tuple[str, tuple[bytes, ...]]:
        low = raw.lower().replace("’", "'")
        if low[0].isdigit():
            return low, (known("#"),)
        for ending, marks in (("n't", NEGATION), ("'s", 0)):
            if low.endswith(ending) and low != ending:
                return low, (known(low.removesuffix(ending)), known(ending, marks))
        return low, (known(low),)

    return look_up


def _masked(asked: Asked, look_up: LookUp) -> tuple[list[bytes], list[Span], int, str]:
    """Return the words of a text with their places, names masked; the target's, and its pronoun."""
    text, (start, stop) = asked
    matches = list(_TOKEN.finditer(text, max(0, start - READ), stop + READ))
    raw, places = [match[0] for match in matches], [match.span() for match in matches]
    looked = [look_up(each) for each in raw]
    low = [each for each, _ in looked]
    own = [n for n, (a, b) in enumerate(places) if a < stop and b > start]
    if not own:
        return [TARGET], [(start, stop)], 0, ""
    words: list[bytes] = []
    spans: list[Span] = []
    at, named = 0, _names(raw, low)
    for n, (_, parts) in enumerate(looked):
        if own[0] <= n <= own[-1]:
            if n == own[0]:
                at = len(words)
            ending = parts[1:] if n == own[-1] else ()
            parts = ((TARGET,) if n == own[0] else ()) + ending
        elif named[n]:
            parts = (() if words and words[-1] == NAME else (NAME,)) + parts[1:]
        words += parts
        spans += [places[n]] * len(parts)
    pronoun = low[own[0]] if len(own) == 1 and low[own[0]] in _PRONOUNS else ""
    return words, spans, at, pronoun


def _names(raw: Sequence[str], low: Sequence[str]) -> list[bool]:
    """Tell which words are (part of) names: capitals that no sentence start explains."""
    capital = [word[0].isupper() for word in raw]
    long = [is_capital for is_capital, word in zip(capital, raw, strict=True) if len(word) > 3]
    if len(long) >= 5 and sum(long) > 0.7 * len(long):  # a headline: no way to tell names
        return [False] * len(raw)
    names = []
    for i, is_capital in enumerate(capital):
        if is_capital and (i == 0 or low[i - 1] in _OPENERS):
            is_capital = i + 1 < len(raw) and capital[i + 1] and low[i + 1] not in _STOPS
        names.append(is_capital and low[i] not in _I)
    return names


class Seen:
    """What is seen in texts around their targets.

    ``numbers`` are rows of the weights, one for each thing seen; ``texts`` are the texts they are
    seen in, by number.
    """

    def __init__(self, asked: Iterable[Asked], look_up: LookUp) -> None:
        words, self._spans, text, at, pronouns = (
            [PAD] * AROUND,
            [(0, 0)] * AROUND,
            [0] * AROUND,
            [],
            [],
        )
        for number, each in enumerate(asked):
            own, spans, place, pronoun = _masked(each, look_up)
            at.append(len(words) + place)
            pronouns.append(_hash(pronoun))
            words += [*own, *[PAD] * AROUND]
            self._spans += [*spans, *[(0, 0)] * AROUND]
            text += [number] * (len(own) + AROUND)
        self._found: list[tuple[Numbers, Numbers]] = []  # numbers, and the words they are of
        self._text, self._at, self._every = np.array(text), np.array(at), np.arange(len(text))
        known = np.frombuffer(b"".join(words), np.int32).reshape(-1, 6).astype(np.int64)
        self._word, self._stem, self._kind, self._value, self._act, self._marks = known.T
        self._add(0, 0 * self._at, self._at)
        self._add(1, np.array(pronouns), self._at)
        self._place()
        self._words()
        self._by_table()
        self._sums()
        self._around()
        mixed = np.concatenate([numbers for numbers, _ in self._found]).astype(np.uint32)
        for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):  # murmur3 (Appleby, 2011)
            mixed ^= mixed >> shift
            mixed *= np.uint32(factor)
        mixed ^= mixed >> 16
        self._of = np.concatenate([of for _, of in self._found])
        self.numbers, self.texts = (
            (mixed & ((1 << BITS) - 1)).astype(np.int64),
            self._text[self._of],
        )

    def decisive(self, gains: NDArray[np.float32]) -> list[tuple[Span, ...]]:
        """Return of each text the words that speak most for its label, by what each thing gains."""
        sums = np.bincount(self._of, gains, len(self._text))
        sums[(self._stem == 0) & (self._kind + self._act == 0)] = 0  # words that say little alone
        sums[self._at] = 1e-9  # the target, where no word says anything
        found: list[list[int]] = [[] for _ in self._at]
        for n in np.argsort(-sums, kind="stable")[: np.count_nonzero(sums > 0)].tolist():
            those = found[self._text[n]]
            if len(those) < SHOWN and not (those and sums[n] < sums[those[0]] * LEAST):
                those.append(n)
        return [tuple(sorted({self._spans[n] for n in those})) for those in found]

    def _add(self, kind: int, numbers: Numbers, of: Numbers) -> None:
        self._found.append((numbers * _ODD[kind] + kind, of))

    def _place(self) -> None:
        """Tell where each word stands from the target, and whether it is negated."""
        at, marks, every = self._at[self._text], self._marks, self._every
        self._far, self._behind = np.abs(every - at), (every > at).astype(np.int64)
        self._place_of = _NEAR[np.minimum(self._far, len(_NEAR) - 1)] * 2 + self._behind
        clause = np.cumsum((marks & CLAUSE) > 0)
        self._same = (clause == clause[at]).astype(np.int64)
        negates = (marks & NEGATION) > 0
        negates[:-1] &= (marks[1:] & UNDONE) == 0
        last = np.maximum.accumulate(np.where(negates, every, -NEGATION_REACH - 1))[:-1]
        stop = np.maximum.accumulate(np.where(marks & STOP, every, -1))[1:]
        self._negated = np.zeros(len(every), np.int64)
        self._negated[1:] = (every[1:] - last <= NEGATION_REACH) & (last > stop)

    def _words(self) -> None:
        """See words, stems and pairs, by side, distance and negation."""
        turned = self._behind * 2 + self._negated
        plain = np.flatnonzero(((self._marks & STOP) == 0) & (self._far > 0))
        word, stems = self._word[plain], plain[self._stem[plain] > 0]
        self._add(2, word, plain)
        self._add(3, word * 4 + turned[plain], plain)
        self._add(4, word * 10 + self._place_of[plain], plain)
        self._add(5, self._stem[stems], stems)
        self._add(6, self._stem[stems] * 4 + turned[stems], stems)
        self._add(7, word * 31 + self._word[plain + 1], plain)

    def _by_table(self) -> None:
        """See words of the table: by side, distance, clause and negation, and what is beside."""
        word, kind, act = self._word, self._kind, self._act
        helped = (self._marks & PASSIVE) > 0
        passive = (self._marks & PARTICIPLE) > 0
        passive[2:] &= helped[1:-1] | helped[:-2]
        for number, group in ((8, kind), (11, (act * 2 + passive) * (act > 0))):
            of = np.flatnonzero(group)
            turned = group[of] * 2 + self._negated[of]
            self._add(number, turned * 2 + self._behind[of], of)
            self._add(number + 1, turned * 10 + self._place_of[of], of)
            self._add(number + 2, turned * 4 + self._same[of] * 2 + self._behind[of], of)
        of = np.flatnonzero(kind)
        sided = kind[of] * 2 + self._behind[of]
        self._add(14, word[of - 1] * 64 + sided, of)
        self._add(15, word[of + 1] * 64 + sided, of)
        of = np.flatnonzero(kind + act)
        if not len(of):
            return
        after = np.searchsorted(of, self._at)
        for side, nearest in enumerate((after - 1, after)):
            near = of[np.clip(nearest, 0, len(of) - 1)]
            own = self._text[near] == np.arange(len(near))  # of the same text
            near = near[own & (self._behind[near] == side) & (self._far[near] <= NEAREST)]
            both = kind[near] * 16 + act[near]
            self._add(16, both * 4 + self._negated[near] * 2 + side, near)
            self._add(17, word[near] * 2 + side, near)

    def _sums(self) -> None:
        """See the sums of values: in all, by side and clause, fading with distance."""
        value = np.where(self._negated > 0, self._value * -0.5, self._value)
        quoted = np.cumsum((self._marks & QUOTE) > 0)
        quoted = (quoted - quoted[self._at[self._text]]) % 2
        fades = value * _FADING[np.minimum(self._far, len(_FADING) - 1)]
        groups = [
            (value, 0 * quoted), (value, self._behind), (value, self._same),
            (value, self._same * 2 + self._behind), (value, self._same * 2 + quoted),
            (fades, self._behind),
        ]  # fmt: skip
        beside = self._marks[self._at[:, None] + np.array([-2, -1, 1, 2])] & SPEECH
        speaks = (beside > 0).any(1).astype(np.int64)
        self._add(18, speaks, self._at)
        for number, (values, group) in enumerate(groups):
            sums = np.bincount(self._text * 4 + group, values, 4 * len(self._at))
            steps = np.rint(STEEP * np.tanh(sums / 20)).astype(np.int64)
            seen, least = np.nonzero(np.abs(steps)[:, None] > np.arange(STEEP))
            numbers = ((number * 4 + seen % 4) * STEEP + least) * 2 + (steps[seen] > 0)
            self._add(19, numbers, self._at[seen // 4])
            self._add(20, numbers * 2 + speaks[seen // 4], self._at[seen // 4])

    def _around(self) -> None:
        """See the words right around the target, as they are and by their groups."""
        both = self._kind * 16 + self._act
        places = self._at[:, None] + np.arange(-AROUND, AROUND + 1)
        beside = self._at[:, None] + _BESIDE  # before a target that opens a text is another text
        own = self._text[beside] == np.arange(len(beside))[:, None]
        of = np.where(own, beside, self._at[:, None]).ravel()
        for number, row in ((21, self._word), (22, np.where(both > 0, both + 7, self._word))):
            windows = row[places] @ _FACTORS.T + np.arange(len(_WINDOWS))
            self._add(number, windows.ravel(), of)


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace")) >> 2


STEEP = 4
_ODD = [2 * (_hash(f"factor {n}") >> 8) + 1 for n in range(23)]
TARGET, NAME = (pack("6i", _hash(name), 0, 0, 0, 0, 0) for name in ("<target>", "<name>"))
PAD = pack("6i", 0, 0, 0, 0, 0, STOP | CLAUSE)
