"""Operators: what negation, condition, hedge and the like do to the words of a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.errors import OnRecordError
from onrecord.knowledge.stance_words import Words, small

LONGEST = 1500  # characters; a longer stretch is no sentence and is cut
NEGATION_REACH = 8  # words that a negation reaches, within its clause
OPERATOR_REACH = 5  # words that opposition, support and hedge reach, within their clause
_WORD_LENGTH = 40  # characters, at most, that a word and the blanks around it are taken to have
HEDGE_BEHIND = 2  # words between a word and a hedge behind it

# Rank of a reading: a lower rank outvotes a higher one. A bare mention is a raising phrase that
# counts as pro by itself ("cooperation").
MAIN, BARE, INNER, CONCEDED = 0, 1, 2, 3

Span = tuple[int, int]

# Function words of English that cut a text; words that carry a stance are data.
WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_CLAUSE_BREAK = re.compile(r"[,;:—–()]|\bbut\b|\bwhile\b|\bwhereas\b", re.IGNORECASE)
_SENTENCE_BREAK = re.compile(
    r"(?<![A-Z]\.[A-Z]\.)(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bGen\.)(?<!\bSen\.)"
    r"(?<=[.!?])[”’\"']?\s+(?=[“‘\"']?[A-Z])|\n+| … (?=[“‘\"']?(?!I\b)[A-Z])"
)
_COORDINATE = re.compile(
    r"\band\s+(?:would|will|can|could|must|should|is|are|was|were|has|have)\b", re.IGNORECASE
)
_NOT_AFTER = re.compile(
    r"\W+(?:\w+\W+)?(?:is|are|was|were|will|would|can|could|has|have|should|do|does|did)"
    r"(n['’]t|\s+(?:not|never)\b(?!\s+(?:only|just|merely)\b))",
    re.IGNORECASE,
)
WE = re.compile(
    r"\b(?:we|our|us|ours|both|two (?:countries|nations|sides|powers)|each other)\b", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"\W*(?:and|or|nor|to|as|particularly|especially|which|who|along)\b", re.IGNORECASE
)
_THEN = re.compile(r",\s+then\b", re.IGNORECASE)
_TURN = re.compile(r";|,?\s+but\b| [—–] ", re.IGNORECASE)


class Mention(NamedTuple):
    """An actor named in a text; ``side`` is None for one that belongs to none."""

    start: int
    stop: int
    side: str | None
    rule: str = "named"


class Text(NamedTuple):
    """Cue and content of a statement as one text, with the place of each character in the file."""

    text: str
    raw: list[int]  # offset in the raw file, -1 for what stands only between pieces
    content: int  # where the content begins


def text_of(statement: Mapping[str, Any], hidden: Iterable[Sequence[int]] = ()) -> Text:
    """Return cue and content as one text; ``hidden`` spans of the file are blanked out.

    What is blanked out has no place in the file, so that nothing named there counts. The cue
    belongs to the evidence: in "accused them of …" it is the word that accuses. Raises
    OnRecordError where content and content_spans do not fit together.
    """
    text, raw = "", []
    cue, cue_spans = known(statement.get("cue")), spans_of(statement.get("cue_span"))
    if cue:
        text = cue + " "
        start, stop = cue_spans[0] if cue_spans else (0, 0)
        raw = [*(range(start, stop) if stop - start == len(cue) else [-1] * len(cue)), -1]
    begin = len(text)
    spans = spans_of(statement.get("content_spans"))
    content = known(statement.get("content")) or ""
    joint = " … "
    if len(content) != sum(b - a for a, b in spans) + len(joint) * (len(spans) - 1):
        raise OnRecordError(
            statement.get("article") or "statements", str(statement.get("statement_id")),
            "content and content_spans differ in length", "read the statements again",
        )  # fmt: skip
    text += content
    for i, (a, b) in enumerate(spans):
        raw += ([-1] * len(joint) if i else []) + list(range(a, b))
    if covered := {place for a, b in hidden for place in range(a, b)}:
        text = "".join("·" if at in covered else c for c, at in zip(text, raw, strict=True))
        raw = [-1 if at in covered else at for at in raw]
    return Text(text, raw, begin)


def known(value: Any) -> str | None:
    """Return a text, None for what is none (nan of a frame)."""
    return value if isinstance(value, str) and value else None


def spans_of(value: Any) -> list[list[int]]:
    """Return spans as a list of pairs, from a list, a pair, or the JSON of either."""
    if isinstance(value, str):
        value = json.loads(value)
    if value is None or isinstance(value, float) or len(value) == 0:
        return []
    if not hasattr(value[0], "__len__"):
        value = [value]
    return [[int(a), int(b)] for a, b in value]


class Sentence(NamedTuple):
    """A sentence of a statement: its operators and its clauses that are not main clauses."""

    text: str
    start: int
    stop: int
    operators: dict[str, list[Span]]
    regions: list[tuple[str, int, int, Span]]  # kind, start, stop, the word that opens it
    mentions: list[Mention]
    side: str | None  # of the speaker


def sentences(
    unit: Text, words: Words, mentions: Sequence[Mention] = (), side: str | None = None
) -> Iterator[Sentence]:
    """Cut a statement into sentences and mark the operators in each."""
    low = small(unit.text)
    for start, stop in _cut(unit):
        found = {
            name: [m.span() for m in pattern.finditer(low, start, stop)]
            for name, pattern in words.operators.items()
        }
        for name in ("negation", "condition"):  # but "not only" is none
            no = found[f"no {name}"]
            found[name] = [s for s in found[name] if not any(a <= s[0] < s[1] <= b for a, b in no)]
        yield Sentence(
            low, start, stop, found, _regions(unit, start, stop, found),
            [m for m in mentions if start <= m.start and m.stop <= stop], side,
        )  # fmt: skip


def _cut(unit: Text) -> Iterator[Span]:
    """Yield the sentences of a statement."""
    cuts = [m.span() for m in _SENTENCE_BREAK.finditer(unit.text) if m.start() > unit.content]
    start = 0
    for stop, after in [*cuts, (len(unit.text), len(unit.text))]:
        while stop - start > LONGEST:
            blank = unit.text.rfind(" ", start + 1, start + LONGEST)
            middle = blank if blank > 0 else start + LONGEST
            yield start, middle
            start = middle
        if unit.text[start:stop].strip():
            yield start, stop
        start = after


def _regions(
    unit: Text, start: int, stop: int, found: Mapping[str, list[Span]]
) -> list[tuple[str, int, int, Span]]:
    """Return the clauses of condition, bar, contrast and concession."""
    return [
        (kind, span[0], _region_stop(unit, span, start, stop, kind), span)
        for kind in ("bar", "condition", "contrast", "concession")
        for span in found[kind]  # "only if" is a bar, not also a condition
        if kind != "condition" or not any(a <= span[0] < b for a, b in found["bar"])
    ]


def _region_stop(unit: Text, span: Span, start: int, stop: int, kind: str) -> int:
    """Return where a clause that opens with a condition or the like ends."""
    text = unit.text
    if then := _THEN.search(text, span[1], stop):
        return then.start()
    turn = _TURN.search(text, span[1], stop)
    limit = turn.start() if turn else stop
    begin = max(start, unit.content)
    opens = span[0] - begin <= 3 * _WORD_LENGTH and words_between(text, begin, span[0]) <= 2
    if kind == "condition" and not opens:
        return limit
    comma = text.find(",", span[1], limit)
    while comma >= 0:
        if kind in ("contrast", "concession") or not _GOES_ON.match(text, comma + 1):
            return comma
        comma = text.find(",", comma + 1, limit)
    return limit


def words_between(text: str, a: int, b: int) -> int:
    """Count the words between two places."""
    return len(WORD.findall(text, a, b)) if a < b else 0


def same_clause(text: str, a: int, b: int) -> bool:
    """Tell whether no clause ends between two places."""
    return a >= b or _CLAUSE_BREAK.search(text, a, b) is None


def reaches(text: str, a: int, b: int, reach: int) -> bool:
    """Tell whether few words and no end of a clause stand between two places."""
    if b - a > (reach + 1) * _WORD_LENGTH:
        return False
    return words_between(text, a, b) <= reach and same_clause(text, a, b)


def named_before(s: Sentence, place: int) -> list[Mention]:
    """Return the actors with a side that are named before a place."""
    return [m for m in s.mentions if m.stop <= place and m.side is not None]


# What a clause does to a word, by its kind and whether the word stands in it: the name of it, the
# rank of the reading, and whether it halves the value.
_CLAUSES = {
    ("concession", True): ("conceded", CONCEDED, True),
    ("contrast", True): ("contrasted", INNER, False),
    ("bar", True): ("asked for by a bar", INNER, False),
    ("bar", False): ("barred", MAIN, True),
    ("condition", True): ("asked for by a condition", INNER, True),
    ("condition", False): ("conditional", MAIN, True),
}


class Modified(NamedTuple):
    """What the operators around a word do to it."""

    another: bool  # an operator that is another side's act: "their threat to end it"
    turned: bool
    negated: bool
    conditional: bool
    barred: bool
    half: bool
    rank: int
    contrasted: bool
    spans: tuple[Span, ...]
    words: tuple[str, ...]  # names of the operators


def modify(s: Sentence, a: int, b: int, negation_reach: int = NEGATION_REACH) -> Modified:
    """Read the operators that act on the word s.text[a:b]."""

    def before(name: str, reach: int) -> list[Span]:
        ahead = (op for op in s.operators[name] if op[1] <= a)
        return [op for op in ahead if reaches(s.text, op[1], a, reach)]

    def after(name: str, reach: int) -> list[Span]:
        behind = (op for op in s.operators[name] if op[0] >= b)
        return [op for op in behind if reaches(s.text, b, op[0], reach)]

    negations = before("negation", negation_reach)
    if negated := _NOT_AFTER.match(s.text, b, s.stop):
        negations.append(negated.span(1))
    opposed = before("opposition", OPERATOR_REACH)
    another = any(others_act(s, op[0]) for op in opposed)
    opposed += after("opposition after", OPERATOR_REACH)
    hedges = before("hedge", OPERATOR_REACH) + after("hedge", HEDGE_BEHIND)

    spans = negations + opposed
    names = [name for name, by in (("negated", negations), ("opposed", opposed)) if by]
    rank, half = MAIN, bool(hedges)
    for kind, start, stop, opener in s.regions:
        inside = start <= a < stop
        # "X was done and would be undone if": the condition is of the second alone
        alone = not inside and _COORDINATE.search(s.text, *sorted((a, start)))
        if alone or (kind, inside) not in _CLAUSES:
            continue
        name, depth, halves = _CLAUSES[kind, inside]
        names.append(name)
        rank, half = max(rank, depth), half or halves
        if kind in ("bar", "condition"):
            spans.append(opener)
    if hedges:
        names.append("hedged")
        spans.append(hedges[-1])
    return Modified(
        another=another, turned=(len(negations) + len(opposed)) % 2 == 1,
        negated=len(negations) % 2 == 1, conditional="conditional" in names or "barred" in names,
        barred="barred" in names, half=half, rank=rank, contrasted="contrasted" in names,
        spans=tuple(spans), words=tuple(dict.fromkeys(names)),
    )  # fmt: skip


def others_act(s: Sentence, place: int) -> bool:
    """Tell whether what stands at a place is the act of another side than the speaker's."""
    if s.side is None:
        return False
    ahead = named_before(s, place)
    if not ahead or ahead[-1].side == s.side:
        return False
    last = ahead[-1]
    if not reaches(s.text, last.stop, place, 4):
        return False
    joined = any(
        m.side == s.side and words_between(s.text, m.stop, last.start) <= 3 for m in ahead[:-1]
    )
    return not joined and not WE.search(s.text, max(s.start, last.start - 20), place)
