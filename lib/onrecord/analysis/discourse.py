"""Who agrees with whom on what: discourse networks, from codes of propositions."""

from collections.abc import Collection
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from onrecord import files
from onrecord.analysis import frames, stance, time
from onrecord.analysis.words import DATES
from onrecord.errors import OnRecordError

KINDS = {"agreement": (1, 0), "conflict": (0, 1), "difference": (1, -1)}  # equal, opposite
NORMAL = ("none", "average", "jaccard", "cosine")
COUNTS = ["n_for", "n_against", "n_open", "told"]
_OURS = '<?xml version="1.0" encoding="utf-8"?>\n<!-- written by On the Record -->\n'


def positions(
    codes: pd.DataFrame, by: str = "side", concepts: Collection[str] | None = None,
    least: int = 1, period: str = "all",
) -> pd.DataFrame:  # fmt: skip
    """Count for each actor and concept (a proposition) the utterances that take a side on it.

    ``codes`` is the frame of ``stance.code``. Actors are sides (who has none stands for itself) or,
    with ``by="speaker"``, speakers; what nobody known says is left out. ``concepts`` are the codes
    that count, all by default; ``least`` leaves out actors with fewer utterances of their own that
    take a side on one; ``period`` is all, month or week (None where not known so closely).

    Columns: date_earliest, date_latest, actor, concept, n_for, n_against, n_open (raised without
    taking a side), told (views of the actor that another tells, in no other count), articles (of
    the actor's own utterances). Raises ValueError for another ``by`` or ``period``.
    """
    if by not in ("side", "speaker") or period not in ("all", *time.PERIODS):
        raise ValueError(f"{by!r} by {period!r}: use side or speaker, by all, month or week")
    rows = stance.utterances(codes).query("measure == 'proposition'")
    rows = rows if concepts is None else rows[rows["target"].isin(concepts)]
    actor = rows["speaker"] if by == "speaker" else rows["speaker_side"].fillna(rows["speaker"])
    own, side = rows["told_by"].isna(), np.sign(rows["value"])
    rows = rows.assign(
        actor=actor, concept=rows["target"], articles=rows["article"].where(own), told=~own,
        n_for=own & (side > 0), n_against=own & (side < 0), n_open=own & (side == 0),
    ).dropna(subset="actor")  # fmt: skip
    rows[DATES] = time.periods(rows, period)
    sided = (rows["n_for"] | rows["n_against"]).groupby(rows["actor"]).transform("sum")
    cells = rows[sided >= least].groupby([*DATES, "actor", "concept"], dropna=False)
    found = cells.agg(dict.fromkeys(COUNTS, "sum") | {"articles": "nunique"}).reset_index()
    counts = " ".join([*COUNTS, "articles"])
    return frames.typed(found, f"{' '.join(DATES)} actor concept {counts}", int64=counts)


