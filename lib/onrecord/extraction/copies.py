"""Copies: articles that print the same text, as ten papers print one report of an agency."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest
from zlib import crc32

from onrecord.records import Statement

RUN = 5  # words of a run; two texts are alike by the runs that they share
LEAST = 30  # words from which a text can be another's copy
ALIKE = 0.8  # share of the runs of two texts that both have, from which one is a copy
SKETCH, TRIED, OFTEN = 16, 3, 50  # runs that are looked up, texts held beside, texts with a run
_WORD = re.compile(r"\w+")
Runs = set[tuple[str, ...]]


def copied(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each text that is a copy, with the first text that it is a copy of.

    Held beside each other are texts that share runs of words which begin with their rarest, by a
    hash (bottom-k sketches, Broder 1997); a copy is told by the Jaccard index of all their runs.
    """
    words = {name: _WORD.findall(text.casefold()) for name, text in texts.items()}
    order: dict[str, int] = {}  # of words, by chance and the same for all texts
    having: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)  # run -> texts, no copies
    found: dict[str, str] = {}
    for name, its in words.items():
        if len(its) < LEAST:
            continue
        for word in set(its) - order.keys():
            order[word] = crc32(word.encode("utf-8", "replace"))
        first = {word: at for at, word in reversed([*enumerate(its)])}
        sketch = nsmallest(SKETCH, first, key=lambda word: (order[word], word))
        runs = [tuple(its[first[word] :][:RUN]) for word in sketch]
        likely = Counter(other for run in runs for other in having.get(run, ()))
        own = _runs(its) if likely else set()
        for other, _ in likely.most_common(TRIED):
            others = _runs(words[other])
            if len(own & others) >= ALIKE * len(own | others):
                found[name] = other
                break
        else:
            for run in runs:
                if len(having[run]) < OFTEN:
                    having[run].append(name)
    return found


def _runs(words: Sequence[str]) -> Runs:
    return set(zip(*(words[at:] for at in range(RUN)), strict=False))


def as_first(said: Sequence[Statement], first: Mapping[str, str]) -> list[Statement]:
    """Return statements with, in a copy, the utterance of the same words in the article before.

    ``first`` has the copies, as ``copied`` returns them.
    """

    def words(one: Statement, article: str) -> tuple[str, ...]:
        return article, str(one.speaker_text).lower(), *_WORD.findall(one.content.casefold())

    before = {words(each, each.article): each.utterance for each in said}
    same = {
        (each.article, each.utterance): utterance
        for each in said
        if (utterance := before.get(words(each, first.get(each.article, ""))))
    }
    return [replace(s, utterance=same.get((s.article, s.utterance), s.utterance)) for s in said]
