"""Cut a file into its lines, wrapped ones put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

_SPECIAL = re.compile("[\r\v\f\x85\u2028\u2029]")
BULLET = re.compile(r"(?:[-–—•·*▪■●‣◦>+]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s")
_CLOSING = "\"'”’»)]*_ \u200b\ufeff"
_STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
WRAP = (40, 160)  # characters; narrower or wider text was not wrapped


class Unit(NamedTuple):
    """A line, or the lines of a paragraph that was wrapped at a fixed width."""

    start: int
    stop: int
    block: int
    text: str


def cut(raw: str) -> list[Unit]:
    """Cut a file into lines, blank ones left out; wrapped lines are put together again."""
    text = raw
    if _SPECIAL.search(raw):  # one sign for each newline, so that all offsets stay
        text = _SPECIAL.sub("\n", raw.replace("\r\n", " \n"))
    lines: list[Unit] = []
    at = block = 0
    blank = False
    for line in text.split("\n"):
        inner = line.strip()
        if at == 0 and inner.startswith("\ufeff"):
            inner = inner[1:].lstrip()
        if inner:
            if blank and lines:
                block += 1
            start = at if len(inner) == len(line) else at + line.index(inner[0])
            lines.append(Unit(start, start + len(inner), block, inner))
        blank = not inner
        at += len(line) + 1
    width = _width(lines)
    return _unwrapped(raw, lines, width) if width else lines


def _width(lines: Sequence[Unit]) -> int:
    """Return the width at which the text was wrapped, 0 where it was not."""
    inside = [(a.text, b.text) for a, b in pairwise(lines) if a.block == b.block]
    wrapped = [
        len(line)
        for line, after in inside
        if len(line) >= WRAP[0] and after[0].islower() and not ends(line)
    ]
    often = len(wrapped) >= max(2, 0.25 * len(inside)) or len(wrapped) == len(inside)
    width = max(wrapped, default=0)
    return width if often and width <= WRAP[1] else 0


def _unwrapped(raw: str, lines: Sequence[Unit], width: int) -> list[Unit]:
    """Put wrapped lines together: those after which the next word had no room."""
    found: list[Unit] = []
    first = 0
    for i, (line, after) in enumerate(zip_longest(lines, lines[1:])):
        if after and after.block == line.block and len(line.text) <= width:
            word = after.text.split(None, 1)[0]
            full = len(line.text) + 1 + len(word) > width
            long = len(line.text) > 0.75 * width and not ends(line.text)
            if (full or long) and not BULLET.match(after.text):
                continue
        start = lines[first].start
        found.append(Unit(start, line.stop, line.block, raw[start : line.stop]))
        first = i + 1
    return found


def ends(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return text[-8:].rstrip(_CLOSING).endswith(_STOPS)


def count(text: str, limit: int = 80) -> int:
    """Count the words of a text, up to a limit."""
    return len(text[: 12 * limit].split(None, limit)[:limit])
