"""Words that fit: how large a sheet and its words are, how wide words are, where they break."""

from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

MARGIN = 0.12  # inches
T = TypeVar("T")


class Size(NamedTuple):
    """How large a sheet is, in inches, and its words, in points."""

    width: float
    title: float
    subtitle: float
    text: float
    small: float
    high: float = 99.0  # what is higher shows fewer rows
    flat: bool = False  # always as high
    brief: bool = False  # method is left to the caption
    share: float = 1.0  # of the rows that a figure shows at most
    beside: str = ""  # how its file ends that is drawn beside a figure of another size

    @property
    def wide(self) -> float:
        """The room between the margins."""
        return self.width - 2 * MARGIN

    @property
    def narrow(self) -> bool:
        """Whether words stand above what they name, for there is no room beside it."""
        return self.width < 5

    def pick(self, broad: T, narrow: T) -> T:
        """Return what holds for this width."""
        return narrow if self.narrow else broad

    def inch(self, broad: float, narrow: float) -> float:
        """Return a width for this width, that on a page is the first."""
        return self.pick(broad * self.width / SIZES["page"].width, narrow)

    def most(self, rows: int) -> int:
        """Return how many of so many rows are shown."""
        return max(1, round(rows * self.share))


SIZES = {
    "column": Size(85 / 25.4, 10, 9, 8.5, 8, 180 / 25.4, brief=True),  # 85 mm wide
    "page": Size(170 / 25.4, 13, 10.5, 10, 9),
    "slide": Size(10, 16, 12, 11, 10, 10 * 9 / 16, flat=True, brief=True),
    "phone": Size(354 / 96, 12, 10.5, 10.5, 10),  # 354 pixels
}
NOW: ContextVar[Size] = ContextVar("size", default=SIZES["page"])


class _Now:
    def __getattr__(self, name: str) -> Any:
        return getattr(NOW.get(), name)


on = cast(Size, _Now())  # the size that is drawn


def inches(text: str, size: float = 0, weight: str = "normal") -> float:
    """Measure a line of text, with a little room for how screens round it up."""
    return _inches(text, size or on.text, weight)


@lru_cache(maxsize=4096)
def _inches(text: str, size: float, weight: str) -> float:
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return 1.03 * text_to_path.get_text_width_height_descent(text, font, False)[0] / 72


def wrap(text: str, width: float, size: float = 0, weight: str = "normal", lines: int = 3) -> str:
    """Break a text into lines of a width, cutting words that are wider; end in … if too long."""
    done, line = [], ""
    for word in text.split(" "):
        if line and inches(f"{line} {word}", size, weight) > width:
            done.append(line)
            line = ""
        line = f"{line} {word}".strip()
        while inches(line, size, weight) > width:  # one word wider than the line
            cut = max(1, int(len(line) * width / inches(line, size, weight)) - 1)
            done.append(line[:cut])
            line = line[cut:]
    done += [line] if line else []
    if len(done) > lines:
        last = " ".join(done[lines - 1 :])[:400]
        while inches(f"{last}…", size, weight) > width and last:
            last = last[:-1]
        done = [*done[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(done)


def even(text: str, size: float, weight: str = "normal", wide: float = 0, lines: int = 0) -> str:
    """Wrap a heading into lines of about one length: no single word on the last."""
    wide, lines = wide or on.wide, lines or 4 * (1 + on.narrow)
    best = wrap(text, wide, size, weight, lines)
    for share in np.arange(0.95, 0.5, -0.05):
        tighter = wrap(text, wide * share, size, weight, lines)
        if tighter.count("\n") > best.count("\n") or tighter.endswith("…"):
            break
        best = tighter
    return best
