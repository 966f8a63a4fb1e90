"""Records to frames and back, and the columns that tables share: a share, its interval, caution."""

import json
import math
from collections.abc import Iterable
from numbers import Integral
from typing import Any, TypeVar

import pandas as pd

from onrecord import records
from onrecord.errors import counted
from onrecord.records import Article, Code, Document, Mention, Record, Statement

FEW = 5  # units below which a share is not worth a figure
_DTYPES = {"str": "str", "int": "int64", "bool": "bool", "float": "float64"}  # else object
Kind = TypeVar("Kind", Article, Statement, Mention, Code)

# What stands between two dollar signs of an article is no mathematics; a user may undo it.
pd.set_option("display.html.use_mathjax", False)


def frame(rows: Iterable[Record], kind: type[Record]) -> pd.DataFrame:
    """Return records as a frame; spans in it are lists, records within one dictionaries."""
    plain = [records.row(row) for row in rows]
    columns = {}
    for name, how in records.columns(kind).items():
        columns[name] = pd.Series([row[name] for row in plain], dtype=dtype(kind, name, how))
    return pd.DataFrame(columns)


def dtype(kind: type[Record], name: str, how: str) -> str:
    """Return the dtype of a column of a table, by the type of its cells."""
    nullable = (kind, name) == (Mention, "paragraph")  # missing in the headline
    return "Int64" if nullable else _DTYPES.get(how, "object")


def rows(table: pd.DataFrame, kind: type[Kind]) -> list[Kind]:
    """Return the rows of a frame as records; a column that is not there is None in each."""
    types = records.columns(kind)
    table = table.reindex(columns=list(types)).astype(object)
    table = table.where(table.notna(), None)
    columns = [
        map(spans_of, table[name]) if how in ("span", "spans") else table[name]
        for name, how in types.items()
    ]
    return [kind(*values) for values in zip(*columns, strict=True)]


def typed(rows: Iterable[object], columns: str, **names: str) -> pd.DataFrame:
    """Return rows, or a frame, with some columns: texts, but for the names that a type has."""
    types = dict.fromkeys(columns.split(), "str")
    for dtype, those in names.items():
        types |= dict.fromkeys(those.split(), dtype)
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def spans_of(value: Any) -> Any:
    """Return a span or spans as tuples, from lists, arrays or their JSON; None for none."""
    if isinstance(value, str):
        value = json.loads(value)
    if value is None or value is pd.NA or isinstance(value, float):
        return None
    return tuple(int(part) if isinstance(part, Integral) else spans_of(part) for part in value)


def once(statements: pd.DataFrame, *within: str) -> pd.Series:
    """Tell which statements count: one for each utterance, of each group of some columns.

    It is the fullest, or the first where that is not in the frame. Codes of statements are
    counted so, too.
    """
    own, known = (statements[name].reset_index(drop=True) for name in ("statement_id", "utterance"))
    known = known.fillna(own).fillna(own.index.to_series().astype("str"))
    numbers = {name: pd.factorize(statements[name])[0] for name in within}
    rows = pd.DataFrame(numbers | {"utterance": pd.factorize(known)[0]})
    fullest = (known != own).sort_values(kind="stable").index
    again = rows.loc[fullest].duplicated().sort_index()
    return pd.Series(~again.to_numpy(), statements.index)


def furniture(documents: Iterable[Document]) -> pd.DataFrame:
    """Return what was cut from each page: article, kind, words, start, stop, why."""
    cuts = [
        (page.article.article, cut.kind, page.text[slice(*cut.span)], *cut.span, cut.why)
        for page in documents
        for cut in page.article.furniture
    ]
    return typed(cuts, "article kind words start stop why", int64="start stop")


def date_evidence(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence for each article's dates: article, words, start, stop, says."""
    pieces = [
        (article, piece["text"], *piece["span"], piece["says"])
        for article, evidence in zip(articles["article"], articles["date_evidence"], strict=True)
        for piece in evidence
    ]
    return typed(pieces, "article words start stop says", int64="start stop")


def wilson(n: int, total: int) -> tuple[float, float]:
    """Return the ends of the 95 % interval of n / total (Wilson 1927), nan for a total of 0."""
    if not 0 <= n <= total:
        raise ValueError(f"{n} of {total} is no share")
    if total == 0:
        return math.nan, math.nan
    share, z = n / total, 1.959964
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def shares(n: pd.Series, total: pd.Series) -> pd.DataFrame:
    """Return the columns share, low and high: each n of its total, with its interval."""
    rows = [
        (part / whole if whole else math.nan, *wilson(part, whole))
        for part, whole in zip(n, total, strict=True)
    ]
    return pd.DataFrame(rows, n.index, ["share", "low", "high"], "float64")


def caution(units: int, unit: str, articles: int) -> str:
    """Return a plain sentence where there is too little to generalise from, else ""."""
    if articles == 1:
        return "one article: speaks of that article alone"
    if units < FEW:
        return f"{counted(units, unit)}: too few for a share"
    return ""
