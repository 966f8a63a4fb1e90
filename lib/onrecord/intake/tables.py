"""Tables of articles: CSV, JSON, Excel or Parquet, where each row is one and a column its text."""

import csv
import io
import json
import os
import re
import tomllib
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain, islice
from os.path import basename
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError, complain
from onrecord.intake.taken import LARGEST, Each, Given, Taken, archive, bear, unpacked
from onrecord.text import dates

_SAYS = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
NAMES = {role: says.replace("_", "").split() for role, says in _SAYS.items()}
_OURS = {"statement_id", "body_spans"}  # one of these is in each table that we write
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ud800-\udfff]")
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|article|section|p)\b", re.IGNORECASE)
_ID = re.compile(r"\w[\w.:@+ -]{0,99}")  # what may stand in the name of an article
_FINER = re.compile(r"(?<=:\d\d)(?:\.\d+)?\s*(?:[+-]\d\d:?\d\d|UTC|GMT)?$")  # than seconds; zone
csv.field_size_limit(LARGEST)  # of itself it is 131,072, and articles are longer
_HELD = 64  # rows that are unpacked at once: a small file may hold one long text often
Columns = str | Mapping[str, str]


class Row(NamedTuple):
    """A row of a table: its place there, its cells that are not empty, what is wrong with it."""

    place: str
    cells: Mapping[str, str]
    fault: str = ""


# The names of the columns, in small letters; what reads the rows, anew whenever it is called.
Table = tuple[Sequence[str], Callable[[], Iterable[Row]]]
Line = tuple[str, Sequence[Any]]  # the place of a row, and all its values


def take(path: files.Place, name: str, columns: Columns | None = None) -> Iterator[Each]:
    """Return the Taken of each row, after a LeftOut that says which column was taken for what.

    All rows are looked at first, and each is read again when it is drawn. An article is named by
    its number (``file#03``), or by its id where each row has one of its own (``file#id``); a row
    without a usable text is an OnRecordError. ``columns`` as in ``chosen``. Raises LeftOut for
    a table without texts, OnRecordError for what is no table.
    """
    notes, stamp = list[Each](), _stamp(path)
    names, rows = read(path, notes.append)
    of = matched(names, chosen(columns))
    lost = [each for each in of.values() if each not in names]
    if lost or "text" not in of or not _OURS.isdisjoint(names):
        what = f"no column is named {lost[0]}" if lost else "no column holds texts of articles"
        remedy = "name it by --columns text=NAME, or save the pages and give this as --metadata"
        raise LeftOut(path, None, f"{what} (there are: {', '.join(names[:12])})", remedy)
    says = ", ".join(f"{role} from {column}" for role, column in of.items())
    remedy = "take others by --columns text=NAME,date=NAME"
    notes.append(LeftOut(path, None, f"has its {says}", remedy))
    digits, odd = _looked(path, rows(), of)

    def articles() -> Iterator[Each]:
        if stamp != _stamp(path):
            raise OnRecordError(path, None, "changed while it was read", "read it again")
        for n, row in enumerate(rows(), 1):
            key = f"{n:0{digits}}" if digits else row.cells[of["id"]]
            yield _article(path, name, row, key, of)

    return chain(notes, odd, articles())


def _stamp(path: files.Place) -> tuple[int, int]:
    """Return what tells whether a file was changed; of none that is there (0, 0)."""
    with suppress(OSError, ValueError):
        found = os.stat(path)
        return found.st_size, found.st_mtime_ns
    return 0, 0


def _looked(
    path: files.Place, rows: Iterable[Row], of: Mapping[str, str]
) -> tuple[int, list[LeftOut]]:
    """Return how many digits number the rows, 0 where ids name them; a word on dates left out."""
    count, alone, odd, first = 0, set[int](), 0, ("", "")
    for row in rows:
        count += 1
        key, cell = (row.cells.get(of.get(role, ""), "") for role in ("id", "date"))
        if _ID.fullmatch(key):
            alone.add(hash(files.stem(key).casefold()))  # less to hold than all ids
        if cell and not day(cell):
            odd, first = odd + 1, (first if odd else (row.place, cell))
    what = f"dates left out that are none, or may be two: {odd:,}, as {first[1][:40]!r}"
    note = LeftOut(path, first[0], what, "write them as 2016-02-29")
    return max(2, len(str(count))) if len(alone) < count else 0, [note] * bool(odd)


def _article(
    path: files.Place, name: str, row: Row, key: str, of: Mapping[str, str]
) -> Taken | OnRecordError:
    """Return the article of a row, its title above its text, or what is wrong with it."""
    text, its = row.cells.get(of["text"], ""), given(row, of, path)
    if fault := row.fault or _flaw(text):
        return OnRecordError(path, f"{row.place} (#{key})", fault, "mend the row or leave it out")
    words = (its.title or "").split()
    title, first = " ".join(words), " ".join(text.split(maxsplit=len(words))[: len(words)])
    above = "" if first.lower().startswith(title.lower()) else f"{title}\n\n"
    return Taken(f"{name}#{key}", above + text, its)


