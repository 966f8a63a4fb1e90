"""Cut a paragraph into words, marks and quotations, and these into sentences."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from onrecord.text.quotes import Quotation, quotations

QUOTE = "“…”"  # stands for a whole quotation in the row of words
ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Adm|Rev|Hon|Pres|Amb|St|"
    "Jr|Sr|vs|Inc|Corp|Co|Ltd|Bros|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|"
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|"
    "Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|D-[A-Z][a-z]+|R-[A-Z][a-z]+"
)
TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|[A-Z]-(?:[A-Z]\.)+|(?:{ABBREVIATIONS})\.(?!\w)|[A-Z]\.(?=\s+[A-Z])"
    r"|[$€£@#]?[^\W_]+(?:(?:[’'&\-‑]|[.,](?=\d)|\.(?=[a-z]))[^\W_]+)*"
    r"|\.{2,}|--+|``|''|\S"
)
ENDS = frozenset(".!?…")
DASHES = frozenset(("--", "—", "–", "-", "―"))
SIGNED = 9  # items of a name behind a dash, at the end of a paragraph
SHORT = (
    4  # quoted words fewer than this, without a mark at the end, are read as part of the sentence
)
LONGEST = 250  # items; a longer sentence is cut, so that cost stays linear in a text without stops
NO_END = frozenset(ABBREVIATIONS.lower().replace("|", ". ").split()) | {
    "u.s.",
    "u.n.",
    "u.k.",
    "e.u.",
}
CLOSING = frozenset(")]’”»")
CLOSERS = "”’\"'"  # marks that may stand inside the closing one


class Paragraph(NamedTuple):
    """The words of a paragraph; a quotation is one item, its words unseen.

    ``low`` and ``raw`` hold the items (in lower case, and as they stand), ``start`` and ``stop``
    their offsets, ``quotes`` the quotation behind an item that is one, ``ends`` the last mark
    inside such a quotation, and ``islands`` all quotations, also those short ones whose words are
    items of their own.
    """

    text: str
    low: list[str]
    raw: list[str]
    start: list[int]
    stop: list[int]
    quotes: dict[int, Quotation]
    ends: dict[int, str]
    islands: list[Quotation]
    title: bool = False


def paragraph(text: str, spans: Sequence[Sequence[int]], title: bool = False) -> Paragraph:
    """Return the items of a paragraph that stands in one or more spans of the text.

    ``title`` says that it is the headline.
    """
    low: list[str] = []
    raw: list[str] = []
    start: list[int] = []
    stop: list[int] = []
    quotes: dict[int, Quotation] = {}
    ends: dict[int, str] = {}
    islands: list[Quotation] = []

    def cut(a: int, b: int) -> None:
        if a < b:
            matches = list(TOKEN.finditer(text, a, b))
            words = [match[0] for match in matches]
            raw.extend(words)
            low.extend([word.lower() for word in words])
            start.extend([match.start() for match in matches])
            stop.extend([match.end() for match in matches])

    for a, b in spans:
        at = a
        for quotation in quotations(text, a, b):
            islands.append(quotation)
            cut(at, quotation.start)
            if _is_whole(text, quotation, b, low):
                quotes[len(low)] = quotation
                ends[len(low)] = (
                    text[quotation.inner_start : quotation.inner_stop].rstrip(CLOSERS)[-1:] or "”"
                )
                raw.append(QUOTE)
                low.append(QUOTE)
                start.append(quotation.start)
                stop.append(quotation.stop)
            else:
                cut(quotation.inner_start, quotation.inner_stop)
            at = quotation.stop
        cut(at, b)
    return Paragraph(text, low, raw, start, stop, quotes, ends, islands, title)


def _is_whole(text: str, quotation: Quotation, limit: int, before: Sequence[str]) -> bool:
    """Tell a quotation that is read as one from quoted words within a sentence."""
    inner = text[quotation.inner_start : quotation.inner_stop]
    if not quotation.closed or inner[-1:] in ".,!?…—-:;" or inner.count(" ") + 1 >= SHORT:
        return True
    after = text[quotation.stop : min(quotation.stop + 1, limit)]
    opening = not before or before[-1] in ENDS or before[-1] in (":", ",", QUOTE)
    return opening and (after in (",", "") or (bool(before) and before[-1] == ":"))


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
    word, raw, last = items.low[i], items.raw, len(items.low)
    nxt = i + 1
    if word in ENDS or (word[0] == "." and not word.strip(".")):
        while nxt < last and items.low[nxt] in CLOSING:
            nxt += 1
        return nxt if nxt == last or _begins(raw[nxt]) else 0
    if word == QUOTE:
        inner = items.quotes[i]
        mark = items.ends[i]
        if mark not in ENDS and inner.closed:
            return 0
        if nxt < last and (not _begins(raw[nxt]) or (mark in "!?" and _tagged(items, nxt, tags))):
            return 0
        if nxt < last and raw[nxt] in DASHES and last - nxt <= SIGNED:  # “….” — Jane Smith
            return 0
        return nxt
    if word in STOPPED:
        return nxt if nxt < last and raw[nxt] in STARTERS else 0
    return 0


STOPPED = frozenset("a.m. p.m. u.s. jr. sr. inc. d.c. u.n. co. corp.".split())
ENDERS = ENDS | STOPPED | {QUOTE}
STARTERS = frozenset(
    "The In But He She They It We I And A An This That These Those On At For As If "
    "When While After Before His Her Their Its Our My There Still Yet So Some Many Most "
    "However Meanwhile".split()
)


def _begins(word: str) -> bool:
    """Tell whether an item can begin a sentence."""
    return word[0].isupper() or word[0].isdigit() or word == QUOTE or word[0] in "([$@#—-‘'•*["


def _tagged(items: Paragraph, i: int, tags: Container[str]) -> bool:
    """Tell whether a name or pronoun and a verb follow, as in “Why?” Smith asked."""
    for j in range(i, min(i + 8, len(items.low))):
        word = items.low[j]
        if word in ENDS or word == QUOTE:
            return False
        if j > i and word in tags:
            return True
        if word == "," and j > i + 4:
            return False
    return False
