"""Draw who takes which side on what, who agrees with whom, and who is named together."""

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from networkx.algorithms.community import greedy_modularity_communities

from onrecord.analysis import discourse, stance
from onrecord.analysis.splits import LEVEL
from onrecord.analysis.words import DATES, clip
from onrecord.errors import OnRecordError
from onrecord.figures.layout import BAND, INK, PALETTE, Caption, caption, mark, sheet, swatch
from onrecord.figures.output import Figure, Folder, Frame, checked, nothing, save, sized
from onrecord.figures.words import inches, on, wrap

LOOKS = {"for": swatch(0), "against": swatch(3), "told by others alone": swatch(None)}
ABOVE = swatch(3)._replace(facecolor="#f7cf8f", edgecolor=INK)  # cells above chance
OTHER = swatch(0)._replace(facecolor="#bfdcf0")  # other cells
PAIR = ["a", "b", "n"]
TIE = ["a", "b", "kind", "weight", "raw", "expected", "shared"]
SIGNS = ["above", "below"]
FIRM, FEWEST = 2, 4  # utterances more for one side that a title goes by; actors of a network
Places = dict[str, tuple[float, float, float]]  # of actors: from the left, from the top, sine
ACTORS, CONCEPTS, LEFT = 12, 8, (1.75, 1.05)  # how many; inches, broad and narrow
MOST, NAME = 13, (1.86, 1.5)  # actors of a staircase; room for the name of the last


@sized
def positions(
    positions: Frame, folder: Folder = None, name: str = "positions",
    wordings: pd.DataFrame | None = None,
) -> Figure:  # fmt: skip
    """Draw which side each actor takes on each proposition, for and against as parts of a bar.

    ``positions`` is what ``discourse.positions`` returns, its periods added up; ``wordings``
    is what ``stance.wordings`` gives (None: ours). The data are actor, concept, n_for, n_against,
    n_open, told, own.
    """
    rows = checked(positions, name, ["actor", "concept", *discourse.COUNTS])
    known = (stance.wordings() if wordings is None else wordings).set_index("code")["name"]
    rows = rows.assign(concept=rows["concept"].map(known).fillna(rows["concept"]))
    rows = rows.astype(dict.fromkeys(discourse.COUNTS, int))
    data = rows.groupby(["actor", "concept"], as_index=False)[discourse.COUNTS].sum()
    data["own"] = data["n_for"] + data["n_against"]
    seen = data[data["own"] + data["told"] > 0]
    if seen.empty:
        return nothing(name, "positions", list(data), folder)
    sums = (seen.groupby(of)["own"].sum() for of in ("actor", "concept"))
    actors, concepts = (each.sort_values(ascending=False, kind="stable") for each in sums)
    room = 0.22 + 2 * inches(f"{seen[discourse.COUNTS].to_numpy().max():,}", on.small)
    fit, most = min(CONCEPTS, int((on.wide - on.inch(*LEFT)) / room)), on.most(ACTORS)
    down, across = list(actors.index[:most]), list(concepts.index[:fit])
    lean = (data["n_for"] - data["n_against"]).where(lambda each: each.abs() >= FIRM, 0)
    sides = {"n_for": (lean > 0) * 1, "n_against": (lean < 0) * 1} | dict.fromkeys(DATES)
    same, apart = (discourse.ties(data.assign(**sides), kind) for kind in ("agreement", "conflict"))
    pairs = same.merge(apart[["a", "b", "concepts"]], on=["a", "b"], suffixes=("", "_apart"))
    pairs = pairs[pairs["a"].isin(down) & pairs["b"].isin(down) & (pairs["shared"] > 1)]
    pairs = pairs.assign(n=pairs["a"].map(actors) + pairs["b"].map(actors))
    pair = pairs.sort_values(["shared", "n"], ascending=False, kind="stable").head(1)
    dealt = np.sign(lean[lean != 0]).groupby(data["concept"])
    free = ((dealt.nunique() > 1) & (dealt.size() > 2)).reindex(
        sum([*pair["concepts"], *pair["concepts_apart"]], [])
    )  # where another deal may give another side
    words = caption("positions", data=data, actors=actors, concepts=concepts, pair=pair, firm=FIRM,
                    free=free.any(), shown=(most, fit))  # fmt: skip
    seen = seen[seen["actor"].isin(down) & seen["concept"].isin(across)]
    return save(_grid(words, seen, down, across), name, data, words, folder)


