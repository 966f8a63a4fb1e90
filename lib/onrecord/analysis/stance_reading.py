"""Readings: what one statement says for or against a proposition, and of another side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from onrecord.analysis.stance_modality import (
    BARE,
    CONCEDED,
    MAIN,
    NEGATION_REACH,
    OPERATOR_REACH,
    WE,
    WORD,
    Mention,
    Modified,
    Sentence,
    Span,
    Text,
    modify,
    named_before,
    others_act,
    reaches,
    sentences,
    words_between,
)
from onrecord.knowledge.stance_words import Directed, Proposition, Words, small

NEAR = 15  # words between a word for or against and the phrase that raises the matter
NEGATION_OF_BLAME = 1  # words that a negation reaches before a word of blame

_COORDINATE_CLAUSE = re.compile(r"[;:—–]|\band that\b|,\s+and\b|\bbut\b", re.IGNORECASE)
_TOPIC = re.compile(r"\b(?:on|over|about|regarding|concerning|in)\s+(?:the\s+)?$", re.IGNORECASE)
_CALLED_FOR = re.compile(r"\b(?:must|should|ought to|needs? to|has to|have to)\b")
_PARTICIPLE = re.compile(r"\W*(?:of|by|for|in|on|at)\b")
_COPULA = re.compile(r"\W*(?:is|was|are|were|remains?|remained)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\W*(?:\w+\W+){0,2}?(?:was|were|been|being|is|are|be|got)\W+(?:\w+ly\W+)?$", re.IGNORECASE
)
_JOINED = re.compile(
    r"(?:['’]s)?\W*(?:and|or|along with|together with|as well as|nor)?\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby\b(?:\W+\w+){0,3}?\W*$", re.IGNORECASE)
_OTHER_SUBJECT = re.compile(r";|\b(?:but|we|our|us)\b", re.IGNORECASE)
_SHORT_VERB = re.compile(r"['’](?:re|ve|ll|d)$")
_CONJUNCTION = re.compile(r"\b(?:and|or|nor|along with|together with|as well as)\b", re.IGNORECASE)


class Reading(NamedTuple):
    """One reading of one place: what it says, how much it weighs, and the words that show it."""

    value: float
    conditional: bool
    rank: int
    spans: tuple[Span, ...]
    rule: str


def read(
    unit: Text,
    words: Words,
    propositions: Sequence[Proposition],
    mentions: Sequence[Mention],
    side: str | None,
) -> dict[tuple[str, str], list[Reading]]:
    """Read one statement: (measure, target) -> readings, of a proposition or of another side."""
    found: defaultdict[tuple[str, str], list[Reading]] = defaultdict(list)
    for s in sentences(unit, words, mentions, side):
        for p in propositions:
            found["proposition", p.code] += _proposition(s, p)
        for target, readings in _dyads(s, words).items():
            found["dyad", target] += readings
    return {key: readings for key, readings in found.items() if readings}


def _proposition(s: Sentence, p: Proposition) -> list[Reading]:
    """Read one sentence for one proposition."""
    if p.unless is not None and p.unless.search(s.text, s.start, s.stop):
        return []
    raised = [m.span() for m in p.raised.finditer(s.text, s.start, s.stop)]
    if not raised:
        return []
    readings: list[Reading] = []
    silent = False
    hits = [
        (match.span(), value, name)
        for name, value, pattern in p.words
        for match in pattern.finditer(s.text, s.start, s.stop)
    ]
    for span, value, name in _longest(hits):
        near = _nearest(s.text, span, raised)
        if near is None or _talked_about(s, span[0]):
            continue
        m = modify(s, *span)
        if m.another:
            silent = True
            continue
        reading = _worded(value, name, m, span, near)
        itself = near[0] < span[1] and span[0] < near[1]
        if itself and value > 0 and reading.rank == MAIN and not m.words:
            reading = reading._replace(rank=BARE)
        readings.append(reading)
    if readings or silent:
        return readings
    if p.favouring:
        readings = [r for span in raised for r in _favoured(s, span, p.favouring)]
    talk = [t for t in s.operators["talk"] if any(_close(s.text, t, r) for r in raised)]
    if talk and not readings:
        return [Reading(0.0, False, CONCEDED, (talk[0], raised[0]), "raised without a side")]
    return readings


def _longest(hits: list[tuple[Span, float, str]]) -> list[tuple[Span, float, str]]:
    """Leave out a hit that a longer one of another list covers, in text order."""
    kept: list[tuple[Span, float, str]] = []
    covered = (0, 0)
    for hit in sorted(hits, key=lambda hit: (hit[0][0], -hit[0][1])):
        if hit[0] == covered or hit[0][1] > covered[1]:
            covered = hit[0]
            kept.append(hit)
    return kept


def _nearest(text: str, span: Span, raised: Sequence[Span]) -> Span | None:
    """Return the raising phrase next to a span, None where none is near."""
    best = min(raised, key=lambda r: max(r[0], span[0]) - min(r[1], span[1]))
    between = words_between(text, min(best[1], span[1]), max(best[0], span[0]))
    return best if between <= NEAR else None


def _close(text: str, one: Span, other: Span) -> bool:
    """Tell whether two spans stand within an operator's reach in one clause."""
    a, b = min(one[1], other[1]), max(one[0], other[0])
    return reaches(text, a, b, OPERATOR_REACH)


