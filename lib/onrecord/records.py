"""The records that pass between the modules, and how they are written: JSON lines, CSV, Parquet.

Each is frozen; its fields are the columns of its table, in their order, and their types say how a
column is written. A span is a pair of offsets into the text as read.
"""

from __future__ import annotations  # `columns` reads the types of fields as they are written

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any, BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.errors import STEERING, OnRecordError, complain, lacking

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a page that is none of the article: its kind, and why it was cut."""

    span: Span
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place that opens an article, with the agency and the day that stand beside it."""

    place: str
    span: Span
    wire: str | None
    date_text: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a page that say when it was written, and what they say."""

    text: str
    span: Span
    says: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a saved page holds; ``paragraphs`` has the spans of each, ``body_spans`` all of them."""

    article: str
    outlet: str | None = None
    outlet_basis: str | None = None
    headline: str | None = None
    headline_span: Span | None = None
    date_earliest: str | None = None
    date_latest: str | None = None
    date_basis: str | None = None
    event: str | None = None
    url: str | None = None
    language: str | None = None
    copy_of: str | None = None
    date_evidence: tuple[Evidence, ...] = ()
    body_spans: Spans = ()
    paragraphs: tuple[Spans, ...] = ()
    furniture: tuple[Cut, ...] = ()
    dateline: Dateline | None = None

    @property
    def is_english(self) -> bool:
        """Whether it is to be read: its language is English, or is not known."""
        return self.language in (None, "en")

    @property
    def printed(self) -> list[tuple[Spans, int | None]]:
        """The headline and each paragraph, with its number, from 0."""
        headline = [((self.headline_span,), None)] if self.headline_span else []
        return [*headline, *((spans, n) for n, spans in enumerate(self.paragraphs))]

    @property
    def passages(self) -> list[tuple[Spans, int | None]]:
        """What is printed and is to be read: none of it in another language."""
        return self.printed if self.is_english else []

    @property
    def stretches(self) -> list[tuple[Span, int | None]]:
        """The spans of headline and body, each with the number of its paragraph, from 0."""
        return [(span, n) for spans, n in self.passages for span in spans]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: source, cue and content, and where each stands in the file."""

    article: str
    statement_id: str
    outlet: str | None
    date_earliest: str | None
    date_latest: str | None
    date_basis: str | None
    content_spans: Spans
    content: str
    speaker: str | None
    speaker_span: Span | None
    speaker_text: str | None
    speaker_side: str | None
    speaker_kind: str | None
    cue: str
    cue_span: Span
    form: str
    reported_by: str | None
    told_by: str | None
    addressee: str | None
    sentence_span: Span
    paragraph: int
    headline: bool
    parent: str | None
    utterance: str
    rule: str
    score: float
    key: str = ""
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A naming of an actor; ``paragraph`` is None in the headline."""

    article: str
    start: int
    stop: int
    text: str
    actor: str | None
    kind: str | None
    side: str | None
    reading: str
    rule: str
    paragraph: int | None
    sentence_span: Span | None = None
    statement_id: str | None = None
    voice: str = "narration"


@dataclass(frozen=True, slots=True)
class Code:
    """The stance of a statement towards one target, with the words that show it."""

    article: str
    statement_id: str
    speaker: str | None
    speaker_side: str | None
    told_by: str | None
    form: str
    utterance: str
    measure: str
    target: str
    target_actor: str | None
    value: float
    conditional: bool
    evidence_spans: Spans
    evidence: str
    rule: str
    polarity: float
    outlet: str | None
    date_earliest: str | None
    date_latest: str | None


Record = Article | Statement | Mention | Code
KINDS: dict[str, type[Record]] = {
    "articles": Article, "statements": Statement, "mentions": Mention, "codes": Code
}  # fmt: skip


class Document(Protocol):
    """A page that was read: its text, its article, and what was found in it."""

    text: str  # of the file as it stands

    @property
    def article(self) -> Article:
        """The article on the page."""

    @property
    def statements(self) -> Sequence[Statement]:
        """Its statements, in text order."""

    @property
    def mentions(self) -> Sequence[Mention]:
        """Its mentions, in text order."""

    @property
    def sentences(self) -> Sequence[Span]:
        """Its sentences, in text order."""


PACKED = ("parquet", "xlsx")  # the formats that are no text
GROUP = 20_000  # rows that are held to be written to Parquet together
SHEET, CELL = 2**20, 32_767  # rows of a sheet in Excel, and characters of its cells, at most
_NOW, _THEN = re.compile(rb"(?<=W3CDTF\">)[\d:TZ-]+"), b"1980-01-01T00:00:00Z"
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Types of fields that are kinds of columns; any other field is nested and written as JSON.
_KINDS = ("str", "int", "bool", "float", "Span", "Spans")


def columns(kind: type[Record]) -> dict[str, str]:
    """Return the columns of a table: name -> str, int, bool, float, span, spans or json."""
    types = ((field.name, str(field.type).removesuffix(" | None")) for field in fields(kind))
    return {name: how.lower() if how in _KINDS else "json" for name, how in types}


def row(record: Any) -> Any:
    """Return a record as plain data: a dictionary, as are records within it; tuples as lists."""
    if isinstance(record, tuple):
        return [row(part) for part in record]
    if is_dataclass(record):
        return {field.name: row(getattr(record, field.name)) for field in fields(record)}
    return record