def _grid(caption: Caption, seen: pd.DataFrame, down: list[str], across: list[str]) -> Drawing:
    left, lines, step, pad, deep = (
        on.inch(*LEFT),
        *on.pick((1, 0.19, 0.1, 0.44), (2, 0.36, 0.07, 0.54)),
    )
    cell, head = min(1.1, (on.wide - left) / len(across)), step * len(across) + 0.1
    key, high = list(LOOKS.items())[: 3 if (seen["own"] == 0).any() else 2], head + deep * len(down)
    fig, (ax,) = sheet(caption, [(0, 0.05, on.wide, high)], key, under=0.05)
    for n, concept in enumerate(across):  # a staircase, where no head is cut or meets another
        x, y, right = left + cell * (n + 0.5), head - step * (n + 1), left + cell * (n + 1) - 0.1
        ax.plot([x, x], [y + 0.08, high], color=BAND, lw=1, zorder=0)
        label = wrap(clip(concept), right, on.small, lines=lines)
        ax.text(right, y, label, ha="right", va="center_baseline", size=on.small)
    for n, actor in enumerate(down):
        y = head + deep * (n + 0.5)
        ax.text(0, y, wrap(clip(actor), left - 0.1, lines=1 + lines), va="center_baseline")
        ax.axhline(y + deep / 2, color=BAND, lw=1, zorder=0)
    for row in seen.itertuples():
        x, y = left + cell * across.index(row.concept), head + deep * down.index(row.actor)
        counts = (row.n_for, row.n_against, 0 if row.own else row.told)
        _bar(ax, x + pad, y + 0.13, cell - 2 * pad, counts)
    return fig


def _bar(ax: Axes, x: float, y: float, wide: float, counts: tuple[int, int, int]) -> None:
    """Draw a bar, parted as the counts are (for, against, told), and below it these."""
    left, places = x, ((x, "left"), (x + wide, "right"), (x + wide / 2, "center"))
    for n, look, (at, side) in zip(counts, LOOKS.values(), places, strict=True):
        if n:
            ax.add_patch(look.sample(left, y, wide * n / sum(counts), 0.13))
            ax.text(at, y + 0.17, f"{n:,}", ha=side, va="center_baseline", size=on.small)
        left += wide * n / max(sum(counts), 1)


@sized
def agreement(ties: Frame, folder: Folder = None, name: str = "agreement") -> Figure:
    """Draw who agrees with whom: a line a tie, actors that agree side by side on a circle.

    ``ties`` is what ``discourse.ties`` returns, best of the kind difference, where a line shows
    what outweighs. The data are a, b, kind, weight, raw, expected, shared, above, below, of all
    pairs. Raises OnRecordError where a pair stands there twice.
    """
    data = checked(ties, name, TIE, [*SIGNS, "concepts"]).infer_objects()
    if data[["a", "b"]].melt()["value"].nunique() < FEWEST:
        what = f"sets of {FEWEST} actors that take sides on the same questions"
        return nothing(name, what, [*TIE, *SIGNS], folder)
    if data.duplicated(["a", "b"]).any():
        raise OnRecordError(name, "a, b", "a pair is there twice", "give ties of one kind, period")
    signed = data[TIE[3:6]].mul(np.where(data["kind"] == "conflict", -1, 1), axis=0)
    rows = data.assign(**signed, strength=data["weight"].abs())
    rows = rows.sort_values(["strength", "a", "b"], ignore_index=True)
    top = rows["weight"].isin([rows["weight"].min(), rows["weight"].max()])  # what a title names
    rows["top"] = top / rows["weight"].map(rows["weight"].value_counts())
    ends = pd.concat([rows.set_index(end) for end in ("a", "b")]).groupby(level=0)
    sums = ends.agg({"top": "max", "shared": "sum"})
    actors = sums.sort_values(["top", "shared"], ascending=False, kind="stable").index
    those = actors[: on.most(ACTORS)]
    shown = rows["a"].isin(those) & rows["b"].isin(those)
    agree, differ = rows[rows["weight"] > 0], rows[rows["weight"] < 0]
    drawn = rows[shown & (rows["strength"] > 0)]
    one = drawn["concepts"].map(len, na_action="ignore").eq(1).sum()
    words = caption("agreement", data=data, drawn=drawn, actors=actors, shown=len(those), one=one,
                    both=[(agree, "agree"), (differ, "differ")])  # fmt: skip
    places = _circle(sorted(those), drawn[drawn["weight"] > 0])
    data = data.drop(columns="concepts")
    return save(_net(words, drawn, places), name, data, words, folder)


