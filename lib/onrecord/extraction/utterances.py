"""Utterances: statements of one speaker that tell the same words or the same claim are one.

A headline, the lead and the quotation below may print one thing said, as may two articles on one
briefing. What is alike is measured on the words that say something, by their first letters; names
and numbers, which all statements on a matter share, count half. In doubt two statements stay two.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product, starmap
from operator import itemgetter

from onrecord.knowledge.grammar import Grammar
from onrecord.records import Statement
from onrecord.text.tokens import quotations

STEM = 6  # letters by which two forms of a word are known to be one
NAME = 0.5  # weight of a name or a number; of another word 1
LEAST, SHARE = 2.0, 0.66  # weight of the words shared, and its share of the shorter statement
MUCH, PART = 4.0, 0.35  # where so much is shared, a smaller part is enough
TWICE = 0.8  # share from which a quotation is printed twice, or stands in articles without a date
CLAIM = 3  # words that may be a claim; fewer name a matter
QUOTED = 0.2  # share of a statement that the words quoted in both must make up
NESTED = 0.7  # share of all words that a statement and one within it must have in common
BEFORE = 40  # characters before a quotation in which the word before it stands
COMPARED = 20  # articles of an utterance whose dates those of another must meet
LOOKED_UP = 60  # earlier statements in which a word is looked up: cost stays linear
_WORD = re.compile(r"[^\W_]+(?:['’/][^\W_]+)*")
Words = dict[str, float]  # by first letters, with their weights


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement with the words that say something, all and those in quotation marks."""

    said: Statement
    place: int  # among the statements of its article
    order: list[str]
    words: Words
    denied: set[str]
    numbers: set[str]
    total: float
    quoted: list[list[str]]
    turned: bool  # whether its cue denies or asks
    tells: bool  # whether it tells a view of another

    @property
    def speakers(self) -> set[str]:
        """By whom it may be told again: the speaker, and the side for which one speaks."""
        side = self.said.speaker_side
        return {*filter(None, (self.said.speaker, side and f"for {side}"))}


def _tellings(said: Sequence[Statement], grammar: Grammar) -> list[Telling]:
    tellers = {statement.parent for statement in said if statement.told_by is not None}
    return [_telling(each, n, each.statement_id in tellers, grammar) for n, each in enumerate(said)]


def _telling(said: Statement, place: int, tells: bool, grammar: Grammar) -> Telling:
    weighed, words = list(_weighed(said.content, grammar)), Words()
    for word, weight, _ in weighed:
        words[word] = min(weight, words.get(word, weight))
    quoted = []
    for quotation in quotations(said.content) if said.form == "mixed" else ():
        ahead = said.content[max(0, quotation.start - BEFORE) : quotation.start]
        if grammar.lists["mentioned"].isdisjoint(ahead.split()[-1:]):
            island = said.content[quotation.inner_start : quotation.inner_stop]
            quoted.append([word for word, *_ in _weighed(island, grammar)])
    order = [word for word, *_ in weighed]
    denied = {word for word, _, denied in weighed if denied}
    numbers = {word for word in order if word[0].isdigit()}
    turned = not grammar.lists["turning"].isdisjoint(said.cue.lower().split())
    total = sum(words.values())
    return Telling(said, place, order, words, denied, numbers, total, quoted, turned, tells)


def _weighed(text: str, grammar: Grammar) -> Iterator[tuple[str, float, bool]]:
    """Yield the words of a text that say something, in order, with weight and whether denied."""
    denied, denying, unsaying = False, grammar.lists["denying"], grammar.lists["unsaying"]
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'").removesuffix("'s")
        if word in denying or word.endswith("n't"):
            denied = True
        elif (len(word) > 2 or word.isdigit()) and not (
            word in grammar.function or word in unsaying
        ):
            yield word[:STEM], 1.0 if match[0][0].islower() else NAME, denied
            denied = False


def within(said: Sequence[Statement], grammar: Grammar) -> list[Statement]:
    """Return the statements of an article with their ``utterance``.

    It is the fullest statement that tells it, and has a person for its speaker where one has.
    """
    tellings = _tellings(said, grammar)
    likely = _likely(tellings)
    pairs = [(one.place, other.place) for one, other, n in likely if _same(one, other, n)]
    return _joined(said, pairs, lambda n: tellings[n].total, lambda one, other: False)


def across(
    said: Sequence[Statement], near: Callable[[str, str], bool | None], grammar: Grammar
) -> list[Statement]:
    """Return the statements of articles with the ``utterance`` that several of them print.

    Those of an article are joined before. ``near`` tells of two articles whether both can report
    one occasion, by their dates, or None where that is unknown: then only a quotation tells.
    """
    of = defaultdict[tuple[str | None, str | None], list[int]](list)  # one speaker, one side
    for n, each in enumerate(said):
        if each.speaker_kind != "unnamed" and (each.speaker or each.speaker_side):
            of[each.speaker, None if each.speaker else each.speaker_side].append(n)

    def same(one: Telling, other: Telling, shared: float) -> bool:
        first, second = one.said.article, other.said.article
        if first == second or _is_anothers(one.said, other.said):
            return False
        meet, part = near(first, second), shared / min(one.total, other.total)
        return shared >= MUCH and part >= (TWICE if meet is None else PART if meet else 2)

    pairs = []
    for places in of.values():  # by speaker, so that the words of few are held at once
        if len({said[n].article for n in places}) > 1:
            likely = _likely([_telling(said[n], n, False, grammar) for n in places])
            pairs += [(one.place, other.place) for one, other, n in likely if same(one, other, n)]
    total = cache(lambda n: _telling(said[n], n, False, grammar).total)
    pairs.sort(key=itemgetter(1))
    return _joined(said, pairs, total, lambda *two: near(*two) is False)


