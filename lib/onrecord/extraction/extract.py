"""Statements: who said what, in which words, through whom, and where in the file."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s

from onrecord import files
from onrecord.extraction import utterances
from onrecord.extraction.draft import Draft, drafts
from onrecord.extraction.learned import judged
from onrecord.extraction.resolve import Resolved, passes_on, resolve
from onrecord.knowledge import Knowledge
from onrecord.knowledge.roster import Roster, days
from onrecord.records import Article, Statement

KEY = 10  # letters of a statement's key: of 100,000 statements none has another's, with 99.5 %
DEEPEST = 8  # statements around a statement that are looked at
Numbered = Mapping[Draft, tuple[str, Resolved]]  # a statement's id, and its speaker


def statements(text: str, article: Article, knowledge: Knowledge) -> list[Statement]:
    """Return the statements in headline and body of an article of ``text``, in text order."""
    found = judged(text, article, drafts(text, article, knowledge.cues), knowledge)
    resolved = resolve(article, found, _enclosing(found), knowledge)
    kept = sorted(_without_carriers(resolved), key=_place)
    stem = files.stem(article.article)
    numbered = {each.draft: (f"{stem}:s{n:02d}", each) for n, each in enumerate(kept, 1)}
    keys = _keys(article.article, kept)
    said = [_statement(article, each, keys, numbered, knowledge.roster) for each in kept]
    return utterances.within(said, knowledge.grammar)


def _keys(article: str, kept: Iterable[Resolved]) -> Iterator[str]:
    """Yield the key of each statement, which goes by the article and where the content stands."""
    seen = set()
    for draft in (each.draft for each in kept):
        place: tuple[object, ...] = article, draft.content_spans
        place = (*place, draft.cue_span) if place in seen else place
        seen.add(place)
        yield blake2s(json.dumps(place).encode(), digest_size=KEY // 2).hexdigest()


def _enclosing(found: Sequence[Draft]) -> list[list[Draft]]:
    """Return for each draft those in whose content its cue stands, the innermost last."""
    contents = sorted((*span, n) for n, draft in enumerate(found) for span in draft.content_spans)
    enclosing: list[list[Draft]] = [[] for _ in found]
    around: list[tuple[int, int, int]] = []
    at = 0
    for number, draft in sorted(enumerate(found), key=lambda item: item[1].cue_span[0]):
        cue = draft.cue_span[0]
        while at < len(contents) and contents[at][0] <= cue:
            around.append(contents[at])
            at += 1
        around = [content for content in around if content[1] > cue]
        enclosing[number] = [found[n] for *_, n in around[-DEEPEST - 1 :] if n != number]
    return enclosing


def _without_carriers(found: Sequence[Resolved]) -> list[Resolved]:
    """Turn whoever only passes a statement on into its ``reported_by``, and no row of its own."""
    of = {each.draft: each for each in found}
    carriers, kept = set(), []
    for each in found:
        for outer in each.enclosing:
            if outer.sentence_span == each.draft.sentence_span and passes_on(of[outer].known):
                carriers.add(outer)
                each = replace(each, reported_by=each.reported_by or of[outer].speaker)
        kept.append(each)
    return [each for each in kept if each.draft not in carriers]


def _place(each: Resolved) -> tuple[bool, int, int, tuple[int, int]]:
    draft = each.draft
    first, last = draft.content_spans[0][0], draft.content_spans[-1][1]
    return draft.paragraph > 0, first, -last, draft.cue_span


def _teller(each: Resolved) -> str | None:
    """Return who tells what stands in a statement; an outlet or a document only passes it on."""
    if passes_on(each.known):
        return None
    return each.speaker or each.draft.words(each.draft.source_span) or "unknown"


def _statement(
    article: Article, each: Resolved, keys: Iterator[str], numbered: Numbered, roster: Roster
) -> Statement:
    """Return a statement, its parent the shortest around it, told by the next other speaker."""
    draft, name = each.draft, each.name
    when = days((article.date_earliest, article.date_latest))
    around = [numbered[outer] for outer in each.enclosing if outer in numbered]
    outside = [(own, outer) for own, outer in around if not draft.holds(outer.draft.cue_span[0])]
    outside.sort(key=lambda pair: pair[1].draft.length)
    parent = outside[0][0] if outside else None
    teller = next((outer for _, outer in outside if outer.speaker != each.speaker), None)
    return Statement(
        article=article.article,
        statement_id=numbered[draft][0],
        outlet=article.outlet,
        date_earliest=article.date_earliest,
        date_latest=article.date_latest,
        date_basis=article.date_basis,
        content_spans=draft.content_spans,
        content=" … ".join(draft.words(span) for span in draft.content_spans),
        speaker=each.speaker,
        speaker_span=draft.source_span,
        speaker_text=draft.words(draft.source_span) or None,
        speaker_side=roster.side(each.speaker, name.side if name else None, when),
        speaker_kind=name.kind if name else None,
        cue=draft.words(draft.cue_span),
        cue_span=draft.cue_span,
        form=draft.form,
        reported_by=(teller.speaker if teller else None) or each.reported_by,
        told_by=_teller(teller) if teller else None,
        addressee=each.addressee,
        sentence_span=draft.sentence_span,
        paragraph=draft.paragraph,
        headline=draft.paragraph == 0,
        parent=parent,
        utterance=numbered[draft][0],
        rule=draft.proposal.rule,
        score=draft.score,
        key=next(keys),
    )
