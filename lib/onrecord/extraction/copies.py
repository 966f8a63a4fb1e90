"""Copies: articles that print the same text, as ten papers print one report of an agency."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s
from heapq import nsmallest

from onrecord.records import Statement

RUN = 5  # words of a run; two texts are alike by the runs that they share
LEAST = 30  # words from which a text can be another's copy
ALIKE = 0.8  # share of the runs of two texts that both have, from which one is a copy
SKETCH, SHARED = 16, 3  # runs of a text that are looked up, those that a text held beside has
TRIED, OFTEN = 3, 50  # texts that are held beside, and that are noted for a run
_WORD = re.compile(r"\w+")
Run = tuple[str, ...]


def copied(names: Iterable[str], text: Callable[[str], str]) -> dict[str, str]:
    """Return the name of each text that is a copy, with the first text that it is a copy of.

    Held beside each other are texts that share runs of words which begin with their rarest, by a
    hash (bottom-k sketches, Broder 1997); a copy is told by the Jaccard index of all their runs.
    """
    order: dict[str, bytes] = {}  # of words, by chance and the same for all texts
    having: defaultdict[bytes, list[str]] = defaultdict(list)  # texts with a run, but for copies
    found: dict[str, str] = {}
    for name in names:
        words = _words(text(name))
        if len(words) < LEAST:
            continue
        vocabulary = set(words)
        for word in vocabulary - order.keys():
            order[word] = _short(word)
        least = map(words.index, nsmallest(SKETCH, vocabulary, order.__getitem__))
        runs = [_short(" ".join(words[at : at + RUN])) for at in least]
        likely = Counter(other for run in runs for other in having.get(run, ()))
        beside = [other for other, n in likely.most_common(TRIED) if n >= SHARED]
        if original := next((o for o in beside if _alike(words, _words(text(o)))), None):
            found[name] = original
        else:
            for run in runs:
                having[run] += [name] * (len(having[run]) < OFTEN)
    return found


def _short(words: str) -> bytes:
    return blake2s(words.encode("utf-8", "replace"), digest_size=8).digest()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether most runs of two texts stand in both."""
    first, second = (set(zip(*(its[n:] for n in range(RUN)), strict=False)) for its in (one, other))
    return len(first & second) >= ALIKE * len(first | second)


def as_first(said: Sequence[Statement], first: Mapping[str, str]) -> list[Statement]:
    """Return statements with, in a copy, the utterance of the same words in the article before.

    ``first`` has the copies, as ``copied`` returns them.
    """

    def words(one: Statement, article: str) -> Run:
        return article, str(one.speaker_text).lower(), *_words(one.content)

    firsts = set(first.values())
    before = {words(each, each.article): each.utterance for each in said if each.article in firsts}
    same = {
        (each.article, each.utterance): utterance
        for each in said
        if each.article in first and (utterance := before.get(words(each, first[each.article])))
    }
    return [replace(s, utterance=same.get((s.article, s.utterance), s.utterance)) for s in said]
