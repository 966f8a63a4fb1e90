"""Show a frame as a table for reading: caption, headings in words, numbers to the right."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype, is_scalar

from onrecord.analysis.words import DATES, NO_OUTLET, UNKNOWN, intervals, short_names, span_words
from onrecord.publish.html import Shown, filled

Column = tuple[str, bool, list[str]]  # its heading, whether it holds numbers, its cells
NOTHING = "–"  # shown where a value is unknown
MOST = 500  # rows of a table for reading
NAMED = "article statement_id unit outlet group without".split()  # columns that name an article
FIRST = """speaker speaker_side actor target value content evidence text form voice headline outlet
date_earliest date_latest statement_id article""".split()  # columns that one reads first, in order
HEADINGS = {  # columns whose name says too little
    "statement_id": "Statement", "n": "n", "n_a": "n of one", "n_b": "n of other", "n_units": "of",
    "n_rest": "n elsewhere", "low": "95% from", "high": "to", "per_1000": "Per 1,000 words",
    "per_1000_rest": "Elsewhere", "expected": "By chance", "ratio": "Times chance",
    "p_corrected": "p, corrected", "p_holm": "p, corrected", "z": "z", "size": "Words in all",
    "size_rest": "Words elsewhere", "says": "What it tells", "start": "From", "stop": "To",
}  # fmt: skip


def table(
    frame: pd.DataFrame, caption: str, *, columns: Sequence[str] | None = None,
    headings: Mapping[str, str] | None = None, digits: int = 2, rows: int | None = None,
    short: bool = True,
) -> Shown:  # fmt: skip
    """Return a frame as a table with a caption.

    ``columns`` chooses and orders the columns; ``headings`` gives words for some of them (by
    default ``date_earliest`` reads "Date earliest"). ``digits`` is the number of decimals, ``rows``
    how many rows are shown, 500 if it is not given; the caption says so, and how long a long table
    is. An index with a name, or of words, comes first. A column date_earliest and one date_latest
    become one, in words. With ``short`` the names of articles are cut to their first part where
    that tells them apart, the whole name kept as the title of the cell. Every text is escaped.
    Raises KeyError for a column that the frame lacks.

    >>> print(table(pd.DataFrame({"who": ["A"], "said_times": [2]}), "Who spoke"))
    Who spoke
    Who  Said times
    A             2
    """
    if columns is not None:
        frame = frame[list(columns)]
    if frame.index.name or not is_integer_dtype(frame.index):
        frame = frame.reset_index()
    total = len(frame)
    if (rows := MOST if rows is None else rows) < total:
        frame = frame.head(rows)
        caption = f"{caption} (the first {rows:,} of {total:,} rows)"
    elif total > 12:  # too many to be counted at a glance
        caption = f"{caption} ({total:,} rows)"
    frame = _dated(frame)
    shortened, titles = _short_names(frame) if short else (frame, {})
    words = HEADINGS | dict(headings or {})
    shown: list[Column] = []
    for kind, (name, values) in zip(frame.dtypes, shortened.items(), strict=True):
        head = words.get(str(name), _heading(name))
        cells = [cell_text(value, digits) for value in values.astype(object)]
        shown.append((head, is_numeric_dtype(kind) and not is_bool_dtype(kind), cells))
    name = "table-" + hashlib.sha256(caption.encode()).hexdigest()[:8]
    lines = list(zip(*(cells for _, _, cells in shown), strict=True))
    html = filled("table", name=name, caption=caption, columns=shown, rows=lines, titles=titles,
                  room=room)  # fmt: skip
    return Shown(str(html), _text(caption, shown))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the two ends of a date interval into one column, in words, where the first stood."""
    if not set(DATES) <= set(frame.columns) or "written" in frame.columns:
        return frame
    spans = [span_words(span) for span in intervals(frame[DATES].astype(object), "a table")]
    written = frame.assign(date_earliest=pd.Series(spans, frame.index, dtype="str"))
    return written.drop(columns="date_latest").rename(columns={"date_earliest": "written"})


def read_first(frame: pd.DataFrame) -> Shown:
    """Return rows of one of our frames as a table of the columns that one reads first."""
    return table(frame, "What one reads first", columns=[name for name in FIRST if name in frame])


def _short_names(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the frame with the short names of articles, and the whole value of each one shown."""
    columns = [column for column in frame.columns if column in NAMED]
    parts = {}  # of a cell: what stands before the name of its article, the name, what comes after
    for column in columns:
        for value in frame[column].dropna().astype(str):
            name, colon, rest = value.partition(":")
            if column not in ("outlet", "group"):
                parts[column, value] = "", Path(name).stem, colon + rest
            elif value.startswith(UNKNOWN):
                name = value.removeprefix(UNKNOWN)
                parts[column, value] = f"{NO_OUTLET} (", Path(name).stem, ")"
    names = short_names(f"{name}.txt" for _, name, _ in parts.values())
    short = {cell: f"{a}{names[f'{name}.txt']}{b}" for cell, (a, name, b) in parts.items()}
    for column in columns:
        values = [short.get((column, value), value) for value in frame[column]]
        frame = frame.assign(**{column: pd.Series(values, frame.index, dtype=object)})
    return frame, {shown: whole for (_, whole), shown in short.items() if shown != whole}


def _heading(column: object) -> str:
    parts = column if isinstance(column, tuple) else (column,)
    words = " · ".join(str(part).replace("_", " ").strip() for part in parts if str(part))
    return words[:1].upper() + words[1:]


def cell_text(value: object, digits: int = 2) -> str:
    """Return one value as a reader would write it; what is unknown is a dash.

    >>> cell_text(1234567), cell_text(0.5), cell_text(None), cell_text([[3, 9]]), cell_text(True)
    ('1,234,567', '0.50', '–', '3–9', 'yes')
    """
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(part, int) for part in value):
            return f"{value[0]}–{value[1]}"
        return ", ".join(cell_text(part, digits) for part in value) or NOTHING
    if is_scalar(value) and pd.isna(value):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if 0 < value < 10.0**-digits / 2:
            return f"<{10.0**-digits:.{digits}f}"
        return f"{value:,.{digits}f}".replace("-", "−")
    if isinstance(value, int):
        return (f"{value:,}" if abs(value) >= 10_000 else str(value)).replace("-", "−")
    return str(value)


def room(text: str) -> str:
    """Return the class of a cell by its length: a short text stays on one line, long has room."""
    return "long" if len(text) > 60 else "medium" if len(text) > 18 else ""


def _text(caption: str, columns: Sequence[Column]) -> str:
    padded = []
    for head, number, cells in columns:
        width = max(map(len, [head, *cells]))
        pad = str.rjust if number else str.ljust
        padded.append([pad(text, width) for text in (head, *cells)])
    rows = ("  ".join(row).rstrip() for row in zip(*padded, strict=True))
    return "\n".join([caption, *rows])