class Writer:
    """Writes records of a kind to a file as they come: as jsonl, csv, parquet or xlsx.

    In CSV and Excel spans and lists are JSON, what is unknown is empty; in Parquet spans are lists
    of numbers, other lists JSON. Raises OnRecordError for more rows than a sheet has; a text that
    is longer than its cells is cut, which a line on stderr tells.
    """

    def __init__(self, kind: type[Record], form: str, sink: BinaryIO) -> None:
        self.schema, self.form, self.sink = columns(kind), form, sink
        self._held: list[Any] = []
        if form == "csv":
            sink.write(csv_text([self.schema]).encode())
        if form == "parquet":
            import pyarrow.parquet as pq  # a quarter of a second that only this format needs

            self._pack = pq.ParquetWriter(sink, arrow(self.schema))

    def add(self, records: Iterable[Record]) -> None:
        """Write more records; those of a packed format are held until there are many."""
        self._held += map(row, records)
        if self.form not in PACKED or (self.form == "parquet" and len(self._held) >= GROUP):
            self._put()

    def _put(self) -> None:
        schema, rows, self._held = self.schema, self._held, []
        if self.form == "jsonl":
            self.sink.write("".join(map(json_line, rows)).encode())
        elif self.form == "parquet":
            table = {name: [one[name] for one in rows] for name in schema}
            self._pack.write_table(arrow_table(table, schema))
        else:
            cells = [[_cell(one[name], how) for name, how in schema.items()] for one in rows]
            csv = self.form == "csv"
            self.sink.write(csv_text(cells).encode() if csv else _excel([[*schema], *cells]))

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        """Write what is held, unless the file is given up."""
        if fault is None and self.form in PACKED:
            self._put()
        if self.form == "parquet":
            with nullcontext() if fault is None else suppress(OSError):
                self._pack.close()


def written(records: Iterable[Record], kind: type[Record], form: str) -> bytes:
    """Return records of a kind in a format, as ``Writer`` writes them."""
    with Writer(kind, form, sink := BytesIO()) as made:
        made.add(records)
    return sink.getvalue()


def arrow(schema: Mapping[str, str], says: str = "") -> Any:
    """Return the schema of Arrow for columns; ``says`` stands in its metadata."""
    import pyarrow as pa

    span, text = pa.list_(pa.int64()), pa.string()
    types = {
        "str": text, "int": pa.int64(), "bool": pa.bool_(), "float": pa.float64(),
        "span": span, "spans": pa.list_(span), "json": text,
    }  # fmt: skip
    fields = [(name, types[how]) for name, how in schema.items()]
    return pa.schema(fields, {"onrecord": says} if says else None)


def arrow_table(
    cells: Mapping[str, Sequence[Any]], schema: Mapping[str, str], says: str = ""
) -> Any:
    """Return columns of cells as a table of Arrow, what is nested in them as JSON."""
    import pyarrow as pa

    plain = {
        name: [_cell(value, how) or None for value in cells[name]] if how == "json" else cells[name]
        for name, how in schema.items()
    }
    return pa.table(plain, schema=arrow(schema, says))


def _excel(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as a workbook: texts stay texts ("=1"), what XML cannot hold becomes U+FFFD."""
    place, other = "a table in .xlsx", "write .csv or .parquet to have it whole"
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ModuleNotFoundError:
        raise lacking(place, "openpyxl", "excel") from None
    if len(rows) > SHEET:
        raise OnRecordError(place, None, f"cannot hold {len(rows):,} rows", other)
    book = Workbook(write_only=True)
    sheet, long = book.create_sheet(), 0

    def cell(value: Any) -> Any:
        nonlocal long
        if not isinstance(value, str):
            return value
        text = _NO_XML.sub("\ufffd", value)
        over = len(text.encode("utf-16-le")) // 2 - CELL  # as Excel counts
        long += over > 0
        made = WriteOnlyCell(sheet, text[: len(text) - over - 1] + "…" if over > 0 else text)
        made.data_type = "s"  # also what begins with =
        return made

    for values in rows:
        sheet.append(list(map(cell, values)))
    if long:
        complain(f"{place}: cuts {long:,} cells at {CELL:,} characters; {other}")
    book.save(made := BytesIO())
    with ZipFile(made) as old, ZipFile(fixed := BytesIO(), "w") as new:  # which tells no time
        for part in old.namelist():
            new.writestr(ZipInfo(part), _NOW.sub(_THEN, old.read(part)), ZIP_DEFLATED)
    return fixed.getvalue()


def json_line(data: Any) -> str:
    """Return plain data as a line of JSON, in it no sign that would steer a terminal."""
    line = json.dumps(data, ensure_ascii=False)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) + "\n"


def _cell(value: Any, how: str) -> Any:
    """Return a value as it stands in CSV."""
    if value is None or value != value:
        return ""
    return value if how in ("str", "int", "float") else json.dumps(value, ensure_ascii=False)


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV; lines end in a newline, cells with a line end of any kind are quoted.

    Before Python 3.13 the module csv quotes a bare carriage return only if lines end in one.
    """
    lines: list[str] = []
    sink = SimpleNamespace(write=lambda line: lines.append(line.removesuffix("\r\n") + "\n"))
    csv.writer(sink, lineterminator="\r\n").writerows(rows)
    return "".join(lines)
