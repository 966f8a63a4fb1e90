"""Tables of articles: CSV, JSON, Excel or Parquet, where each row is one and a column its text."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from os.path import basename
from pathlib import Path
from typing import Any

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError, lacking
from onrecord.intake.taken import Given, Taken
from onrecord.text import dates

_SAYS = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
NAMES = {role: says.replace("_", "").split() for role, says in _SAYS.items()}
LARGEST = 2**29  # characters that a table may unpack to, of which each cell has 16 at least
_SHEET = 2**20  # rows of a sheet, at most
_OURS = {"statement_id", "body_spans"}  # one of these is in each table that we write
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ud800-\udfff]")
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|article|section|p)\b", re.IGNORECASE)
_ID = re.compile(r"\w[\w.:@+ -]{0,99}")  # what may stand in the name of an article
_FINER = re.compile(r"(?<=:\d\d)(?:\.\d+)?\s*(?:[+-]\d\d:?\d\d|UTC|GMT)?$")  # than seconds; zone
_DASHED = re.compile(r"\b(\d\d?)-(\d\d?)-(\d{4})")
csv.field_size_limit(LARGEST)  # of itself it is 131,072, and articles are longer

Columns = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its place there, its cells that are not empty, what is wrong with it."""

    place: str
    cells: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read: the names of its columns, in small letters, and its rows."""

    names: Sequence[str]
    rows: Sequence[Row]


def take(
    path: files.Place, name: str, columns: Columns | None = None
) -> list[Taken | OnRecordError]:
    """Return the article of each row, after a LeftOut that says which column was taken for what.

    An article is named by its number (``file#03``), or by its id where each row has one of its own
    (``file#id``); a row without a usable text is an OnRecordError. ``columns`` as in ``chosen``.
    Raises LeftOut for a table without texts, OnRecordError for what is no table.
    """
    table, wanted = read(path), chosen(columns)
    of = matched(table.names, wanted)
    if not table.rows or not _OURS.isdisjoint(table.names):
        what = "is a table that onrecord wrote" if table.rows else "is a table without rows"
        raise LeftOut(path, None, what, "read the articles themselves")
    lost = [each for each in of.values() if each not in table.names]
    if lost or "text" not in of:
        what = f"no column is named {lost[0]}" if lost else "no column holds texts"
        listed = ", ".join(table.names[:12]) + (", …" if len(table.names) > 12 else "")
        remedy = "name the columns: --columns text=NAME,date=NAME"
        if "url" in of:
            remedy = f"save the pages of its {of['url']}, read these with it as --metadata; or "
            remedy += "name the column of texts: --columns text=NAME"
        raise LeftOut(path, None, f"{what} (there are: {listed})", remedy)
    keys = _keys([row.cells.get(of.get("id", ""), "") for row in table.rows])
    taken = ", ".join(f"{role} from {column}" for role, column in of.items())
    note = LeftOut(path, None, f"has its {taken}", "take others by --columns text=NAME,date=NAME")
    rows = zip(table.rows, keys, strict=True)
    return [note, *_undated(path, table, of), *(_article(path, name, *row, of) for row in rows)]


def chosen(columns: Columns | None) -> dict[str, str]:
    """Return which column is wanted for what, told as a mapping or as "text=BODY,date=day".

    Raises OnRecordError for what is none of text, title, date, outlet, url, author, id.
    """
    if isinstance(columns, str):
        parts = (part.partition("=") for part in columns.split(","))
        columns = {role: name for role, _, name in parts}
    wanted = {role.strip(): str(name).strip().lower() for role, name in (columns or {}).items()}
    if odd := [role for role in wanted if role not in NAMES]:
        what = f"{odd[0]!r} is none of {', '.join(NAMES)}"
        raise OnRecordError("--columns", None, what, "write it as text=NAME,date=NAME")
    return wanted


def matched(names: Sequence[str], wanted: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return which column has what: those that are wanted ("" for none), others by their names."""
    free = [name for name in reversed(names) if name not in (wanted or {}).values()]
    plain = {re.sub(r"[\W_]+", "", name): name for name in free}
    guess = {
        role: next((plain[k] for k in known if k in plain), "") for role, known in NAMES.items()
    }
    return {role: column for role, column in (guess | dict(wanted or {})).items() if column}


def given(row: Row, of: Mapping[str, str], path: files.Place) -> Given:
    """Return what a row says of an article; a date that is none, or two, is not taken."""
    roles = "outlet", "date", "title", "url", "author"
    outlet, date, title, url, author = (row.cells.get(of.get(role, "")) for role in roles)
    own = {of.get(role) for role in NAMES if role != "id"}
    more = tuple((name, cell) for name, cell in row.cells.items() if name not in own)
    basis = f"metadata: {basename(path)}, {row.place}"
    author = author and ", ".join(author.split("\n\n"))  # of a list
    return Given(outlet, day(date or ""), title, url, author, basis, more=more)


def day(cell: str) -> str | None:
    """Return a date of any usual form as YYYY-MM-DD, None where it is none or may be two.

    >>> [day(cell) for cell in ("Sat, 5 Mar 2016 08:30:00 +0100", "1457136000", "03/04/2016")]
    ['2016-03-05', '2016-03-05', None]
    """
    plain = _DASHED.sub(r"\1/\2/\3", _FINER.sub("", cell.strip()))
    if re.fullmatch(r"[0-9]{10}(?:[0-9]{3}|\.0+)?", plain):  # seconds from 1970 on, or thousandths
        return datetime.fromtimestamp(int(plain[:10]), UTC).date().isoformat()
    if re.fullmatch(r"[0-9]{14}", plain):  # as GDELT has it
        plain = plain[:8]
    try:
        days = [(datetime.fromisoformat(plain).date(),) * 2]
    except ValueError:
        days = dates.find(plain) if dates.date_line(plain) is not None else []
    alike = days and days[0][0] == days[0][1] and 1500 < days[0][0].year < 2500
    return days[0][0].isoformat() if alike else None


def _keys(ids: Sequence[str]) -> Sequence[str]:
    """Return the ids if each is one of its own and fit to be in a name, else numbers from 01 on."""
    alone = {files.stem(each).casefold() for each in ids}
    width = max(2, len(str(len(ids))))
    if len(alone) == len(ids) and all(map(_ID.fullmatch, ids)):
        return ids
    return [f"{n:0{width}}" for n in range(1, len(ids) + 1)]


def _undated(path: files.Place, table: Table, of: Mapping[str, str]) -> Iterator[LeftOut]:
    cells = ((row.place, row.cells.get(of.get("date", ""), "")) for row in table.rows)
    odd = [(place, cell) for place, cell in cells if cell and not day(cell)]
    if odd:
        what = f"dates left out that are none, or may be two: {len(odd):,}, as {odd[0][1][:40]!r}"
        yield LeftOut(path, odd[0][0], what, "write them as 2016-02-29")


def _article(
    path: files.Place, name: str, row: Row, key: str, of: Mapping[str, str]
) -> Taken | OnRecordError:
    """Return the article of a row, its title above its text, or what is wrong with it."""
    text, its = row.cells.get(of["text"], ""), given(row, of, path)
    flaw = _flaw(text)
    if row.fault or flaw:
        what = row.fault or f"{of['text']} {flaw}"
        return OnRecordError(path, f"{row.place} (#{key})", what, "mend the row or leave it out")
    title = " ".join((its.title or "").split())
    if not " ".join(text.split()).lower().startswith(title.lower()):
        text = f"{title}\n\n{text}"
    return Taken(f"{name}#{key}", text, its)


def _flaw(text: str) -> str:
    if not text:
        return "is empty"
    if _HTML.match(text):
        return "is HTML, not plain text"
    wordless = text.count("\ufffd") > 0.01 * len(text) or not any(map(str.isalpha, text))
    return "holds no text" if wordless else ""


def read(path: files.Place) -> Table:
    """Return a table by the suffix of its file: .csv .tsv .json .jsonl .ndjson .xlsx .parquet.

    Raises OnRecordError where it cannot be read as such, or no row can.
    """
    kind = files.suffix(path)
    if kind in (".xlsx", ".parquet"):
        table = _packed(path, kind)
    else:
        text = files.read(path).removeprefix("\ufeff")
        table = _json(path, text) if kind in (".json", ".jsonl", ".ndjson") else _csv(path, text)
    if table.rows and all(row.fault and not row.cells for row in table.rows):
        first = table.rows[0]
        raise OnRecordError(path, first.place, first.fault, "save the table again")
    return table


def ours(path: files.Place) -> bool:
    """Tell whether a file is a table that this library wrote, and so no table of articles."""
    try:
        return not _OURS.isdisjoint(read(path).names)
    except OnRecordError:
        return False


def _row(place: str, cells: Iterable[tuple[str, Any]], fault: str = "") -> Row:
    said = ((name, _cell(value)) for name, value in cells if name)
    return Row(place, {name: cell for name, cell in said if cell}, fault)


def _cell(value: Any) -> str:
    """Return a value as text: of a list its parts, as paragraphs; of an object its name."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = "\n\n".join(filter(None, map(_cell, value)))
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):
        value = value.isoformat().removesuffix("T00:00:00")
    return _NO_TEXT.sub("\ufffd", str(value)).strip()


def _headed(rows: Iterable[tuple[str, Sequence[Any]]]) -> Table:
    """Return the table whose first row names its columns; blank rows are left out."""
    filled = (each for each in rows if any(value not in (None, "") for value in each[1]))
    names = [_cell(name).lower() for name in next(filled, ("", ()))[1]]
    more = "has more cells than there are columns"
    return Table(names, [
        _row(place, zip(names, values, strict=False), more if any(values[len(names) :]) else "")
        for place, values in filled
    ])  # fmt: skip


def _csv(path: files.Place, text: str) -> Table:
    head = text[:10_000].lstrip().partition("\n")[0]
    mark = "\t" if files.suffix(path) == ".tsv" else max(",;\t|", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows, at = list[tuple[str, Sequence[str]]](), 1
    try:
        for cells in table:
            rows.append((f"line {at}", cells))
            at = table.line_num + 1
    except csv.Error as error:
        if mark != "\t":
            place, what = f"line {table.line_num}", f"no CSV ({error})"
            raise OnRecordError(path, place, what, "save it as CSV again") from None
        lines = enumerate(text.splitlines(), 1)  # with quotation marks that are no more than that
        rows = [(f"line {n}", line.split(mark)) for n, line in lines]
    return _headed(rows)


def _json(path: files.Place, text: str) -> Table:
    """Return the table in lines of JSON, or in a value: an object, or a list, maybe within one."""
    try:
        data = json.loads(text)
        if isinstance(data, dict) and "text" not in matched(list(map(str.lower, data))):
            lists = (each for each in data.values() if isinstance(each, list) and each)
            data = next((each for each in lists if isinstance(each[0], dict)), data)
        every = enumerate(data if isinstance(data, list) else [data], 1)
        rows = [_object(f"row {n}", each) for n, each in every]
    except (ValueError, RecursionError) as error:
        every = enumerate(text.split("\n"), 1)
        rows = [_object(f"line {n}", each) for n, each in every if each.strip()]
        if rows[0].fault and files.suffix(path) == ".json":
            place = f"line {getattr(error, 'lineno', 1)}"
            what = f"no JSON ({getattr(error, 'msg', error)})"
            raise OnRecordError(path, place, what, "save it as JSON again") from None
    return Table(list(dict.fromkeys(chain.from_iterable(row.cells for row in rows))), rows)


def _object(place: str, data: Any) -> Row:
    """Return the row of an object, or of a line that holds one."""
    try:
        data = json.loads(data) if isinstance(data, str) else data
        if isinstance(data, dict):
            return _row(place, ((_cell(name).lower(), value) for name, value in data.items()))
        return Row(place, {}, "no JSON object")
    except (ValueError, RecursionError) as error:
        return Row(place, {}, f"no JSON ({getattr(error, 'msg', error)})")


def _packed(path: files.Place, kind: str) -> Table:
    """Return the table in a file that is compressed; what unpacks to too much is refused."""

    def counted() -> Iterator[tuple[str, Sequence[Any]]]:
        size = 0
        for n, values in enumerate((_sheet if kind == ".xlsx" else _parquet)(data)):
            size += sum(16 + (len(v) if isinstance(v, str | bytes) else 0) for v in values)
            if size > LARGEST:
                raise _Large
            yield f"row {n + (kind == '.xlsx')}", values  # as a sheet counts, its names in row 1

    data = files.content(path)
    try:
        with warnings.catch_warnings(action="ignore"):
            return _headed(counted())
    except ModuleNotFoundError:
        raise lacking(path, "openpyxl", "excel") from None
    except _Large:
        what, remedy = f"unpacks to more than {LARGEST:,} characters", "cut it into several"
        raise OnRecordError(path, None, what, remedy) from None
    except Exception as error:  # of a broken file these libraries raise errors of all kinds
        what = f"cannot be read as {kind} ({type(error).__name__})"
        raise OnRecordError(path, None, what, "save the table again") from None


class _Large(Exception):
    pass


def _sheet(data: bytes) -> Iterator[Sequence[Any]]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST:
            raise _Large
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    yield from islice(book.worksheets[0].iter_rows(values_only=True), _SHEET)


def _parquet(data: bytes) -> Iterator[Sequence[Any]]:
    import pyarrow as pa  # a quarter of a second
    import pyarrow.parquet as pq

    file = pq.ParquetFile(pa.BufferReader(data))
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(n).total_byte_size for n in groups) > LARGEST:
        raise _Large
    yield file.schema_arrow.names
    for batch in file.iter_batches(batch_size=64):  # a small file may hold one long text often
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
