"""Three decisions that a small weights file may take over from the rules.

Is a proposal a statement? Who speaks? Where does the content end? Each is a plain function: the
rules' own are ``rules.is_statement``, the proposal's source, and its end. The weights score the
same choices with linear models over hashed features of the words around cue, source and content.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from onrecord.clauses import Range, Sentence, group, noun_phrase_right, subject
from onrecord.grammar import MARKS, RELATIVES
from onrecord.knowledge import KnowledgeError
from onrecord.tokens import QUOTE

if TYPE_CHECKING:
    from onrecord.rules import Found

MODELS = ("statement", "speaker", "end")
TOO_FEW = frozenset(("noun", "adjective", "clear", "colon"))  # cues too rare to learn from
SOURCES = 6  # noun phrases that are weighed as the source of one proposal


class Weights(NamedTuple):
    """The three models: tables of small whole numbers, and how sure a statement must be."""

    statement: Sequence[int]
    speaker: Sequence[int]
    end: Sequence[int]
    floor: int


def load(path: str | Path) -> Weights:
    """Return the weights of a file made by ``onrecord.training``.

    Raises OnRecordError where the file cannot be read or is none.
    """
    try:
        return _load(str(path), Path(path).stat().st_mtime_ns)
    except OSError as error:
        raise KnowledgeError(
            path, None, f"no weights file ({error.strerror})", "check the path"
        ) from None


@lru_cache(maxsize=4)
def _load(path: str, _mtime: int) -> Weights:
    """Read a weights file, once for each version of it: a line of JSON, then the tables."""
    try:
        head, _, body = Path(path).read_bytes().partition(b"\n")
        about = json.loads(head)
        sizes = [about["sizes"][name] for name in MODELS]
        if len(body) != sum(sizes):
            raise ValueError("cut short")
        tables = []
        at = 0
        for size in sizes:
            tables.append(memoryview(body[at : at + size]).cast("b").tolist())
            at += size
        return Weights(tables[0], tables[1], tables[2], about["floor"])
    except (ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(
            path, None, f"no weights file ({error})", "make one: python -m onrecord.training"
        ) from None


@lru_cache(maxsize=1 << 17)
def bucket(feature: str) -> int:
    """Return the hash of a feature."""
    return crc32(feature.encode())


def score(features: Sequence[str], table: Sequence[int]) -> int:
    """Return the sum of the weights of features; the length of the table is a power of two."""
    mask = len(table) - 1
    return sum([table[bucket(feature) & mask] for feature in features])


@lru_cache(maxsize=1 << 16)
def shape(raw: str, closed: frozenset[str]) -> str:
    """Return the class of a word: itself if it is one of the closed classes, else its shape."""
    low = raw.lower()
    if low in closed:
        return low
    if raw[0].isdigit():
        return "9"
    if raw[0].isupper():
        return "Cap"
    for ending in ("ing", "ed", "ly", "'s", "’s", "s"):
        if low.endswith(ending):
            return ending
    return "x"


def size(n: int) -> str:
    """Return a number of words in rough steps."""
    return str(n) if n < 4 else "4" if n < 7 else "7" if n < 12 else "12" if n < 20 else "20"


def decide(s: Sentence, f: Found, weights: Weights) -> Found | None:
    """Return a proposal with the end and the source that the weights choose; None if it is none."""
    if f.rule in TOO_FEW:
        return f
    f = bettered(s, f, weights)
    return f if score(statement_features(s, f), weights.statement) >= weights.floor else None


def bettered(s: Sentence, f: Found, weights: Weights) -> Found:
    """Return a proposal with the end and the source that the weights choose."""
    return f._replace(content=_with_end(s, f, weights), source=_source(s, f, weights))


def _with_end(s: Sentence, f: Found, weights: Weights) -> list[Range]:
    """Return the content of a proposal with the best end for its last range."""
    x = f.content[-1][0]
    if not f.open or x >= f.content[-1][1]:
        return f.content
    places = ends(s, f)
    best = _best(end_features(s, f, places), weights.end)
    return [*f.content[:-1], (x, places[best])]


def _source(s: Sentence, f: Found, weights: Weights) -> Range | None:
    """Return the best of the noun phrases that may be the source of a proposal."""
    candidates = sources(s, f)
    if len(candidates) < 2:
        return f.source
    return candidates[_best(source_features(s, f, candidates), weights.speaker)]


def _best(rows: Sequence[Sequence[str]], table: Sequence[int]) -> int:
    """Return which row of features scores highest, the first of several."""
    scores = [score(row, table) for row in rows]
    return scores.index(max(scores))


def is_finite(s: Sentence, x: int) -> bool:
    """Tell whether an item is most likely a finite verb."""
    g = s.lex.grammar
    word = s.p.low[x]
    if word in g.auxiliaries or word in g.finite:
        return True
    verb = s.lex.verbs.get(word)
    if verb is not None and ("d" in verb.tags or "s" in verb.tags):
        return True
    if word.endswith("ed"):
        return x > 0 and s.p.low[x - 1] not in g.determiners
    return word[0] in "ihstwy" and word.endswith(g.contractions)


def ends(s: Sentence, f: Found) -> list[int]:
    """Return the places where the content of a proposal may end: the rule's end, and before it."""
    low, stops = s.p.low, s.lex.grammar.stops
    x, stop = f.content[-1]

    def breaks(y: int) -> bool:
        return low[y] in MARKS or low[y] in stops or low[y - 1] == QUOTE

    return [stop, *filter(breaks, range(stop - 1, x, -1))]


