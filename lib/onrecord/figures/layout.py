"""The sheet that figures are drawn on, and how classes look on it.

All places on a sheet are in inches, so that words can be measured and kept apart: heading and key
above, axes in the middle, source below. Classes are told apart by lightness, and by marker or
hatching, so in grey too and with any colour vision (colours after Okabe and Ito, 2008, re-spaced
in lightness). They are numbered from dark to light; None is none of them.
"""

import tomllib
from collections.abc import Sequence
from functools import partial
from numbers import Integral
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from onrecord.analysis.splits import LEVEL, MANY
from onrecord.analysis.words import clip, listed, percents, span_words
from onrecord.errors import counted
from onrecord.figures.words import MARGIN, even, inches, on, wrap

ROWS = 24  # a figure shows no more rows (of counts or shares: twice as many); the CSV has all
SHARES = 1, 0.8, 0.65, 0.55, 0.5, 0.45, 0.38, 0.32, 0.27, 0.22, 0.18, 0.1  # tried till one fits
SOURCE = "Source: the articles, read by On the Record."

Box = tuple[float, float, float, float]  # left, top, width, height
INK, GREY, BAND, BAR = "#1a1a1a", "#4d4d4d", "#f0f3f6", "#9c9c9c"
PALETTE = ("#0b2a4a", "#9a3324", "#2f8fc6", "#e9a23b", "#faecae")  # dark to light
FULL = (*PALETTE[:4], "#cdb64a")  # marks, the last darker than a hollow one
HATCHES = ("", "...", "////", "", "")
MARKERS = ("o", "s", "^", "D", "v")
PAPER = {"fc": "white", "ec": "none", "pad": 0.5}  # under words that no line may run through
DARK = 2  # marks of the classes below have a white edge, which keeps them apart
NIGHT = Path(__file__).with_name("night.css").read_text("utf-8")


class Swatch(NamedTuple):
    """Fill and hatching of the bars of a class."""

    facecolor: str
    edgecolor: str
    hatch: str

    def sample(self, x: float, y: float, width: float = 0.24, high: float = 0.12) -> Rectangle:
        """Return a bar, given by its left end and its middle; without a size, one for the key."""
        return Rectangle((x, y - high / 2), width, high, linewidth=0.6, **self._asdict())


class Mark(NamedTuple):
    """Marker, fill and edge of the points of a class."""

    marker: str
    facecolor: str
    edgecolor: str

    def draw(self, ax: Axes, x: float, y: float, size: float, clip_on: bool = False) -> None:
        """Draw one point, of an area in square points."""
        ax.scatter([x], [y], s=size, zorder=3, clip_on=clip_on, **self._asdict())

    def sample(self, left: float, middle: float) -> Line2D:
        """Return a point for the key."""
        face, edge = self.facecolor, self.edgecolor
        return Line2D([left + 0.12], [middle], ls="", ms=7, marker=self.marker, mfc=face, mec=edge)


def swatch(n: int | None) -> Swatch:
    """Return fill and hatching of the n-th class; white with grey lines for none of them."""
    if n is None:
        return Swatch("white", GREY, "\\\\\\\\")
    return Swatch(PALETTE[n], "white" if n <= DARK else GREY, HATCHES[n])


def mark(n: int | None, hollow: bool = False) -> Mark:
    """Return the mark of the n-th class, which may be hollow; a grey cross for none of them."""
    if n is None:
        return Mark("X", "white" if hollow else "#8c8c8c", GREY)
    if hollow:
        return Mark(MARKERS[n], "white", PALETTE[n] if n < DARK else INK)
    return Mark(MARKERS[n], FULL[n], "white" if n < DARK else INK)


Key = Sequence[tuple[str, Mark | Swatch]]  # words and look of each class


class Caption(NamedTuple):
    """What a figure says in words; its fields are told in ``captions.toml``."""

    kind: str
    title: str
    subtitle: str
    note: str
    more: str = ""
    source: str = ""

    @property
    def alt(self) -> str:
        """The alt text."""
        return " ".join(f"{self.kind}: {self.title}. {self.more}".split())


def left_out(n: int, what: str, most: int = 0) -> str:
    """Say how many rows a figure does not show."""
    most = most or on.most(ROWS)
    return f" Shown: {most} of {n:,} {what}; the CSV has all." if n > most else ""


def _printed(value: object) -> object:
    """Return what a template prints: whole numbers with a comma for thousands."""
    return f"{value:,}" if isinstance(value, Integral) else value


