"""Load the tables of knowledge (TOML) and check their entries.

The tables stand in ``data/knowledge``; a user's own folder may hold any of them under the same
name, and then takes the place of ours. ``load`` reads a table, ``check_entries`` checks it.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.files import OnRecordError

Folder = str | os.PathLike[str] | None

_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date (2016-09-28)",
    re.Pattern: "a regular expression",
}


_HERE = Path(__file__).resolve()
_PACKED = _HERE.parent / "knowledge_data"  # with the package, else with the repository
_OWN = str(_PACKED if _PACKED.is_dir() else _HERE.parents[2] / "data" / "knowledge")


def path_of(name: str, folder: Folder = None) -> Path:
    """Return the file of a table: the one in the user's folder if it is there, else ours.

    Raises OnRecordError where the user's folder does not exist or neither has the table.
    """
    return Path(stamp(name, folder)[0])


def load(name: str, folder: Folder = None) -> dict[str, Any]:
    """Return a table of knowledge as a dictionary; treat it as read-only.

    Raises OnRecordError (file, line, remedy) where the file is missing or no TOML.

    >>> load("events")["event"][0]["start"].year
    2014
    """
    return load_file(*stamp(name, folder))


def stamp(name: str, folder: Folder = None) -> tuple[str, int, int]:
    """Return path, time of change and size of a table: a key for what is made from it."""
    if folder is not None and not os.path.isdir(folder):
        raise OnRecordError(folder, None, "no such knowledge folder", "check the path")
    for base in (_OWN,) if folder is None else (os.fspath(folder), _OWN):
        path = os.path.join(base, f"{name}.toml")
        try:
            stat = os.stat(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise OnRecordError(path, None, *_unreadable(error)) from None
        return path, stat.st_mtime_ns, stat.st_size
    raise OnRecordError(path, None, "no such table of knowledge", "check its name")


@lru_cache(maxsize=64)
def load_file(path: str, _mtime: int, _size: int) -> dict[str, Any]:
    """Return one TOML file, given by its stamp, as a dictionary: read once for each version."""
    place: str | None
    try:
        return tomllib.loads(Path(path).read_bytes().decode("utf-8"))
    except OSError as error:
        place, fault = None, _unreadable(error)
    except UnicodeDecodeError as error:
        place, fault = f"byte {error.start}", ("not UTF-8", "save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).rstrip(")").partition(" (at ")
        fault = f"not valid TOML: {what}", "mend the line; texts stand in quotes"
    raise OnRecordError(path, place, *fault)


def _unreadable(error: OSError) -> tuple[str, str]:
    return f"cannot be read ({error.strerror})", "check its rights"


def check_entries(
    table: Mapping[str, Any] | list[Any] | Any,
    required: Mapping[str, Any],
    optional: Mapping[str, Any] | None = None,
    *,
    file: object = "knowledge",
    name: str = "entry",
) -> list[dict[str, Any]]:
    """Check the entries of one table and return them as a list of dictionaries.

    ``table`` is an array of tables (``[[outlet]]``) or a table of tables (``[outlet.key]``,
    returned with its key under ``"key"``). ``required`` and ``optional`` map a field to its
    type: str, int, float, bool, list, dict, date; re.Pattern for a regular expression; a set
    for one of several texts; ``[str]`` and the like for a list of them.

    Raises OnRecordError naming ``file``, entry, field and remedy.

    >>> check_entries([{"name": "Daily"}], {"name": str}, name="outlet")
    [{'name': 'Daily'}]
    """
    if isinstance(table, Mapping):
        rows = [(f"[{name}.{key}]", {"key": key}, row) for key, row in table.items()]
    elif isinstance(table, list):
        rows = [(f"[[{name}]] {i}", {}, row) for i, row in enumerate(table, 1)]
    else:
        raise OnRecordError(file, name, "not a list of entries", f"write [[{name}]] above each")
    entries = []
    for place, key, row in rows:
        if not isinstance(row, Mapping):
            raise OnRecordError(file, place, "not a table", f"write [[{name}]] above each entry")
        label = row.get("name") or row.get("canonical") or row.get("code")
        if isinstance(label, str):
            place = f"{place} ({label})"
        _check(row, required, optional or {}, file, place)
        entries.append({**key, **row})
    return entries


def _check(
    row: Mapping[str, Any],
    required: Mapping[str, Any],
    optional: Mapping[str, Any],
    file: object,
    place: str,
) -> None:
    """Check the fields of one entry."""
    known = {**required, **optional}
    for field in row:
        if field not in known:
            near = difflib.get_close_matches(field, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"fields are {', '.join(sorted(known))}"
            raise OnRecordError(file, place, f"unknown field {field}", hint)
    for field in required:
        if field not in row or row[field] in ("", [], {}):
            remedy = f"add {field} = {_in_words(required[field])}"
            raise OnRecordError(file, place, f"{field} is missing", remedy)
    for field, value in row.items():
        fault = _fault(value, known[field])
        if fault:
            raise OnRecordError(file, f"{place}, {field}", *fault)


def _fault(value: Any, kind: Any) -> tuple[str, str] | None:
    """Return what is wrong with a value that is not of its type, and what to do."""
    words = f"write {_in_words(kind)}"
    if isinstance(kind, list):
        if not isinstance(value, list):
            return "not a list", words
        return next(filter(None, (_fault(item, kind[0]) for item in value)), None)
    if isinstance(kind, set | frozenset):
        return None if value in kind else (f"{value!r} is not known", f"use {_in_words(kind)}")
    if kind is re.Pattern:
        if not isinstance(value, str):
            return "not a regular expression", "write it in quotes"
        try:
            re.compile(value)
        except re.error as error:
            return f"not a regular expression: {error}", "mend it, or escape the sign"
        return None
    right = isinstance(value, (int, float) if kind is float else kind)
    if right and (kind is bool or not isinstance(value, bool)):
        return None
    return f"{value!r} is not {_in_words(kind)}", words


def _in_words(kind: Any) -> str:
    """Return a type in plain words."""
    if isinstance(kind, list):
        return f"a list, each {_in_words(kind[0])}"
    if isinstance(kind, set | frozenset):
        return "one of " + ", ".join(sorted(kind))
    return _WORDS[kind]
