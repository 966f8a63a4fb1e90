"""Cut a paragraph into words, marks and quotations, and these into sentences."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from onrecord.text.quotes import Quotation, quotations

QUOTE = "“…”"  # stands for a whole quotation in the row of words
ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Adm|Rev|Hon|Pres|Amb|St|"
    "Jr|Sr|vs|Inc|Corp|Co|Ltd|Bros|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|"
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|"
    "Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|D-[A-Z][a-z]+|R-[A-Z][a-z]+"
)
TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|(?=[A-Zv])(?:[A-Z]-(?:[A-Z]\.)+|(?:{ABBREVIATIONS})\.(?!\w))"
    r"|[A-Z]\.(?=\s+[A-Z])"
    r"|[$€£@#]?[^\W_]+(?:(?:[’'&\-‑]|[.,](?=\d)|\.(?=[a-z]))[^\W_]+)*"
    r"|\.{2,}|--+|``|''|\S"
)
ENDS = frozenset(".!?…")
DASHES = frozenset(("--", "---", "—", "–", "-", "―"))
COMMAS = DASHES | {","}
PAUSES = COMMAS | {";"}  # marks within a sentence
PARTS = PAUSES | {QUOTE}
MARKS = frozenset(',;:()[]“”"') | ENDS | DASHES
BREAKS = MARKS | {QUOTE}
STOPPED = frozenset("a.m. p.m. u.s. jr. sr. inc. d.c. u.n. co. corp.".split())
ENDERS = ENDS | STOPPED | {QUOTE}
STARTERS = frozenset(
    "The In But He She They It We I And A An This That These Those On At For As If "
    "When While After Before His Her Their Its Our My There Still Yet So Some Many Most "
    "However Meanwhile".split()
)
CLOSING = frozenset(")]’”»")
CLOSERS = "”’\"'"  # marks that may stand inside the closing one
SIGNED = 9  # items of a name behind a dash, at the end of a paragraph
SHORT = 4  # fewer quoted words, without a mark at the end, are read as part of the sentence
LONGEST = 250  # items; a longer sentence is cut, so that cost stays linear in a text without stops


@dataclass(slots=True, eq=False)
class Paragraph:
    """The words of a paragraph; a quotation is one item, its words unseen.

    ``low`` and ``raw`` hold the items (in lower case, and as they stand), ``start`` and ``stop``
    their offsets, ``quotes`` the quotation behind an item that is one, ``ends`` the last mark
    inside such a quotation, and ``islands`` all quotations, also those short ones whose words are
    items of their own. ``spans`` are the parts of ``text`` that it stands in.
    """

    text: str
    spans: Sequence[Sequence[int]]
    low: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    stop: list[int] = field(default_factory=list)
    quotes: dict[int, Quotation] = field(default_factory=dict)
    ends: dict[int, str] = field(default_factory=dict)
    islands: list[Quotation] = field(default_factory=list)

    def span(self, a: int, b: int) -> tuple[int, int]:
        """Return where the items ``a`` to ``b`` stand in the text."""
        return self.start[a], self.stop[b - 1]

    def words(self, a: int, b: int) -> str:
        """Return the items ``a`` to ``b`` as they stand in the text."""
        return self.text[self.start[a] : self.stop[b - 1]]


def paragraph(text: str, spans: Sequence[Sequence[int]]) -> Paragraph:
    """Return the items of a paragraph that stands in one or more spans of the text."""
    items = Paragraph(text, spans)
    for at, stop in spans:
        for quotation in quotations(text, at, stop):
            items.islands.append(quotation)
            _add_words(items, at, quotation.start)
            if _is_whole(text, quotation, stop, items.raw):
                inner = text[quotation.inner_start : quotation.inner_stop]
                items.quotes[len(items.raw)] = quotation
                items.ends[len(items.raw)] = inner.rstrip(CLOSERS)[-1:] or "”"
                items.raw.append(QUOTE)
                items.start.append(quotation.start)
                items.stop.append(quotation.stop)
            else:
                _add_words(items, quotation.inner_start, quotation.inner_stop)
            at = quotation.stop
        _add_words(items, at, stop)
    items.low = [word.lower() for word in items.raw]
    return items


def _add_words(items: Paragraph, start: int, stop: int) -> None:
    """Add the words and marks of a span."""
    matches = list(TOKEN.finditer(items.text, start, stop))
    items.raw += [match[0] for match in matches]
    items.start += [match.start() for match in matches]
    items.stop += [match.end() for match in matches]


def _is_whole(text: str, quotation: Quotation, limit: int, before: Sequence[str]) -> bool:
    """Tell a quotation that is read as one from quoted words within a sentence."""
    inner = text[quotation.inner_start : quotation.inner_stop]
    if not quotation.closed or inner[-1:] in ".,!?…—-:;" or inner.count(" ") + 1 >= SHORT:
        return True
    after = text[quotation.stop : min(quotation.stop + 1, limit)]
    last = before[-1] if before else "."
    opening = last in ENDS or last in (":", ",", QUOTE)
    return opening and (after in (",", "") or last == ":")


def sentences(items: Paragraph, tags: Container[str] = ()) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as ranges of items.

    A quotation that ends a sentence ends the one it stands in, unless a cue (a form in ``tags``)
    follows it. A sentence of more than ``LONGEST`` items is cut.
    """
    found = []
    first, last = 0, len(items.low)
    for i, word in enumerate(items.low):
        may_end = word in ENDERS or word[0] == "."
        nxt = _after_end(items, i, tags) if may_end else 0
        if nxt == 0 and i + 1 - first >= LONGEST:
            nxt = i + 1
        if nxt > first:
            found.append((first, nxt))
            first = nxt
    if first < last:
        found.append((first, last))
    return found


def _after_end(items: Paragraph, i: int, tags: Container[str]) -> int:
    """Return where the next sentence begins if item ``i`` ends one; else 0."""
    word, raw, last = items.low[i], items.raw, len(items.raw)
    nxt = i + 1
    if word in STOPPED:
        return nxt if nxt < last and raw[nxt] in STARTERS else 0
    if word != QUOTE:
        while nxt < last and raw[nxt] in CLOSING:
            nxt += 1
        return nxt if nxt == last or _begins(raw[nxt]) else 0
    mark = items.ends[i]
    if mark not in ENDS and items.quotes[i].closed:
        return 0
    if nxt < last and (not _begins(raw[nxt]) or (mark in "!?" and _tagged(items, nxt, tags))):
        return 0
    signed = nxt < last and raw[nxt] in DASHES and last - nxt <= SIGNED  # “….” — Jane Smith
    return 0 if signed else nxt


def _begins(word: str) -> bool:
    """Tell whether an item can begin a sentence."""
    return word[0].isupper() or word[0].isdigit() or word == QUOTE or word[0] in "([$@#—-‘'•*"


def _tagged(items: Paragraph, i: int, tags: Container[str]) -> bool:
    """Tell whether a name or pronoun and a verb follow, as in “Why?” Smith asked."""
    for n, word in enumerate(items.low[i : i + 8]):
        if word in ENDS or word == QUOTE or (word == "," and n > 4):
            return False
        if n and word in tags:
            return True
    return False
