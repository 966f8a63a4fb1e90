"""A time axis for articles that stand years apart: intervals of days to one scale, gaps cut out."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from onrecord.analysis.words import MONTHS, Interval, span_words
from onrecord.figures.layout import BAND
from onrecord.figures.words import SMALL, wrap

APART = 45  # days without any date that break the axis
GAP = 0.1  # inches between its pieces


class Timeline(NamedTuple):
    """A time axis, its places in inches, broken where nothing falls."""

    undated: float  # the middle of the band for what has no date
    bands: list[tuple[float, float]]  # left and right of its pieces
    ticks: list[tuple[float, str]]
    days: list[int]  # the ends of each piece
    places: list[float]  # where these are

    def place(self, day: date, after: int = 0) -> float:
        """Return where a day begins, or the day that many days after it."""
        return float(np.interp(day.toordinal() + after, self.days, self.places))

    def middle(self, span: Interval) -> float:
        """Return where the marker of an interval goes: its middle, or the end that is known."""
        places = [self.place(end, after) for after, end in enumerate(span) if end]
        return sum(places) / len(places) if places else self.undated

    def draw(self, ax: Axes, labels: bool = True) -> None:
        """Draw the pieces and, below, the days they hold."""
        ax.grid(False)
        ax.spines["bottom"].set_visible(False)
        for left, right in self.bands:
            ax.axvspan(left, right, color=BAND, linewidth=0, zorder=0)
        places, words = zip(*self.ticks, strict=True) if labels else ((), ())
        ax.set_xticks(places, words, size=SMALL, linespacing=1.2)

    def draw_interval(self, ax: Axes, span: Interval, y: float, width: float, colour: str) -> None:
        """Draw one interval at a height: a bar, or an arrow where an end is open."""
        first, last = span
        if first and last:
            ends = [self.place(first), self.place(last, 1)]
            ax.plot(ends, [y, y], solid_capstyle="butt", lw=width, color=colour)
        elif first or last:
            near = self.middle(span)
            far = min(near + 0.4, self.bands[-1][1]) if first else max(near - 0.4, 0)
            arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.6}
            ax.annotate("", xy=(far, y), xytext=(near, y), arrowprops=arrow)


def timeline(spans: Sequence[Interval], wide: float) -> Timeline:
    """Lay days along an axis: one scale throughout, long stretches without any cut out."""
    undated = 0.7 if (None, None) in spans else 0.0
    room = wide - undated
    pieces: list[tuple[int, int]] = []  # close dates together: first day, day after the last
    for known in sorted([end.toordinal() for end in span if end] for span in spans if any(span)):
        start, stop = known[0], known[-1] + 1
        if pieces and start - pieces[-1][1] <= APART:
            start, stop = pieces[-1][0], max(pieces.pop()[1], stop)
        pieces.append((start, stop))
    if len(pieces) > room:  # too many pieces to label: do not break the axis
        pieces = [(pieces[0][0], pieces[-1][1])]
    days = np.array([stop - start for start, stop in pieces], dtype=float)
    scale, free = 0.15, room - GAP * (len(pieces) - 1)  # inches a day, at most
    while np.maximum(days * scale + 0.2, 0.9).sum() > free and scale > 1e-6:
        scale *= 0.98
    widths = np.maximum(days * scale + 0.2, 0.9)
    widths += (free - widths.sum()) / max(1, len(pieces))
    left, line = 0.0, Timeline(wide - (undated - GAP) / 2, [], [], [], [])
    for (start, stop), width, long in zip(pieces, widths, days * scale, strict=True):
        middle = left + width / 2
        line.bands.append((left, left + width))
        line.days.extend((start, stop))
        line.places.extend((middle - long / 2, middle + long / 2))
        span = (date.fromordinal(start), date.fromordinal(stop - 1))
        months = _months(*span, int(long / 0.85))
        ticks = [(line.place(day), f"{MONTHS[day.month - 1]}\n{day.year}") for day in months]
        line.ticks.extend(ticks or [(middle, wrap(span_words(span), width, SMALL))])
        left += width + GAP
    if undated:
        line.bands.append((wide - undated + GAP, wide))
        line.ticks.append((line.undated, "no date"))
    return line


def _months(first: date, last: date, most: int) -> list[date]:
    """Return evenly spaced first days of a month within an interval: none if fewer than three."""
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 600):
        starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        if len(starts) <= most:
            return starts if len(starts) > 2 else []
    return []