CAPTIONS = tomllib.loads(Path(__file__).with_name("captions.toml").read_text("utf-8"))
_HERE = FileSystemLoader(Path(__file__).parent)
_TEMPLATES = Environment(loader=_HERE, undefined=StrictUndefined, finalize=_printed)  # plain text
_TEMPLATES.globals |= {
    each.__name__: each for each in (clip, listed, left_out, percents, span_words)
}
_TEMPLATES.globals |= {"count": counted, "LEVEL": LEVEL, "MANY": MANY}
_TEMPLATES.filters["clip"] = clip


def caption(figure: str, **values: object) -> Caption:
    """Return the words of a figure, its templates in ``captions.toml`` filled with values."""
    said = dict.fromkeys(Caption._fields, "")
    values |= {"ROWS": on.most(ROWS), "brief": on.brief}
    for field, template in CAPTIONS[figure].items():
        text = _TEMPLATES.from_string(template).render(values | said)
        said[field] = " ".join(text.split())
    return Caption(*(said[field] for field in Caption._fields))


def filled(template: str, **values: object) -> str:
    """Return a file made from a template: a caption to paste, or a contact sheet."""
    return _TEMPLATES.get_template(f"{template}.j2").render(values).strip() + "\n"


class TooHigh(Exception):  # noqa: N818
    """A sheet would be higher than its size allows."""


def flow(widths: Sequence[float], gap: float = 0.25) -> list[tuple[float, int]]:
    """Return where pieces of these widths go: inches from the left, and the line."""
    places, x, row = [], 0.0, 0
    for width in widths:
        x, row = (0.0, row + 1) if x and x + width > on.wide else (x, row)
        places.append((x, row))
        x += width + gap
    return places


def sheet(
    caption: Caption, boxes: Sequence[Box], key: Key = (), under: float = 0.3
) -> tuple[Drawing, list[Axes]]:
    """Make a sheet as high as words and boxes need, with room ``under`` these for ticks, if any.

    The boxes, of its axes, are measured from the top left corner of the room for them; places in
    an axis are inches too, from its own top left corner, unless it is given another scale. Raises
    TooHigh where a sheet may not be so high, and fewer rows can be shown.
    """
    size, lines = on, 14 * (1 + on.narrow)
    title = even(caption.title, size.title, "bold")
    subtitle = even(caption.subtitle, size.subtitle)
    after_title = MARGIN + (title.count("\n") + 1) * size.title * 1.22 / 72 + 0.06
    top = after_title + (subtitle.count("\n") + 1) * size.subtitle * 1.22 / 72 + 0.1
    key = [(wrap(words, size.wide - 0.3, size.small, lines=1), look) for words, look in key]
    places = flow([0.3 + inches(words, size.small) for words, _ in key])
    start = top + (0.2 * (places[-1][1] + 1) + 0.08 if key else 0)
    end = start + max(down + height for _, down, _, height in boxes) + under
    line, last = size.small * 1.22 / 72, size.share == SHARES[-1]
    if last:
        lines = min(lines, max(1, int((size.high - end - 0.05 - MARGIN) / line)))
    note = wrap(f"{caption.note} {caption.source or SOURCE}", size.wide, size.small, lines=lines)
    high = end + (note.count("\n") + 1) * line + 0.05 + MARGIN
    if high > size.high and not last:
        raise TooHigh
    if size.flat:
        start, high = start + max(0, size.high - high) / 2, size.high
    fig = Drawing(figsize=(size.width, high))
    write = partial(fig.text, transform=fig.dpi_scale_trans, linespacing=1.2)
    write(MARGIN, high - MARGIN, title, size=size.title, weight="bold", va="top")
    write(MARGIN, high - after_title, subtitle, size=size.subtitle, color=GREY, va="top")
    write(MARGIN, MARGIN, note, size=size.small, color=GREY, va="bottom")
    for (words, look), (x, row) in zip(key, places, strict=True):
        left, down = MARGIN + x, top + 0.1 + 0.2 * row
        sample = look.sample(left, high - down)
        sample.set_transform(fig.dpi_scale_trans)
        fig.add_artist(sample)
        write(left + 0.3, high - down, words, size=size.small, va="center_baseline")
    axes = []
    for left, down, width, height in boxes:
        place = (MARGIN + left, high - start - down - height, width, height)
        axes.append(fig.add_axes(tuple(np.divide(place, (size.width, high, size.width, high)))))
        axes[-1].set(ylim=(height, 0), xlim=(0, width), yticks=[])
        axes[-1].axison = under > 0.05
    return fig, axes
