"""Findings: what one statement says for or against a proposition."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from onrecord.analysis.stance_modality import SIGNS, Modified, Named, Passage, Rank, Said, sentences
from onrecord.knowledge.wording import Proposition, StanceWords, WordGroup, small
from onrecord.records import Span, Spans

NO_REACH = 30  # characters before a judgement, in which a negation turns it
NEAR = 15  # words between a word for or against and the phrase that raises the matter


class Finding(NamedTuple):
    """What one place says, how much it weighs, the words that show it and of whom it is said."""

    value: float
    conditional: bool
    rank: Rank
    spans: tuple[Span, ...]
    rule: str
    target: Named | None = None


Findings = defaultdict[tuple[str, str], list[Finding]]  # by measure and target
Chain = Sequence[tuple[str, Span]]  # operators that lead to a place, the nearest first


def read(said: Said, words: StanceWords, propositions: Sequence[Proposition]) -> Findings:
    """Return what one statement says of propositions."""
    found: Findings = defaultdict(list)
    low = small(said.text)
    raised = [each for each in propositions if _is_raised(said, low, each)]
    for start, stop in sentences(said, words.patterns["sentence_break"]) if raised else ():
        passage = Passage(said, words, low, start, stop)
        for proposition in raised:
            if findings := _of_proposition(passage, proposition):
                found["proposition", proposition.code] += findings
    return found


def _is_raised(said: Said, low: str, proposition: Proposition) -> bool:
    """Tell whether a statement names what raises a matter, and one whom it is about."""
    if not proposition.raised.search(low):
        return False
    meant = said.meant.union(*({each.side, each.actor} for each in said.named))
    about = proposition.about
    return not about or not about.isdisjoint(meant) or bool(proposition.named.search(low))


def _of_proposition(passage: Passage, proposition: Proposition) -> list[Finding]:
    raised = passage.find(proposition.raised)
    if not raised or passage.find(proposition.unless):
        return []
    worded = [
        _worded(passage, span, near, group)
        for span, group in longest(passage, proposition.words)
        if (near := _nearest(passage, span, raised))
        and not passage.before("talk", span[0], 3)  # "did not discuss cooperation"
    ]
    if worded:
        return [finding for finding in worded if finding]
    turned = {place for span in passage.find(proposition.opposite) for place in range(*span)}
    favouring = proposition.favouring
    found = [
        _of_thing(passage, span, 1 if turned.isdisjoint(range(*span)) else -1)
        for span in raised if favouring
    ]  # fmt: skip
    talked_of = [
        Finding(0.0, False, Rank.CONCEDED, (talk, raised[0]), "raised without a side")
        for talk in passage.operator("talk")
        if any(passage.reaches(*gap(talk, span)) for span in raised)
    ]
    return [each._replace(value=favouring * each.value) for each in found if each] or talked_of[:1]


def longest(passage: Passage, groups: Iterable[WordGroup]) -> Iterator[tuple[Span, WordGroup]]:
    """Find words of groups in text order, without those that longer ones of another cover."""
    hits = [(span, group) for group in groups for span in passage.find(group.pattern)]
    covered = (0, 0)
    for span, group in sorted(hits, key=lambda hit: (hit[0][0], -hit[0][1])):
        if span == covered or span[1] > covered[1]:
            covered = span
            yield span, group


def _nearest(passage: Passage, span: Span, raised: Sequence[Span]) -> Span | None:
    best = min(raised, key=lambda each: max(each[0], span[0]) - min(each[1], span[1]))
    return best if passage.words(*gap(best, span)) <= NEAR else None


def gap(one: Span, other: Span) -> Span:
    """Return what lies between two spans, from the end of the first to the other."""
    return min(one[1], other[1]), max(one[0], other[0])


def _worded(passage: Passage, span: Span, near: Span, group: WordGroup) -> Finding | None:
    """Return what a word for or against says after its operators; None for another side's act."""
    around, value = Modified(passage, *span), group.value
    if group.describes:  # opposition turns no description; "no crime" is no praise
        value *= -0.5 if around.negated or "denied" in around.names else 1
    else:
        narrated = passage.has("narrated", max(passage.start, span[0] - NO_REACH), span[0])
        planned = passage.is_told(min([span, *around.chain])[0], "owner")
        if around.another or planned or (narrated and passage.text.endswith("ed", *span)):
            return None
    if "contrasted" in around.names:
        value = -abs(value)  # "rather than lift it"; "rather than keep it up" blames as it is
    value = -value if around.turned and not group.describes else value
    if "barred" in around.names:
        value = -abs(value)  # "lifted only after …": not now
    if around.half:
        value = max(-0.5, min(0.5, value))
    end, begin = gap(near, span)  # one overlaps the other: the word raises the matter
    bare = begin < end and value > 0 and around.rank == Rank.MAIN and not around.names
    rule = ", ".join((f"{group.name} words", *around.names))
    rank, spans = Rank.BARE if bare else around.rank, (span, near, *around.spans)
    return Finding(value, around.conditional, rank, spans, rule)


