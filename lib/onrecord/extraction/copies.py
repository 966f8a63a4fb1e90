"""Copies: articles that print the same text, as ten papers print one report of an agency."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2s
from heapq import nsmallest

from onrecord.records import Span, Statement

RUN = 5  # words of a run; two texts are alike by the runs that they share
LEAST = 30  # words from which a text can be another's copy
ALIKE = 0.8  # share of the runs of two texts that both have, from which one is a copy
SKETCH = 100  # runs of a text that are kept: of two texts as alike, the share is right to .04
LOOKED_UP, SHARED = 8, 3  # runs that are looked up, those that a text held beside has
TRIED, OFTEN = 10, 50  # texts that are held beside, and that are noted for a run
_WORD = re.compile(r"\w+")


def sketched(page: str, body: Iterable[Span]) -> str:
    """Return what tells whether a text is like another: some of its runs; "" where it is short.

    ``body`` are the spans of a page that are its text.

    Of the runs that begin where a word first stands, these are those of the words that a hash puts
    first, the same for all texts: each is that of its word and one of its own, in their order
    (bottom-k sketches, Broder 1997).
    """
    words = _words(" ".join(page[start:stop] for start, stop in body))
    if len(words) < LEAST:
        return ""
    first = {word: len(words) - n for n, word in enumerate(reversed(words), 1)}
    runs = ((words[first[each] :][:RUN], each) for each in nsmallest(SKETCH, first, _ranked))
    return " ".join(sorted(_ranked(word) + _short(" ".join(run), 2) for run, word in runs))


def copied(sketches: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the name of each text that is a copy, with the first text that it is a copy of.

    Held beside each other are texts that share some of their first runs. The Jaccard index of all
    their runs is that of their sketches, where these overlap.
    """
    having: defaultdict[str, list[str]] = defaultdict(list)  # the texts with a run, but for copies
    known, found = dict[str, str](), dict[str, str]()
    for name, sketch in sketches:
        runs = sketch.split()
        looked_up = runs[:LOOKED_UP]
        likely = Counter(other for run in looked_up for other in having.get(run, ()))
        beside = (other for other, n in likely.most_common(TRIED) if n >= SHARED)
        original = next((o for o in beside if _alike(runs, known[o].split())), None)
        if original is not None:
            found[name] = original
            continue
        known[name] = sketch
        for run in looked_up:
            having[run] += [name] * (len(having[run]) < OFTEN)
    return found


def _short(words: str, size: int = 4) -> str:
    return blake2s(words.encode("utf-8", "replace"), digest_size=size).hexdigest()


_ranked = lru_cache(2**16)(_short)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether most of the first runs of two texts stand in both."""
    first = nsmallest(SKETCH, {*one, *other})
    return len({*one}.intersection(other, first)) >= ALIKE * len(first)


def told_again(said: Iterable[Statement], first: Mapping[str, str]) -> dict[str, str]:
    """Return the utterances of copies, each with that of the same words in the article before.

    ``first`` has the copies, as ``copied`` returns them.
    """

    def words(one: Statement, article: str) -> tuple[str, ...]:
        return article, str(one.speaker_text).lower(), *_words(one.content)

    firsts, every = set(first.values()), list(said)
    before = {words(each, each.article): each.utterance for each in every if each.article in firsts}
    return {
        each.utterance: utterance
        for each in every
        if each.article in first and (utterance := before.get(words(each, first[each.article])))
    }
