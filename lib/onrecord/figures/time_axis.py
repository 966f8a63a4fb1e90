"""A time axis for articles that stand years apart: intervals of days to one scale, gaps cut out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from onrecord.errors import OnRecordError
from onrecord.figures.layout import BAND, GREY, SMALL, wrap

APART = 45  # days without any date that break the axis
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")

Interval = tuple[date | None, date | None]


def day(value: Any, name: str) -> date | None:
    """Read the value of a date column."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise OnRecordError(name, "dates", f"{value!r} is no date", "write YYYY-MM-DD") from None


def span_words(span: Interval) -> str:
    """Write an interval of days as a reader would: 15–17 July 2016."""
    first, last = span
    if first is None or last is None:
        known = first or last
        word = "from" if first else "until"
        return f"{word} {span_words((known, known))}" if known else "no date"
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {end}"


class Timeline(NamedTuple):
    """A time axis in inches, broken where nothing falls.

    ``bands`` are (left, right) of its pieces, ``ticks`` (place, words), ``days`` and ``places``
    the ends of each piece, ``undated`` the middle of the band for what has no date.
    """

    bands: list[tuple[float, float]]
    ticks: list[tuple[float, str]]
    days: list[int]
    places: list[float]
    undated: float

    def place(self, day: date, after: int = 0) -> float:
        """Return where a day begins, or the day that many days after it."""
        return float(np.interp(day.toordinal() + after, self.days, self.places))


def timeline(spans: Iterable[Interval], wide: float, gap: float = 0.1) -> Timeline:
    """Lay days along an axis: one scale throughout, long stretches without any cut out."""
    spans = list(spans)
    ends = sorted((a or b, b or a) for a, b in spans if a or b)
    parts: list[list[int]] = []
    for first, last in ends:
        start, stop = first.toordinal(), last.toordinal() + 1  # type: ignore[union-attr]
        if parts and start - parts[-1][1] <= APART:
            parts[-1][1] = max(parts[-1][1], stop)
        else:
            parts.append([start, stop])
    none = 0.7 if len(ends) < len(spans) else 0.0
    room = wide - none
    if len(parts) > room:  # too many pieces to label: do not break the axis
        parts = [[parts[0][0], max(stop for _, stop in parts)]]
    days = np.array([stop - start for start, stop in parts], dtype=float)
    scale, free = 0.15, room - gap * (len(parts) - 1)  # inches a day, at most
    while np.maximum(days * scale + 0.2, 0.9).sum() > free and scale > 1e-6:
        scale *= 0.98
    widths = np.maximum(days * scale + 0.2, 0.9)
    widths += (free - widths.sum()) / max(1, len(parts))
    line = Timeline([], [], [], [], wide - (none - gap) / 2)
    left = 0.0
    for (start, stop), width, long in zip(parts, widths, days * scale, strict=True):
        line.bands.append((left, left + width))
        middle = left + width / 2
        line.days.extend((start, stop))
        line.places.extend((middle - long / 2, middle + long / 2))
        span = (date.fromordinal(start), date.fromordinal(stop - 1))
        starts = _months(span, int(long / 0.85))
        words = wrap(span_words(span), width, SMALL)
        line.ticks.extend([(line.place(d), f"{MONTHS[d.month - 1]}\n{d.year}") for d in starts])
        line.ticks.extend([] if starts else [(middle, words)])
        left += width + gap
    if none:
        line.bands.append((wide - none + gap, wide))
        line.ticks.append((line.undated, "no date"))
    return line


def _months(span: Interval, most: int) -> list[date]:
    """Return evenly spaced first days of a month within an interval: none if fewer than three."""
    first, last = span
    assert first
    assert last
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 600):
        starts = [date(m // 12, m % 12 + 1, 1) for m in months if m % step == 0]
        if len(starts) <= most:
            return starts if len(starts) > 2 else []
    return []


def draw_timeline(ax: Axes, line: Timeline, wide: float, labels: bool = True) -> None:
    """Draw the pieces of a time axis and, below, the days they hold."""
    ax.set_xlim(0, wide)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    for left, right in line.bands:
        ax.axvspan(left, right, color=BAND, linewidth=0, zorder=0)
    places, words = zip(*line.ticks, strict=True) if labels else ((), ())
    ax.set_xticks(places, words, size=SMALL, linespacing=1.2)


def draw_interval(
    ax: Axes, line: Timeline, span: Interval, y: float, width: float, colour: str = GREY
) -> None:
    """Draw one interval at a height: a bar, or an arrow where an end is open."""
    first, last = span
    if first and last:
        ends = [line.place(first), line.place(last, 1)]
        ax.plot(ends, [y, y], solid_capstyle="butt", lw=width, color=colour)
    elif first or last:
        near = middle(line, span)
        far = min(near + 0.4, line.bands[-1][1]) if first else max(near - 0.4, 0)
        arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.6}
        ax.annotate("", xy=(far, y), xytext=(near, y), arrowprops=arrow)


def middle(line: Timeline, span: Interval) -> float:
    """Return where the marker of an interval goes: its middle, or the end that is known."""
    places = [line.place(end, after) for after, end in enumerate(span) if end]
    return sum(places) / len(places) if places else line.undated
