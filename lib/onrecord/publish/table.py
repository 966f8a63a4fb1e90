"""Show a frame as a table for reading: caption, headings in words, numbers to the right."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from onrecord.errors import printable

NOTHING = "–"  # shown where a value is unknown
MEDIUM, LONG = 19, 61  # characters from which a text may wrap, and from which it needs room
DATES, DATED = ["date_earliest", "date_latest"], "written"  # two columns shown as one
LONG_TABLE = 12  # rows from which the caption tells their number
UNKNOWN = "unknown: "  # before the article whose outlet is unknown
HEADINGS = {  # columns whose name says too little
    "statement_id": "Statement",
    "n": "n",
    "n_a": "n of one",
    "n_b": "n of other",
    "n_units": "of",
    "n_rest": "n elsewhere",
    "low": "95% from",
    "high": "to",
    "per_1000": "Per 1,000 words",
    "per_1000_rest": "Elsewhere",
    "g2": "Log-likelihood",
    "size": "Words in all",
    "size_rest": "Words elsewhere",
    "says": "What it tells",
    "start": "From",
    "stop": "To",
}


class Table(NamedTuple):
    """A table that a notebook shows as HTML and a terminal as text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return printable(self.text)


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    columns: Sequence[str] | None = None,
    headings: Mapping[str, str] | None = None,
    digits: int = 2,
    rows: int | None = None,
    short: bool = True,
) -> Table:
    """Return a frame as a table with a caption.

    ``columns`` chooses and orders the columns; ``headings`` gives words for some of them (by
    default ``date_earliest`` reads "Date earliest"). ``digits`` is the number of decimals.
    ``rows`` shows only the first rows; the caption says so, and how long a long table is. An
    index with a name, or of words, comes first; the first column heads its row. A column
    date_earliest and one date_latest become one, in words. With ``short`` the names of articles
    are cut to their first part where that tells them apart; the whole name is kept as the title of
    the cell. Every text is escaped. The identifier is made from the caption and stays the same
    from run to run.

    Raises KeyError for a column that the frame lacks.

    >>> print(table(pd.DataFrame({"who": ["A"], "said_times": [2]}), "Who spoke"))
    Who spoke
    Who  Said times
    A             2
    """
    if columns is not None:
        frame = frame[list(columns)]
    if frame.index.name or not pd.api.types.is_integer_dtype(frame.index):
        frame = frame.reset_index()
    total = len(frame)
    if rows is not None and rows < total:
        frame = frame.head(rows)
        caption = f"{caption} (the first {rows:,} of {total:,} rows)"
    elif total > LONG_TABLE:
        caption = f"{caption} ({total:,} rows)"
    frame = _dated(frame)
    words = {**HEADINGS, **(headings or {})}
    heads = [words.get(str(column), _heading(column)) for column in frame.columns]
    whole = _short_names(frame) if short else {}
    numeric = [_is_number(frame[column]) for column in frame.columns]
    body = [
        [
            whole.get((column, value), cell_text(value, digits))
            for column, value in zip(frame.columns, _hashable(row), strict=True)
        ]
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]
    titles = {shown: str(value) for (_, value), shown in whole.items() if shown != value}
    return Table(_html(caption, heads, numeric, body, titles), _text(caption, heads, numeric, body))


def _hashable(row: Iterable[Any]) -> list[Any]:
    """Return the values of a row, lists as tuples."""
    return [tuple(value) if isinstance(value, list) else value for value in row]


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the two ends of a date interval into one column, in words, where the first stood."""
    if not set(DATES) <= set(frame.columns) or DATED in frame.columns:
        return frame
    from onrecord.figures.time_axis import day, span_words

    ends = frame[DATES].astype(object).where(frame[DATES].notna(), None)
    spans = [span_words((day(a, "a table"), day(b, "a table"))) for a, b in ends.to_numpy()]
    place = frame.columns.get_loc("date_earliest")
    frame = frame.drop(columns=DATES)
    frame.insert(min(place, len(frame.columns)), DATED, pd.Series(spans, frame.index, dtype="str"))
    return frame


def _short_names(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return for (column, value) the value with the short name of its article."""
    from onrecord.figures.layout import short_names

    parts = {}  # (column, value): what stands before the article's name, the name, what follows
    for column in {"article", "statement_id", "unit", "outlet"} & set(map(str, frame.columns)):
        for value in frame[column].dropna().astype(str).unique():
            name, colon, rest = value.partition(":") if column != "outlet" else (value, "", "")
            if column != "outlet":
                parts[column, value] = "", Path(name).stem, colon + rest
            elif value.startswith(UNKNOWN):
                stem = Path(value.removeprefix(UNKNOWN)).stem
                parts[column, value] = "unknown outlet (", stem, ")"
    names = short_names(f"{name}.txt" for _, name, _ in parts.values())
    return {
        key: f"{before}{names[f'{name}.txt']}{after}"
        for key, (before, name, after) in parts.items()
    }


