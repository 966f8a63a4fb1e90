"""What one statement says of the actors named in it: by rules, else by the learned reader.

Rules read what the speaker does to an actor in saying it (accuse, thank, demand, share a cause);
of an actor of whom no rule speaks the reader of ``towards`` tells praise and blame, where sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.analysis.stance_modality import Modified, Named, Passage, Rank, Said, sentences
from onrecord.analysis.stance_reading import Finding, gap, longest
from onrecord.knowledge.wording import StanceWords, WordGroup, small
from onrecord.records import Span

if TYPE_CHECKING:
    from onrecord.analysis.towards import Reader, Reading

NEAR = 15  # words within which a blame is told of others
SURE, EXPLICIT = 0.65, 0.85  # scores of the reader that tell a side, and tell it as explicit
SPEAKER = "Xo Xo "  # a name, which the reader masks, for who speaks


def by_rule(said: Said, addressee: Sequence[Named], words: StanceWords) -> Iterator[Finding]:
    """Yield what one statement says of actors that are not the speaker's own."""
    low = small(said.text)
    for start, stop, _ in _sentences_of_others(said, words):
        if any(group.pattern.search(low, start, stop) for group in words.directed):
            passage = Passage(said, words, low, start, stop)
            for hit, group in _own_words(passage, words.directed):
                for target in _PLACES[group.place](passage, hit, group):
                    if finding := _directed(passage, group, hit, target):
                        yield finding
    yield from _addressed(said, addressee, words)


def by_reader(
    statements: Sequence[Said], words: StanceWords, reader: Reader
) -> list[list[Finding]]:
    """Return what the reader is sure of in each of many statements, the surest first."""
    asked, of = [], []
    for number, said in enumerate(statements):
        for start, stop, others in _sentences_of_others(said, words):
            text, shift = SPEAKER + said.text[start:stop], start - len(SPEAKER)
            asked += [(text, (each.start - shift, each.stop - shift)) for each in others]
            of += [(number, start, stop, each) for each in others]
    read = zip(reader.read(asked), of, strict=True)
    found: list[list[Finding]] = [[] for _ in statements]
    for reading, (number, start, stop, each) in sorted(read, key=lambda one: -abs(one[0].score)):
        if abs(reading.score) >= SURE:
            said = statements[number]
            passage = Passage(said, words, small(said.text), start, stop)
            if finding := _read(passage, reading, each, words.directed):
                found[number].append(finding)
    return found


def _sentences_of_others(said: Said, words: StanceWords) -> Iterator[tuple[int, int, list[Named]]]:
    """Yield the sentences in which actors are named that are not the speaker's own, with these."""
    others = [each for each in said.named if each.side != said.side]
    for start, stop in sentences(said, words.patterns["sentence_break"]) if others else ():
        if within := [each for each in others if start <= each.start and each.stop <= stop]:
            yield start, stop, within


def _read(
    passage: Passage, reading: Reading, target: Named, directed: Sequence[WordGroup]
) -> Finding | None:
    """Return what the reader found; ±0.5 where it is less sure, or hedged, or on a condition."""
    shift = passage.start - len(SPEAKER)
    spans = [(start + shift, stop + shift) for start, stop in reading.spans if stop + shift > 0]
    around = Modified(passage, *spans[0])
    if any(
        passage.before("left open", span[0]) or _is_told(passage, span, directed) for span in spans
    ):
        return None
    value = 1.0 if reading.score > 0 else -1.0
    if around.half or abs(reading.score) < EXPLICIT:
        value /= 2
    kept = [name for name in around.names if name not in ("negated", "opposed")]
    rule = ", ".join(("praise read" if value > 0 else "blame read", *kept))
    actor = (target.start, target.stop)
    return Finding(value, around.conditional, around.rank, (*spans, actor), rule, target)


def _is_told(passage: Passage, span: Span, directed: Sequence[WordGroup]) -> bool:
    """Tell whether a word is a blame that is told of others: "they accused X"."""
    blames = (group.pattern for group in directed if group.place == "object" and group.value < 0)
    words = any(pattern.match(passage.text, *span) for pattern in blames)
    return words and _is_reported(passage, span)


def _own_words(passage: Passage, directed: Sequence[WordGroup]) -> Iterator[tuple[Span, WordGroup]]:
    """Find directed words that belong to no name and to no blame that is told of others."""
    reported = passage.stop  # where such a blame begins
    for hit, group in longest(passage, directed):
        if any(each.start <= hit[0] < each.stop for each in passage.named):
            continue
        if group.place == "object" and group.value < 0 and _is_reported(passage, hit):
            reported = min(reported, hit[0])
        if hit[0] < reported or not passage.reaches(reported, hit[0], NEAR):
            yield hit, group