def ties(
    positions: pd.DataFrame, kind: str = "agreement", normal: str = "none", counts: bool = False
) -> pd.DataFrame:
    """Weigh for each pair of actors how far they agree, or differ, on what both take a side on.

    ``positions`` is the frame of ``positions``; each period is taken by itself. Who is for and
    against a concept holds both positions. A position counts once or, with ``counts``, as often as
    it is taken (in DNA: duplicates "acrossrange", "include"). ``kind`` is agreement (products of
    equal positions, summed; in DNA "congruence"), conflict (of opposite ones) or difference (the
    one less the other; "subtract"). ``normal`` divides by the mean number of positions of the two
    (average), by what either holds (jaccard) or by the lengths of both vectors (cosine; the program
    DNA 3 divides by n_a times n_b) (Leifeld 2017; Leifeld, Gruber and Bossner 2019).

    Columns: date_earliest, date_latest, a, b (in alphabetical order), weight, raw (not divided),
    expected (raw by chance: the mean of all ways to deal the positions on each concept anew among
    those that take a side on it, which is the mean of all their pairs; so of two it is raw), above
    and below (the chance that raw is so above 0, below 0; nan with ``counts``), shared
    (concepts on which both take a side, at least 1), concepts (those that add to the tie), n_a, n_b
    (positions of each), kind, normal. Sorted by weight. Raises ValueError for another word.
    """
    if kind not in KINDS or normal not in NORMAL:
        raise ValueError(f"{kind!r}, {normal!r}: use {', '.join(KINDS)}; {', '.join(NORMAL)}")
    found, taken = [], positions["n_for"] + positions["n_against"] > 0
    for dates, part in positions[taken].groupby(DATES, dropna=False):
        table = part.pivot(index="actor", columns="concept", values=COUNTS[:2]).fillna(0)
        names, actors = table["n_for"].columns.to_numpy(), table.index.to_numpy()
        f, g = (table[name].clip(upper=None if counts else 1).to_numpy() for name in COUNTS[:2])
        sided = (f + g > 0) * 1.0
        a, b = np.nonzero(np.triu(sided @ sided.T, 1))
        both = sided[a] * sided[b]
        equal, opposite = f[a] * f[b] + g[a] * g[b], f[a] * g[b] + g[a] * f[b]
        adds = KINDS[kind][0] * equal + KINDS[kind][1] * opposite
        n, length = (f + g).sum(axis=1), np.sqrt((f**2 + g**2).sum(axis=1))
        ways = [(side, i, j) for side in (f, g) for i, j in ((a, b), (b, a))]
        either = sum((side[i] * (side[j] == 0)).sum(axis=1) for side, i, j in ways)
        norms = 1, (n[a] + n[b]) / 2, either + equal.sum(axis=1), length[a] * length[b]
        raw, expected = adds.sum(axis=1), both @ (adds.sum(axis=0) / both.sum(axis=0).clip(1))
        cells = actors[a], actors[b], raw / norms[NORMAL.index(normal)], raw, expected
        signs = _signs(both, np.where(counts, np.nan, adds))
        adding = [names[those].tolist() for those in adds != 0]
        rows = zip(*cells, *signs, both.sum(axis=1), adding, n[a], n[b], strict=True)
        found += [(*dates, *row, kind, normal) for row in rows]
    columns = f"{' '.join(DATES)} a b weight raw expected above below shared concepts n_a n_b kind"
    types = {"int64": "raw shared n_a n_b", "float64": "weight expected above below"}
    frame = frames.typed(found, f"{columns} normal", **types, object="concepts")
    rising = [True, True, False, True, True]
    return frame.sort_values([*DATES, "weight", "a", "b"], ascending=rising, ignore_index=True)


def _signs(both: np.ndarray, adds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each pair the chance that it agrees more than it differs, and of the reverse.

    ``both`` tells on which concepts a pair takes a side, ``adds`` what each then adds. Dealt anew,
    a pair is any of those that take a side on the concept.
    """
    middle = both.shape[1]
    odds = np.zeros((len(both), 2 * middle + 1))
    odds[:, middle] = 1
    for those, values in zip(both.T > 0, np.sign(adds).T, strict=True):
        shares = [np.mean(values[those] == step) if those.any() else 0 for step in (-1, 0, 1)]
        moved = (np.roll(odds[those], step, axis=1) for step in (-1, 0, 1))
        odds[those] = sum(share * each for share, each in zip(shares, moved, strict=True))
    unknown = np.where(np.isnan(adds).any(axis=1), np.nan, 0)
    return odds[:, middle + 1 :].sum(axis=1) + unknown, odds[:, :middle].sum(axis=1) + unknown


def matrix(ties: pd.DataFrame) -> pd.DataFrame:
    """Return ties as a square of weights, names sorted; ValueError for ties of several periods."""
    both = pd.concat([ties, ties.rename(columns={"a": "b", "b": "a"})])
    return both.pivot(index="a", columns="b", values="weight").fillna(0.0)


def network(ties: pd.DataFrame, positions: pd.DataFrame) -> nx.Graph:
    """Return actors, with their counts, and the ties that are not 0 as a graph.

    Edges have weight, kind (of a difference the one that outweighs), expected, shared and concepts
    (joined by "; "), nodes label, n_for, n_against, n_open and told. Of one period.
    """
    graph = nx.Graph()
    for actor, sums in positions.groupby("actor")[COUNTS].sum().to_dict("index").items():
        graph.add_node(actor, label=actor, **sums)
    for row in ties[ties["weight"] != 0].itertuples():
        kind = row.kind if row.kind != "difference" else ("conflict", "agreement")[row.weight > 0]
        more = {"expected": row.expected, "shared": row.shared, "concepts": "; ".join(row.concepts)}
        graph.add_edge(row.a, row.b, weight=row.weight, kind=kind, **more)
    return graph


def write_graphml(graph: nx.Graph, path: files.Place) -> Path:
    """Write a graph as GraphML, which Gephi and visone open; return its path.

    Raises OnRecordError where it cannot be written, or would replace a file not written here.
    """
    if Path(path).is_file() and not Path(path).read_bytes().startswith(_OURS.encode()):
        raise OnRecordError(path, None, "is there, and not of On the Record", "name another file")
    return files.write(path, _OURS + "\n".join(nx.generate_graphml(graph)) + "\n")