def _talked_about(s: Sentence, place: int) -> bool:
    """Tell whether a word is only talked about: "did not discuss cooperation"."""
    return any(t[1] <= place and reaches(s.text, t[1], place, 3) for t in s.operators["talk"])


def _worded(value: float, name: str, m: Modified, span: Span, near: Span) -> Reading:
    """Return the reading of a word for or against, after its operators."""
    if m.contrasted:
        value = -abs(value)  # "rather than lift it"; "rather than keep it up" blames as it is
    if m.turned:
        value = -value
    if m.barred:
        value = -abs(value)  # "lifted only after …": not now
    if m.half:
        value = max(-0.5, min(0.5, value))
    rule = ", ".join((f"{name} words", *m.words))
    return Reading(value, m.conditional, m.rank, (span, near, *m.spans), rule)


def _favoured(s: Sentence, raised: Span, favouring: int) -> Iterator[Reading]:
    """Read generic support and opposition for the thing that a phrase raises."""
    for name, sign in (("support", 1), ("opposition", -1)):
        ops = [op for op in s.operators[name] if op[1] <= raised[0] and _close(s.text, op, raised)]
        if ops and not others_act(s, ops[-1][0]):
            m = modify(s, *raised)
            turned = modify(s, *ops[-1]).negated if name == "opposition" else m.turned
            yield _generic_reading(sign * favouring, turned, m, ops[-1], raised, name)
        ops = [
            op for op in s.operators[f"{name} after"]
            if _close(s.text, op, raised)
            and (op[0] >= raised[1] or 0 <= raised[0] - op[1] <= 3)  # behind, or right before
        ]  # fmt: skip
        if ops:
            m = modify(s, *ops[0])
            yield _generic_reading(sign * favouring, m.negated, m, ops[0], raised, name)


def _generic_reading(
    sign: int, turned: bool, m: Modified, op: Span, raised: Span, name: str
) -> Reading:
    """Return the reading of generic support or opposition."""
    value = sign * (-1 if turned else 1) * (0.5 if m.half else 1.0)
    rule = ", ".join((f"{name} of what is raised", *(w for w in m.words if w != "opposed")))
    return Reading(value, m.conditional, m.rank, (op, raised, *m.spans), rule)


def _dyads(s: Sentence, words: Words) -> dict[str, list[Reading]]:
    """Read one sentence for what it says of other sides than the speaker's."""
    readings: defaultdict[str, list[Reading]] = defaultdict(list)
    others = [m for m in s.mentions if m.side is not None and m.side != s.side]
    if s.side is None or not others:
        return readings
    hits = [
        (match.span(), group.value, group.name)
        for group in words.directed
        for match in group.pattern.finditer(s.text, s.start, s.stop)
    ]
    groups = {group.name: group for group in words.directed}
    reported = s.stop  # where a blame begins that is not the speaker's own
    for hit, _, name in _longest(hits):
        if any(m.start <= hit[0] < m.stop for m in s.mentions):
            continue  # part of a name
        group = groups[name]
        if group.target == "object" and group.value < 0 and _is_reported(s, hit):
            reported = min(reported, hit[0])
        if hit[0] >= reported and reaches(s.text, reported, hit[0], NEAR):
            continue
        for target in _PLACES[group.target](s, hit, others, group):
            if reading := _directed(s, group, hit, target):
                readings[str(target.side)].append(reading)
    return readings


