"""A time axis: days to one scale, with nothing cut out."""

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

from onrecord.analysis.words import Interval
from onrecord.figures.words import on

LEAST = 10  # days that an axis spans at least
EDGE = 0.03  # share of an axis that is left free at its start
END = 0.09, 0.2  # and, for words at the last, at its end: where it is broad, narrow


def ends(span: Interval) -> list[float]:
    """Return the known ends of an interval on the axis: its first day and the end of its last."""
    return [float(date2num(day)) + after for after, day in enumerate(span) if isinstance(day, date)]


def middle(span: Interval) -> float | None:
    """Return where the mark of an interval goes: its middle, or the end that is known."""
    known = ends(span)
    return sum(known) / len(known) if known else None


def lay(axes: Sequence[Axes], spans: Sequence[Interval], across: int = 1) -> None:
    """Give axes one scale of days, which holds all intervals, and its words below the last ones."""
    known = [day for span in spans for day in ends(span)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    long = max(LEAST, high - low)
    for ax in axes:
        ax.set_xlim(low - EDGE * long, low + (1 + on.pick(*END)) * long)
        locator = AutoDateLocator(minticks=on.pick(3, 2), maxticks=on.pick(7, 5))
        ax.xaxis.set(major_locator=locator, major_formatter=ConciseDateFormatter(locator))
        ax.tick_params(axis="x", labelsize=on.small, labelbottom=ax in axes[-across:])
        ax.xaxis.get_offset_text().set_visible(False)
        ax.xaxis.set_visible(bool(known))


def draw_interval(ax: Axes, span: Interval, y: float, width: float, colour: str) -> None:
    """Draw an interval at a height: a bar, or an arrow where an end is open."""
    known, (first, last) = ends(span), ax.get_xlim()
    if len(known) == 2:
        ax.plot(known, [y, y], solid_capstyle="butt", lw=width, color=colour, zorder=2)
    elif known:
        far = known[0] + (last - first) / (15 if span[0] else -15)
        arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.6}
        ax.annotate("", (min(max(far, first), last), y), (known[0], y), arrowprops=arrow)
