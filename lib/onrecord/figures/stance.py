"""Draw stance against the dates of the articles, and beside how its words sound."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from onrecord.analysis import frames, time
from onrecord.analysis import stance as measured
from onrecord.analysis.words import DATES, NO_SIDE, Interval, clip, intervals, span_words
from onrecord.errors import OnRecordError
from onrecord.figures import time_axis
from onrecord.figures.layout import BAR, GREY, PALETTE, Box, Key, caption, mark, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, kept, nothing, save, sized
from onrecord.figures.words import even, inches, on, wrap

NEEDED = ["article", "statement_id", "speaker_side", "measure", "target", "value", "conditional"]
FURTHER = ["utterance", "told_by", "form", "speaker", "polarity", "evidence", *DATES]
UTTERANCE = ["panel", "article", "statement_id", *DATES, "speaker_side", "value", "conditional"]
UTTERANCE += ["form", "told_by"]
MEAN = ["panel", *DATES, *"speaker_side mean n told articles interval_low interval_high".split()]
SAME = ["panel", "value", *DATES, "speaker_side", "paraphrased", "conditional", "told"]  # one mark
LEVELS = (1.0, 0.5, 0.0, -0.5, -1.0)
WORDS = {  # of these levels
    "proposition": ("for", "rather for", "neutral on", "rather against", "against"),
    "dyad": ("praising", "rather praising", "neutral on", "rather blaming", "blaming"),
}
HEADS = {"proposition": "Issues", "dyad": "Actors and sides"}
SOUNDS = {  # from left to right
    -1: ("words sound negative", swatch(3)),
    0: ("neutral", swatch(4)._replace(facecolor="#ececec")),
    1: ("positive", swatch(0)),
}
OTHERS = "others"
Sides = dict[str, int | None]  # the number of the look of each
LEFT, LANE, HIGH, MOST = 0.88, 0.15, 1.05, 8  # inches; how many panels are drawn
SAID = 8  # stances of panels with one alone that are told in words; of more, their number
AREA, BROAD = 44, 0.12  # of a mark, in square points; inches of days that it does not cover
NEXT = 32  # days; marks farther apart are not of months that follow each other
HALF_A_YEAR = 183  # days; articles that lie closer together are grouped by week


class Panel(NamedTuple):
    """A panel: its words, what is drawn in it, the lanes of each level, its height in inches."""

    name: str
    head: str
    wording: str  # the sentence that it stands for
    its: pd.DataFrame
    lanes: list[int]
    high: float
    lean: int  # 1 or -1 where the interval of its mean lies on one side of 0


@sized
def stance_over_time(
    stance: Frame, folder: Folder = None, name: str = "stance_over_time",
    measure: str = "proposition", wordings: pd.DataFrame | None = None,
) -> Figure:  # fmt: skip
    """Draw coded stance against the dates of the articles, one panel a proposition or relation.

    ``stance`` is what ``stance.code`` gives, ``measure`` chooses propositions or dyads, which are
    never drawn together, ``wordings`` is what ``stance.wordings`` gives (None: ours). A mark is
    an utterance, however often it is told; what stands alone is told in words. From 15 articles on
    a mark is the mean of a side in a month (a week, where all lie within half a year), with an
    interval where 15 articles bear it. The data have one row an utterance: panel, article,
    statement_id, date_earliest, date_latest, speaker_side, value, conditional, form, told_by; or
    one a mean: panel, dates, speaker_side (the sixth and on: others), mean, n, told, articles,
    interval_low, interval_high.
    """
    rows = _utterances(checked(stance, name, NEEDED, FURTHER), measure)
    if rows.empty:
        return nothing(name, "stances of this kind", UTTERANCE, folder)
    known = (measured.wordings() if wordings is None else wordings).set_index("code")
    own = rows[~rows["told"]]
    if grouped := own["article"].nunique() >= time.ENOUGH:
        rows = _pooled(rows)
    single = own[:0] if grouped else own  # the trend is told of marks alone
    sides, drawn = _classes(rows["speaker_side"]), (_means if grouped else _marks)(rows, name)
    by, often = drawn[(drawn["told"] == 0) | grouped].groupby("panel"), _often(rows["panel"])
    counts = by["articles" if grouped else "n"].sum().to_dict()
    several = [panel for panel in often if counts.get(panel, 0) > 1] or often[:1]
    those, alone = several[: on.most(MOST)], rows[~rows["panel"].isin(several)]
    told = often if measure == "proposition" else [*those, *alone["panel"].head(SAID)]
    names = {panel: clip(known["name"].get(panel, panel), 50) for panel in told}
    panels = [_panel(rows, drawn, each, names, known["wording"]) for each in those]
    shown = rows[rows["panel"].isin(those)]
    said = _told_in_words(alone, names, name)
    words = caption(
        "stance_over_time", measure=measure, own=own, told=len(rows) - len(own), panels=panels,
        leaning=[
            each._replace(panel=names[each.panel])
            for each in _mostly(own[own["panel"].isin(those)])
        ],
        few=int((~alone["told"]).sum()),
        several=several, shown=on.most(MOST), alone=alone,
        undated=int(rows[DATES].isna().all(axis=1).sum()), grouped=grouped, enough=time.ENOUGH,
        bears=grouped and any(map(_bears, panels)),
        said=said, grey=drawn.get("grey", pd.Series(dtype=bool)).any(),
        named=measure == "dyad" or all(code != its for code, its in names.items()),
        trends=measured.trend(single.assign(target=single["panel"])).query("dates > 1"),
    )  # fmt: skip
    fig, axes = sheet(words, _boxes(panels), _key(shown, sides, grouped), under=on.pick(0.4, 0.36))
    time_axis.lay(axes, intervals(drawn.drop_duplicates(DATES), name), 1 + on.flat)
    for panel, ax in zip(panels, axes, strict=True):
        _head(ax, panel)
        (_draw_means if grouped else _draw_marks)(ax, panel, sides, WORDS[measure], name)
    data = drawn[MEAN] if grouped else rows[UTTERANCE].sort_values(["panel", *DATES, "article"])
    return save(fig, name, data, words, folder)


def _bears(panel: Panel) -> bool:
    """Tell whether a panel shows an interval, of all its utterances or of a mean."""
    return "Mean " in panel.wording or bool(panel.its["interval_low"].notna().any())


def _wide() -> float:
    return on.wide / 2 - 0.15 if on.flat else on.wide


def _boxes(panels: Sequence[Panel]) -> list[Box]:
    """Return where panels go: one below the other, on a slide two side by side."""
    boxes, down, across = list[Box](), 0.0, 1 + on.flat
    wide = (_wide() if len(panels) > 1 else on.wide) - LEFT
    for row in (panels[n : n + across] for n in range(0, len(panels), across)):
        words = (on.text * (0.026 + 0.017 * its.head.count("\n")) + 0.155 / 9 * on.small
                 * (its.wording.count("\n") + bool(its.wording)) for its in row)  # fmt: skip
        down += max(words)
        boxes += [(x, down, wide, its.high) for x, its in zip((LEFT, on.wide - wide), row)]  # noqa: B905
        down += max(panel.high for panel in row) + 0.08
    return boxes


@kept
def _pooled(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with all sides as one but the five that are in most, and enough, articles."""
    own = rows[~rows["told"]].groupby("speaker_side")
    articles = own["article"].nunique().drop(NO_SIDE, errors="ignore")
    large = articles[articles >= time.ENOUGH].nlargest(len(PALETTE)).index
    side, named = rows["speaker_side"], rows["measure"] == "dyad"  # there the panel names the side
    return rows.assign(speaker_side=side.where(side.isin(large) | named, OTHERS))


