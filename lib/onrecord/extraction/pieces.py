"""Pieces of paragraphs as the network reads them: token by token, each as rows of tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

from onrecord.knowledge.cues import Lexicon
from onrecord.records import Span, Spans
from onrecord.text.tokens import TOKEN, Quotation, joined, overlapping, quotations

LONGEST, SHARED = 192, 64  # tokens of a piece, and how many of them it shares with the next
HASHED = 4096  # rows of the table of beginnings, endings and shapes
OF_WORD = "word part part part kind".split()  # tables that a word alone decides on
OF_PLACE = "quoted found doubted".split()  # and those of where it stands
KEPT = 2**14  # words whose rows are kept
Token = tuple[str, int, int, int]  # a word, and where it stands: quoted, found, doubted
Row = tuple[Spans, Spans, Spans]  # what a rule found: cue, source, content


@dataclass(frozen=True, slots=True)
class Piece:
    """Some tokens of a paragraph: where they stand, where they are quoted, what rules found."""

    spans: Sequence[Span]
    words: Sequence[str]
    quoted: Sequence[int]  # 1 opening mark, 2 inside, 3 closing mark, 4 behind, 5 before, else 0
    found: Sequence[int]  # by rules: 1 in a cue, 2 in a source, 4 in a content, and their sums
    doubted: Sequence[int]  # the same of what rules do not take for a statement
    core: range  # whose cues are its own; those at its edges are a neighbour's

    @property
    def tokens(self) -> Iterator[Token]:
        """What is known of each token: its word, and its place."""
        return zip(self.words, self.quoted, self.found, self.doubted, strict=True)


class Found(NamedTuple):
    """A statement whose cue no rule has; ``sure``: how far its labels are ahead of others."""

    cue: Span
    source: Span
    content: Spans
    sure: float


def pieces(text: str, spans: Spans, rows: Sequence[Row], doubted: Sequence[Row]) -> list[Piece]:
    """Return the pieces of a paragraph in which rows were found, and others doubted."""
    tokens: list[Span] = []
    quoted: list[int] = []
    for start, stop in joined(text, spans):
        here = [match.span() for match in TOKEN.finditer(text, start, stop)]
        quoted += _quoted(here, quotations(text, start, stop))
        tokens += here
    sure, doubt = _held(tokens, rows), _held(tokens, doubted)
    made: list[Piece] = []
    for a in range(0, max(1, len(tokens) - SHARED), LONGEST - SHARED):
        part = slice(a, a + LONGEST)
        last = a + LONGEST >= len(tokens)
        own = range(a and SHARED // 2, len(tokens) - a if last else LONGEST - SHARED // 2)
        words = [text[start:stop] for start, stop in tokens[part]]
        made.append(Piece(tokens[part], words, quoted[part], sure[part], doubt[part], own))
    return made


def _held(tokens: Sequence[Span], rows: Sequence[Row]) -> list[int]:
    """Return for each token in which parts of rows it stands."""
    held = [0] * len(tokens)
    for row in rows:
        for bit, part in enumerate(row):
            for n in within(tokens, part):
                held[n] |= 1 << bit
    return held


def within(tokens: Sequence[Span], spans: Spans) -> Iterator[int]:
    """Yield the tokens that stand in spans."""
    for span in spans:
        yield from overlapping(tokens, *span)


def _quoted(tokens: Sequence[Span], quoted: Sequence[Quotation]) -> list[int]:
    states = [0] * len(tokens)
    for each in quoted:
        for n in within(tokens, ((each.start, each.stop),)):
            start = tokens[n][0]
            states[n] = 1 if start < each.inner_start else 2 if start < each.inner_stop else 3
    beside = zip(states, [0, *states], [*states[1:], 0], strict=False) if quoted else ()
    marked = [s or (4 if b in (2, 3) else 5 * (after in (1, 2))) for s, b, after in beside]
    return marked or states


def shape(word: str) -> str:
    """Return the shape of a word: "Xx" for "Lind", "d" for 2016; a repeated sign stands once."""
    row = ("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word)
    return "".join([sign for sign, _ in groupby(row)][:8])


class Reader:
    """Tokens to rows of the tables."""

    def __init__(self, vocabulary: Sequence[str], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known = {word: n + 2 for n, word in enumerate(vocabulary)}  # 1: any other, 0: none
        self.word = lru_cache(maxsize=KEPT)(self._word)

    def _word(self, word: str) -> tuple[int, ...]:
        """Return the rows of a word: itself, its beginning, ending and shape, its kind of cue."""
        low = word.lower()
        parts = "p" + low[:3], "s" + low[-3:], "h" + shape(word)
        first, last, form = (crc32(part.encode()) % HASHED for part in parts)
        return self.known.get(low, 1), first, last, form, self.lexicon.kind(low)

    def rows(self, token: Token) -> tuple[int, ...]:
        """Return the rows of a token, those of its word and those of its place."""
        word, *place = token
        return *self.word(word), *place

    def features(self, piece: Piece) -> list[tuple[int, ...]]:
        """Return the rows of each token."""
        return [*map(self.rows, piece.tokens)]
