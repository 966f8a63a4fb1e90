"""Copies: articles that print the same text, as ten papers print one report of an agency."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
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


def sketched(text: str) -> list[str]:
    """Return the runs of words that begin with the rarest of a text, each by a hash; none if short.

    Which are rarest goes by a hash, too, the same for all texts (bottom-k sketches, Broder 1997).
    """
    words = _words(text)
    if len(words) < LEAST:
        return []
    least = map(words.index, nsmallest(SKETCH, set(words), _ranked))
    return [_short(" ".join(words[at : at + RUN])) for at in least]


def copied(
    sketches: Iterable[tuple[str, Sequence[str]]], text: Callable[[str], str]
) -> dict[str, str]:
    """Return the name of each text that is a copy, with the first text that it is a copy of.

    Held beside each other are texts whose sketches share runs; a copy is told by the Jaccard index
    of all their runs. ``text`` gives the text of a name.
    """
    having: defaultdict[str, list[str]] = defaultdict(list)  # the texts with a run, but for copies
    found: dict[str, str] = {}
    for name, runs in sketches:
        likely = Counter(other for run in runs for other in having.get(run, ()))
        beside = [other for other, n in likely.most_common(TRIED) if n >= SHARED]
        words = _words(text(name)) if beside else []
        if original := next((o for o in beside if _alike(words, _words(text(o)))), None):
            found[name] = original
        else:
            for run in runs:
                having[run] += [name] * (len(having[run]) < OFTEN)
    return found


def _short(words: str) -> str:
    return blake2s(words.encode("utf-8", "replace"), digest_size=8).hexdigest()


_ranked = lru_cache(2**16)(_short)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether most runs of two texts stand in both."""
    first, second = (set(zip(*(its[n:] for n in range(RUN)), strict=False)) for its in (one, other))
    return len(first & second) >= ALIKE * len(first | second)


def told_again(said: Iterable[Statement], first: Mapping[str, str]) -> dict[str, str]:
    """Return the utterances of copies, each with that of the same words in the article before.

    ``first`` has the copies, as ``copied`` returns them.
    """

    def words(one: Statement, article: str) -> Run:
        return article, str(one.speaker_text).lower(), *_words(one.content)

    firsts, every = set(first.values()), list(said)
    before = {words(each, each.article): each.utterance for each in every if each.article in firsts}
    return {
        each.utterance: utterance
        for each in every
        if each.article in first and (utterance := before.get(words(each, first[each.article])))
    }