class Sided(NamedTuple):
    """What words say of a thing: for or against it, with their name, and the word to modify."""

    value: float
    spans: Spans
    name: str
    at: Span


def _of_thing(passage: Passage, thing: Span, favouring: int) -> Finding | None:
    """Read what generic words say for or against a thing that raises a matter."""
    chain = passage.chain(thing[0])
    begins = chain[-1][1][0] if chain else thing[0]
    told = passage.is_told(begins, "owner", "doer") or passage.is_others_act(begins)
    sided = None
    if not told or passage.has("called_for", begins, thing[0]):
        sided = _done_behind(passage, thing, chain)
        # talk takes no side; but "too early to talk of lifting it", "talk … should be put off"
        if "denial" not in dict(chain) and passage.before("talk", thing[0]):
            asked = sided and passage.has("called_for", thing[1], sided.at[0])
            sided = sided if asked else None
        else:
            sided = sided or _done_before(passage, thing, chain)
    if not (sided := sided or _judged(passage, thing, chain)):
        return None
    around, value = Modified(passage, *sided.at), favouring * sided.value
    if "asked for by a condition" in around.names:
        return None
    if not {"barred", "contrasted"}.isdisjoint(around.names):
        value = -value  # "lifted only after …": not now
    names = (each for each in around.names if each not in ("opposed", "negated"))
    value = max(-0.5, min(0.5, value)) if around.half else value
    rank = max(around.rank, Rank.INNER if sided.name in ("good", "bad") else Rank.MAIN)
    rule = ", ".join((f"{sided.name} of what is raised", *names))
    return Finding(value, around.conditional, rank, (*sided.spans, thing), rule)


def _sign(chain: Chain) -> int:
    return math.prod(SIGNS[name] for name, _ in chain)


def _done_behind(passage: Passage, thing: Span, chain: Chain) -> Sided | None:
    """Read an act behind a thing: "it must be lifted", "wants it to end"."""
    wished = not {"wish", "denial"}.isdisjoint(dict(chain))
    for name in ("keeping", "ending"):
        for span in passage.behind(name, thing[1], NEAR):
            near = wished and passage.reaches(thing[1], span[0])
            if near or passage.has("to_be", thing[1], span[0]):
                turned = -1 if passage.has("no", thing[1], span[0]) else 1
                spans = (*(each for _, each in chain), span)
                return Sided(SIGNS[name] * turned * _sign(chain), spans, name, span)
    return None