def _joined(
    said: Sequence[Statement], pairs: Sequence[tuple[int, int]], total: Callable[[int], float],
    apart: Callable[[str, str], bool],
) -> list[Statement]:  # fmt: skip
    """Return statements, those of pairs of places with the fullest they are joined to.

    Two persons are never joined, not by what their side says either, nor two articles that are
    ``apart``.
    """
    begun: dict[str, int] = {}
    root = [begun.setdefault(each.utterance, n) for n, each in enumerate(said)]
    members: dict[int, list[int]] = {root[n]: [] for pair in pairs for n in pair}
    for n, its in enumerate(root):
        if its in members:
            members[its].append(n)
    persons = {
        its: {said[n].speaker for n in places if said[n].speaker_kind == "person"}
        for its, places in members.items()
    }

    def first(n: int) -> int:
        while root[n] != n:
            root[n] = n = root[root[n]]
        return n

    for pair in pairs:
        low, high = sorted(map(first, pair))
        if low == high or len(persons[low] | persons[high]) > 1:
            continue
        one, other = ([said[n].article for n in members[its][:COMPARED]] for its in (low, high))
        if not any(starmap(apart, product(one, other))):
            root[high], persons[low] = low, persons[low] | persons[high]
            members[low] += members.pop(high)
    made = list(said)
    for places in members.values():
        fullest = max(sorted(places), key=lambda n: (said[n].speaker_kind == "person", total(n)))
        for n in places:
            made[n] = replace(said[n], utterance=said[fullest].statement_id)
    return made


def _likely(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling, float]]:
    """Yield pairs of a speaker or side that share words, none denied, and numbers; their weight."""
    users: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, telling in enumerate(tellings):
        keys = [(who, word) for who in telling.speakers for word in telling.words]
        likely = Counter(n for key in keys for n in users[key][-LOOKED_UP:])
        for n, _ in likely.most_common(LOOKED_UP):
            before = tellings[n]
            common = telling.words.keys() & before.words.keys()
            numbers, others = telling.numbers, before.numbers
            alike = telling.turned == before.turned and (numbers <= others or others <= numbers)
            if alike and not common & (telling.denied ^ before.denied):
                shared = sum(min(telling.words[word], before.words[word]) for word in common)
                yield before, telling, shared
        for key in keys:
            users[key].append(place)


def _is_anothers(one: Statement, other: Statement) -> bool:
    """Tell whether two statements of a side are of two persons, or told by two tellers."""
    persons = one.speaker_kind == other.speaker_kind == "person"
    return (persons and one.speaker != other.speaker) or one.told_by != other.told_by


def _same(one: Telling, other: Telling, shared: float) -> bool:
    """Tell whether two statements of an article, the earlier first, are one utterance."""
    first, second = one.said, other.said
    if first.statement_id == second.parent or second.statement_id == first.parent:
        every = one.total + other.total - shared
        return first.speaker == second.speaker and shared >= NESTED * every
    if _is_anothers(first, second):
        return False
    part = shared / min(one.total, other.total)
    if "unnamed" in (first.speaker_kind, second.speaker_kind) and part < TWICE:
        return False  # "another official said"
    if first.form == second.form == "direct":
        return part >= TWICE and shared > LEAST
    # what tells of another's view may be alike for that alone
    alike = not (one.tells or other.tells) and _is_alike(one, other, shared)
    return alike or _quotes(one, other) or _quotes(other, one)


def _is_alike(one: Telling, other: Telling, shared: float) -> bool:
    """Tell whether two statements share much of what they say, or one adds nothing."""
    claims = min(len(one.words), len(other.words)) >= CLAIM
    part = shared / min(one.total, other.total)
    if (claims and shared >= LEAST and part >= SHARE) or (shared >= MUCH and part >= PART):
        return True
    headline = one.said.headline and claims and shared == one.total
    # "There is no evidence of that"
    adds_nothing = other.place == one.place + 1 and shared == other.total
    return one.said.speaker == other.said.speaker and (headline or adds_nothing)


def _quotes(one: Telling, other: Telling) -> bool:
    """Tell whether words that a statement quotes are the other's own."""
    least, part = (1, 0.0) if one.said.headline else (2, QUOTED)
    for island in one.quoted if other.said.form != "indirect" else ():
        n, weight = len(island), sum(map(one.words.__getitem__, island))
        runs = (other.order[at : at + n] for at in range(len(other.order) - n + 1))
        if n >= least and weight >= part * one.total and island in runs:
            return True
    return False
