"""Draw stance against the dates of the articles, and beside how its words sound."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from onrecord.analysis import stance as measured
from onrecord.analysis import time
from onrecord.analysis.words import DATES, NO_SIDE, clip, intervals
from onrecord.errors import OnRecordError
from onrecord.figures import time_axis
from onrecord.figures.layout import BAR, GREY, PALETTE, WIDE, Key, caption, mark, sheet
from onrecord.figures.output import Figure, Folder, Frame, checked, house_style, nothing, save
from onrecord.figures.words import SMALL, TEXT, inches, wrap

NEEDED = ["article", "statement_id", "speaker_side", "measure", "target", "value", "conditional"]
FURTHER = ["utterance", "told_by", "form", "speaker", "polarity", *DATES]
UTTERANCE = ["panel", "article", "statement_id", *DATES, "speaker_side", "value", "conditional"]
UTTERANCE += ["form", "told_by"]
MEAN = ["panel", *DATES, "speaker_side", "mean", "n", "told", "articles"]
MEAN += ["interval_low", "interval_high"]
SAME = ["panel", "value", *DATES, "speaker_side", "paraphrased", "conditional", "told"]  # one mark
LEVELS = (1.0, 0.5, 0.0, -0.5, -1.0)
LEFT, LANE, HIGH, MOST = 0.75, 0.17, 0.9, 8  # inches; how many panels are drawn
AREA = 44  # of a mark, in square points
NEXT = 32  # days; marks farther apart are not of months that follow each other
HALF_A_YEAR = 183  # days; articles that lie closer together are grouped by week


class Panel(NamedTuple):
    """A panel: its words, what is drawn in it, the lanes of each level, its height in inches."""

    head: str
    wording: str  # the sentence that it stands for
    its: pd.DataFrame
    lanes: list[int]
    high: float
    below: bool  # whether the sentence stands below the head


@house_style()
def stance_over_time(
    stance: Frame,
    folder: Folder = None,
    name: str = "stance_over_time",
    measure: str = "proposition",
    wordings: Mapping[str, str] | None = None,
) -> Figure:
    """Draw coded stance against the dates of the articles, one panel a proposition or relation.

    ``stance`` is what ``stance.code`` gives, ``measure`` chooses propositions or dyads, which are
    never drawn together, ``wordings`` gives the sentence that a proposition stands for. A mark is
    an utterance, however often it is told. From 15 articles on it is the mean of a side in a month
    (a week, where all lie within half a year), with an interval where 15 articles bear it. The
    data have one row an utterance: panel, article, statement_id, date_earliest, date_latest,
    speaker_side, value, conditional, form, told_by; or one a mean: panel, dates, speaker_side,
    mean, n, told, articles, interval_low, interval_high.
    """
    rows = _utterances(checked(stance, name, NEEDED, FURTHER), measure)
    if rows.empty:
        return nothing(name, f"stances on any {measure}", UTTERANCE, folder)
    own = rows[~rows["told"]]
    grouped = own["article"].nunique() >= time.ENOUGH
    drawn = _means(rows, name) if grouped else _marks(rows, name)
    panels = [_panel(rows, drawn, panel, wordings or {}) for panel in _often(rows["panel"])[:MOST]]
    sides = _classes(rows["speaker_side"])
    signs = np.sign(own["value"]).groupby(own["panel"]).agg(set)
    words = caption(
        "stance_over_time", measure=measure, own=own, told=len(rows) - len(own), panels=panels,
        both=sum({-1, 1} <= found for found in signs), names=rows["panel"].unique(), shown=MOST,
        undated=int(rows[DATES].isna().all(axis=1).sum()), grouped=grouped, enough=time.ENOUGH,
        trends=measured.trend(own.assign(target=own["panel"])).query("dates > 1"),
    )  # fmt: skip
    above = [0.26 + 0.155 * (panel.wording.count("\n") + 1) * panel.below for panel in panels]
    tops = np.cumsum(above) + np.cumsum([0, *(panel.high + 0.08 for panel in panels[:-1])])
    boxes = [(LEFT, top, WIDE - LEFT, panel.high) for top, panel in zip(tops, panels, strict=True)]
    fig, axes = sheet(words, boxes, _key(rows, sides, grouped), under=0.4)
    time_axis.lay(axes, intervals(drawn, name))
    ends = ("against", "for") if measure == "proposition" else ("blame", "praise")
    for panel, ax in zip(panels, axes, strict=True):
        _head(ax, panel)
        (_draw_means if grouped else _draw_marks)(ax, panel, sides, ends, name)
    data = drawn[MEAN] if grouped else rows[UTTERANCE].sort_values(["panel", *DATES, "article"])
    return save(fig, name, data, words.alt, folder)


def _utterances(stance: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return one row an utterance and panel, with what its mark shows."""
    if measure not in ("proposition", "dyad"):
        raise ValueError(f"measure {measure!r} is not known; use proposition or dyad")
    rows = stance[(stance["measure"] == measure) & stance["value"].notna()]
    for value in rows.loc[~rows["value"].isin(LEVELS), "value"]:
        raise OnRecordError("codes", "column value", f"{value} is none", "use -1 to 1 by halves")
    rows = measured.utterances(rows).astype({"value": float, "conditional": bool})
    whose = rows["speaker_side"].fillna(rows["speaker"]).fillna(NO_SIDE)
    side, target = whose.astype(object), rows["target"].astype(object)
    return rows.assign(
        speaker_side=side, panel=target if measure == "proposition" else side + " → " + target,
        told=rows["told_by"].notna(), paraphrased=rows["form"] == "indirect",
    )  # fmt: skip


