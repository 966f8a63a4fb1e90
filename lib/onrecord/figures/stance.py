"""Draw stance against the dates of the articles."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from onrecord.analysis.words import DATES, NO_SIDE, clip, intervals
from onrecord.figures.layout import BAR, GREY, PALETTE, WIDE, Caption, caption, mark, sheet
from onrecord.figures.output import Figure, Folder, Frame, checked, house_style, nothing, save
from onrecord.figures.time_axis import Timeline, timeline
from onrecord.figures.words import SMALL, TEXT, inches, wrap

NEEDED = ["article", *DATES, "speaker_side", "value", "conditional"]
COLUMNS = ["panel", *NEEDED, "polarity"]
CASE = ["span", "value", "speaker_side", "conditional"]  # one mark in a panel
PANEL, MOST = 0.88, 12  # inches: the height of a panel; how many are drawn
WIDTHS = {False: WIDE - 0.8, True: WIDE - 2.15}  # inches: the time axis, without or with polarity
LEFT = 0.75  # inches: the room for the words of a scale


@house_style()
def stance_over_time(
    stance: Frame,
    folder: Folder = None,
    name: str = "stance_over_time",
    measure: str = "proposition",
    wordings: Mapping[str, str] | None = None,
    statements: int | None = None,
) -> Figure:
    """Draw coded stance against the dates of the articles, one panel a proposition or dyad.

    ``measure`` chooses propositions or dyads, which are never drawn together. ``wordings`` gives
    the sentence that a proposition stands for, ``statements`` the number of statements read. A
    column ``polarity`` is drawn in panels beside, against the same scale. What is told again
    (``repeat_of``) is drawn once. The data have one row a statement and target: panel, article,
    date_earliest, date_latest, speaker_side, value (empty where uncoded), conditional, polarity.
    """
    proposed = measure == "proposition"
    what, ends = ("proposition", ("against", "for")) if proposed else ("dyad", ("blame", "praise"))
    further = ["polarity", "repeat_of", "statement_id"]
    rows = checked(stance, name, [*NEEDED, "measure", "target"], further)
    rows = rows[rows["measure"] == measure]
    data = _cases(rows, proposed)
    if data.empty:
        return nothing(name, f"stances on any {what}", COLUMNS, folder)
    n_coded = data.groupby("panel")["value"].count().sort_values(ascending=False, kind="stable")
    names = list(n_coded.index)
    signs = np.sign(data["value"]).groupby(data["panel"]).agg(set)
    both = sum({-1, 1} <= found for found in signs)
    coded = data[data["value"].notna()]
    beside = bool(coded["polarity"].notna().any())
    panels = _panels(names[:MOST], data, wordings or {}, beside)
    about = {"what": what, "names": names, "both": both, "beside": beside, "panels": panels}
    about |= {"repeats": len(rows) - len(data), "statements": statements, "shown": MOST}
    about["own_dates"] = _have_own_dates(coded)
    about["signs"] = data.loc[data["value"] != 0, ["value", "polarity"]].dropna().prod(axis=1)
    words = caption("stance_over_time", data=data, coded=coded, **about)
    fig = _draw(data.assign(span=intervals(data, name)), panels, words, ends, beside)
    return save(fig, name, data, words.alt, folder)


def _cases(rows: pd.DataFrame, proposed: bool) -> pd.DataFrame:
    """Return the cases: on one target an utterance is one, a repeat only if it alone is coded."""
    again = rows["repeat_of"]
    utterance = again.fillna(rows["statement_id"]).fillna(rows.index.to_series())
    once = rows.assign(utterance=utterance).loc[again.notna().sort_values(kind="stable").index]
    once = once.drop_duplicates(["speaker_side", "target", "utterance"]).sort_index()
    sides = once["speaker_side"].fillna(NO_SIDE).map(lambda side: clip(side, 30))
    targets = once["target"].map(lambda target: clip(target, 30))
    data = once.assign(speaker_side=sides, panel=targets if proposed else sides + " → " + targets)
    data = data[COLUMNS].astype({"value": float, "polarity": float, "conditional": bool})
    return data.sort_values(["panel", "date_earliest", "article"], kind="stable")


def _have_own_dates(coded: pd.DataFrame) -> bool:
    """Tell whether each article has a date of its own, so that no trend can be estimated."""
    dated = coded[DATES].notna().any(axis=1)
    alone = coded.groupby(DATES, dropna=False)["article"].nunique() <= 1
    return bool(len(coded) and dated.all() and alone.all())


class Panel(NamedTuple):
    """A panel in words."""

    name: str
    head: str
    wording: str  # the sentence that it stands for
    lines: int  # of that sentence, where it stands below


def _panels(
    names: list[str], data: pd.DataFrame, wordings: Mapping[str, str], beside: bool
) -> list[Panel]:
    """Return the headings of the panels, the sentence beside them or, if too long, below."""
    panels, width = [], WIDTHS[beside] + 0.7
    for name in names:  # beside the first stand the words on polarity
        values = data.loc[data["panel"] == name, "value"]
        uncoded = f", {values.isna().sum()} uncoded" if values.isna().any() else ""
        head = f"{name}, n = {values.notna().sum()}{uncoded}"
        head, wording = wrap(head, width, TEXT, "bold", lines=1), clip(wordings.get(name, ""), 200)
        lines = 0
        if inches(head, TEXT, "bold") + 0.12 + inches(wording, SMALL) > width:
            wording = wrap(wording, width, SMALL)
            lines = wording.count("\n") + 1
        panels.append(Panel(name, head, wording, lines))
        width = WIDE
    return panels


def _draw(
    data: pd.DataFrame, panels: list[Panel], caption: Caption, ends: tuple[str, str], beside: bool
) -> Drawing:
    coded, wide = data[data["value"].notna()], WIDTHS[beside]
    line, sides = timeline(list(data["span"]), wide), _classes(data["speaker_side"])
    key = [(side, mark(n)) for side, n in sides.items()]
    key += [("hollow: conditional", mark(0, hollow=True))] * bool(coded["conditional"].any())
    tops = np.cumsum([0.24 + 0.155 * panel.lines for panel in panels])
    tops += (PANEL + 0.12) * np.arange(len(panels))
    boxes = [(LEFT, top, wide, PANEL) for top in tops]
    boxes += [(LEFT + wide + 0.3, top, WIDE - wide - 1.15, PANEL) for top in tops] * beside
    fig, axes = sheet(caption, boxes, key, under=0.5)
    unit = min(40, 180 / coded.groupby(["panel", *CASE]).size().max())
    for n, (panel, ax) in enumerate(zip(panels, axes, strict=False)):
        its, last = coded[coded["panel"] == panel.name], n == len(panels) - 1
        _frame(ax, panel, -LEFT * 72)
        ax.set_yticks([-1, 0, 1], [f"{ends[0]} −1", "0", f"{ends[1]} +1"], size=SMALL)
        line.draw(ax, labels=last)
        _marks(ax, its, line, sides, unit)
        if beside:
            right = axes[len(panels) + n]
            _frame(right, Panel("", "", "" if n else "TextBlob polarity", 1), 0)
            right.set(xlim=(-1.15, 1.15), xticks=[-1, 0, 1])
            right.set_xticklabels(["−1", "0", "+1"] if last else [], size=SMALL)
            for row in its[its["polarity"].notna()].itertuples():
                look = mark(sides[row.speaker_side], row.conditional)
                look.draw(right, row.polarity, row.value, 24)
    return fig


def _classes(sides: pd.Series) -> dict[str, int | None]:
    """Number the sides by how often they come; the unknown and the sixth on get no number."""
    tally = sides.value_counts()
    names = sorted(tally.index, key=lambda name: (name == NO_SIDE, -tally[name], name))
    most = len(PALETTE)
    return {name: n if n < most and name != NO_SIDE else None for n, name in enumerate(names)}


def _frame(ax: Axes, panel: Panel, left: float) -> None:
    """Set up a panel with stance from below to above, its words beginning at a place in points."""
    ax.set_ylim(-1.3, 1.3)
    ax.axhline(0, color=GREY, linewidth=0.6, zorder=1)
    write = partial(ax.annotate, xy=(0, 1), xycoords="axes fraction", textcoords="offset points")
    write(panel.head, xytext=(left, 4 + 11.2 * panel.lines), va="bottom", weight="bold")
    left += 72 * (0 if panel.lines else inches(panel.head, TEXT, "bold") + 0.12)
    write(panel.wording, xytext=(left, 4), va="bottom", size=SMALL, color=GREY, linespacing=1.2)


def _marks(
    ax: Axes, coded: pd.DataFrame, line: Timeline, sides: Mapping[str, int | None], unit: float
) -> None:
    """Draw the cases of a panel; marks that would cover each other stand side by side."""
    cases = coded.groupby(CASE).size().sort_values(ascending=False, kind="stable")
    taken: list[tuple[float, float, float]] = []
    for (span, value, side, hollow), size in cases.items():
        x, y, radius = line.middle(span), value * PANEL / 2.6, (unit * size) ** 0.5 / 144 + 0.01
        line.draw_interval(ax, span, value, 3, BAR)
        for shift in sorted(np.arange(-1, 1.01, 0.02), key=abs):
            if all(np.hypot(x + shift - a, y - b) > radius + r for a, b, r in taken):
                break
        taken.append((x + shift, y, radius))
        mark(sides[side], hollow).draw(ax, x + shift, value, unit * size)
