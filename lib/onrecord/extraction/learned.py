"""What a network adds to the rules: how sure a statement is, and statements that no rule finds."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.draft import Draft, placed, stretches
from onrecord.extraction.pieces import Piece, Row, pieces
from onrecord.knowledge import Knowledge
from onrecord.records import Article, Spans
from onrecord.text.tokens import Paragraph

if TYPE_CHECKING:
    from onrecord.extraction.tagger import Tagger

FARTHEST = 99.0  # log odds beyond which a score is 0
LEAST = -1.4  # log odds of a cue that no rule has, from which it is read
Drafts = Sequence[Draft]


class Shown(NamedTuple):
    """What shows that a statement is right, as ``scores.toml`` weighs it."""

    base: float
    odds: float  # the network's, that the cue is one
    sure: float  # it is of source and content; 0 where a rule found them
    density: float  # of what rules find in the article
    direct: float
    that: float  # opens the content
    known: float  # a verb of ``cues.toml`` is in the cue
    nested: float  # in another statement


def judged(text: str, article: Article, found: Drafts, knowledge: Knowledge) -> list[Draft]:
    """Return the drafts of rules, and those that the network adds if rather right than wrong.

    ``score`` is the share of such statements that are right (logistic regression). Drafts in doubt
    are left out: they only help the network.
    """
    table = knowledge.table("scores").holds
    drafts = []
    for draft, kind, shown in weighed(text, article, found, knowledge):
        weights = table[kind]
        total = math.fsum(weights[name] * x for name, x in zip(Shown._fields, shown, strict=True))
        if kind == "rules" or total >= 0:
            score = 1 / (1 + math.exp(min(-total, FARTHEST)))
            drafts.append(replace(draft, score=round(score, 3)))
    return sorted(drafts, key=lambda draft: draft.cue_span)


def weighed(
    text: str, article: Article, found: Drafts, knowledge: Knowledge
) -> Iterator[tuple[Draft, str, Shown]]:
    """Yield drafts, who found each, "rules" or "network", and what shows that it is right."""
    read = cut(text, article, found)
    both = [*zip(read, _tagger(knowledge).tag([piece for *_, piece in read], LEAST), strict=True)]
    told = [(piece, tag.begins.tolist()) for (*_, piece), tag in both]
    odds = {piece.spans[n][0]: begins[n] for piece, begins in told for n in piece.core}
    sure = [each for each in found if not each.doubt]
    shown = _Showing(odds, sure, knowledge.cues.verbs.keys())
    yield from ((each, "rules", shown(each, 0)) for each in sure)
    beside: defaultdict[int, list[Draft]] = defaultdict(list)
    for each in sure:
        beside[each.paragraph].append(each)
    added = [(number, spans, one) for (number, spans, _), tag in both for one in tag.found]
    for (number, spans), group in groupby(added, itemgetter(0, 1)):
        learned = [one for *_, one in group]
        made = [each.items for each in beside[number] if each.items.spans == spans]
        items = made[0] if made else Paragraph(text, spans)
        drafts = placed(items, number, learned, knowledge.cues.tags)
        for one, draft in zip(learned, drafts, strict=True):
            if draft and _fits(draft, beside[number]) and _names(draft, knowledge.cues.lists):
                yield draft, "network", shown(draft, one.sure)


def _names(draft: Draft, lists: Mapping[str, Set[str]]) -> bool:
    """Tell whether a source is somebody, and a content something."""
    source, content = map(draft.words, (draft.source_span, draft.content_spans[0]))
    nobody = lists["nobody"] | lists["no_subject"]
    return source.lower() not in nobody and content.lower() not in lists["objects"]


def _fits(draft: Draft, others: Drafts) -> bool:
    """Tell whether a content breaks up none that a rule found, and begins with no cue of one."""
    start = draft.content_spans[0][0]
    held = ([draft.holds(place) for place, _ in each.content_spans] for each in others)
    broken = any(any(parts) and not all(parts) for parts in held)
    return not broken and all(each.cue_span[0] != start for each in others)


def cut(text: str, article: Article, found: Drafts) -> list[tuple[int, Spans, Piece]]:
    """Return the pieces of an article, with drafts sure and in doubt, each with its paragraph."""
    rows: defaultdict[tuple[int, bool], list[Row]] = defaultdict(list)
    for each in found:
        if not each.within:
            rows[each.paragraph, each.doubt].append(each.row)
    return [
        (number, spans, piece)
        for number, spans in stretches(text, article)
        for piece in pieces(text, spans, rows[number, False], rows[number, True])
    ]


@lru_cache(maxsize=8)
def _tagger(knowledge: Knowledge) -> Tagger:
    from onrecord.extraction.tagger import Tagger  # numpy takes time, which statements alone need

    return Tagger(knowledge.weights, knowledge.cues)


class _Showing:
    """What an article shows of its drafts."""

    def __init__(self, odds: Mapping[int, float], sure: Drafts, verbs: Set[str]) -> None:
        self.odds, self.starts, self.verbs = odds, sorted(odds), verbs
        said = sum(not each.within for each in sure)
        self.density = math.sqrt(100 * said / max(1, len(odds)))  # statements to tokens
        contents = sorted(span for each in sure for span in each.content_spans)
        self.contents = [start for start, _ in contents]
        self.ends = [*accumulate((stop for _, stop in contents), max)]

    def __call__(self, draft: Draft, sure: float) -> Shown:
        start, stop = draft.cue_span
        cue = self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, stop)]
        words = draft.words(draft.cue_span).lower().split()
        opens = draft.items.text.startswith(("that ", "That "), draft.content_spans[0][0])
        before = bisect_right(self.contents, start)
        odds = max((self.odds[place] for place in cue), default=0)
        direct, known = draft.form == "direct", not self.verbs.isdisjoint(words)
        nested = before > 0 and self.ends[before - 1] > start
        return Shown(1, odds, sure, self.density, direct, opens, known, nested)
