"""Code the stance of statements towards propositions and towards actors."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.analysis import sentiment
from onrecord.analysis.stance_actors import of_actors
from onrecord.analysis.stance_modality import WORD, Named, Said
from onrecord.analysis.stance_reading import Findings, evidence, read, settled
from onrecord.knowledge.wording import StanceWords, Targets
from onrecord.records import Code, Mention, Span, Statement

if TYPE_CHECKING:
    from onrecord.analysis.towards import Reader

_SHORTENED = re.compile(r"['’](?:re|ve|ll|d)$")


def codes(
    statements: Sequence[Statement], mentions: Sequence[Mention], words: StanceWords,
    towards: Targets, reader: Reader, polarity: bool = True,
) -> Iterator[Code]:  # fmt: skip
    """Yield the codes of the statements of an article, each with the words that show it."""
    for statement, said, findings in _found(statements, mentions, words, towards, reader):
        tone = sentiment.polarity(statement.content)[0] if polarity and findings else math.nan
        for (measure, target), those in sorted(findings.items()):
            name = towards.names.get(target, target) if measure == "dyad" else target
            finding = settled(those)
            spans, shown = evidence(said, finding.spans)
            yield Code(
                statement.article, statement.statement_id, statement.speaker,
                statement.speaker_side, statement.told_by, statement.form, statement.utterance,
                measure, name, finding.target.actor if finding.target else None, finding.value,
                finding.conditional, spans, shown, finding.rule, tone, statement.outlet,
                statement.date_earliest, statement.date_latest,
            )  # fmt: skip


def _found(
    statements: Sequence[Statement], mentions: Sequence[Mention], words: StanceWords,
    towards: Targets, reader: Reader,
) -> Iterator[tuple[Statement, Said, Findings]]:  # fmt: skip
    """Yield what is found in each statement, with who is named there."""
    actors = [each for each in mentions if each.reading in ("actor", "pronoun") and each.actor]
    groups = {each.actor for each in actors if each.kind == "group"}
    sides = {str(each.actor): each.side for each in reversed(actors) if each.side}
    addressees = _in_words([statement.addressee or "" for statement in statements], actors)
    inside: defaultdict[str | None, list[Span]] = defaultdict(list)
    for statement in statements:
        inside[statement.parent] += statement.content_spans
    around: defaultdict[int | None, set[str | None]] = defaultdict(set)  # by paragraph
    for mention in mentions:  # statements count paragraphs from 1, the headline as 0
        number = 0 if mention.paragraph is None else mention.paragraph + 1
        around[number] |= {mention.side, mention.actor}
    before: dict[str | None, list[Named]] = {}  # speaker -> those of other sides named last
    for statement, addressee in zip(statements, addressees, strict=True):
        near = around[statement.paragraph] | around[0]  # and in the headline
        said = Said(statement, actors, inside[statement.statement_id], near)
        everyone, said.named = said.named, [each for each in said.named if each.side != "None"]
        pronouns = list(_pronouns(said, before.get(statement.speaker, []), words))
        said.named = sorted([*said.named, *pronouns])
        if others := [each for each in said.named if each.side != said.side]:
            before[statement.speaker] = others
        findings = read(said, words, towards.propositions)
        # for whom a speaker stands: the side, else the speaker alone
        said.side = statement.speaker_side or statement.speaker or ""
        named = sorted(_held_apart([*everyone, *pronouns], said, sides))
        # a war aim against an armed group is no relation between two who can answer
        said.named = [each for each in named if each.actor not in groups]
        addressed = list(_held_apart(addressee, said, sides))
        for side, those in of_actors(said, addressed, words, reader).items():
            findings["dyad", side] = those
        yield statement, said, findings


def _held_apart(named: Iterable[Named], said: Said, sides: Mapping[str, str]) -> Iterator[Named]:
    """Yield who is named, each of the side it counts for: of the speaker's own, who it is."""
    own = said.side or ""
    for each in named:
        side = sides.get(str(each.actor), each.actor or each.side)
        if each.actor in (said.speaker, own):
            side = own
        elif side == own and each.actor:
            side = each.actor
        yield each._replace(side=side)


def _pronouns(said: Said, earlier: Sequence[Named], words: StanceWords) -> Iterator[Named]:
    """Yield the pronouns that stand for an actor of the only other side named so far."""
    others = [each for each in said.named if each.side != said.side]
    some = said.side and (others or earlier)
    for match in WORD.finditer(said.text, said.content) if some else ():
        word = match[0].lower()
        if (word if word.isalpha() else _SHORTENED.sub("", word)) in words.they:
            ahead = [each for each in others if each.stop <= match.start()]
            sides = {each.side: each.actor for each in ahead or earlier}
            if len(sides) == 1:
                rule = "“they” is the side named before"
                yield Named(*match.span(), *sides.popitem(), rule)


def _in_words(texts: Sequence[str], mentions: Sequence[Mention]) -> Iterator[list[Named]]:
    """Yield who is named in each text, in words that stand for one side alone in the file."""
    bearers: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        bearers[mention.text].append(mention)
        bearers[str(mention.actor)].append(mention)
    known = {
        name: (str(those[0].side), those[0].actor)
        for name, those in bearers.items()
        if len({mention.side for mention in those}) == 1
    }
    all_of_them = "\n".join(texts)
    there = sorted((name for name in known if name in all_of_them), key=len, reverse=True)
    names = "|".join(map(re.escape, there)) or "(?!)"
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    for text in texts:
        yield [Named(*match.span(), *known[match[0]]) for match in pattern.finditer(text)]
