"""The sheet that figures are drawn on: style, words that fit, layout, files.

All places on a sheet are in inches, so that words can be measured and kept apart. Classes differ
in lightness and in marker or hatching: they can be told apart in grey and with any colour vision
(colours after Okabe and Ito, 2008, re-spaced in lightness).
"""

from __future__ import annotations

import base64
import html
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from onrecord import files
from onrecord.errors import OnRecordError

STYLE = Path(__file__).with_name("onrecord.mplstyle")
WIDTH, MARGIN = 6.5, 0.12  # inches
WIDE = WIDTH - 2 * MARGIN
TITLE, SUBTITLE, TEXT, SMALL = 13.0, 10.5, 10.0, 9.0  # points
INK, GREY, BAND = "#1a1a1a", "#4d4d4d", "#f0f3f6"
PALETTE = ("#0b2a4a", "#9a3324", "#2f8fc6", "#e9a23b", "#f7e08a")  # dark to light
HATCHES = ("", "", "////", "", "")
MARKERS = ("o", "s", "^", "D", "v")
ROWS = 24  # a figure shows no more rows than this; the CSV has them all
SOURCE = "Source: saved pages, read by On the Record."

Frame: TypeAlias = pd.DataFrame | Iterable[Mapping[str, Any]]
Folder = str | Path | None
Box = tuple[float, float, float, float]  # left, top, width, height
Key = Sequence[tuple[str, Mapping[str, Any]]]  # words and look of each class


