"""Two kinds of chart that several figures share: grids of counts, and dots with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from onrecord.figures.layout import (
    BAND,
    GREY,
    INK,
    ROWS,
    SMALL,
    TEXT,
    WIDE,
    Key,
    clip,
    inches,
    left_out,
    rows_down,
    sheet,
    wrap,
)

PALE, EDGE, BAR = "#bfdcf0", "#5d9cc9", "#9c9c9c"


def crossed(
    rows: Sequence[Mapping[str, Any]], down: str, across: str, order: Sequence[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count rows by two columns: as a list, and as a table by totals (columns by ``order``)."""
    cells = [(row[down] or "unknown", row[across] or "unknown", row.get("n", 1)) for row in rows]
    long = pd.DataFrame(cells, columns=[down, across, "n"])
    long = long.groupby([down, across], as_index=False)["n"].sum()
    table = long.pivot(index=down, columns=across, values="n").fillna(0).astype(int)
    rank = {value: n for n, value in enumerate(order)}
    rows_by = sorted(table.index, key=lambda value: (-table.loc[value].sum(), value))
    columns_by = sorted(table, key=lambda value: (rank.get(value, 99), -table[value].sum(), value))
    return long, table.loc[rows_by, columns_by]


def grid(
    title: str,
    subtitle: str,
    note: str,
    tables: Mapping[str, pd.DataFrame],
    notes: Mapping[str, str],
) -> Drawing:
    """Draw tables of counts one below the other, a sum at the end of each row."""
    shown, left = list(next(iter(tables.values())).columns), 1.75
    if len(shown) > 7:
        rest = shown[6:]
        tables = {
            group: table[shown[:6]].assign(**{f"{len(rest)} others": table[rest].sum(axis=1)})
            for group, table in tables.items()
        }
        shown = [*shown[:6], f"{len(rest)} others"]
    cell = min(0.9, (WIDE - left) / (len(shown) + 1))
    heads = [clip(column, 24) for column in [*shown, "all"]]
    tight = any(inches(head, SMALL) > cell - 0.06 for head in heads)
    down = 0.2 + 0.17 * tight  # heads that are too wide stand on two levels
    places: list[tuple[float, str, pd.Series | None]] = []
    for group, table in tables.items():
        if group:
            places.append((down + 0.18, group, None))
            down += 0.3
        for row, values in table.iterrows():
            if len(places) < 2 * ROWS:
                places.append((down + 0.18, str(row), values))
                down += 0.36 + 0.2 * (row in notes)
    note += left_out(sum(len(table) for table in tables.values()), "rows", 2 * ROWS)
    fig, (ax,) = sheet(title, subtitle, note, [(0, 0, WIDE, down + 0.02)], under=0.05)
    rows_down(ax, down + 0.02, WIDE)
    ax.set_axis_off()
    centred: dict[str, Any] = {"ha": "center", "va": "center_baseline"}
    for n, head in enumerate(heads):
        words = wrap(head, 1.9 * cell, SMALL, lines=1)
        ax.text(left + cell * (n + 0.5), 0.08 + 0.17 * (tight and n % 2 == 0), words, size=SMALL,
                color=GREY, **centred)  # fmt: skip
    most = max(int(table[shown].to_numpy().max()) for table in tables.values())
    for y, words, values in places:
        room, weight = (WIDE, "bold") if values is None else (left - 0.1, "normal")
        size = TEXT if inches(clip(words), TEXT, weight) <= room else SMALL
        label = wrap(clip(words), room, size, weight, lines=1 if words in notes else 2)
        ax.text(0, y, label, size=size, weight=weight, va="center_baseline", linespacing=1.05)
        if values is None:
            continue
        for n, value in enumerate(values[shown]):
            dot(ax, left + cell * (n + 0.5), y, int(value), most)
        ax.text(left + cell * (len(shown) + 0.5), y, f"{values.sum():,}", **centred)
        if words in notes:
            said = wrap(notes[words], WIDE - 0.1, SMALL, lines=1)
            ax.text(0, y + 0.26, said, size=SMALL, color=GREY, va="center_baseline")
        ax.axhline(y + 0.18 + 0.2 * (words in notes), color=BAND, lw=1, zorder=0)
    return fig


def dot(ax: Axes, x: float, y: float, n: int, most: int) -> None:
    """Draw a count: a dot of that area and the number on it; for 0 the number alone."""
    if n:
        ax.scatter([x], [y], s=500 * n / most, color=PALE, edgecolor=EDGE, linewidth=0.6)
    colour = INK if n else "#767676"
    ax.text(x, y, f"{n:,}", ha="center", va="center_baseline", size=SMALL, color=colour)


def said(table: pd.DataFrame, most: int = 6) -> str:
    """Say the first rows of a table of counts in words."""
    rows = [
        f"{clip(row)} " + ", ".join(f"{clip(column)} {n}" for column, n in values.items() if n)
        for row, values in table.head(most).iterrows()
    ]
    return "; ".join(rows) + "."


class Line(NamedTuple):
    """One row of a dot plot: its group, label, value with interval, words, look; a ceiling?"""

    group: str
    label: str
    value: float
    low: float | None
    high: float | None
    words: str
    look: dict[str, Any]
    ceiling: bool = False


def dots(
    title: str, subtitle: str, note: str, lines: Sequence[Line], ticks: Sequence[str], key: Key = ()
) -> Drawing:
    """Draw values from 0 to 1 in groups of rows, words to the right of each."""
    note += left_out(len(lines), "rows", 2 * ROWS)
    lines, left, right, down = lines[: 2 * ROWS], 1.9, 1.2, 0.0
    labels = [wrap(line.label, left - 0.2, lines=2) for line in lines]
    places, heads = [], {}
    for line, label in zip(lines, labels, strict=True):
        if line.group not in heads:
            heads[line.group] = down + 0.16
            down += 0.3
        step = 0.42 if "\n" in label else 0.28
        places.append(down + step / 2)
        down += step
    fig, (ax,) = sheet(title, subtitle, note, [(left, 0, WIDE - left - right, down + 0.08)], key)
    rows_down(ax, down + 0.08, 1.0)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ticks)
    look: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False}
    look |= {"va": "center_baseline", "linespacing": 1.1}
    for group, y in heads.items():
        words = wrap(group, WIDE, TEXT, "bold", lines=1)
        ax.annotate(words, (0, y), (-left * 72, 0), weight="bold", **look)
    for y, line, label in zip(places, lines, labels, strict=True):
        if line.low is not None and line.high is not None:
            ax.plot([line.low, line.high], [y, y], color=BAR, lw=2.4, solid_capstyle="butt")
        if line.ceiling:
            its = np.array(places)[[other.group == line.group for other in lines]]
            ends = [its.min() - 0.14, its.max() + 0.14]
            ax.plot([line.value] * 2, ends, color=INK, lw=1, ls=(0, (3, 2)))
        ax.scatter([line.value], [y], s=48, zorder=3, clip_on=False, **line.look)
        ax.annotate(label, (0, y), ((0.1 - left) * 72, 1), **look)
        ax.annotate(line.words, (1, y), (10, 1), size=SMALL, **look)
    return fig


def spoken(lines: Sequence[Line]) -> str:
    """Say the first rows of a dot plot in words."""
    return "; ".join(f"{line.group}: {line.label} {line.words}" for line in lines[:8]) + "."