def _flaw(text: str) -> str:
    if _HTML.match(text):
        return "its text is HTML, not plain text"
    wordless = text.count("\ufffd") > 0.01 * len(text) or not any(map(str.isalpha, text))
    return "it has no text" if wordless else ""


def chosen(columns: Columns | None) -> dict[str, str]:
    """Return which column is wanted for what, told as a mapping or as "text=BODY,date=day".

    Raises OnRecordError for what is none of text, title, date, outlet, url, author, id.
    """
    if isinstance(columns, str):
        columns = dict(part.partition("=")[::2] for part in columns.split(","))
    wanted = {role.strip(): str(name).strip().lower() for role, name in (columns or {}).items()}
    if odd := [role for role in wanted if role not in NAMES]:
        what = f"{odd[0]!r} is none of {', '.join(NAMES)}"
        raise OnRecordError("--columns", None, what, "write it as text=NAME,date=NAME")
    return wanted


def matched(names: Sequence[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return which column has what: those that are wanted ("" for none), others by their names."""
    free = [name for name in reversed(names) if name not in wanted.values()]
    plain = {re.sub(r"[\W_]+", "", name): name for name in free}
    guess = {role: next(filter(None, map(plain.get, known)), "") for role, known in NAMES.items()}
    return {role: column for role, column in (guess | {**wanted}).items() if column}


def given(row: Row, of: Mapping[str, str], path: files.Place) -> Given:
    """Return what a row says of an article; a date that is none, or may be two, is not taken."""
    roles = "outlet", "date", "title", "url", "author"
    outlet, said, title, url, author = (row.cells.get(of.get(role, "")) for role in roles)
    own = {of.get(role) for role in ("text", *roles)}
    more = [(name, cell) for name, cell in row.cells.items() if name not in own]
    more += [("author", author.replace("\n\n", ", "))] if author else []  # of a list
    basis = f"metadata: {basename(path)}, {row.place}"
    return Given(outlet, day(said or ""), title, url, basis, more=tuple(more))


def day(cell: str) -> str | None:
    """Return a date of any usual form as YYYY-MM-DD, None where it is none or may be two.

    >>> [day(cell) for cell in ("Sat, 5 Mar 2016 08:30:00 +0100", "1457136000", "03/04/2016")]
    ['2016-03-05', '2016-03-05', None]
    """
    plain = re.sub(r"\b(\d\d?)-(\d\d?)-(\d{4})", r"\1/\2/\3", _FINER.sub("", cell))
    if re.fullmatch(r"[0-9]{10}(?:[0-9]{3})?", plain):  # seconds from 1970 on, or thousandths
        return datetime.fromtimestamp(int(plain[:10]), UTC).date().isoformat()
    with suppress(ValueError):  # GDELT joins day and time: 20160305093000
        plain = datetime.fromisoformat(re.sub(r"^(\d{8})\d{6}$", r"\1", plain)).date().isoformat()
    found = dates.only(plain) if dates.date_line(plain) is not None else None
    return found.isoformat() if found else None


def read(path: files.Place, report: Callable[[OnRecordError], None] = complain) -> Table:
    """Return a table by the suffix of its file: .csv .tsv .json .jsonl .ndjson .xlsx .parquet.

    Its rows are read again whenever one goes over them; a value of JSON alone is held. An encoding
    that is not UTF-8 is told to ``report``. Raises OnRecordError where it cannot be read as such,
    or no row can: all of it is looked at.
    """
    kind = files.suffix(path)
    if kind in (".xlsx", ".parquet"):
        return _headed(partial(_packed, path, kind))
    encoding = files.encoding_of(path, report)
    return (_json if kind in (".json", ".jsonl", ".ndjson") else _csv)(path, encoding)


def ours(path: files.Place) -> bool:
    """Tell whether a file is a table that this library wrote, and so no table of articles."""
    try:
        return not _OURS.isdisjoint(read(path, lambda note: None)[0])
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
    elif isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, date):
        value = value.isoformat().removesuffix("T00:00:00")
    unknown = value is None or value != value
    return "" if unknown else _NO_TEXT.sub("\ufffd", str(value)).strip()


def _headed(read: Callable[[], Iterator[Line]]) -> Table:
    """Return the table whose first row names its columns; blank rows are left out."""

    def filled() -> Iterator[Line]:
        return (each for each in read() if any(value not in (None, "") for value in each[1]))

    def rows() -> Iterator[Row]:
        for place, values in islice(filled(), 1, None):
            fault = "has more cells than there are columns" if any(values[len(names) :]) else ""
            yield _row(place, zip(names, values, strict=False), fault)

    names = [_cell(name).lower() for name in next(filled(), ("", ()))[1]]
    return names, rows


def _lines(path: files.Place, encoding: str, ended: str | None = "\n") -> Iterator[str]:
    """Yield the lines of a text as they stand; with "" or None they may end in any way."""
    with files.reading(path) as data, io.TextIOWrapper(data, encoding, newline=ended) as text:
        yield from iter(partial(text.readline, LARGEST), "")


def _csv(path: files.Place, encoding: str) -> Table:
    letters = chain.from_iterable(_lines(path, encoding, ""))
    head = "".join(islice(letters, 10_000)).lstrip().partition("\n")[0]
    mark = "\t" if files.suffix(path) == ".tsv" else max(",;\t|", key=head.count)

    def quoted() -> Iterator[Line]:
        table, at = csv.reader(_lines(path, encoding, ""), delimiter=mark, strict=True), 1
        try:
            for cells in table:
                yield f"line {at}", cells
                at = table.line_num + 1
        except csv.Error as error:
            what, remedy = f"no CSV ({error})", "save it as CSV again"
            raise OnRecordError(path, f"line {at}", what, remedy) from None

    def bare() -> Iterator[Line]:  # with quotation marks that are no more than that
        lines = enumerate(_lines(path, encoding, None), 1)
        return ((f"line {n}", line.removesuffix("\n").split(mark)) for n, line in lines)

    try:
        deque(quoted() if mark == "\t" else (), 0)
    except OnRecordError:
        return _headed(bare)
    return _headed(quoted)


def _json(path: files.Place, encoding: str) -> Table:
    """Return the table in lines of JSON, or in a value: an object, or a list, maybe within one."""

    def rows() -> Iterator[Row]:
        lines = enumerate(_lines(path, encoding), 1)
        return (_object(f"line {n}", line.removesuffix("\n")) for n, line in lines if line.strip())

    names, sound = dict[str, None](), False
    try:
        return _value(path, encoding)
    except (ValueError, RecursionError) as error:
        for n, row in enumerate(rows()):
            names |= dict.fromkeys(row.cells)
            sound |= not row.fault and (n == 0 or files.suffix(path) != ".json")
        if not sound:
            what, remedy = f"no JSON ({error})", "save it as JSON again"
            raise OnRecordError(path, None, what, remedy) from None
    return list(names), rows


def _value(path: files.Place, encoding: str) -> Table:
    """Return the table in a value of JSON, which is held; no more is read than tells of another.

    Raises ValueError and RecursionError where it is none, or not the only one.
    """
    filled = filter(str.strip, _lines(path, encoding))
    first, second = next(filled, ""), next(filled, "")
    large = os.path.getsize(path) > LARGEST
    if second and (_object("", first).fault == "" or (large and files.suffix(path) != ".json")):
        raise ValueError("more than one value")
    if large:
        what, remedy = f"is a value of more than {LARGEST:,} bytes", "save it in lines (.jsonl)"
        raise OnRecordError(path, None, what, f"{remedy}, an object in each")
    data = json.loads("".join(_lines(path, encoding)))
    if isinstance(data, dict) and "text" not in matched([*map(str.lower, data)], {}):
        lists = (each for each in data.values() if isinstance(each, list) and each)
        data = next((each for each in lists if isinstance(each[0], dict)), data)
    parts = data if isinstance(data, list) else [data]
    rows = [_object(f"row {n}", part) for n, part in enumerate(parts, 1)]
    return list(dict.fromkeys(chain.from_iterable(row.cells for row in rows))), lambda: rows


def _object(place: str, data: Any) -> Row:
    """Return the row of an object, or of a line that holds one."""
    try:
        data = json.loads(data) if isinstance(data, str) else data
        if not isinstance(data, dict):
            raise ValueError("another value")
        return _row(place, [(_cell(name).lower(), value) for name, value in data.items()])
    except (ValueError, RecursionError) as error:
        return Row(place, {}, f"no JSON object ({getattr(error, 'msg', error)})")


def _packed(path: files.Place, kind: str) -> Iterator[Line]:
    """Yield the rows of a file that is compressed; what unpacks to too much is refused."""
    sheet, retry = kind == ".xlsx", "save the table again, or in parts"
    with files.reading(path, LARGEST if sheet else None) as data:
        every = enumerate(_sheet(data) if sheet else _parquet(data), int(sheet))
        while True:
            with (
                unpacked(path, "openpyxl", "excel", retry),
                warnings.catch_warnings(action="ignore"),
            ):
                held = [(f"row {n}", values) for n, values in islice(every, _HELD)]
                cells = chain.from_iterable(values for _, values in held)
                bear(sum(16 + (len(v) if isinstance(v, str | bytes) else 0) for v in cells))
            if not held:
                return
            yield from held


def _sheet(data: BinaryIO) -> Iterator[Sequence[Any]]:
    import openpyxl

    book = openpyxl.load_workbook(archive(data), read_only=True, data_only=True)
    yield from islice(book.worksheets[0].iter_rows(values_only=True), 2**20)  # no sheet has more


def _parquet(data: BinaryIO) -> Iterator[Sequence[Any]]:
    import pyarrow.parquet as pq  # a quarter of a second

    file = pq.ParquetFile(data, buffer_size=2**20, pre_buffer=False)  # else a column is held
    yield file.schema_arrow.names
    for n in range(file.num_row_groups):
        group = file.metadata.row_group(n)
        bear(group.total_byte_size * _HELD // max(_HELD, group.num_rows))  # so many rows of it
    for batch in file.iter_batches(_HELD, use_threads=False):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