def _directed(s: Sentence, group: Directed, hit: Span, target: Mention) -> Reading | None:
    """Return the reading of a directed word, after its operators; None for another side's act."""
    value = group.value
    m = modify(s, *hit, NEGATION_REACH if value > 0 else NEGATION_OF_BLAME)
    if m.another and value > 0:
        return None
    if value > 0 and m.turned:
        value = -value
    elif value < 0 and m.negated:
        value = 0.5  # "not our enemy": implied, no praise
    size = min(abs(value), 0.5) if m.half else abs(value)
    names = [w for w in m.words if value > 0 or group.value > 0 or w != "opposed"]
    rule = ", ".join((group.name, *names))
    if target.rule != "named":
        rule += f", {target.rule}"
    spans = (hit, (target.start, target.stop), *m.spans)
    return Reading(size if value > 0 else -size, m.conditional, m.rank, spans, rule)


def _objects(s: Sentence, hit: Span, others: Sequence[Mention], group: Directed) -> list[Mention]:
    """Return the actors that an act is directed at: behind it, or before "must be condemned"."""
    if _is_reported(s, hit):
        return []
    before = named_before(s, hit[0])
    if before and _PASSIVE.fullmatch(s.text, before[-1].stop, hit[0]):
        return [before[-1]] if before[-1] in others else []
    found: list[Mention] = []
    for m in (m for m in s.mentions if m.start >= hit[0] and m.side is not None):
        if found:
            end = not _joined(s.text[found[-1].stop : m.start])
        else:
            far = words_between(s.text, hit[1], m.start) > group.reach
            end = far or ";" in s.text[hit[1] : m.start] or m not in others
        if end:
            break
        if m in others:
            found.append(m)
    return found


def _joined(between: str) -> bool:
    """Tell whether what stands between two names joins them."""
    return bool(_CONJUNCTION.search(between) and _JOINED.fullmatch(between))


def _named_by(s: Sentence, hit: Span, others: Sequence[Mention], group: Directed) -> list[Mention]:
    """Return the actor right behind what it is called: "the failed regime of"."""
    behind = next((m for m in s.mentions if m.start >= hit[0] and m.side is not None), None)
    if behind is None or behind not in others:
        return []
    return [behind] if reaches(s.text, hit[1], behind.start, group.reach) else []


def _is_reported(s: Sentence, hit: Span) -> bool:
    """Tell whether an act is told of others: "they accused X", "X was accused of"."""
    before = named_before(s, hit[0])
    if before and _PASSIVE.fullmatch(s.text, before[-1].stop, hit[0]):
        return _CALLED_FOR.search(s.text, before[-1].stop, hit[0]) is None
    if others_act(s, hit[0]):
        return True
    return s.text[hit[0] : hit[1]].endswith("ed") and bool(_PARTICIPLE.match(s.text, hit[1]))


def _doers(s: Sentence, hit: Span, others: Sequence[Mention], group: Directed) -> list[Mention]:
    """Return the actors who do something: before the act, or behind it with "by" or "of"."""
    after = next((m for m in s.mentions if m.start >= hit[1] and m.side is not None), None)
    if after is not None and after in others and _BY.search(s.text, hit[1], after.start):
        return [after] if words_between(s.text, hit[1], after.start) <= group.reach else []
    before = named_before(s, hit[0])
    if not before or before[-1] not in others:
        return []
    last = before[-1]
    between = s.text[last.stop : hit[0]]
    far = words_between(s.text, last.stop, hit[0]) > group.reach
    if far or _OTHER_SUBJECT.search(between):
        return []
    if s.text[hit[0] : hit[1]].endswith("ed") and _PASSIVE.fullmatch(between):
        return []
    found = [last]
    for m in reversed(before[:-1]):
        if m not in others or not _joined(s.text[m.stop : found[-1].start]):
            break
        found.append(m)
    return found


