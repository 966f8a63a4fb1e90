"""Operators: what negation, condition, hedge and the like do to the words of a sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from onrecord.errors import OnRecordError
from onrecord.knowledge.wording import StanceWords, small
from onrecord.records import Mention, Span, Statement

LONGEST = 1500  # characters; a longer stretch is no sentence and is cut
OPERATOR_REACH = 5  # words that opposition, support and hedge reach, within their clause
BLAME_REACH = 1  # words that a negation reaches before a word of blame
JUDGED_REACH = 8  # words between a thing and what it is called behind it
CHAIN_REACH = 7  # words between two operators, one of which leads to the other
LONGEST_CHAIN = 6  # operators, one leading to the next: "refused to support calls to end it"
_WORD_LENGTH = 40  # characters, at most, that a word and the blanks around it are taken to have

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_NOT_AFTER = re.compile(
    r"\W+(?:\w+\W+){0,3}?(?:is|are|was|were|will|would|can|could|has|have|should|do|does|did)"
    r"(n['’]t|\s+(?:not|never)\b(?!\s+(?:only|just|merely)\b))"
)


class Rank(IntEnum):
    """How a finding counts: a lower rank outvotes a higher one."""

    MAIN, BARE, INNER, CONCEDED = range(4)  # bare: what raises is pro by itself ("cooperation")


class Named(NamedTuple):
    """An actor named in a text, or a pronoun that stands for one; ``rule`` tells why it does."""

    start: int
    stop: int
    side: str
    actor: str | None
    rule: str = ""


class Said:
    """Cue and content of a statement as one text, with who is named there; ``hidden`` is blank.

    Nothing named in what is hidden counts. The cue belongs to the evidence: in "accused them of …"
    it accuses. Raises OnRecordError where content and content_spans do not fit together.
    """

    def __init__(
        self, statement: Statement, mentions: Sequence[Mention], hidden: Iterable[Span],
        around: Iterable[str | None] = (),
    ) -> None:  # fmt: skip
        text, raw = "", []
        if statement.cue:
            text, raw = f"{statement.cue} ", [*range(*statement.cue_span), -1]
        self.side, self.speaker = statement.speaker_side, statement.speaker
        self.content = len(text)  # where the content begins
        text += statement.content
        for span in statement.content_spans:  # " … " between pieces
            raw += [*([-1] * 3 if len(raw) > self.content else []), *range(*span)]
        if len(text) != len(raw):
            raise OnRecordError(
                statement.article, statement.statement_id,
                "content and content_spans differ in length", "read the statements again",
            )  # fmt: skip
        if covered := {place for span in hidden for place in range(*span)}:
            signs = zip(text, raw, strict=True)
            text = "".join("·" if at in covered else sign for sign, at in signs)
            raw = [-1 if at in covered else at for at in raw]
        # offsets in the raw file, -1 for what stands only between pieces
        self.text, self.raw = text, raw
        at = {place: number for number, place in enumerate(self.raw) if place >= 0}
        self.meant = {self.side, self.speaker, *around}
        self._mentions = mentions
        self.named = sorted(
            Named(at[mention.start], at[mention.stop - 1] + 1, str(mention.side), mention.actor)
            for mention in mentions
            if mention.start in at and mention.stop - 1 in at
        )

    @cached_property
    def persons(self) -> set[str | None]:
        """The persons whom the article names."""
        return {mention.actor for mention in self._mentions if mention.kind == "person"}


# What a clause does to a word, by its kind and whether the word stands in it: the name of it, the
# rank of the finding, and whether it halves the value.
_EFFECTS = {
    ("concession", True): ("conceded", Rank.CONCEDED, True),
    ("contrast", True): ("contrasted", Rank.INNER, False),
    ("bar", True): ("asked for by a bar", Rank.INNER, False),
    ("bar", False): ("barred", Rank.MAIN, True),
    ("condition", True): ("asked for by a condition", Rank.INNER, True),
    ("condition", False): ("conditional", Rank.MAIN, True),
}
# operators and what they are part of: "not only" is no negation, "only if" a bar and no condition
_LONGER = [("negation", "no negation"), ("condition", "no condition"), ("condition", "bar")]
# what the operators before a thing do to it
SIGNS = {
    "negation": -1, "denial": -1, "opposition": -1, "blame": -1, "ending": -1,
    "support": 1, "praise": 1, "keeping": 1, "wish": 1,
}  # fmt: skip
_OPPOSED = ("opposition", "blame", "ending")


class Passage:
    """A sentence of a statement: its operators, its clauses and who is named in it."""

    def __init__(self, said: Said, words: StanceWords, low: str, start: int, stop: int) -> None:
        self.text, self.start, self.stop = low, start, stop  # in small letters, as the patterns are
        self.patterns, self.side = words.patterns, said.side  # of the speaker
        self._words_of, self.said, self.content = words.operators, said, said.content
        self.named = [each for each in said.named if start <= each.start and each.stop <= stop]
        self._operators: dict[str, list[Span]] = {}

    def operator(self, name: str) -> list[Span]:
        """Return where an operator stands that is no part of a longer one: looked for once."""
        if name not in self._operators:
            spans = self.find(self._words_of[name])
            longer = [other for part, other in _LONGER if part == name and spans]
            wider = [span for other in longer for span in self.operator(other)]
            self._operators[name] = [
                span for span in spans
                if not any(begin <= span[0] < span[1] <= end for begin, end in wider)
            ]  # fmt: skip
        return self._operators[name]

    @cached_property
    def clauses(self) -> list[tuple[str, Span, int]]:
        """Kind, opener and stop of the clauses that are not main."""
        return [
            (kind, span, _clause_stop(self, span, kind))
            for kind in ("bar", "condition", "contrast", "concession")
            for span in self.operator(kind)
        ]

    @cached_property
    def _ahead(self) -> list[tuple[Span, str]]:
        """The operators that turn round what follows or do not, the last first."""
        found = [(span, name) for name in SIGNS for span in self.operator(name)]
        found += [(opener, "") for _, opener, _ in self.clauses]
        return sorted(found, key=lambda each: (-each[0][1], each[0][0]))

    def chain(self, place: int) -> list[tuple[str, Span]]:
        """Return the operators that lead to a place, each near the next, the nearest first."""
        found: list[tuple[str, Span]] = []
        beside = self.patterns["apposition"].search(self.text, max(self.start, place - 40), place)
        place = beside.start() if beside else place
        for span, name in self._ahead:
            if span[1] > place:  # behind it, or part of a longer one
                continue
            reach = CHAIN_REACH if found else OPERATOR_REACH
            if not name or len(found) == LONGEST_CHAIN or not self.reaches(span[1], place, reach):
                break
            found.append((name, span))
            place = span[0]
        return found

    def find(self, pattern: re.Pattern[str]) -> list[Span]:
        """Return where a pattern stands."""
        return [match.span() for match in pattern.finditer(self.text, self.start, self.stop)]

    def has(self, name: str, start: int, stop: int) -> bool:
        """Tell whether a pattern of the table stands between two places."""
        return self.patterns[name].search(self.text, start, stop) is not None

    def words(self, start: int, stop: int) -> int:
        """Count the words between two places."""
        return len(WORD.findall(self.text, start, stop))

    def reaches(self, start: int, stop: int, reach: int = OPERATOR_REACH) -> bool:
        """Tell whether few words and no end of a clause stand between two places."""
        near = stop - start <= (reach + 1) * _WORD_LENGTH
        few = near and self.words(start, stop) <= reach
        return few and not self.has("clause_break", start, stop)

    def before(self, name: str, place: int, reach: int = OPERATOR_REACH) -> list[Span]:
        """Return the operators of a name that stand before a place and reach it."""
        spans = self.operator(name)
        return [span for span in spans if span[1] <= place and self.reaches(span[1], place, reach)]

    def behind(self, name: str, place: int, reach: int = OPERATOR_REACH) -> list[Span]:
        """Return the operators of a name that stand behind a place and reach it."""
        spans = self.operator(name)
        return [span for span in spans if span[0] >= place and self.reaches(place, span[0], reach)]

    def judged(self, name: str, place: int) -> list[Span]:
        """Return the judgements of a name behind a place: "is wrong", no "failed regime"."""
        return [
            span for span in self.behind(name, place, JUDGED_REACH)
            if self.has("predicate", place, span[1]) or not self.words(place, span[0])
        ]  # fmt: skip

    def others(self, named: list[Named]) -> list[Named]:
        """Return those who are not of the speaker's side."""
        return [each for each in named if each.side != self.side]

    def named_before(self, place: int) -> list[Named]:
        """Return who is named before a place."""
        return [each for each in self.named if each.stop <= place]

    def named_from(self, place: int) -> list[Named]:
        """Return who is named from a place on."""
        return [each for each in self.named if each.start >= place]

    def is_others_act(self, place: int) -> bool:
        """Tell whether what stands at a place is the act of another side than the speaker's."""
        ahead = self.named_before(place)
        if self.side is None or not ahead or ahead[-1].side == self.side:
            return False
        last, ours = ahead[-1], (each.stop for each in ahead if each.side == self.side)
        if not self.reaches(last.stop, place, 4):
            return False
        joined = any(self.words(stop, last.start) <= 3 for stop in ours)
        return not joined and not self.has("we", max(self.start, last.start - 20), place)

    def is_told(self, place: int, *patterns: str) -> bool:
        """Tell whether the one whom a pattern finds before a place is another than the speaker."""
        begin, said = max(self.content, self.start, place - 3 * _WORD_LENGTH), self.said
        for name in patterns:
            match = self.patterns[name].search(self.text, begin, place)
            if not match or match[1] in small(said.speaker or "").split():
                continue
            here = [each for each in self.named if each.start <= match.start(1) < each.stop]
            if any(each.actor in said.persons - {said.speaker} for each in here):
                return True
            ours = any(each.side == self.side for each in here)
            another = self.patterns["own" if name == "owner" else "another"].fullmatch(match[1])
            if bool(another) != (name == "owner") and not ours:
                return True
        return False