def _net(caption: Caption, ties: pd.DataFrame, places: Places) -> Drawing:
    """Draw ties, the strongest last, and the names of actors outside the circle."""
    below = on.pick(0.4 if len(places) % 2 else 0.2, 0.5)
    high = max(y for _, y, _ in places.values()) + below
    fig, (ax,) = sheet(caption, [(0, 0, on.wide, high)], under=0.05)
    low, most, lines = ties["strength"].min(), ties["strength"].max(), on.pick(2, 3)
    for row in ties.itertuples():
        colour, style = (PALETTE[0], "-") if row.weight > 0 else (PALETTE[1], (0, (4, 2)))
        wide = 1 + 2.5 * (row.strength - low) / (most - low or 1)
        x, y, _ = np.transpose([places[row.a], places[row.b]])
        ax.plot(x, y, color=colour, ls=style, lw=wide)
    for actor, (left, down, rise) in places.items():
        mark(0).draw(ax, left, down, 70)
        aside = left - on.wide / 2
        side = 0 if abs(aside) < 0.01 else 1 if aside > 0 else -1  # 0: below the circle
        label = wrap(clip(actor), on.wide / 2 - abs(aside) - 0.2, lines=lines if side else 1)
        down -= rise * (0.1 + 0.08 * label.count("\n") + 0.1 * (side == 0))
        ha = ("center", "left", "right")[side]
        ax.text(left + 0.14 * side, down, label, ha=ha, va="center", linespacing=1.05)
    return fig


def _circle(actors: list[str], agree: pd.DataFrame) -> Places:
    """Return places on a circle, by group (greedy modularity, Clauset 2004)."""
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_weighted_edges_from(agree[["a", "b", "strength"]].itertuples(index=False))
    groups = greedy_modularity_communities(graph, "weight") if len(agree) else [actors]
    order = sum(sorted(map(sorted, groups), key=lambda group: (-len(group), group)), [])
    turns = np.pi / 2 - 2 * np.pi * (np.arange(len(order)) + 0.5) / len(order)
    rise, radius = np.sin(turns), on.pick(0.75 + 0.075 * len(order), 0.5 + 0.09 * len(order))
    across = min(radius, on.wide / 2 - on.text / 10)  # where it is narrow an ellipse
    down = on.pick(0.25, 0.4) + radius * (rise.max() - rise)
    places = on.wide / 2 + across * np.cos(turns), down, rise
    return dict(zip(order, zip(*places, strict=True), strict=True))