def _directed(passage: Passage, group: WordGroup, hit: Span, target: Named) -> Finding | None:
    """Return what a directed word says after its operators; None for another side's act."""
    praises, value = group.value > 0, group.value
    if passage.before("left open", hit[0]) or _is_not_done(passage, group, hit, target):
        return None
    around = Modified(passage, *hit, blames=not praises)
    if praises:
        if around.another:
            return None
        value = -value if around.turned else value
    elif around.negated:
        value = 0.5  # "not our enemy": implied, no praise
    if around.half:
        value = max(-0.5, min(0.5, value))
    names = [each for each in around.names if value > 0 or praises or each != "opposed"]
    rule = ", ".join(filter(None, (group.name, *names, target.rule)))
    spans = (hit, (target.start, target.stop), *around.spans)
    return Finding(value, around.conditional, around.rank, spans, rule, target)


def _is_not_done(passage: Passage, group: WordGroup, hit: Span, target: Named) -> bool:
    """Tell whether a wrong is denied of its doer: "X was not to blame for the attack"."""
    between = (target.stop <= start < hit[0] for start, _ in passage.operators["negation"])
    return group.value < 0 and group.place == "doer" and any(between)


def _objects(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    """Return the actors that an act is directed at: behind it, or before "must be condemned"."""
    if _is_reported(passage, hit):
        return []
    if subject := _passive_subject(passage, hit):
        return passage.others(subject)
    text, behind = passage.text, passage.named_from(hit[0])
    found = passage.others(behind[:1])
    if not found or ";" in text[hit[1] : found[0].start]:
        return []
    if passage.words(hit[1], found[0].start) > group.reach:
        return []
    for each in behind[1:]:
        if not _joined(passage, found[-1].stop, each.start):
            break
        found += passage.others([each])
    return found


def _passive_subject(passage: Passage, hit: Span) -> list[Named]:
    """Return the actor to whom an act is done: "X must be condemned"."""
    last = passage.named_before(hit[0])[-1:]
    passive = passage.patterns["passive"]
    return [each for each in last if passive.fullmatch(passage.text, each.stop, hit[0])]


def _joined(passage: Passage, start: int, stop: int) -> bool:
    between, joined = passage.text[start:stop], passage.patterns["joined"]
    return bool(passage.patterns["conjunction"].search(between) and joined.fullmatch(between))


def _is_reported(passage: Passage, hit: Span) -> bool:
    """Tell whether an act is told of others: "they accused X", "X was accused of"."""
    if subject := _passive_subject(passage, hit):
        return not passage.has("called_for", subject[0].stop, hit[0])
    ends = passage.text.endswith("ed", *hit)
    participle = ends and passage.patterns["participle"].match(passage.text, hit[1])
    return bool(participle) or passage.is_others_act(hit[0])


def _doers(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    """Return the actors who do something: before the act, or behind it with "by" or "of"."""
    after = passage.others(passage.named_from(hit[1])[:1])
    if after and passage.has("by", hit[1], after[0].start):
        return after if passage.words(hit[1], after[0].start) <= group.reach else []
    return _subjects(passage, hit, group)


def _subjects(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    text, before = passage.text, passage.named_before(hit[0])
    found = passage.others(before[-1:])
    if not found or passage.words(found[0].stop, hit[0]) > group.reach:
        return []
    passive = text.endswith("ed", *hit) and _passive_subject(passage, hit)
    if passive or passage.patterns["other_subject"].search(text[found[0].stop : hit[0]]):
        return []
    for each in reversed(before[:-1]):
        if each.side == passage.side or not _joined(passage, each.stop, found[-1].start):
            break
        found.append(each)
    return found


def _beside(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    """Return the actor next to a word of partnership or quarrel between it and the speaker."""

    def far(each: Named) -> int:
        return passage.words(*gap(each[:2], hit))

    others = passage.others(passage.named)
    near = [each for each in others if far(each) <= group.reach]
    near = [each for each in near if not _is_aside(passage, hit, each, group)]
    if not near or (passage.is_others_act(hit[0]) and passage.words(near[0].stop, hit[0]) <= 2):
        return []
    best = min(near, key=far)
    if all(each.side == best.side for each in near) or len(others) < len(passage.named):
        return [best]
    return [best] if passage.has("we", passage.start, passage.stop) else []


def _is_aside(passage: Passage, hit: Span, each: Named, group: WordGroup) -> bool:
    """Tell whether an actor is of another clause than a word, its topic, or what it is called."""
    start, stop = gap(each[:2], hit)
    between, patterns = passage.text[start:stop], passage.patterns
    called = group.value < 0 and each.stop <= hit[0] and patterns["copula"].match(between)
    topic = passage.has("topic", max(passage.start, each.start - 12), each.start)
    return bool(called or topic or patterns["coordinate_clause"].search(between))


# where the actors stand that a word is directed at, by the place of its group
_PLACES = {"object": _objects, "doer": _doers, "beside": _beside}


def _addressed(said: Said, named: Sequence[Named], words: StanceWords) -> Iterator[Finding]:
    """Read what the cue does to the one addressed: "warned his counterpart that …"."""
    others = [each for each in named if each.side != said.side]
    if len({each.side for each in others}) != 1:
        return
    cue = small(said.text[: said.content])
    for group in words.directed:
        if group.place == "object" and (match := group.pattern.search(cue)):
            rule = f"{group.name} of the one addressed"
            yield Finding(group.value, False, Rank.MAIN, (match.span(),), rule, others[0])
            return
