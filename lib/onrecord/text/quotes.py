"""Find quotations: curly, straight, single and typewriter marks, closed or left open."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

DOUBLE = re.compile(r"[“”„«»\"]|``|''")
# ‘…’ or '…': opens after a space or bracket, closes before anything but a letter.
SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w“\"$#@…])(?![‘'])")
SINGLE_END = re.compile(r"(?<=[\w.,?!…%)”\"])[’'](?![\w'’])")
CLOSERS = frozenset("”»")
LONGEST = 5000  # characters of a quotation in single marks


class Quotation(NamedTuple):
    """One quotation: its span with the marks, its span without, and whether it is closed."""

    start: int
    stop: int
    inner_start: int
    inner_stop: int
    closed: bool


def quotations(text: str, start: int = 0, stop: int | None = None) -> list[Quotation]:
    """Return the quotations of one paragraph, in text order, none inside another.

    A quotation that is opened and never closed runs to the end of the paragraph. Single marks
    count only outside double ones, and only in pairs, so that an apostrophe opens nothing.

    >>> [q[:2] for q in quotations("“No”, he said. ‘Not yet.’")]
    [(0, 4), (15, 25)]
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
    for mark in DOUBLE.finditer(text, start, stop):
        sign = mark.group()
        if opened is None:
            if sign not in CLOSERS and not _is_inch(text, mark):
                opened = mark
            continue
        before, after = text[mark.start() - 1], text[mark.end() : min(mark.end() + 1, stop)] or " "
        low = sign == "“" and opened.group() == "„"  # „…“
        closes = before in ",.?!" and after.isspace()
        if sign in ("“", "„", "«", "``") and not low and not closes:
            continue  # a quotation within the quotation
        opens = before in " \t\xa0([—" and not after.isspace() and after not in ".,;:?!)"
        if sign in ('"', "''") and opens and opened.group() != "“":
            found.append(_made(text, opened, mark.start(), mark.start(), False))
            opened = mark
        else:
            found.append(_made(text, opened, mark.start(), mark.end(), True))
            opened = None
    if opened is not None:
        found.append(_made(text, opened, stop, stop, False))
    return [quotation for quotation in found if quotation.inner_start < quotation.inner_stop]


def _made(text: str, opened: re.Match[str], inner_stop: int, stop: int, closed: bool) -> Quotation:
    """Make a quotation, its inner span freed of white space."""
    inner = text[opened.end() : inner_stop]
    inner_start = inner_stop - len(inner.lstrip())
    inner_stop = inner_start + len(inner.strip())
    stop = stop if closed else inner_stop
    return Quotation(opened.start(), stop, inner_start, inner_stop, closed)


def _is_inch(text: str, mark: re.Match[str]) -> bool:
    """Tell a straight mark after a figure (6' 2\") from a quotation's."""
    figure = mark.start() > 0 and text[mark.start() - 1].isdigit()
    return figure and mark.group() == '"' and not text[mark.end() : mark.end() + 1].isalnum()


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
        limit = min(limit, mark.end() + LONGEST)
        ends = SINGLE_END.finditer(text, max(mark.end(), seen), limit)
        end = next((e for e in ends if not _is_possessive(text, e)), None)
        if end is None:
            at, seen = mark.end(), max(seen, limit)
            continue
        found.append(_made(text, mark, end.start(), end.end(), True))
        at = end.end()
    return found


def _is_possessive(text: str, mark: re.Match[str]) -> bool:
    """Tell a plural possessive (the rebels’ lines) from a closing mark."""
    after = text[mark.end() : mark.end() + 2]
    return text[mark.start() - 1] == "s" and after[:1] == " " and after[1:].islower()
