"""Cut a paragraph into words, marks and quotations, and these into sentences."""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

DOUBLE = re.compile(r"[“”„‟«»‹›「」『』\"`'](?:(?<![`'])|(?<=`)`|(?<=')')")
OPENING = ("“", "„", "‟", "«", "‹", "「", "『", "``")
# ‘…’ or '…': opens after a space or bracket, closes before anything but a letter.
# not of a year ('90s) or a word cut short ('em).
SINGLE = re.compile(r"[‘‚'](?<![\w’'].)(?=[\w“\"$#@…])(?!\d0s|\d\d\b|n['’ ]|em\b|[Tt]is\b)")
SINGLE_END = re.compile(r"[’‘'](?<=[\w.,?!…%)”\"].)(?![\w'’])")
LONGEST_SINGLE = 5000  # characters of a quotation in single marks
SHORT_SINGLE = 40  # within so many a mark closes it though it may be a possessive
QUOTE = "“…”"  # stands for a whole quotation in the row of words
_TABLE = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
WORDS = {name: frozenset(words.split()) for name, words in _TABLE.items()}
_ABBREVIATIONS = "|".join([*sorted(WORDS["abbreviations"]), "[DR]-[A-Z][a-z]+"])
TOKEN = re.compile(
    r"[a-z]++(?= )"  # most words
    rf"|(?:[^\W\d_]\.){{2,}}|(?=[A-Zv])(?:[A-Z]-(?:[A-Z]\.)+|(?:{_ABBREVIATIONS})\.(?!\w))"
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
ENDERS = ENDS | WORDS["stopped"] | {QUOTE}
CLOSING = frozenset(")]’”»")
SIGNED = 9  # items of a name behind a dash, at the end of a paragraph
SHORT = 4  # fewer quoted words, without a mark at the end, are read as part of the sentence
LONGEST = 250  # items; a longer sentence is cut, so that cost stays linear in a text without stops


class Quotation(NamedTuple):
    """One quotation: its span with the marks, its span without, and whether it is closed."""

    start: int
    stop: int
    inner_start: int
    inner_stop: int
    closed: bool


class Paragraph:
    """The items of a paragraph, words and marks; a quotation is one item, its words unseen."""

    def __init__(self, text: str, spans: Sequence[Sequence[int]]) -> None:
        self.text, self.spans = text, spans  # of the text, that it stands in
        self.raw: list[str] = []  # the items as they stand
        self.start: list[int] = []  # their offsets
        self.stop: list[int] = []
        self.quotes: dict[int, Quotation] = {}  # by item
        self.ends: dict[int, str] = {}  # the last mark inside such a quotation
        self.islands: list[Quotation] = []  # also of words that are items
        for at, stop in joined(text, spans):
            for quotation in quotations(text, at, stop):
                self.islands.append(quotation)
                self._add_words(at, quotation.start)
                if _is_whole(text, quotation, stop, self.raw):
                    inner = text[quotation.inner_start : quotation.inner_stop]
                    self.quotes[len(self.raw)] = quotation
                    self.ends[len(self.raw)] = inner.rstrip("”’\"'")[-1:] or "”"
                    self.raw.append(QUOTE)
                    self.start.append(quotation.start)
                    self.stop.append(quotation.stop)
                else:
                    self._add_words(quotation.inner_start, quotation.inner_stop)
                at = quotation.stop
            self._add_words(at, stop)
        self.low = [word.lower() for word in self.raw]  # the items in lower case

    def _add_words(self, start: int, stop: int) -> None:
        matches = list(TOKEN.finditer(self.text, start, stop))
        self.raw += [match[0] for match in matches]
        self.start += [match.start() for match in matches]
        self.stop += [match.end() for match in matches]

    def span(self, a: int, b: int) -> tuple[int, int]:
        """Return where the items ``a`` to ``b`` stand in the text."""
        return self.start[a], self.stop[b - 1]

    def range(self, start: int, stop: int) -> tuple[int, int]:
        """Return the items that stand between two offsets, whole or in part."""
        return bisect_right(self.stop, start), bisect_left(self.start, stop)

    def words(self, a: int, b: int) -> str:
        """Return the items ``a`` to ``b`` as they stand in the text."""
        return self.text[self.start[a] : self.stop[b - 1]]


@lru_cache(maxsize=1024)  # a paragraph is asked for by several readers
def quotations(text: str, start: int = 0, stop: int | None = None) -> list[Quotation]:
    """Return the quotations of one paragraph, in text order, none inside another.

    A quotation that is opened and never closed runs to the end of the paragraph. Single marks
    count only outside double ones, and only in pairs, so that an apostrophe opens nothing.
    """
    stop = len(text) if stop is None else stop
    found = _double(text, start, stop)
    if "'" in text[start:stop] or "‘" in text[start:stop]:
        found += _single(text, start, stop, found)
        found.sort()
    return found


def _double(text: str, start: int, stop: int) -> list[Quotation]:
    """Pair the double marks by their shape, straight ones by their turn."""
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    inner, paired = 0, text.count("“", start, stop) == text.count("”", start, stop)
    for mark in DOUBLE.finditer(text, start, stop):
        sign = mark.group()
        if opened is None:
            if _opens(text, mark, start):
                opened = mark
            elif sign in ("”", "»") and not found and text[mark.start() - 1] in ",.?!":
                found.append(Quotation(start, mark.end(), start, mark.start(), True))  # unopened
            continue
        before, after = text[mark.start() - 1], text[mark.end() : min(mark.end() + 1, stop)] or " "
        nests = _nests(opened.group(), sign, before, after)
        if nests or (inner and sign == "”"):
            inner += (1 if nests else -1) * (paired and sign in "“”")
            continue
        opens = before in " \t\xa0([—" and not after.isspace() and after not in ".,;:?!)"
        if sign in ('"', "''") and opens and opened.group() != "“":
            found.append(_made(text, opened, mark.start()))
            opened = mark
        else:
            found.append(_made(text, opened, mark.start(), mark.end()))
            opened = None
    if opened is not None:
        found.append(_made(text, opened, stop))
    return [quotation for quotation in found if quotation.inner_start < quotation.inner_stop]


def _nests(opened: str, sign: str, before: str, after: str) -> bool:
    """Tell whether a mark opens a quotation within the quotation; „…“ and »…« it closes."""
    closes = opened + sign in ("„“", "»«") or (before in ",.?!" and after.isspace())
    return sign in OPENING and not closes


def _made(text: str, opened: re.Match[str], inner_stop: int, stop: int = 0) -> Quotation:
    """Make a quotation, its inner span freed of white space; without a stop it is not closed."""
    inner = text[opened.end() : inner_stop]
    inner_start = inner_stop - len(inner.lstrip())
    inner_stop = inner_start + len(inner.strip())
    return Quotation(opened.start(), stop or inner_stop, inner_start, inner_stop, stop > 0)


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    """Tell whether a mark can open; not a closing one behind a word, nor of inches (6' 2\")."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    word = after.isalnum()
    if mark.group() == '"':
        return word or not (before.isdigit() or (before in ",.?!" and after in " \n"))
    return mark.group() not in "”»›」』" or (word and not before.isalnum() and before not in ",.?!")


def _single(text: str, start: int, stop: int, double: Sequence[Quotation]) -> list[Quotation]:
    """Pair the single marks that stand outside the double ones."""
    found: list[Quotation] = []
    at = seen = start  # before ``seen`` no closing mark is left
    starts = [quotation.start for quotation in double]
    while (mark := SINGLE.search(text, at, stop)) is not None:
        before = bisect_right(starts, mark.start()) - 1
        if before >= 0 and mark.start() < double[before].stop:
            at = double[before].stop
            continue
        limit = starts[before + 1] if before + 1 < len(starts) else stop
        limit = min(limit, mark.end() + LONGEST_SINGLE)
        ends = SINGLE_END.finditer(text, max(mark.end(), seen), limit)
        end = next((e for e in ends if not _is_possessive(text, e)), None)
        if end is None:
            end = SINGLE_END.search(text, mark.end(), min(limit, mark.end() + SHORT_SINGLE))
        if end is not None:
            found.append(_made(text, mark, end.start(), end.end()))
        elif mark[0] == "‘" and limit == stop and text[mark.end()].isupper():  # the next goes on
            found.append(_made(text, mark, stop))
        at, seen = (end.end(), seen) if end else (mark.end(), max(seen, limit))
    return found


def _is_possessive(text: str, mark: re.Match[str]) -> bool:
    """Tell a plural possessive (the rebels’ lines) from a closing mark."""
    after = text[mark.end() : mark.end() + 2]
    return text[mark.start() - 1] == "s" and after[:1] == " " and after[1:].islower()


def overlapping(parts: Sequence[Sequence[int]], start: int, stop: int) -> range:
    """Return which of some spans in text order, none within another, overlap a span."""
    first = bisect_right(parts, start, key=itemgetter(1))
    return range(first, bisect_left(parts, stop, key=itemgetter(0)))


def joined(text: str, spans: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the spans of a paragraph, those with nothing but blanks between them as one."""
    found: list[tuple[int, int]] = []
    for start, stop in spans:
        near = found and not text[found[-1][1] : start].strip()
        found.append((found.pop()[0] if near else start, stop))
    return found


def _is_whole(text: str, quotation: Quotation, limit: int, before: Sequence[str]) -> bool:
    """Tell a quotation that is read as one from quoted words within a sentence."""
    inner = text[quotation.inner_start : quotation.inner_stop]
    if not quotation.closed or inner[-1:] in ".,!?…—-:;" or inner.count(" ") + 1 >= SHORT:
        return True
    after = text[quotation.stop : min(quotation.stop + 1, limit)]
    last = before[-1] if before else "."
    return (last in ENDS or last in (":", ",", QUOTE)) and (after in (",", "") or last == ":")


def sentences(items: Paragraph, tags: Container[str]) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as ranges of items; ``tags`` are the forms of cues."""
    low, firsts = items.low, {0, len(items.low)}
    for i in [i for i, word in enumerate(low) if word in ENDERS or "." in word]:
        if low[i] in ENDERS or low[i][0] == "." or low[i].count(".") > 2:
            firsts.add(_after_end(items, i, tags))
    parts = pairwise(sorted(firsts))
    return [(x, min(x + LONGEST, b)) for a, b in parts for x in range(a, b, LONGEST)]


def _after_end(items: Paragraph, i: int, tags: Container[str]) -> int:
    """Return where the next sentence begins if item ``i`` ends one; else 0."""
    raw, last, nxt = items.raw, len(items.raw), i + 1
    if items.low[i] in WORDS["stopped"] or raw[i].count(".") > 2:
        return nxt if nxt < last and (raw[nxt] in WORDS["open"] or _speaks(items, nxt, tags)) else 0
    if items.low[i] == QUOTE:
        return nxt if _ends_with_quotation(items, i, tags) else 0
    while nxt < last and raw[nxt] in CLOSING:
        nxt += 1
    return nxt if nxt == last or _begins(raw[nxt]) else 0


def _speaks(items: Paragraph, i: int, tags: Container[str]) -> bool:
    """Tell whether a name and a cue stand behind "the U.S.": "He left the U.S. Lee said no."."""
    cues = [word for word in items.low[i + 1 : i + 2] if word in tags]
    named = items.raw[i][0].isupper() and items.raw[i] not in WORDS["offices"]
    return named and cues != [] and items.low[i - 2 : i - 1] == ["the"]


def _ends_with_quotation(items: Paragraph, i: int, tags: Container[str]) -> bool:
    """Tell whether a quotation that ends a sentence ends its own: no cue follows it."""
    mark, nxt, last = items.ends[i], i + 1, len(items.raw)
    if nxt == last or (mark not in ENDS and items.quotes[i].closed):
        return mark in ENDS or not items.quotes[i].closed
    if not _begins(items.raw[nxt]) or (mark in "!?" and _tagged(items, nxt, tags)):
        return False
    return items.raw[nxt] not in DASHES or last - nxt > SIGNED  # “….” — Jane Smith


def _begins(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word == QUOTE or word[0] in "([$@#—-‘'•*"


def _tagged(items: Paragraph, i: int, tags: Container[str]) -> bool:
    """Tell whether a name or pronoun and a verb follow, as in “Why?” Smith asked."""
    for n, word in enumerate(items.low[i : i + 8]):
        if word in ENDS or word == QUOTE or (word == "," and n > 4):
            return False
        if n and word in tags:
            return True
    return False
