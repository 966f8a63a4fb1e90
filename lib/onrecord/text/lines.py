"""Cut a file into its lines, wrapped ones put together again."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

BULLET = re.compile(r"(?:[-–—•·*▪■●‣◦>+]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_END = re.compile("[\n\r\v\f\x85\u2028\u2029]")  # of a line
_CLOSING = "\"'”’»)]*_ \u200b\ufeff"
_STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")


class Line(NamedTuple):
    """A line, or the lines of a paragraph that was wrapped at a fixed width."""

    start: int
    stop: int
    block: int  # the blank lines above it: the same for lines that stand together
    text: str


def cut(text: str) -> list[Line]:
    """Cut a file into lines, blank ones left out; wrapped lines are put together again."""
    lines: list[Line] = []
    at = block = 0
    for piece in _END.split(text.replace("\r\n", " \n")):  # one sign for one, so offsets stay
        inner = piece.strip()
        if at == 0:
            inner = inner.removeprefix("\ufeff").lstrip()
        if inner:
            start = at if len(inner) == len(piece) else at + piece.index(inner[0])
            lines.append(Line(start, start + len(inner), block, inner))
        else:
            block += 1
        at += len(piece) + 1
    width = _width(lines)
    return list(_unwrapped(text, lines, width)) if width else lines


def _width(lines: Sequence[Line]) -> int:
    """Return the width at which the text was wrapped, 0 where it was not."""
    inside = [(a.text, b.text) for a, b in pairwise(lines) if a.block == b.block]
    broken = [len(a) for a, b in inside if len(a) >= 20 and b[0].islower() and not ends(a)]
    width = max(broken, default=0)
    share = 0.25 if width > 50 else 0.5  # most lines of a narrow column are broken
    often = len(broken) >= max(2, share * len(inside)) or len(broken) == len(inside)
    return width if often and width <= 160 else 0  # wider text was not wrapped


def _unwrapped(text: str, lines: Sequence[Line], width: int) -> Iterator[Line]:
    """Yield the lines, wrapped ones put together: those after which the next word had no room."""
    start = lines[0].start
    for line, after in zip_longest(lines, lines[1:]):
        if after and after.block == line.block and len(line.text) <= width + 5:
            full = len(line.text) + 1 + len(after.text.split(None, 1)[0]) > width
            long = len(line.text) > 0.75 * width and not ends(line.text)
            if (full or long) and not BULLET.match(after.text):
                continue
        yield line._replace(start=start, text=text[start : line.stop])
        start = after.start if after else line.stop


def ends(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return text[-8:].rstrip(_CLOSING).endswith(_STOPS)


def count(text: str, limit: int = 80) -> int:
    """Count the words of a text, up to a limit."""
    return len(text[: 12 * limit].split(None, limit)[:limit])