def _done_before(passage: Passage, thing: Span, chain: Chain) -> Sided | None:
    """Read an act or an attitude towards a thing: "refuses to lift it", "railed against it"."""
    acts = (at for at, (name, _) in enumerate(chain) if name not in ("negation", "denial"))
    at = next(acts, None)
    if at is None or not _is_object(passage, thing, *chain[at]):
        return None
    name, turned, (_, first) = chain[at][0], _sign(chain[at + 1 :]), chain[-1]
    if passage.has("neither", passage.start, thing[0]):  # "neither supported nor opposed it"
        return None
    if turned < 0 and name in ("blame", "praise"):  # "refused to condemn it" is no praise
        return None
    spans = tuple(span for _, span in chain)
    opens = passage.patterns["opens"].search(passage.text, passage.start, first[0])
    if opens and first[0] >= passage.content:  # "lifting it would be a mistake"
        if judged := _judged(passage, thing, ()):
            both, value = (*spans, *judged.spans), _sign(chain) * judged.value
            return Sided(value, both, f"{name} and {judged.name}", judged.at)
        if passage.has("predicate", thing[1], min(passage.stop, thing[1] + NO_REACH)):
            return None
    value = _sign(chain) * (0.5 if turned < 0 and name == "opposition" else 1)
    return Sided(value, spans, name, thing)


def _is_object(passage: Passage, thing: Span, name: str, head: Span) -> bool:
    """Tell whether a thing itself is what an operator acts on, no clause and no other act."""
    patterns, text = passage.patterns, passage.text
    if name == "wish" and patterns["clause"].match(text, thing[1], passage.stop):
        return False
    if name in ("blame", "opposition") and passage.has("holds", head[1], thing[0]):
        return False
    infinitive = passage.has("infinitive", *head) or text.startswith(" to ", head[1])
    # "should rethink it" says neither
    return not infinitive or bool(patterns["no_verb"].fullmatch(text, head[1], thing[0]))


def _judged(passage: Passage, thing: Span, chain: Chain) -> Sided | None:
    """Read a judgement behind a thing, or right before it: "it is a mistake", "the bad deal"."""
    turned = [each for each in chain if each[0] in ("denial", "opposition", "blame")]
    behind = [
        (span, name, sign)
        for name, sign in (("support after", 1), ("opposition after", -1))
        for span in passage.judged(name, thing[1])
    ]
    if behind and passage.has("withheld", passage.start, thing[0]):
        return None  # "nobody has shown that it works", "those who call it a disaster"
    for span, name, sign in sorted(behind)[:1]:
        if passage.has("no", max(thing[1], span[0] - NO_REACH), span[0]):
            sign = -sign
        return Sided(sign * _sign(turned), (*(each for _, each in turned), span), name, span)
    for name, value in (("good", 0.5), ("bad", -0.5)):
        for span in passage.before(name, thing[0], 1):
            return Sided(value, (span,), name, thing)
    return None


def settled(findings: Sequence[Finding]) -> Finding:
    """Return the one finding that several come to."""
    rank = min(each.rank for each in findings)
    findings = [each for each in findings if each.rank == rank]
    value = attrgetter("value")
    pro = max((each for each in findings if each.value > 0), key=value, default=None)
    contra = min((each for each in findings if each.value < 0), key=value, default=None)
    if not (pro and contra):
        return pro or contra or findings[0]
    return Finding(
        pro.value + contra.value, pro.conditional or contra.conditional, rank,
        pro.spans + contra.spans, f"both sides: {pro.rule}; {contra.rule}",
        min(filter(None, (pro.target, contra.target)), default=None),
    )  # fmt: skip


def evidence(said: Said, spans: Sequence[Span]) -> tuple[Spans, str]:
    """Return evidence as spans of the raw file, merged and in order, and as text."""
    places = {place for span in spans for place in range(*span)}
    places |= {end for _, end in spans if said.text[end : end + 1] == " " and end + 1 in places}
    kept = enumerate(place for place in sorted(places) if said.raw[place] >= 0)
    found = []
    # places follow each other in a run both here and in the file
    for _, run in groupby(kept, key=lambda at: (at[1] - at[0], said.raw[at[1]] - at[0])):
        (_, first), *_, (_, last) = [*run] * 2
        found.append(((said.raw[first], said.raw[last] + 1), said.text[first : last + 1]))
    found.sort()
    return tuple(span for span, _ in found), " … ".join(text for _, text in found)