def _beside(s: Sentence, hit: Span, others: Sequence[Mention], group: Directed) -> list[Mention]:
    """Return the actor next to a word of partnership or quarrel between it and the speaker."""

    def gap(m: Mention) -> int:
        return words_between(s.text, min(m.stop, hit[1]), max(m.start, hit[0]))

    near = []
    for m in others:
        between = s.text[min(m.stop, hit[1]) : max(m.start, hit[0])]
        topic = _TOPIC.search(s.text, max(s.start, m.start - 12), m.start) or (
            group.value < 0 and m.stop <= hit[0] and _COPULA.match(between)
        )
        if gap(m) <= group.reach and not _COORDINATE_CLAUSE.search(between) and not topic:
            near.append(m)
    if not near or others_act(s, hit[0]) and words_between(s.text, near[0].stop, hit[0]) <= 2:
        return []
    best = min(near, key=gap)
    third = {m.side for m in near} - {best.side}
    ours = any(m.side == s.side for m in s.mentions) or WE.search(s.text, s.start, s.stop)
    return [] if third and not ours else [best]


_PLACES = {"object": _objects, "doer": _doers, "beside": _beside, "name": _named_by}


def with_pronouns(
    unit: Text, mentions: Sequence[Mention], side: str | None, earlier: str | None, words: Words
) -> list[Mention]:
    """Add the pronouns that stand for a side: the only other one named so far."""
    out = list(mentions)
    if side is None or not words.they:
        return out
    for match in WORD.finditer(unit.text, unit.content):
        if _SHORT_VERB.sub("", match.group().lower()) not in words.they:
            continue
        sides = {m.side for m in mentions if m.stop <= match.start() and m.side not in (None, side)}
        if not sides and earlier:
            sides = {earlier}
        if len(sides) == 1:
            out.append(Mention(*match.span(), sides.pop(), "“they” is the side named before"))
    return sorted(out)


def addressed(
    unit: Text, mentions: Sequence[Mention], side: str, words: Words
) -> tuple[str, Reading] | None:
    """Read what the cue does to the one addressed: "warned his counterpart that …"."""
    sides = {m.side for m in mentions if m.side is not None} - {side}
    if len(sides) != 1:
        return None
    cue = small(unit.text[: unit.content])
    for group in words.directed:
        if group.target == "object" and (match := group.pattern.search(cue)):
            rule = f"{group.name} of the one addressed"
            return sides.pop(), Reading(group.value, False, MAIN, (match.span(),), rule)
    return None


def settled(readings: Sequence[Reading]) -> Reading:
    """Return the one reading that several readings come to."""
    value = attrgetter("value")
    rank = min(c.rank for c in readings)
    readings = [c for c in readings if c.rank == rank]
    pro = max((c for c in readings if c.value > 0), key=value, default=None)
    contra = min((c for c in readings if c.value < 0), key=value, default=None)
    if not (pro and contra):
        return pro or contra or readings[0]
    return Reading(
        pro.value + contra.value, pro.conditional or contra.conditional, rank,
        pro.spans + contra.spans, f"both sides: {pro.rule}; {contra.rule}",
    )  # fmt: skip


def evidence(unit: Text, spans: Sequence[Span]) -> tuple[list[list[int]], str]:
    """Return evidence as spans of the raw file, merged and in order, and as text."""
    places = {i for a, b in spans for i in range(a, b)}
    places |= {b for _, b in spans if unit.text[b : b + 1] == " " and b + 1 in places}
    kept = enumerate(i for i in sorted(places) if unit.raw[i] >= 0)
    runs = [  # of places that follow each other both here and in the file
        [i for _, i in run]
        for _, run in groupby(kept, key=lambda at: (at[1] - at[0], unit.raw[at[1]] - at[0]))
    ]
    found = [([unit.raw[i[0]], unit.raw[i[-1]] + 1], unit.text[i[0] : i[-1] + 1]) for i in runs]
    found.sort(key=lambda piece: piece[0])
    return [span for span, _ in found], " … ".join(text for _, text in found)