def _heading(column: Any) -> str:
    """Return a column's name in words."""
    parts = column if isinstance(column, tuple) else (column,)
    words = " · ".join(str(part).replace("_", " ").strip() for part in parts if str(part))
    return words[:1].upper() + words[1:]


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def cell_text(value: Any, digits: int = 2) -> str:
    """Return one value as a reader would write it; what is unknown is a dash.

    >>> cell_text(1234567), cell_text(0.5), cell_text(None), cell_text([[3, 9]]), cell_text(True)
    ('1,234,567', '0.50', '–', '3–9', 'yes')
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return (f"{value:,}" if abs(value) >= 10_000 else str(value)).replace("-", "−")
    if isinstance(value, float):
        if math.isnan(value):
            return NOTHING
        return f"{value:,.{digits}f}".replace("-", "−")
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(part, int) for part in value):
            return f"{value[0]}–{value[1]}"
        return ", ".join(cell_text(part, digits) for part in value) or NOTHING
    return str(value)


def room(text: str) -> str:
    """Return the class of a cell by its length: a short text stays on one line."""
    return "long" if len(text) >= LONG else "medium" if len(text) >= MEDIUM else ""


def _html(
    caption: str,
    heads: Sequence[str],
    numeric: Sequence[bool],
    body: Sequence[Sequence[str]],
    titles: Mapping[str, str],
) -> str:
    """Return the table as HTML; the few rules of style are for JupyterLab."""
    name = "table-" + hashlib.sha256(caption.encode()).hexdigest()[:8]
    style = (
        f"#{name} {{margin-left: 0}} #{name} caption {{text-align: left; font-weight: bold}} "
        f"#{name} th, #{name} td {{text-align: left; vertical-align: top; white-space: nowrap}} "
        f"#{name} thead th, #{name} .medium, #{name} .long {{white-space: normal}} "
        f"#{name} .medium {{min-width: 9em}} #{name} .long {{min-width: 12em}} "
        f"#{name} .number {{text-align: right}}"
    )
    plain = 'class="mathjax_ignore tex2jax_ignore"'  # JupyterLab takes "$5 … $10" for a formula
    lines = [f"<style>{style}</style>", f'<table id="{name}" {plain}>']
    lines += [f"<caption>{escape(caption)}</caption>", "<thead>"]
    kinds = ["number" if number else "" for number in numeric]
    lines.append(_row(map(_cell, heads, kinds, ["col"] * len(heads))))
    lines += ["</thead>", "<tbody>"]
    for row in body:
        scopes = ["row", *[""] * (len(row) - 1)]
        classes = [kind or room(text) for kind, text in zip(kinds, row, strict=True)]
        lines.append(_row(map(_cell, row, classes, scopes, [titles.get(text, "") for text in row])))
    if not body:
        lines.append(f'<tr><td colspan="{max(1, len(heads))}">no rows</td></tr>')
    return "\n".join([*lines, "</tbody>", "</table>"])


def _cell(text: str, kind: str, scope: str, title: str = "") -> str:
    """Return one cell; with a scope it is a header."""
    tag = "th" if scope else "td"
    marks = f' scope="{scope}"' if scope else ""
    marks += f' class="{kind}"' if kind else ""
    marks += f' title="{escape(title)}"' if title else ""
    return f"<{tag}{marks}>{escape(text) or NOTHING}</{tag}>"


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _text(
    caption: str, heads: Sequence[str], numeric: Sequence[bool], body: Sequence[Sequence[str]]
) -> str:
    """Return the table as lines of text."""
    rows = [list(heads), *body]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(len(heads))]
    lines = [
        "  ".join(
            text.rjust(width) if number else text.ljust(width)
            for text, width, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([caption, *lines])