class Mostly(NamedTuple):
    """Who is mostly for, or against, a panel: in n of the stances that take a side on it."""

    side: str
    panel: str
    n: int
    of: int
    lean: int
    firm: bool  # with five or more left, whichever article is left out
    left: tuple[int, int]  # n and of without the article that leaves least of the lead


def _mostly(own: pd.DataFrame) -> list[Mostly]:
    """Return who mostly takes one side, in five stances or more; the most stances first."""
    sided, found = own[(own["value"] != 0) & (own["speaker_side"] != NO_SIDE)], []
    for (side, panel), part in sided.groupby(["speaker_side", "panel"]):
        signs = np.sign(part["value"])
        lean = int(np.sign(signs.sum()))
        left = lean * (signs.sum() - signs.groupby(part["article"]).sum())
        if len(part) >= frames.FEW and lean:
            rest = signs[part["article"] != left.idxmin()]
            firm = len(rest) >= frames.FEW and bool(left.min() > 0)
            n, without = (int((each == lean).sum()) for each in (signs, rest))
            found.append(Mostly(side, panel, n, len(part), lean, firm, (without, len(rest))))
    return sorted(found, key=lambda each: (-each.of, each.panel, each.side))


def _told_in_words(alone: pd.DataFrame, names: Mapping[str, str], name: str) -> list[str]:
    """Say each stance that has no panel; nothing where they are too many."""
    alone = alone if len(alone) <= SAID else alone[:0]
    rows = zip(alone.itertuples(), intervals(alone, name), strict=True)
    return [_said(row, days, names) for row, days in rows]


