"""What one statement says of the actors named in it: by rules, else by the learned reader.

Rules read what the speaker does to an actor in saying it (accuse, thank, demand, share a cause);
of an actor of whom no rule speaks the reader of ``towards`` tells praise and blame, where sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.analysis.stance_modality import Modified, Named, Passage, Rank, Said, sentences
from onrecord.analysis.stance_reading import Finding, gap, longest
from onrecord.knowledge.wording import StanceWords, WordGroup, small
from onrecord.records import Span

if TYPE_CHECKING:
    from onrecord.analysis.towards import Reader, Reading

NEAR = 15  # words within which a blame is told of others
SURE, EXPLICIT = 0.46, 0.8  # how sure the reader is of a side; its score of an explicit one


def of_actors(
    said: Said, addressee: Sequence[Named], words: StanceWords, reader: Reader
) -> dict[str, list[Finding]]:
    """Return what one statement says of actors that are not the speaker's own, by their side."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    passages = list(_passages_on_others(said, words))
    for passage in passages:
        for hit, group in _own_words(passage, words.directed):
            for target in _PLACES[group.place](passage, hit, group):
                if finding := _directed(passage, group, hit, target):
                    found[target.side].append(finding)
    for finding, side in _addressed(said, addressee, words):
        found[side].append(finding)
    ruled, surest = set(found), dict[str, float]()
    for passage in passages:
        named: defaultdict[tuple[str, str | None], list[Named]] = defaultdict(list)
        for each in passage.others(passage.named):
            if each.side not in ruled:
                named[each.side, each.actor].append(each)
        for (side, _), those in named.items():
            reading = _reading(passage, those, reader)
            if reading.sure >= max(SURE, surest.get(side, 0)) and (
                finding := _read(passage, reading, those[0], words.directed)
            ):
                found[side], surest[side] = [finding], reading.sure
    return found


def _reading(passage: Passage, named: Sequence[Named], reader: Reader) -> Reading:
    """Return how a passage speaks of an actor, wherever it is named there."""
    shift, said = passage.start, passage.said
    places = [(each.start - shift, each.stop - shift) for each in named]
    return reader.read(said.text[shift : passage.stop], places, max(0, said.content - shift))


def _addressed(
    said: Said, addressee: Sequence[Named], words: StanceWords
) -> Iterator[tuple[Finding, str]]:
    """Yield what the cue does to the one addressed: "warned his counterpart that …"."""
    others = [each for each in addressee if each.side != said.side]
    if len({each.side for each in others}) == 1:
        cue = small(said.text[: said.content])
        for group in words.directed:
            if group.place == "object" and (match := group.pattern.search(cue)):
                rule = f"{group.name} of the one addressed"
                finding = Finding(group.value, False, Rank.MAIN, (match.span(),), rule, others[0])
                yield finding, others[0].side
                return


def _passages_on_others(said: Said, words: StanceWords) -> Iterator[Passage]:
    """Yield the sentences in which actors are named that are not the speaker's own."""
    if all(each.side == said.side for each in said.named):
        return
    low = small(said.text)
    for start, stop in sentences(said, words.patterns["sentence_break"]):
        passage = Passage(said, words, low, start, stop)
        if passage.others(passage.named):
            yield passage


def _own_words(passage: Passage, directed: Sequence[WordGroup]) -> Iterator[tuple[Span, WordGroup]]:
    """Find directed words that belong to no name and to no blame that is told of others."""
    reported = passage.stop  # where such a blame begins
    for hit, group in longest(passage, directed):
        if group.place == "object" and group.value < 0 and _is_reported(passage, hit):
            reported = min(reported, hit[0])
        inside = any(each.start <= hit[0] < each.stop for each in passage.named)
        if not inside and (hit[0] < reported or not passage.reaches(reported, hit[0], NEAR)):
            yield hit, group


