"""Count who is named together, within statements, paragraphs or articles."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from onrecord.analysis.intervals import caution, wilson
from onrecord.analysis.voice import by_article

if TYPE_CHECKING:
    import pandas as pd

WITHIN = ("statement", "paragraph", "article")
_COLUMNS = {
    **dict.fromkeys(("a", "b"), "str"),
    **dict.fromkeys(("n", "n_a", "n_b", "n_units", "articles"), "int64"),
    **dict.fromkeys(("share", "low", "high", "lift", "npmi"), "float64"),
    "within": "str", "by": "str", "units": "object", "caution": "str",
}  # fmt: skip


def pairs(
    mentions: pd.DataFrame,
    within: str = "statement",
    by: str = "actor",
    statements: Any = None,
    least: int = 1,
) -> pd.DataFrame:
    """Count for each pair of actors the units that name both.

    ``mentions`` is the frame of ``actors.mentions_frame``; only mentions read as actors count, so
    a country that is merely a place is left out. ``within`` is statement (what is said, not who
    says it), paragraph (the headline is one) or article; ``by="side"`` puts the actors of one side
    together (an actor without a side stands for itself). With ``statements`` (frame or records) a
    statement told inside another is read as part of it, and repeats of one utterance count once.
    ``least`` leaves out pairs that fewer units name.

    Columns: a, b (in alphabetical order), n (units that name both), n_a, n_b (units that name the
    one), n_units (units that name anybody), articles (in which the pair occurs), share (n of the
    units that name either: Jaccard), low, high (its 95 per cent interval, Wilson 1927), lift (n
    over what independence would give), npmi (normalised pointwise mutual information, Bouma 2009;
    nan where every unit names both), within, by, units (the ids of the n units: ``evidence`` shows
    their words), caution. Sorted by n.

    Raises ValueError for another ``within`` or ``by``.
    """
    import pandas as pd

    named: defaultdict[str, set[str]] = defaultdict(set)
    article_of: dict[str, str] = {}
    for unit, who, row in _named(mentions, within, by, statements):
        named[unit].add(who)
        article_of[unit] = row["article"]
    single = Counter(who for actors in named.values() for who in actors)
    together: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for unit, actors in named.items():
        for pair in combinations(sorted(actors), 2):
            together[pair].append(unit)
    rows = []
    for (a, b), units in together.items():
        n, either = len(units), single[a] + single[b] - len(units)
        if n < least:
            continue
        articles = len({article_of[unit] for unit in units})
        rows.append(
            (
                a, b, n, single[a], single[b], len(named), articles, n / either,
                *wilson(n, either), *association(n, single[a], single[b], len(named)),
                within, by, units, caution(either, within, articles),
            )
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    return frame.sort_values(
        ["n", "share", "a", "b"], ascending=[False, False, True, True], ignore_index=True
    )


def association(n: int, n_a: int, n_b: int, units: int) -> tuple[float, float]:
    """Return lift and normalised pointwise mutual information of two actors.

    Lift is 1, NPMI 0 where they are named together as often as chance would have it; NPMI runs
    from -1 (never) to 1 (always together) (Bouma 2009).

    >>> association(2, 2, 2, 8)
    (4.0, 1.0)
    """
    if not (n and n_a and n_b and units):
        return math.nan, math.nan
    lift = n * units / (n_a * n_b)
    return lift, math.log(lift) / -math.log(n / units) if n < units else math.nan


def evidence(pairs: pd.DataFrame, mentions: pd.DataFrame, statements: Any = None) -> pd.DataFrame:
    """Return the mentions behind the first row of ``pairs``: each use of the two in its units.

    ``pairs`` is the frame of ``pairs``, of which the first row is the commonest, or some rows of
    it; ``mentions`` and ``statements`` are those that it was made from. Columns: unit, article,
    start, stop, text, actor, voice, rule; offsets hold in the file. Where there is no pair the
    result is empty and has the same columns and types.
    """
    import pandas as pd

    columns = ["article", "start", "stop", "text", "actor", "voice", "rule"]
    rows = [
        (unit, *(row.get(name) for name in columns))
        for pair in pairs.head(1).to_dict("records")
        for unit, who, row in _named(mentions, pair["within"], pair["by"], statements)
        if unit in pair["units"] and who in (pair["a"], pair["b"])
    ]
    columns = ["unit", *columns]
    types = dict.fromkeys(columns, "str") | {"start": "int64", "stop": "int64"}
    frame = pd.DataFrame(rows, columns=columns).astype(types)
    return frame.sort_values(["article", "start", "unit"], kind="stable", ignore_index=True)


def _named(
    mentions: pd.DataFrame, within: str, by: str, statements: Any
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give unit, actor (or side) and mention for each mention of an actor that is in a unit."""
    if within not in WITHIN:
        raise ValueError(f"within {within!r} is not known; use {', '.join(WITHIN)}")
    if by not in ("actor", "side"):
        raise ValueError(f"by {by!r} is not known; use actor or side")
    units = _outermost(statements)
    for rows in by_article(mentions).values():
        for row in rows:
            if row["reading"] != "actor":
                continue
            who = row["actor"] if by == "actor" else row["side"] or row["actor"]
            unit: str | None = str(row["article"])
            if within == "paragraph":
                paragraph = row["paragraph"]
                unit = f"{unit}: " + ("headline" if paragraph is None else f"paragraph {paragraph}")
            elif within == "statement":
                statement = row["statement_id"]
                unit = units.get(statement, statement) if statement else None
            if unit:
                yield unit, who, row


def _outermost(statements: Any) -> dict[str, str]:
    """Return for each statement the one that it is told in; "" for a repeat."""
    known = {row["statement_id"]: row for rows in by_article(statements).values() for row in rows}
    found = {}
    for name in known:
        top, seen = name, {name}
        while (parent := known[top].get("parent")) in known and parent not in seen:
            top = parent
            seen.add(top)
        found[name] = "" if known[top].get("repeat_of") else top
    return found