class Figure(NamedTuple):
    """A finished figure: its name, alt text, the data it shows, the picture and the drawing."""

    name: str
    alt: str
    data: pd.DataFrame
    png: bytes
    drawing: Drawing

    def __repr__(self) -> str:
        """Show the alt text where no picture can be shown."""
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        """Show the picture in a notebook, with its alt text and the name of its CSV."""
        picture = base64.b64encode(self.png).decode("ascii")
        about = {"alt": self.alt, "csv": f"{self.name}.csv", "width": round(WIDTH * 110)}
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": about}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, whatever the reader's own matplotlib settings are."""
    with mpl.rc_context(fname=STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        yield


@house_style()
def save(
    fig: Drawing, name: str, data: pd.DataFrame, alt: str, folder: Folder = "figures"
) -> Figure:
    """Write NAME.svg, .pdf, .png, .csv and .alt.txt into a folder; return the figure.

    The files hold no date and no version, so that the same data give the same bytes. With
    ``folder=None`` nothing is written. Raises OnRecordError where the folder cannot be written.
    """
    about = {
        "png": {"Software": None, "Description": alt},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Subject": alt},
    }
    made: dict[str, bytes] = {}
    for kind in ("png",) if folder is None else about:
        stream = io.BytesIO()
        fig.savefig(stream, format=kind, metadata=about[kind])
        made[kind] = stream.getvalue()
    if folder is not None:
        made["svg"] = _described(made["svg"], name, alt)
        made["csv"] = data.to_csv(index=False, lineterminator="\n").encode("utf-8")
        made["alt.txt"] = f"{alt}\n".encode()
        for suffix, content in made.items():
            files.write(Path(folder, f"{name}.{suffix}"), content)
    return Figure(name, alt, data, made["png"], fig)


def _described(svg: bytes, name: str, alt: str) -> bytes:
    """Set title and description into an SVG, for those who do not see it."""
    words = f"<title>{html.escape(name)}</title><desc>{html.escape(alt)}</desc>"
    text = svg.decode("utf-8")
    return re.sub(r"(<svg\b[^>]*)>", lambda m: f'{m[1]} role="img">{words}', text, count=1).encode()


def finish(
    fig: Drawing, name: str, chart: str, title: str, more: str, data: pd.DataFrame, folder: Folder
) -> Figure:
    """Save a figure under an alt text: what it is, what was found, what else it shows."""
    return save(fig, name, data, " ".join(f"{chart}: {title}. {more}".split()), folder)


def nothing(name: str, what: str, columns: Sequence[str], folder: Folder) -> Figure:
    """Draw the figure of an empty frame, which says that it is one."""
    title = f"There are no {what} to show"
    subtitle, box = "The table holds none of them.", (0, 0, WIDE, 0.05)
    fig, (ax,) = sheet(title, subtitle, "n = 0.", [box], under=0)
    ax.set_axis_off()
    empty = pd.DataFrame(columns=list(columns))
    return finish(fig, name, "Empty figure", title, "", empty, folder)


def records(frame: Frame, columns: Sequence[str], name: str) -> list[dict[str, Any]]:
    """Return the rows of a frame as records, nan and NA as None; check that it has the columns."""
    table = frame if isinstance(frame, pd.DataFrame) else pd.DataFrame(list(frame))
    if table.empty:
        return []
    lacking = ", ".join(column for column in columns if column not in table)
    if lacking:
        needs = ", ".join(columns)
        raise OnRecordError(name, f"column {lacking}", "not in the frame", f"it needs {needs}")
    return table.astype(object).where(table.notna(), None).to_dict("records")


# Words


def count(n: int, noun: str) -> str:
    """Say how many: "1 article", "1,200 articles"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def clip(text: object, length: int = 60) -> str:
    """Return a name on one line, cut where it is too long for any figure."""
    line = "".join(c if c.isprintable() else " " for c in str(text)[: 4 * length])
    line = " ".join(line.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Shorten article names to their first part where that tells them apart."""
    whole = list(dict.fromkeys(names))
    first = {name: clip(re.split(r"[_\s]", Path(name).stem, maxsplit=1)[0], 24) for name in whole}
    alone = len(set(first.values())) == len(whole) and all(first.values())
    return first if alone else {name: clip(Path(name).stem, 40) for name in whole}


@lru_cache(maxsize=4096)
def inches(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """Measure a line of text, with a little room for how screens round it up."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return 1.03 * text_to_path.get_text_width_height_descent(text, font, False)[0] / 72


def wrap(
    text: str, width: float, size: float = TEXT, weight: str = "normal", lines: int = 3
) -> str:
    """Break a text into lines of a width, cutting words that are wider; end in … if too long."""
    done: list[str] = []
    line, words = "", text.split()
    while words:
        word = words.pop(0)
        longer = f"{line} {word}".strip()
        if inches(longer, size, weight) <= width:
            line = longer
        elif line:
            done, line, words = [*done, line], "", [word, *words]
        else:  # one word wider than the line
            cut = max(1, int(len(word) * width / inches(word, size, weight)) - 1)
            done, words = [*done, word[:cut]], [word[cut:], *words][not word[cut:] :]
    done += [line] if line else []
    if len(done) > lines:
        last = " ".join(done[lines - 1 :])[:400]
        while inches(f"{last}…", size, weight) > width and last:
            last = last[:-1]
        done = [*done[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(done)


def _even(text: str, size: float, weight: str = "normal") -> str:
    """Wrap a heading into lines of about one length: no single word on the last."""
    best = wrap(text, WIDE, size, weight, 4)
    for share in np.arange(0.95, 0.5, -0.05):
        tighter = wrap(text, WIDE * share, size, weight, 4)
        if tighter.count("\n") > best.count("\n") or tighter.endswith("…"):
            break
        best = tighter
    return best


# Layout: title, subtitle and key above, axes in the middle, n and source below


def swatch(n: int | None) -> dict[str, Any]:
    """Return fill and hatching of the n-th class; white with grey lines for none of them."""
    if n is None or n >= len(PALETTE):
        return {"facecolor": "white", "edgecolor": GREY, "hatch": "\\\\\\\\"}
    return {"facecolor": PALETTE[n], "edgecolor": "white" if n < 3 else GREY, "hatch": HATCHES[n]}


def mark(n: int | None, hollow: bool = False) -> dict[str, Any]:
    """Return marker, fill and edge of the n-th class; a grey cross for none of them."""
    if n is None or n >= len(MARKERS):
        return {"marker": "X", "facecolor": "white" if hollow else "#8c8c8c", "edgecolor": GREY}
    face, edge = PALETTE[n], "white" if n < 3 else INK  # dark marks keep apart by a white line
    if hollow:
        face, edge = "white", PALETTE[n] if n < 3 else INK
    return {"marker": MARKERS[n], "facecolor": face, "edgecolor": edge, "linewidth": 0.8}


def classes(values: Iterable[str], unknown: str) -> dict[str, int | None]:
    """Number the classes by how often they come; the unknown and the sixth on get no number."""
    tally = pd.Series(list(values), dtype=object).value_counts()
    names = sorted(tally.index, key=lambda name: (name == unknown, -tally[name], name))
    return {
        name: n if n < len(PALETTE) and name != unknown else None for n, name in enumerate(names)
    }


def sheet(
    title: str,
    subtitle: str,
    note: str,
    boxes: Sequence[Box],
    key: Key = (),
    under: float = 0.3,
) -> tuple[Drawing, list[Axes]]:
    """Make a sheet as high as its words and boxes need; return it and its axes.

    ``boxes`` are measured from the top left corner of the room for axes; ``under`` is the room
    kept below them for ticks.
    """
    title, subtitle = _even(title, TITLE, "bold"), _even(subtitle, SUBTITLE)
    note = wrap(f"{note} {SOURCE}", WIDE, SMALL, lines=6)
    after_title = MARGIN + (title.count("\n") + 1) * TITLE * 1.22 / 72 + 0.06
    top = after_title + (subtitle.count("\n") + 1) * SUBTITLE * 1.22 / 72 + 0.1
    places, x, row = [], 0.0, 0
    for words, _ in key:
        need = 0.3 + inches(words, SMALL) + 0.25
        x, row = (0.0, row + 1) if x and x + need - 0.25 > WIDE else (x, row)
        places.append((MARGIN + x, top + 0.1 + 0.2 * row))
        x += need
    start = top + (0.2 * (row + 1) + 0.08 if key else 0)
    end = start + max(down + height for _, down, _, height in boxes) + under
    high = end + (note.count("\n") + 1) * SMALL * 1.22 / 72 + 0.05 + MARGIN
    fig = Drawing(figsize=(WIDTH, high))
    look: dict[str, Any] = {"transform": fig.dpi_scale_trans, "linespacing": 1.2}
    fig.text(MARGIN, high - MARGIN, title, size=TITLE, weight="bold", va="top", **look)
    fig.text(MARGIN, high - after_title, subtitle, size=SUBTITLE, color=GREY, va="top", **look)
    fig.text(MARGIN, MARGIN, note, size=SMALL, color=GREY, va="bottom", **look)
    for (words, style), (left, down) in zip(key, places, strict=True):
        _draw_sample(fig, left, high - down, style)
        fig.text(left + 0.3, high - down, words, size=SMALL, va="center_baseline", **look)
    axes = []
    for left, down, width, height in boxes:
        place = (MARGIN + left, high - start - down - height, width, height)
        axes.append(fig.add_axes(tuple(np.divide(place, (WIDTH, high, WIDTH, high)))))
    return fig, axes


def _draw_sample(fig: Drawing, left: float, middle: float, style: Mapping[str, Any]) -> None:
    """Draw the sample of one class: a marker, or a piece of a bar."""
    sample: Line2D | Rectangle
    if "marker" in style:
        face, edge = style["facecolor"], style["edgecolor"]
        sample = Line2D([left + 0.12], [middle], ls="", ms=7, marker=style["marker"])
        sample.set(markerfacecolor=face, markeredgecolor=edge)
    else:
        sample = Rectangle((left, middle - 0.06), 0.24, 0.12, linewidth=0.6, **style)
    sample.set_transform(fig.dpi_scale_trans)
    fig.add_artist(sample)


def rows_down(ax: Axes, high: float, right: float, left: float = 0) -> None:
    """Give an axes rows measured in inches from its top."""
    ax.set(ylim=(high, 0), xlim=(left, right), yticks=[])


def bar(ax: Axes, x: float, y: float, width: float, height: float, **style: Any) -> None:
    """Draw one bar, given by its left end and its top."""
    ax.add_patch(Rectangle((x, y), width, height, linewidth=0.6, **style))


def left_out(n: int, what: str, most: int = ROWS) -> str:
    """Say how many rows a figure does not show."""
    return f" Shown: {most} of {n:,} {what}; the CSV has all." if n > most else ""