def _said(row: Any, days: Interval, names: Mapping[str, str]) -> str:
    """Say a stance in words: who is for or against what, by whom told, when, in which words."""
    how = WORDS[row.measure][LEVELS.index(row.value)]
    what = clip(row.target, 50) if row.measure == "dyad" else names[row.panel]
    told = f", as {clip(row.told_by)} tells" if row.told else ""
    quote = f": “{clip(row.evidence, 90)}”" if row.evidence else ""
    return f"{clip(row.speaker or row.speaker_side)} {how} {what}{told}, {span_words(days)}{quote}"


@kept
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
        panel=target if measure == "proposition" else side + " towards " + target,
        speaker_side=side,
        told=rows["told_by"].notna(), paraphrased=rows["form"] == "indirect",
    )  # fmt: skip


def _often(names: pd.Series) -> list[str]:
    return list(names.value_counts().sort_index().sort_values(ascending=False, kind="stable").index)


def _classes(sides: pd.Series) -> Sides:
    """Number the sides by how often they come; the unknown and the sixth on get no number."""
    rest, most = (NO_SIDE, OTHERS), len(PALETTE)
    names = sorted(_often(sides), key=lambda name: name in rest)
    return {name: n if n < most and name not in rest else None for n, name in enumerate(names)}


@kept
def _means(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the mean of each side by month or week; what is dated less closely is left out."""
    days = [day for span in intervals(rows.drop_duplicates(DATES), name) for day in span if day]
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
    long = max(ends, default=0) - min(ends, default=0)
    scale = (_wide() - LEFT) * 0.9 / max(time_axis.LEAST, long)
    days = [time_axis.ends(span) for span in intervals(marks, name)]
    grey = [len(each) < 2 or (each[1] - each[0]) * scale > BROAD for each in days]
    says, lanes, free = [], [], dict[tuple[str, float], list[float]]()
    for row in marks.itertuples():
        says.append([f"{row.n:,}"] * (row.n > 1) + ["if"] * row.conditional + ["told"] * row.told)
        need = 0.2 + inches(" ".join(says[-1]), on.small)
        level = free.setdefault((row.panel, row.value), [])
        lane = next((n for n, stop in enumerate(level) if stop <= row.x * scale), len(level))
        level[lane:] = [row.x * scale + need, *level[lane + 1 :]]
        lanes.append(lane)
    return marks.assign(words=list(map(" ".join, says)), lane=lanes, grey=grey)


def _panel(
    rows: pd.DataFrame, drawn: pd.DataFrame, panel: str, names: Mapping[str, str], words: pd.Series
) -> Panel:
    every, its = rows[rows["panel"] == panel], drawn[drawn["panel"] == panel]
    own, grouped, name = every[~every["told"]], "lane" not in its, names[panel]
    others = own[~own["speaker"].isin(own["speaker"].mode()[:1])]
    ends = [time.interval(part) for part in (own, others)] if grouped else [(np.nan, np.nan)]
    lean = int(np.min(ends) > 0) - int(np.max(ends) < 0)
    head = f"{name[:1].upper()}{name[1:]}, n = {len(own):,}"
    head += f" + {len(every) - len(own):,} told" if len(every) > len(own) else ""
    (low, high), mean = ends[0], own["value"].mean()
    wording = "" if on.brief else clip(words.get(panel, ""), 200)
    if np.isfinite(low):
        wording += f" Mean {mean:.2f} ({low:.2f} to {high:.2f})".replace("-", "−")
    last = {} if grouped else its.groupby("value")["lane"].max()
    lanes = [int(last.get(level, 0)) + 1 for level in LEVELS]
    deep = HIGH if grouped else LANE * sum(lanes) + 0.06
    head = even(head, on.text, "bold", _wide())
    wording = wrap(wording, _wide(), on.small, lines=on.pick(3, 9))
    return Panel(name, head, wording, its, lanes, deep, lean)


def _key(rows: pd.DataFrame, sides: Sides, grouped: bool) -> Key:
    drawn = set(rows["speaker_side"])
    here = {side: n for side, n in sides.items() if side in drawn}
    key = [(clip(side, 30), mark(n)) for side, n in here.items() if n is not None]
    rest = [side for side, n in here.items() if n is None]
    key += [(clip(rest[0], 30) if len(rest) == 1 else "other sides", mark(None))] * bool(rest)
    what = f"n below {frames.FEW}" if grouped else "paraphrased"
    hollow = grouped or bool(rows["paraphrased"].any())
    return [*key, *[(f"hollow: {what}", mark(0, hollow=True))] * hollow]


def _head(ax: Axes, panel: Panel) -> None:
    """Write the words of a panel above it, from the left edge of the sheet."""
    left, lines = -72 * LEFT, panel.wording.count("\n") + bool(panel.wording)
    write = partial(ax.annotate, xy=(0, 1), xycoords="axes fraction", textcoords="offset points")
    write(panel.head, xytext=(left, 4 + 11.2 / 9 * on.small * lines), va="bottom", weight="bold")
    write(panel.wording, xytext=(left, 4), va="bottom", size=on.small, color=GREY, linespacing=1.2)


def _draw_marks(ax: Axes, panel: Panel, sides: Sides, levels: Sequence[str], name: str) -> None:
    """Draw the marks of a panel in the lanes of their levels, each at its interval."""
    tops = dict(zip(LEVELS, np.cumsum([0, *panel.lanes[:-1]]), strict=True))
    ax.set_ylim(sum(panel.lanes) + 0.2, -0.2)
    words = [f"{levels[0]} +1", "+½", "0", "−½", f"{levels[-1]} −1"]
    ax.set_yticks([tops[level] + 0.5 for level in LEVELS], words, size=on.small)
    ax.grid(False, axis="y")
    for level in LEVELS[1:]:
        ax.axhline(tops[level], color=GREY if level in (0.0, -0.5) else BAR, lw=0.3, zorder=1)
    write = partial(ax.annotate, textcoords="offset points", size=on.small, va="center_baseline")
    for row, span in zip(panel.its.itertuples(), intervals(panel.its, name), strict=True):
        y = tops[row.value] + row.lane + 0.5
        time_axis.draw_interval(ax, span, y, 3, BAR)
        mark(sides[row.speaker_side], row.paraphrased).draw(ax, row.x, y, AREA)
        write(row.words, (row.x, y), (6, 0))


def _draw_means(ax: Axes, panel: Panel, sides: Sides, levels: Sequence[str], name: str) -> None:
    """Draw the means of a panel with their n; a line joins those that have an interval."""
    ax.set_ylim(-1.35, 1.35)
    ax.set_yticks([-1, 0, 1], [f"{levels[-1]} −1", "0", f"{levels[0]} +1"], size=on.small)
    ax.axhline(0, color=GREY, linewidth=0.6, zorder=1)
    apart = np.ptp(ax.get_xlim()) / 80  # so that sides of one month do not cover each other
    for n, (side, its) in enumerate(panel.its.groupby("speaker_side", sort=False)):
        its = its.assign(x=[time_axis.middle(span) + n * apart for span in intervals(its, name)])
        look, sure = mark(sides.get(str(side))), its["mean"].where(its["interval_low"].notna())
        for (x, mean), (later, other) in pairwise(zip(its["x"], sure, strict=True)):
            if later - x <= NEXT:  # nan draws nothing
                ax.plot([x, later], [mean, other], color=look.facecolor, linewidth=0.8, zorder=2)
        ax.vlines(its["x"], its["interval_low"], its["interval_high"], look.facecolor, zorder=2)
        for row in its.itertuples():
            look = mark(sides.get(str(side)), hollow=row.n < frames.FEW)
            look.draw(ax, row.x, row.mean, 18 + 4 * min(row.n, 30) ** 0.5)


@sized
def stance_beside_polarity(
    stance: Frame, folder: Folder = None, name: str = "stance_beside_polarity"
) -> Figure:
    """Draw how the words of utterances sound, TextBlob's polarity, by what they stand for.

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
    found = measured.sound(rows).sort_values("measure", ascending=False)
    both = measured.sound(rows.assign(measure="all")).iloc[0]
    words = caption("stance_beside_polarity", data=data, sided=sided, found=found, both=both)
    left = on.inch(1.5, inches("rather praising (999)", on.small) + 0.1)
    wide = on.pick(on.wide / 2, on.wide)
    places = [on.pick((n * wide, 0.3), (0, 0.3 + 1.85 * n)) for n in range(len(found))]
    high = on.pick(1.6 + 0.6 * on.flat, 1.25)
    boxes = [(left + x, y, wide - left - 0.2, high) for x, y in places]
    fig, axes = sheet(words, boxes, list(SOUNDS.values()), under=0.45)
    for ax, measure in zip(axes, found["measure"], strict=True):
        its = data[data["measure"] == measure]
        head = f"{HEADS[measure]}, n = {len(its):,}"
        ax.set_title(head, size=on.text, weight="bold", loc="left", x=-left / (wide - left - 0.2))
        _draw_sounds(ax, its, WORDS[measure])
    return save(fig, name, data, words, folder)


def _draw_sounds(ax: Axes, its: pd.DataFrame, levels: Sequence[str]) -> None:
    """Draw, for each level of stance, how many of it sound negative, neutral and positive."""
    table = pd.crosstab(its["value"], np.sign(its["polarity"]))
    table = table.reindex(index=LEVELS, columns=list(SOUNDS), fill_value=0)
    sums = zip(levels, table.sum(axis=1), strict=True)
    labels = [f"{level.removesuffix(' on')} ({n:,})" for level, n in sums]
    ax.set(xlim=(0, 1), ylim=(4.6, -0.6))
    ax.set_yticks(range(5), labels, size=on.small)
    ax.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    write = partial(ax.text, size=on.small, ha="center", va="center_baseline")
    for y, (_, row) in enumerate(table.iterrows()):
        ends = np.cumsum([0, *row]) / max(1, row.sum())
        for n, start, end, (_, look) in zip(row, ends, ends[1:], SOUNDS.values(), strict=False):
            if end > start:
                ax.add_patch(look.sample(start, y, end - start, 0.7))
            if end - start > 0.16:
                colour = "white" if look.edgecolor == "white" else "black"  # on dark paper too
                write((start + end) / 2, y, f"{n:,}", color=colour)