class Modified:
    """What the operators around the word text[start:stop] do to it; a negation hardly to blame."""

    def __init__(self, passage: Passage, start: int, stop: int, blames: bool = False) -> None:
        chain = passage.chain(start)
        self.chain = [span for _, span in chain]
        negations = [span for name, span in chain if name in ("negation", "denial")]
        if blames:
            negations = passage.before("negation", start, BLAME_REACH)
        if refused := _NOT_AFTER.match(passage.text, stop, passage.stop):
            negations.append(refused.span(1))
        opposed = [span for name, span in chain if name in _OPPOSED]
        # an operator that is another side's act: "their threat to end it"
        self.another = any(passage.is_others_act(span[0]) for span in opposed)
        opposed += passage.judged("opposition after", stop)[:1]
        denied = passage.behind("denial after", stop, 8)[:1]  # "that it failed is a lie"
        hedges = passage.before("hedge", start) + passage.behind("hedge", stop, 2)
        spans = negations + opposed + denied
        kinds = {"negated": negations, "opposed": opposed, "denied": denied}
        names = [name for name, its in kinds.items() if its]
        self.turned, self.negated = len(spans) % 2 == 1, len(negations) % 2 == 1
        self.rank, self.half = Rank.MAIN, bool(hedges)
        for kind, opener, end in passage.clauses:
            inside = opener[0] <= start < end
            # "X was done and would be undone if": the condition is of the second alone
            alone = not inside and passage.has("coordinate", *sorted((start, opener[0])))
            if (kind, inside) in _EFFECTS and not alone:
                name, depth, halves = _EFFECTS[kind, inside]
                names.append(name)
                self.rank, self.half = max(self.rank, depth), self.half or halves
                spans += [opener] if kind in ("bar", "condition") else []
        names += ["hedged"] * bool(hedges)
        self.conditional = not {"conditional", "barred"}.isdisjoint(names)
        self.spans = (*spans, *hedges[-1:])
        self.names = tuple(dict.fromkeys(names))  # of the operators