def _often(names: pd.Series) -> list[str]:
    return list(names.value_counts().sort_index().sort_values(ascending=False, kind="stable").index)


def _classes(sides: pd.Series) -> dict[str, int | None]:
    """Number the sides by how often they come; the unknown and the sixth on get no number."""
    names = sorted(_often(sides), key=lambda name: name == NO_SIDE)
    most = len(PALETTE)
    return {name: n if n < most and name != NO_SIDE else None for n, name in enumerate(names)}


def _means(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the mean of each side by month or week; what is dated less closely is left out."""
    days = [day for span in intervals(rows, name) for day in span if day]
    close = bool(days) and (max(days) - min(days)).days < HALF_A_YEAR
    means = measured.average(rows.assign(target=rows["panel"]), "week" if close else "month")
    means = means.rename(columns={"target": "panel"}).dropna(subset=[*DATES, "mean"])
    return means.sort_values(["panel", "speaker_side", *DATES], ignore_index=True)


def _marks(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the marks, utterances that look alike as one, each in a lane of its level.

    Marks that would cover each other stand one below the other, never beside their date.
    """
    marks = rows.groupby(SAME, dropna=False).size().reset_index(name="n")
    marks["x"] = [time_axis.middle(span) for span in intervals(marks, name)]
    marks = marks.dropna(subset="x").sort_values("x", kind="stable", ignore_index=True)
    ends = [end for span in intervals(marks, name) for end in time_axis.ends(span)]
    scale = (WIDE - LEFT) * 0.9 / max(time_axis.LEAST, max(ends, default=0) - min(ends, default=0))
    words = [
        " ".join([str(row.n)] * (row.n > 1) + ["if"] * row.conditional + ["told"] * row.told)
        for row in marks.itertuples()
    ]
    marks = marks.assign(words=pd.Series(words, marks.index, "str"))
    lanes, free = [], dict[tuple[str, float], list[float]]()
    for row in marks.itertuples():
        level, need = free.setdefault((row.panel, row.value), []), 0.2 + inches(row.words, SMALL)
        lane = next((n for n, stop in enumerate(level) if stop <= row.x * scale), len(level))
        level[lane:] = [row.x * scale + need, *level[lane + 1 :]]
        lanes.append(lane)
    return marks.assign(lane=lanes)


def _panel(
    rows: pd.DataFrame, drawn: pd.DataFrame, name: str, wordings: Mapping[str, str]
) -> Panel:
    told, its = rows.loc[rows["panel"] == name, "told"], drawn[drawn["panel"] == name]
    head = " → ".join(clip(part, 30) for part in name.split(" → "))
    head += f", n = {(~told).sum()}" + (f" + {told.sum()} told" if told.any() else "")
    wording = clip(wordings.get(name, ""), 200)
    below = inches(head, TEXT, "bold") + 0.12 + inches(wording, SMALL) > WIDE
    last = its.groupby("value")["lane"].max() if "lane" in its else {}
    lanes = [int(last.get(level, 0)) + 1 for level in LEVELS]
    high = LANE * sum(lanes) + 0.06 if "lane" in its else HIGH
    wording = wrap(wording, WIDE, SMALL) if below else wording
    return Panel(head, wording, its, lanes, high, below)


def _key(rows: pd.DataFrame, sides: Mapping[str, int | None], grouped: bool) -> Key:
    key = [(clip(side, 30), mark(n)) for side, n in sides.items() if n is not None]
    rest = [side for side, n in sides.items() if n is None]
    key += [(clip(rest[0], 30) if len(rest) == 1 else "others", mark(None))] * bool(rest)
    if grouped:
        return key
    paraphrased = bool(rows["paraphrased"].any())
    return [*key, *[("hollow: paraphrased", mark(0, hollow=True))] * paraphrased]


def _head(ax: Axes, panel: Panel) -> None:
    """Write the words of a panel above it, from the left edge of the sheet."""
    left, lines = -72 * LEFT, (panel.wording.count("\n") + 1) * panel.below
    write = partial(ax.annotate, xy=(0, 1), xycoords="axes fraction", textcoords="offset points")
    write(panel.head, xytext=(left, 4 + 11.2 * lines), va="bottom", weight="bold")
    left += 0 if panel.below else 72 * (inches(panel.head, TEXT, "bold") + 0.12)
    write(panel.wording, xytext=(left, 4), va="bottom", size=SMALL, color=GREY, linespacing=1.2)


def _draw_marks(
    ax: Axes, panel: Panel, sides: Mapping[str, int | None], ends: tuple[str, str], name: str
) -> None:
    """Draw the marks of a panel in the lanes of their levels, each at its interval."""
    tops = dict(zip(LEVELS, np.cumsum([0, *panel.lanes[:-1]]), strict=True))
    ax.set_ylim(sum(panel.lanes) + 0.2, -0.2)
    words = [f"{ends[1]} +1", "+½", "0", "−½", f"{ends[0]} −1"]
    ax.set_yticks([tops[level] + 0.5 for level in LEVELS], words, size=SMALL)
    ax.grid(False, axis="y")
    for level in LEVELS[1:]:
        ax.axhline(
            tops[level], color=GREY if level in (0.0, -0.5) else BAR, linewidth=0.3, zorder=1
        )
    for row, span in zip(panel.its.itertuples(), intervals(panel.its, name), strict=True):
        y = tops[row.value] + row.lane + 0.5
        time_axis.draw_interval(ax, span, y, 3, BAR)
        mark(sides[row.speaker_side], row.paraphrased).draw(ax, row.x, y, AREA)
        ax.annotate(
            row.words, (row.x, y), xytext=(6, 0), textcoords="offset points", size=SMALL,
            va="center_baseline",
        )  # fmt: skip


def _draw_means(
    ax: Axes, panel: Panel, sides: Mapping[str, int | None], ends: tuple[str, str], name: str
) -> None:
    """Draw the means of a panel with their n; a line joins those that have an interval."""
    ax.set(ylim=(-1.35, 1.35))
    ax.set_yticks([-1, 0, 1], [f"{ends[0]} −1", "0", f"{ends[1]} +1"], size=SMALL)
    ax.axhline(0, color=GREY, linewidth=0.6, zorder=1)
    for side, its in panel.its.groupby("speaker_side", sort=False):
        its = its.assign(x=[time_axis.middle(span) for span in intervals(its, name)])
        look, sure = mark(sides[str(side)]), its["mean"].where(its["interval_low"].notna())
        for (x, mean), (later, other) in pairwise(zip(its["x"], sure, strict=True)):
            if later - x <= NEXT:  # nan draws nothing
                ax.plot([x, later], [mean, other], color=look.facecolor, linewidth=0.8, zorder=2)
        ax.vlines(its["x"], its["interval_low"], its["interval_high"], look.facecolor, zorder=2)
        for row in its.itertuples():
            look.draw(ax, row.x, row.mean, 18 + 4 * min(row.n, 30) ** 0.5)


@house_style()
def stance_beside_polarity(
    stance: Frame, folder: Folder = None, name: str = "stance_beside_polarity"
) -> Figure:
    """Draw the stance of utterances against how their words sound: TextBlob's polarity.

    Views that another tells are left out. ``stance`` is what ``stance.code`` gives, with its column
    polarity. The data have one row an utterance and target: statement_id, measure, target, value,
    polarity.
    """
    columns = ["statement_id", "measure", "target", "value", "polarity"]
    rows = checked(stance, name, NEEDED, FURTHER)
    rows = rows[rows["told_by"].isna()].dropna(subset=["value", "polarity"])
    data = measured.utterances(rows)[columns]
    if data.empty:
        return nothing(name, "stances with a polarity", columns, folder)
    data = data.astype({"value": float, "polarity": float})
    sided = data[data["value"] != 0]
    signs = np.sign(sided["value"] * sided["polarity"])
    measures = [(which, its) for which, its in data.groupby("measure", sort=False)]
    heads = {
        str(which): f"n = {len(its)}"
        + (f", r = {its['value'].corr(its['polarity']):.2f}" if its["value"].nunique() > 1 else "")
        for which, its in measures
    }
    words = caption("stance_beside_polarity", data=data, sided=sided, signs=signs, heads=heads)
    wide = (WIDE - LEFT - 0.3) / 2
    boxes = [(LEFT + n * (wide + 0.3), 0.26, wide, 2.2) for n in range(len(measures))]
    fig, axes = sheet(words, boxes, under=0.55)
    for ax, (which, its) in zip(axes, measures, strict=True):
        ax.set(xlim=(-1.1, 1.1), ylim=(-1.25, 1.25), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.set_title(f"{which}s, {heads[str(which)]}", size=TEXT, weight="bold", loc="left")
        ax.set_xlabel("polarity of the words", size=SMALL)
        for (value, polarity), same in its.groupby(["value", "polarity"]):
            mark(0).draw(ax, polarity, value, 26 + 8 * (len(same) - 1))
    axes[0].set_ylabel("stance", size=SMALL)
    return save(fig, name, data, words.alt, folder)