def _read(
    passage: Passage, reading: Reading, target: Named, directed: Sequence[WordGroup]
) -> Finding | None:
    """Return what the reader found; ±0.5 where it is less sure, or hedged, or on a condition."""
    spans = [(start + passage.start, stop + passage.start) for start, stop in reading.spans]
    around = Modified(passage, *spans[0])
    blames = [each.pattern for each in directed if each.place == "object" and each.value < 0]
    for span in spans:
        blame = any(pattern.match(passage.text, *span) for pattern in blames)
        if passage.before("left open", span[0]) or (blame and _is_reported(passage, span)):
            return None
    value = 1.0 if reading.score > 0 else -1.0
    if around.half or abs(reading.score) < EXPLICIT:
        value /= 2
    kept = [name for name in around.names if name not in ("negated", "opposed")]
    rule = ", ".join(("praise read" if value > 0 else "blame read", *kept))
    actor = (target.start, target.stop)
    return Finding(value, around.conditional, around.rank, (*spans, actor), rule, target)


def _directed(passage: Passage, group: WordGroup, hit: Span, target: Named) -> Finding | None:
    """Return what a directed word says after its operators; None for another side's act."""
    praises, value = group.value > 0, group.value
    if passage.before("left open", hit[0]):
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


def _object(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    """Return the actor that an act is directed at: behind it, or before "must be condemned"."""
    if _is_reported(passage, hit):
        return []
    if subject := _passive_subject(passage, hit):
        return passage.others(subject)
    return [
        each for each in passage.others(passage.named_from(hit[0])[:1])
        if ";" not in passage.text[hit[1] : each.start]
        and passage.words(hit[1], each.start) <= group.reach
    ]  # fmt: skip


def _passive_subject(passage: Passage, hit: Span) -> list[Named]:
    """Return the actor to whom an act is done: "X must be condemned"."""
    last, passive = passage.named_before(hit[0])[-1:], passage.patterns["passive"]
    return [each for each in last if passive.fullmatch(passage.text, each.stop, hit[0])]


def _is_reported(passage: Passage, hit: Span) -> bool:
    """Tell whether an act is told of others: "they accused X", "X was accused of"."""
    if subject := _passive_subject(passage, hit):
        return not passage.has("called_for", subject[0].stop, hit[0])
    return passage.is_others_act(hit[0])


def _doer(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    """Return the actor who does something: behind it with "by", else before it."""
    behind = passage.others(passage.named_from(hit[1])[:1])
    if behind and passage.has("by", hit[1], behind[0].start):
        return behind if passage.words(hit[1], behind[0].start) <= group.reach else []
    return [
        each for each in passage.others(passage.named_before(hit[0])[-1:])
        if passage.words(each.stop, hit[0]) <= group.reach
        and not passage.has("other_subject", each.stop, hit[0])
        and not passage.has("no", each.stop, hit[0])  # "X was not to blame for the attack"
    ]  # fmt: skip


def _beside(passage: Passage, hit: Span, group: WordGroup) -> list[Named]:
    """Return the actor next to a word of partnership or quarrel between it and the speaker."""

    def far(each: Named) -> int:
        return passage.words(*gap(each[:2], hit))

    def aside(each: Named) -> bool:  # of another clause than the word, or its topic
        topic = passage.has("topic", max(passage.start, each.start - 12), each.start)
        return topic or passage.has("coordinate_clause", *gap(each[:2], hit))

    others = passage.others(passage.named)
    near = [each for each in others if far(each) <= group.reach and not aside(each)]
    if not near or (passage.is_others_act(hit[0]) and passage.words(near[0].stop, hit[0]) <= 2):
        return []
    best = min(near, key=far)
    if all(each.side == best.side for each in near) or len(others) < len(passage.named):
        return [best]
    return [best] if passage.has("we", passage.start, passage.stop) else []


# where the actors stand that a word is directed at, by the place of its group
_PLACES = {"object": _object, "doer": _doer, "beside": _beside}