@sized
def comention(
    pairs: Frame, folder: Folder = None, name: str = "comention", without: Frame | None = None
) -> Figure:
    """Draw who is named together: a staircase of counts, the most connected first.

    ``pairs`` is what ``comention.pairs`` returns, or any frame with one row a pair: a, b, n (the
    number of units that name both) and, where known, expected, p_corrected, within (the unit) and
    n_units (that name anybody). The title claims no pair that is not above chance; where
    ``without`` (what ``comention.without_one`` returns) is of the pair above chance that is named
    most, it says whether that hangs on one article. The data are a, b, n, expected, p_corrected of
    all.
    """
    rows = checked(pairs, name, PAIR, ["expected", "p_corrected", "within", "n_units"])
    rows = rows[rows["n"].astype(bool)]
    columns = [*PAIR, "expected", "p_corrected"]
    if rows.empty:
        return nothing(name, "pairs", columns, folder)
    data = rows[columns].astype({"n": int, "expected": float, "p_corrected": float})
    data = data.sort_values(["n", "a", "b"], ascending=[False, True, True], ignore_index=True)
    total = pd.concat([data.set_index("a")["n"], data.set_index("b")["n"]]).groupby(level=0).sum()
    above = data[data["p_corrected"] <= LEVEL].assign(ratio=lambda its: its["n"] / its["expected"])
    above = above.sort_values(["n", "ratio"], ascending=False, kind="stable")  # as ``pairs`` does
    lead = set(above[PAIR[:2]].head(1).to_numpy().ravel())  # whom the title names is always shown
    actors = sorted(total.index, key=lambda actor: (actor not in lead, -total[actor], actor))
    room = inches(f"{data['n'].max():,}", on.small) + 0.12
    fit = min(on.most(MOST), int((on.wide - NAME[on.narrow]) / max(room, on.pick(0.3, 0.22))))
    left = checked(without, name, [], [*PAIR, "p_corrected"]).merge(above.head(1)[PAIR[:2]])
    words = caption(
        "comention", data=data, actors=actors, top=data[data["n"] == data["n"].max()],
        above=above, tested=data["expected"].notna().all(),
        hangs=not (left["p_corrected"].astype(float) <= LEVEL).all(),
        gone=(left["n"] == 0).any(), unit=rows["within"].iloc[0] or "unit",
        units=rows["n_units"].iloc[0], shown=fit,
    )  # fmt: skip
    return save(_staircase(data, actors[:fit], words), name, data, words, folder)


def _staircase(data: pd.DataFrame, shown: list[str], caption: Caption) -> Drawing:
    """Draw the actors along the diagonal, a cell where the lines of two meet."""
    peak, high = data["n"].max(), 0.36
    room = max(0.42, inches(f"{peak:,}", on.small) + 0.12)
    cell = min(room, (on.wide - NAME[on.narrow]) / len(shown))
    drawn = data[data["a"].isin(shown) & data["b"].isin(shown)]
    key = [("more often than by chance", ABOVE)] * bool((drawn["p_corrected"] <= LEVEL).any())
    fig, (ax,) = sheet(caption, [(0, 0, on.wide, high * len(shown))], key, under=0.05)
    for n, actor in enumerate(shown):
        x, y = cell * n, high * (n + 0.5)
        ax.plot([0, x], [y, y], color=BAND, lw=1, zorder=0)
        ax.plot([x + cell / 2] * 2, [y + 0.14, high * len(shown)], color=BAND, lw=1, zorder=0)
        words = wrap(clip(actor), on.wide - x - 0.1, on.text, "bold", lines=1)
        ax.text(x + 0.06, y, words, va="center_baseline", weight="bold")
    for row in drawn.sort_values("p_corrected", ascending=False).itertuples():
        left, down = sorted((shown.index(row.a), shown.index(row.b)))
        x, y = cell * left, high * (down + 0.5)
        look = ABOVE if row.p_corrected <= LEVEL else OTHER
        patch = ax.add_patch(look.sample(x + 0.02, y, cell - 0.04, 0.32))
        patch.set_alpha(1.0 if look is ABOVE else 0.25 + 0.75 * (row.n / peak) ** 0.5)
        ax.text(x + cell / 2, y, f"{row.n:,}", ha="center", va="center_baseline", size=on.small)
    return fig