def sentences(said: Said, sentence_break: re.Pattern[str]) -> Iterator[Span]:
    """Yield the sentences of a statement; the cue is of the first."""
    breaks = (match.span() for match in sentence_break.finditer(said.text))
    start, end = 0, len(said.text)
    for stop, after in [*(span for span in breaks if span[0] > said.content), (end, end)]:
        while stop - start > LONGEST:
            blank = said.text.rfind(" ", start + 1, start + LONGEST)
            middle = blank if blank > 0 else start + LONGEST
            yield start, middle
            start = middle
        yield start, stop
        start = after


def _clause_stop(passage: Passage, opener: Span, kind: str) -> int:
    """Return where a clause ends that opens with a condition or the like."""
    text, begin = passage.text, max(passage.start, passage.content)
    if then := passage.patterns["then"].search(text, opener[1], passage.stop):
        return then.start()
    turn = passage.patterns["turn"].search(text, opener[1], passage.stop)
    limit = turn.start() if turn else passage.stop
    near = opener[0] - begin <= 3 * _WORD_LENGTH and passage.words(begin, opener[0]) <= 2
    if kind == "condition" and not near:  # it does not open the sentence
        return limit
    comma, goes_on = text.find(",", opener[1], limit), passage.patterns["goes_on"]
    while comma >= 0 and kind in ("bar", "condition") and goes_on.match(text, comma + 1):
        comma = text.find(",", comma + 1, limit)
    return comma if comma >= 0 else limit