def sources(s: Sentence, f: Found) -> list[Range]:
    """Return what may be the source: the rule's, other subjects, the noun phrase behind."""
    found = [f.source] if f.source else []

    def add(phrase: Range | None) -> None:
        if phrase is not None and all(phrase[1] != other[1] for other in found):
            found.append(phrase)

    for x in range(s.first + 1, f.cue[0] + 1):
        if x == f.cue[0] or is_finite(s, x):
            who = subject(s, group(s, x).first - 1)
            if who is not None and who.start < f.cue[0]:
                add(who.range)
    add(noun_phrase_right(s, f.cue[1]))
    return found[:SOURCES]


def end_features(s: Sentence, f: Found, places: Sequence[int]) -> list[list[str]]:
    """Return the features of each place where the content of a proposal may end."""
    low, raw, stop, g = s.p.low, s.p.raw, s.end, s.lex.grammar
    closed = g.closed
    x = f.content[-1][0]
    rule = f.rule.rsplit("-", 1)[-1]
    opener = low[s.first]
    opened = opener if opener in g.subordinators or opener in g.prepositions else ""
    relative = "rel" if f.source and low[f.source[0]] in RELATIVES else ""
    finite = [0]
    for y in range(x, stop):
        finite.append(finite[-1] + is_finite(s, y))
    comma = next((y for y in range(x, stop) if low[y] == ","), stop)
    begins = shape(raw[x], closed)
    rows = []
    for y in places:
        here = shape(raw[y], closed) if y < stop else "$"
        after = shape(raw[y + 1], closed) if y + 1 < stop else "$"
        then = shape(raw[y + 2], closed) if y + 2 < stop else "$"
        before = shape(raw[y - 1], closed)
        if before == QUOTE and s.p.ends[y - 1] in ",.?!":
            before += s.p.ends[y - 1]
        verbs = f"{min(finite[y - x], 2)}{min(finite[-1] - finite[y - x], 2)}"
        cue = next(
            (f"{s.lex.verbs[low[z]].tags}{z - y}" for z in range(y, min(y + 5, stop))
             if low[z] in s.lex.verbs), "",
        )  # fmt: skip
        word = low[y + 1] if y + 1 < stop and low[y + 1] in s.lex.verbs else ""
        rows.append([
            f"t{here}", f"r{rule} {here}", f"n{here} {after}", f"m{here} {after} {then}",
            f"p{before} {here}", f"q{before} {after}", f"L{size(y - x)} {here}",
            f"R{size(stop - y)} {here}", f"F{verbs} {here}", f"G{verbs} {rule} {here}",
            f"l{size(y - x)} {rule}", f"c{cue} {here}", f"v{f.lemma} {here}",
            f"o{opened} {here} {after}", f"s{relative} {here} {after}", f"b{begins} {here}",
            f"H{verbs} {after} {here}", f"w{word} {here}", f"f{y == comma} {rule} {here}",
        ])  # fmt: skip
    return rows


