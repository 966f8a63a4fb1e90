"""Count who is named together, within statements, paragraphs or articles."""

import math
from itertools import repeat

import pandas as pd

from onrecord.analysis import frames
from onrecord.knowledge import KnowledgeLike, known
from onrecord.records import Statement

WITHIN = ("statement", "paragraph", "article")


def pairs(
    mentions: pd.DataFrame,
    within: str = "statement",
    by: str = "actor",
    statements: pd.DataFrame | None = None,
    least: int = 1,
) -> pd.DataFrame:
    """Count for each pair of actors the units that name both.

    ``mentions`` and ``statements`` are the frames of a corpus; a country that is merely a place is
    left out. ``within`` is statement (what is said, not who says it), paragraph (the headline is
    one) or article; ``by="side"`` puts the actors of one side together (one without a side stands
    for itself). With ``statements`` one told inside another is part of it, and repeats of one
    utterance count once. ``least`` leaves out pairs that fewer units name.

    Columns: a, b (in alphabetical order), n (units that name both), n_a, n_b (units that name the
    one), n_units (units that name anybody), articles (in which the pair occurs), share (n of the
    units that name either: Jaccard), low, high (its 95 per cent interval, Wilson 1927), lift (n
    over what independence would give), npmi (normalised pointwise mutual information, Bouma 2009;
    nan where every unit names both), within, by, units (the ids of the n units: ``evidence`` shows
    their words), caution. Sorted by n. Raises ValueError for another ``within`` or ``by``.
    """
    named = _named(mentions, within, by, statements)
    named = named[["unit", "article", "who"]].drop_duplicates(["unit", "who"])
    alone, n_units = named["who"].value_counts(), named["unit"].nunique()
    both = named.merge(named[["unit", "who"]], on="unit", suffixes=("_a", "_b"))
    both = both[both["who_a"] < both["who_b"]].rename(columns={"who_a": "a", "who_b": "b"})
    frame = both.groupby(["a", "b"]).agg(
        n=("unit", "size"), articles=("article", "nunique"), units=("unit", list)
    )
    frame = frame[frame["n"] >= least].reset_index()
    frame = frame.join(alone.rename("n_a"), on="a").join(alone.rename("n_b"), on="b")
    either = frame["n_a"] + frame["n_b"] - frame["n"]
    frame = frame.join(frames.shares(frame["n"], either))
    measures = map(association, frame["n"], frame["n_a"], frame["n_b"], repeat(n_units))
    frame = frame.join(pd.DataFrame(measures, frame.index, ["lift", "npmi"], "float64"))
    frame["caution"] = list(map(frames.caution, either, repeat(within), frame["articles"]))
    frame = frames.typed(
        frame.assign(n_units=n_units, within=within, by=by),
        "a b n n_a n_b n_units articles share low high lift npmi within by units caution",
        int64="n n_a n_b n_units articles", float64="share low high lift npmi", object="units",
    )  # fmt: skip
    return frame.sort_values(
        ["n", "share", "a", "b"], ascending=[False, False, True, True], ignore_index=True
    )


def association(n: int, n_a: int, n_b: int, units: int) -> tuple[float, float]:
    """Return lift, 1 by chance, and NPMI, from -1 (never together) to 1 (always) (Bouma 2009)."""
    lift = n * units / (n_a * n_b)
    return lift, math.log(lift) / -math.log(n / units) if n < units else math.nan


def evidence(
    pairs: pd.DataFrame, mentions: pd.DataFrame, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the mentions behind the first row of ``pairs``: each use of the two in its units.

    ``pairs`` is the frame of ``pairs``, or rows of it; ``mentions`` and ``statements`` are those it
    was made from. Columns: unit, article, start, stop, text, actor, voice, rule; offsets hold in
    the file. Where there is no pair the result is empty.
    """
    found = mentions.iloc[:0]
    for pair in pairs.head(1).itertuples():
        named = _named(mentions, pair.within, pair.by, statements)
        found = named[named["unit"].isin(pair.units) & named["who"].isin([pair.a, pair.b])]
    frame = frames.typed(found, "unit article start stop text actor voice rule", int64="start stop")
    return frame.sort_values(["article", "start", "unit"], kind="stable", ignore_index=True)


def _named(
    mentions: pd.DataFrame, within: str, by: str, statements: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the mentions of actors that are in a unit, with ``unit`` and ``who`` is named."""
    if within not in WITHIN:
        raise ValueError(f"within {within!r} is not known; use {', '.join(WITHIN)}")
    if by not in ("actor", "side"):
        raise ValueError(f"by {by!r} is not known; use actor or side")
    named = mentions[mentions["reading"] == "actor"]
    who = named["actor"] if by == "actor" else named["side"].fillna(named["actor"])
    unit = named["article"]
    if within == "paragraph":
        paragraph = "paragraph " + named["paragraph"].astype("Int64").astype("str")
        unit += ": " + paragraph.where(named["paragraph"].notna(), "headline")
    elif within == "statement":
        outermost = _outermost(statements)
        unit = named["statement_id"].map(lambda name: outermost.get(name, name))
    named = named.assign(unit=unit.astype("str"), who=who.astype("str"))
    return named.dropna(subset=["unit", "who"])


def _outermost(statements: pd.DataFrame | None) -> dict[str, str | None]:
    """Return for each statement the one that it is told in; None for a repeat."""
    said = frames.rows(statements, Statement) if statements is not None else []
    by_id = {row.statement_id: row for row in said}
    found: dict[str, str | None] = {}
    for name in by_id:
        told = [name]
        while (outer := by_id[told[-1]].parent) in by_id and outer not in told:  # in no circle
            told.append(outer)
        found[name] = told[-1] if by_id[told[-1]].utterance == told[-1] else None
    return found


def capitals(mentions: pd.DataFrame, knowledge: KnowledgeLike = None) -> pd.DataFrame:
    """Return how the names of capitals were read: text, reading, rule, actor, n.

    A capital's name may stand within a longer one, as in a newspaper's.
    """
    names = {name.lower() for name in known(knowledge).roster.capitals}
    named = [not names.isdisjoint(text.lower().split()) for text in mentions["text"]]
    columns = ["text", "reading", "rule", "actor"]
    return mentions.loc[named].groupby(columns, dropna=False).size().reset_index(name="n")
