"""Draw shares: how near the extractor comes, how far scores hold."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing

from onrecord.analysis.words import clip
from onrecord.figures.layout import BAR, INK, PAPER, ROWS, Caption, caption, mark, sheet
from onrecord.figures.output import Figure, Folder, Frame, checked, nothing, save, sized
from onrecord.figures.words import inches, on, wrap

SCORE = ["measure", "system", "kind", "value", "n", "low", "high"]
BIN = ["corpus", "from", "n", "score", "right"]
SOLID = 10  # statements below which the mark of a bin is hollow
MEASURES = {  # column of scores: its name, the column of its n, the start of its limits
    "precision": ("precision", "found", ""),
    "recall": ("recall", "gold", ""),
    "f1": ("F1", "gold", "f1"),
    "speaker_accuracy": ("speaker right", "speaker_n", ""),
    "form_accuracy": ("form right", "matched", ""),
    "end_to_end_f1": ("F1 of content with its speaker", "gold", "end_to_end"),
}
ABOUT = "note found gold speaker_n matched f1_low f1_high end_to_end_low end_to_end_high".split()


@sized
def gold_beside_extractor(
    scores: Frame, folder: Folder = None, name: str = "gold_beside_extractor",
    passes: Frame | None = None, caveat: str = "",
) -> Figure:  # fmt: skip
    """Draw how near the extractor comes to the hand-made gold.

    ``scores`` and ``passes`` are what ``evaluation.scores`` returns, for the extractor and for one
    pass of annotation against the other (a dashed line: more can hardly be asked for); ``caveat``
    is a sentence for the foot. The data have one row a measure and system: measure, system, kind,
    value, n, low, high.
    """
    ours = _measured(scores, "extractor", "the extractor", name)
    if ours.empty:
        return nothing(name, "scores", SCORE, folder)
    two = _measured(passes, "two passes", "two passes", name)
    two = two[~two["measure"].isin(["precision", "recall"])]  # neither pass is gold
    data = pd.concat([ours, two], ignore_index=True)[SCORE]
    order = {measure: n for n, measure in enumerate(ours["measure"])}
    place = data["measure"].map(order).fillna(len(order)).sort_values(kind="stable").index
    data = pd.DataFrame(data.loc[place].to_dict("list"))
    counts = [f" (n = {int(n):,})" if n > 0 else "" for n in data["n"]]
    rows = data.assign(words=data["value"].map("{:.2f}".format) + counts)
    points = list(rows.rename(columns={"measure": "group", "system": "label"}).itertuples())
    about = {"data": data, "points": points, "caveat": caveat, "two_passes": not two.empty}
    about["f1"] = data[data["measure"] == "F1"].set_index("kind")["value"]
    about["shown"] = on.most(2 * ROWS)
    words = caption("gold_beside_extractor", notes=ours["note"].dropna().unique(), **about)
    return save(_dots(words, points), name, data, words, folder)


def _measured(scores: Frame | None, kind: str, system: str, name: str) -> pd.DataFrame:
    """Return a row for each measure of all forms together; what was not measured is left out."""
    table = checked(scores, name, ["form", *MEASURES], ABOUT)
    rows = []
    for _, score in table[table["form"] == "all"].iterrows():
        for column, (measure, n, limits) in MEASURES.items():
            ends = score.get(f"{limits}_low"), score.get(f"{limits}_high")
            rows.append((measure, system, kind, score[column], score[n], *ends, score["note"]))
    return pd.DataFrame(rows, columns=[*SCORE, "note"], dtype=object).dropna(subset="value")


def _dots(caption: Caption, points: Sequence[Any]) -> Drawing:
    """Draw values in groups of rows, their words to the right; a line for the two passes."""
    points, left, down = points[: on.most(2 * ROWS)], on.inch(1.9, 1.25), 0.0
    right = on.inch(1.2, 0.15 + max(inches(each.words, on.small) for each in points))
    labels = [wrap(point.label, left - 0.2, lines=2) for point in points]
    heights, heads = [], {}
    for point, label in zip(points, labels, strict=True):
        if point.group not in heads:
            heads[point.group] = down + 0.13
            down += 0.24
        step = 0.36 if "\n" in label else 0.225
        heights.append(down + step / 2)
        down += step
    fig, (ax,) = sheet(caption, [(left, 0, on.wide - left - right, down + 0.08)])
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
    write = partial(ax.annotate, textcoords="offset points", annotation_clip=False)
    write = partial(write, va="center_baseline", linespacing=1.1)
    for group, y in heads.items():
        head = wrap(group, on.wide, weight="bold", lines=1)
        write(head, (0, y), (-left * 72, 0), weight="bold", bbox=PAPER)
    for y, point, label in zip(heights, points, labels, strict=True):
        if pd.notna([point.low, point.high]).all():
            ax.plot([point.low, point.high], [y, y], color=BAR, lw=2.4, solid_capstyle="butt")
        ceiling = point.kind == "two passes"
        if ceiling:
            its = np.array(heights)[[other.group == point.group for other in points]]
            ends = [its.min() - 0.11, its.max() + 0.11]
            ax.plot([point.value] * 2, ends, color=INK, lw=1, ls=(0, (3, 2)))
        mark(3 * ceiling).draw(ax, point.value, y, 48)
        write(label, (0, y), ((0.1 - left) * 72, 1))
        write(point.words, (1, y), (10, 1), size=on.small)
    return fig


@sized
def calibration(bins: Frame, folder: Folder = None, name: str = "calibration") -> Figure:
    """Draw how far scores hold: of statements with about one score, the share that is right.

    ``bins`` has one row a corpus and bin of the score, and so have the data: corpus, from (the
    score at which the bin starts), n (of its statements), score (their mean, 0 to 1), right (the
    share of them that is right, 0 to 1). Raises OnRecordError where a column is lacking.
    """
    data = checked(bins, name, BIN).fillna({"corpus": "unknown"}).dropna()
    data = data[data["n"].astype(bool)].astype(dict.fromkeys(BIN[1:], float) | {"n": int})
    if data.empty:
        return nothing(name, "scores", BIN, folder)
    sums = data.groupby("corpus")["n"].sum().sort_values(ascending=False, kind="stable")
    words = caption("calibration", data=data, sums=sums)
    return save(_diagonals(data, list(sums.index), words), name, data, words, folder)


def _diagonals(data: pd.DataFrame, corpora: Sequence[str], caption: Caption) -> Drawing:
    """Draw shares against scores, a panel a corpus; n stands on the far side of the diagonal."""
    left, right, high = *on.pick((0.7, 0.1), (0.45, 0)), 1.9 + 0.9 * on.flat
    ticks = [0, 0.25, 0.5, 0.75, 1]
    across = len(corpora) if on.flat else 1
    wide = on.wide / across
    places = [(wide * (n % across), n // across) for n in range(len(corpora))]
    boxes = [(left + x, 0.3 + (high + 0.4) * y, wide - left - right, high) for x, y in places]
    few = [(f"hollow: n below {SOLID}", mark(0, hollow=True))] * bool((data["n"] < SOLID).any())
    fig, axes = sheet(caption, boxes, few, under=0.45)
    for corpus, ax in zip(corpora, axes, strict=True):
        ax.set(xlim=(-0.03, 1.03), ylim=(-0.1, 1.1), ylabel=on.pick("share that is right", ""))
        ax.set_xticks(ticks, map(str, ticks) if ax in axes[-across:] else [""] * 5, size=on.small)
        ax.set_yticks(ticks, ["0", "25", "50", "75", "100%"], size=on.small)
        ax.grid(visible=True)
        ax.plot([0, 1], [0, 1], color=INK, lw=1, ls=(0, (3, 2)))
        write = partial(ax.annotate, textcoords="offset points", annotation_clip=False)
        head = wrap(clip(corpus), wide - left - 0.3, weight="bold", lines=1)
        write(head, (0, 1.1), (0, 6), weight="bold")
        for _, row in data[data["corpus"] == corpus].iterrows():
            at, far = (row["score"], row["right"]), 1 if row["right"] > row["score"] else -1
            mark(0, hollow=row["n"] < SOLID).draw(ax, *at, 48)
            shift = (-4 * far, 10 * far)
            write(f"{row['n']:,}", at, shift, size=on.small, ha="center", va="center_baseline")
    axes[-1].set_xlabel("score, mean of each tenth")
    return fig