def statement_features(s: Sentence, f: Found) -> list[str]:
    """Return the features by which a proposal is judged a statement or none."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    closed = g.closed
    kind, _, tail = f.rule.rpartition("-")
    a, y = f.content[0][0], f.content[-1][1]
    cue = low[f.cue[0] : f.cue[1]]
    word, helpers = cue[-1], cue[:-1]

    def at(i: int, bound: bool) -> str:
        return shape(raw[i], closed) if bound and 0 <= i < len(raw) else "$"

    who = "none"
    if f.source:
        first, head = low[f.source[0]], raw[f.source[1] - 1]
        if first in g.nominative or first in ("who", "which"):
            who = first
        else:
            who = "Cap" if head[0].isupper() else "s" if head.endswith("s") else "x"
    helper = next((w for w in helpers if w in g.modals), "")
    if not helper and helpers:
        helper = "be" if set(helpers) & g.be else "have" if set(helpers) & g.have else ""
    no = any(w in ("not", "never") or w.endswith(("n't", "n’t")) for w in cue)
    after = at(f.cue[1], f.cue[1] < s.stop)
    then = at(f.cue[1] + 1, f.cue[1] + 1 < s.stop)
    before = at(f.cue[0] - 1, f.cue[0] > s.first)
    start = min(f.source[0], f.cue[0]) if f.source else f.cue[0]
    ahead = at(start - 1, start > s.first)
    begins, second, stop = at(a, True), at(a + 1, True), at(y, True)
    quoted = any(low[z] == QUOTE for r in f.content for z in range(*r))
    long = size(sum(r[1] - r[0] for r in f.content))
    verbs = min(2, sum(is_finite(s, z) for r in f.content for z in range(*r)))
    alone = s.first == 0 and s.stop == len(low)
    return [
        "1", f"r{f.rule}", f"v{f.lemma} {tail}", f"w{word}", f"w{word} {tail}",
        f"k{kind} {f.lemma}", f"s{who} {tail}", f"s{who} {f.lemma}", f"h{helper} {no} {tail}",
        f"h{helper} {f.lemma}", f"a{after} {tail}", f"a{after} {word}", f"a{after} {then} {tail}",
        f"b{before} {kind}", f"b{before} {word}", f"g{ahead} {kind} {tail}", f"g{ahead} {word}",
        f"c{begins} {tail}", f"c{begins} {second} {tail}", f"e{stop} {tail}", f"q{quoted} {tail}",
        f"q{quoted} {f.lemma}", f"n{long} {tail}", f"n{long} {f.lemma}", f"V{verbs} {tail} {long}",
        f"V{verbs} {word}", f"A{alone} {tail}", f"H{s.p.title} {tail}",
    ]  # fmt: skip


def source_features(s: Sentence, f: Found, candidates: Sequence[Range]) -> list[list[str]]:
    """Return the features of each noun phrase that may be the source of a proposal."""
    low, raw, closed = s.p.low, s.p.raw, s.lex.grammar.closed
    kind = f.rule.rpartition("-")[0]
    rows = []
    for n, (a, b) in enumerate(candidates):
        right = a >= f.cue[1]
        side, gap = ("R", a - f.cue[1]) if right else ("L", f.cue[0] - b)
        before = shape(raw[a - 1], closed) if a > s.first else "^"
        after = shape(raw[b], closed) if b < len(raw) else "$"
        first, last = shape(raw[a], closed), shape(raw[b - 1], closed)
        own = n == 0 and f.source is not None
        rows.append([
            f"o{own} {f.rule}", f"o{own} {kind}", f"o{own}", f"f{first} {kind}", f"f{first} {side}",
            f"l{last} {kind}", f"g{size(max(gap, 0))} {side} {kind}", f"b{before} {side}",
            f"b{before} {kind}", f"a{after} {side} {kind}", f"n{size(b - a)} {kind}",
            f"w{low[b - 1]}", f"v{f.lemma} {side} {own}", f"r{n} {kind}",
            f"^{a == s.first} {kind}", f"f{first} {after}",
        ])  # fmt: skip
    return rows
