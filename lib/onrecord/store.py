"""A store: tables in Parquet in a folder, in parts, each written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord import files, records
from onrecord.analysis.frames import dtype
from onrecord.errors import OnRecordError, lacking
from onrecord.files import Place
from onrecord.intake.taken import GIVEN
from onrecord.records import KINDS

try:
    import fcntl
except ModuleNotFoundError:  # no Unix: two runs at once are not told
    fcntl = None  # type: ignore[assignment]

TEXTS = dict.fromkeys(["article", "text", *GIVEN, "sketch"], "str")
ERRORS = dict.fromkeys(["file", "place", "what", "remedy"], "str") | {"left_out": "bool"}
# Of each table its columns; a part is done when the last of its files is there.
TABLES = {
    "texts": TEXTS,
    "errors": ERRORS,
    **{name: records.columns(kind) for name, kind in KINDS.items()},
}
LAST, MET = "articles", ".parts"  # this file tells which parts a run has met, and is its lock
# Arrow's own allocator keeps what was freed: of a million statements, half as much again.
pa.set_memory_pool(pa.system_memory_pool())
_TEXT = pd.StringDtype("pyarrow", np.nan)  # the dtype `str` of pandas


class Store:
    """The tables in a folder; raises OnRecordError for a folder that is none of ours."""

    def __init__(self, folder: Place) -> None:
        self.folder = Path(folder)
        try:
            self.says: dict[str, Any] = json.loads((self.folder / files.STORE).read_text("utf-8"))
        except (OSError, ValueError):
            remedy = "make one: onrecord extract my_articles my_corpus"
            raise OnRecordError(folder, None, "was not extracted by us", remedy) from None

    @classmethod
    def at(cls, folder: Place) -> Store:
        """Return the store in a folder, made there if it is new or empty; else OnRecordError."""
        where = Path(folder)
        if where.is_dir() and any(where.iterdir()) and not (where / files.STORE).is_file():
            raise OnRecordError(folder, None, "holds other files", "name a new folder")
        if not (where / files.STORE).is_file():
            files.write(where / files.STORE, json.dumps({"parts": None}) + "\n")
        return cls(where)

    @property
    def copies(self) -> dict[str, str]:
        """The articles that are copies, each with the first that has its text."""
        return dict(self.says.get("copies", {}))

    def place(self, table: str, part: int) -> Path:
        """Return the file of a part of a table."""
        return self.folder / table / f"part-{part:06}.parquet"

    @property
    def parts(self) -> list[int]:
        """The parts that are done, in their order: of a run that has not ended, those it met."""
        paths = sorted((self.folder / LAST).glob("part-*.parquet"))
        found = [int(path.stem.removeprefix("part-")) for path in paths]
        if self.says.get("parts") is None:  # the others may be of another input
            noted = self.folder / MET
            met = set(map(int, noted.read_text("utf-8").split() if noted.is_file() else ()))
            found = [part for part in found if part in met]
        return found[: self.says.get("parts")]

    def fingerprint(self, part: int) -> str | None:
        """Return what a part was made of, or None where it is not done."""
        try:
            schemas = [pq.read_schema(self.place(table, part)) for table in TABLES]
        except (OSError, pa.ArrowInvalid):  # one is not there, or broken
            return None
        says = {(schema.metadata or {}).get(b"onrecord", b"").decode() for schema in schemas}
        return says.pop() if len(says) == 1 else None

    def write(self, part: int, tables: Mapping[str, pd.DataFrame], fingerprint: str) -> None:
        """Write a part of each table; raises OnRecordError where it cannot be written."""
        self.place(LAST, part).unlink(missing_ok=True)
        for table in sorted(TABLES, key=LAST.__eq__):
            made = records.arrow_table(tables[table], TABLES[table], fingerprint)
            with files.writing(self.place(table, part)) as sink:
                pq.write_table(made, sink)

    def end(self, parts: int | None, copies: Mapping[str, str]) -> None:
        """Say how many parts there are, None for not all, and which articles are copies."""
        self.says = {"parts": parts, "copies": copies}
        files.write(self.folder / files.STORE, json.dumps(self.says) + "\n")

    def cut(self, parts: int) -> None:
        """Take away parts beyond so many, which are of another input, and what a kill broke off."""
        for table in TABLES:
            done = sorted((self.folder / table).glob("part-*.parquet"))
            for path in [*done[parts:], *(self.folder / table).glob(".part-*")]:
                path.unlink(missing_ok=True)

    def count(self, table: str, parts: Iterable[int] | None = None) -> int:
        """Return how many rows a table has, or parts of it."""
        which = self.parts if parts is None else parts
        return sum(_opened(pq.read_metadata, self.place(table, part)).num_rows for part in which)

    def read(
        self, table: str, columns: Sequence[str] | None = None, parts: Iterable[int] | None = None
    ) -> pd.DataFrame:
        """Return a table, or columns or parts of it, as a frame.

        Spans are lists; those of statements and mentions, which are many, stay in the memory of
        Arrow, which takes a fifth of that of Python.
        """
        types = {name: TABLES[table][name] for name in columns or TABLES[table]}
        which = self.parts if parts is None else parts
        places = (self.place(table, part) for part in which)
        read = [_opened(pq.read_table, place, columns=[*types]) for place in places]
        found = pa.concat_tables(read) if read else pa.table({name: [] for name in types})
        del read
        frame = found.to_pandas(types_mapper=_dtype, split_blocks=True, self_destruct=True)
        del found
        pa.default_memory_pool().release_unused()
        for name, how in types.items():
            if how == "json":
                cells = json.loads(f"[{','.join(frame[name].fillna('null'))}]")
                frame[name] = pd.Series(cells, frame.index, "object")
            elif table == "articles" and how in ("span", "spans"):
                cells = (cell if isinstance(cell, list) else None for cell in frame[name])
                frame[name] = pd.Series(cells, frame.index, "object")
            elif how == "int":
                frame[name] = frame[name].astype(dtype(KINDS[table], name, how))
        return frame

    def sketches(self) -> Iterator[tuple[str, str]]:
        """Yield each article with what tells whether its text is like another's."""
        for part in self.parts:
            its = self.read("texts", ["article", "sketch"], [part]).dropna()
            yield from zip(its["article"], its["sketch"], strict=True)

    def dask(self, table: str, made: Callable[..., pd.DataFrame]) -> Any:
        """Return a table as a DataFrame of Dask: what is made of each part, and its number."""
        try:
            import dask
            import dask.dataframe as dd
        except ModuleNotFoundError:
            raise lacking(table, "dask.dataframe", "dask") from None
        if table not in TABLES:
            remedy = f"name one of {', '.join(TABLES)}"
            raise OnRecordError(self.folder, None, f"there is no table {table!r}", remedy)
        with dask.config.set({"dataframe.convert-string": False}):  # dtypes as in `read`
            return dd.from_map(partial(_part, self, table, made), self.parts or [None])

    @contextmanager
    def alone(self) -> Iterator[TextIO]:
        """Keep others from writing, and give the file where to note, a line each, what is done.

        Raises OnRecordError where another is at it.
        """
        with open(self.folder / MET, "a", encoding="utf-8", buffering=1) as held:
            try:
                if fcntl:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                what, remedy = "another run writes there", "wait for it, or name another folder"
                raise OnRecordError(self.folder, None, what, remedy) from None
            held.truncate(0)
            yield held


def _opened(act: Callable[..., Any], path: Path, **how: Any) -> Any:
    try:
        return act(path, **how)
    except (OSError, pa.ArrowInvalid) as error:
        what = f"is no table of this version ({str(error).splitlines()[0]})"
        raise OnRecordError(path, None, what, "run onrecord extract again") from None


def _part(
    store: Store, table: str, made: Callable[..., pd.DataFrame], part: int | None,
    columns: list[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    parts = [] if part is None else [part]
    asked = TABLES[table] if columns is None else {"article", *columns}  # by which more is told
    needed = [name for name in TABLES[table] if name in asked]
    found = made(store.read(table, needed, parts), parts)
    return found if columns is None else found[columns]


def _dtype(kind: pa.DataType) -> Any:
    """Return the dtype of pandas for a column; None for that of numpy."""
    if pa.types.is_string(kind):
        return _TEXT
    return pd.ArrowDtype(kind) if pa.types.is_list(kind) else None
