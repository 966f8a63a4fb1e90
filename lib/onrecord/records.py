"""The schemas of the tables, applied where records become frames, CSV or Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from onrecord.errors import STEERING, OnRecordError

if TYPE_CHECKING:
    import pandas as pd

# column → type: str (with None for unknown), int, bool, span ([start, stop] or None), spans, json
ARTICLE = {
    "article": "str", "outlet": "str", "outlet_basis": "str", "headline": "str",
    "headline_span": "span",
    "date_earliest": "str", "date_latest": "str", "date_basis": "str", "date_evidence": "json",
    "body_spans": "spans", "paragraphs": "json", "furniture": "json", "dateline": "json",
}  # fmt: skip
STATEMENT = {
    "article": "str", "statement_id": "str", "outlet": "str", "date_earliest": "str",
    "date_latest": "str", "date_basis": "str", "content_spans": "spans", "content": "str",
    "speaker": "str", "speaker_span": "span", "speaker_text": "str", "speaker_side": "str",
    "speaker_kind": "str", "cue": "str", "cue_span": "span", "form": "str", "reported_by": "str",
    "addressee": "str", "sentence_span": "span", "paragraph": "int",
    "headline": "bool", "parent": "str", "repeat_of": "str", "rule": "str",
}  # fmt: skip
SCHEMAS = {"articles": ARTICLE, "statements": STATEMENT}
NESTED = ("span", "spans", "json")
Records = Iterable[Mapping[str, Any]]


def frame(records: Records, what: str) -> pd.DataFrame:
    """Return records as a frame with the columns and types of their schema.

    Texts are pandas strings (missing where unknown); spans stay Python lists. An empty frame has
    the same columns and types. The first frame switches pandas' ``display.html.use_mathjax`` off:
    what stands between two dollar signs of an article is no mathematics.
    """
    import pandas as pd

    _without_mathematics()
    rows = list(records)
    columns = {}
    for name, kind in SCHEMAS[what].items():
        values = [row.get(name) for row in rows]
        dtype = {"str": "str", "int": "int64", "bool": "bool"}.get(kind, "object")
        columns[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns)


@lru_cache(maxsize=1)
def _without_mathematics() -> None:
    """Let JupyterLab show the frames of pandas as they are; once, so that a user may undo it."""
    import pandas as pd

    pd.set_option("display.html.use_mathjax", False)


def to_jsonl(records: Records, what: str) -> str:
    """Return records as lines of JSON, keys in the order of their schema."""
    names = SCHEMAS[what]
    return "".join(json_line({name: row.get(name) for name in names}) for row in records)


def json_line(record: Mapping[str, Any]) -> str:
    """Return a record as a line of JSON, in it no sign that would steer a terminal."""
    line = json.dumps(record, ensure_ascii=False)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) + "\n"


def to_csv(records: Records, what: str) -> str:
    """Return records as CSV: one line a record, spans and lists as JSON, unknown empty."""
    schema = SCHEMAS[what]
    rows = ([_cell(row.get(name), kind) for name, kind in schema.items()] for row in records)
    return csv_text([schema, *rows])


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV; lines end in a newline, cells with a line end of any kind are quoted.

    Before Python 3.13 the module csv quotes a bare carriage return only if lines end in one.
    """
    lines: list[str] = []
    sink = SimpleNamespace(write=lambda line: lines.append(line.removesuffix("\r\n") + "\n"))
    csv.writer(sink, lineterminator="\r\n").writerows(rows)
    return "".join(lines)


def _cell(value: Any, kind: str) -> Any:
    """Return a value as it stands in CSV."""
    if value is None:
        return ""
    if kind in NESTED:
        return json.dumps(value, ensure_ascii=False)
    return ("true" if value else "false") if kind == "bool" else value


def to_parquet(records: Records, what: str) -> bytes:
    """Return records as a Parquet file: spans are lists of numbers, other lists JSON text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "str": pa.string(), "int": pa.int64(), "bool": pa.bool_(), "span": pa.list_(pa.int64()),
        "spans": pa.list_(pa.list_(pa.int64())), "json": pa.string(),
    }  # fmt: skip
    rows = list(records)
    schema = SCHEMAS[what]
    columns = {
        name: [_packed(row.get(name)) if kind == "json" else row.get(name) for row in rows]
        for name, kind in schema.items()
    }
    table = pa.table(
        columns, schema=pa.schema([(name, types[kind]) for name, kind in schema.items()])
    )
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())


def written(records: Records, what: str, kind: str) -> str | bytes:
    """Return records in a format: jsonl, csv or parquet."""
    if kind == "parquet":
        return to_parquet(records, what)
    return to_csv(records, what) if kind == "csv" else to_jsonl(records, what)


def _packed(value: Any) -> str | None:
    """Return a nested value as JSON text."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def none_for_missing(value: Any) -> Any:
    """Return None for a missing value of pandas, anything else as it is."""
    if value is None or isinstance(value, Sequence | Mapping):
        return value
    return None if value != value else value


def furniture(articles: pd.DataFrame, corpus: Any) -> pd.DataFrame:
    """Return what was cut from each page: article, kind, words, start, stop, why.

    ``articles`` is the frame of ``onrecord.pages``, ``corpus`` the files it was read from; one
    that can be read no more is named on stderr. An empty result has the same columns and types.
    """
    from onrecord import files
    from onrecord.errors import complain

    paths = dict(files.gather(corpus)[0])
    rows = []
    for row in articles.to_dict("records"):
        try:
            raw = files.read(paths.get(row["article"], row["article"]))
        except OnRecordError as error:  # gone since it was read
            complain(error, program="")
            continue
        for cut in row["furniture"]:
            start, stop = cut["span"]
            rows.append((row["article"], cut["kind"], raw[start:stop], start, stop, cut["why"]))
    return _spread(rows, ["article", "kind", "words", "start", "stop", "why"])


def date_evidence(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence for each article's dates: article, words, start, stop, says.

    An empty result has the same columns and types.
    """
    rows = [
        (row["article"], piece["text"], *piece["span"], piece["says"])
        for row in articles.to_dict("records")
        for piece in row["date_evidence"]
    ]
    return _spread(rows, ["article", "words", "start", "stop", "says"])


def _spread(rows: list[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a frame of texts, start and stop numbers."""
    import pandas as pd

    types = dict.fromkeys(columns, "str") | {"start": "int64", "stop": "int64"}
    return pd.DataFrame(rows, columns=columns).astype(types)
