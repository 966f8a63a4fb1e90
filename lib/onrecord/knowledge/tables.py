"""Load the tables of knowledge (TOML) and check their entries.

The tables stand in ``data/knowledge``; a user's own folder may hold any of them under the same
name, and then takes the place of ours. ``load`` reads a table and checks it by its shape
(``onrecord.knowledge.shapes``).
"""

from __future__ import annotations

import difflib
import os
import re
import reprlib
import stat
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.knowledge.shapes import SHAPES, Text

Folder = str | os.PathLike[str] | None

_WORDS = {
    str: "a text without blanks at its ends",
    re.Pattern: "a regular expression",
    bool: "true or false",
    date: "a date of a common year (2016-09-28)",
}
# What a pattern may not hold, for it is tried in one with others: names of groups and what goes
# back to a group.
_ALONE = re.compile(r"\\[1-9]|(?<!\\)\(\?(?:P[=<]|\()")


class KnowledgeError(OnRecordError):
    """What is wrong with a table of knowledge: it concerns every article alike."""


_HERE = Path(__file__).resolve()
_PACKED = _HERE.parents[1] / "knowledge_data"  # with the package, else with the repository
_OWN = str(_PACKED if _PACKED.is_dir() else _HERE.parents[3] / "data" / "knowledge")


def path_of(name: str, folder: Folder = None) -> Path:
    """Return the file of a table: the one in the user's folder if it is there, else ours.

    Raises KnowledgeError where the user's folder does not exist or neither has the table.
    """
    return Path(stamp(name, folder)[0])


def load(name: str, folder: Folder = None) -> dict[str, Any]:
    """Return a table of knowledge as a dictionary; treat it as read-only.

    Raises KnowledgeError (file, place, remedy) where the file is missing, no TOML or wrong.

    >>> load("events")["event"][0]["start"].year
    2014
    """
    return load_file(*stamp(name, folder))


def stamp(name: str, folder: Folder = None) -> tuple[str, int, int]:
    """Return path, time of change and size of a table: a key for what is made from it."""
    bases = [_OWN]
    if folder is not None:
        bases.insert(0, os.fspath(folder))
        _look_over(bases[0])
    for base in bases:
        path = os.path.join(base, f"{name}.toml")
        try:
            found = os.stat(path)
        except FileNotFoundError:
            if os.path.islink(path):
                raise KnowledgeError(path, None, "a link to nothing", "mend or delete it") from None
            continue
        except OSError as error:
            raise KnowledgeError(path, None, *_unreadable(error)) from None
        if not stat.S_ISREG(found.st_mode):
            raise KnowledgeError(path, None, "no file", "put the table there, or take it away")
        return path, found.st_mtime_ns, found.st_size
    raise KnowledgeError(path, None, "no such table of knowledge", "check its name")


def _look_over(folder: str) -> None:
    """Raise where a user's folder is none, or holds a table that would never be read."""
    try:
        found = os.stat(folder)
    except (OSError, ValueError):
        found = None
    if found is None or not stat.S_ISDIR(found.st_mode):
        raise KnowledgeError(folder, None, "no such knowledge folder", "check the path")
    for name in _strangers(folder, found.st_mtime_ns):
        near = difflib.get_close_matches(name[:-5].lower(), SHAPES, 1)
        meant = f"did you mean {near[0]}.toml?" if near else f"tables are {', '.join(SHAPES)}"
        raise KnowledgeError(os.path.join(folder, name), None, "is no table of ours", meant)


@lru_cache(maxsize=64)
def _strangers(folder: str, _mtime: int) -> list[str]:
    """Return the names in a folder that end as tables do and are none; hidden files are none."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise KnowledgeError(folder, None, *_unreadable(error)) from None
    tables = [n for n in names if n.lower().endswith(".toml") and not n.startswith(".")]
    return [name for name in tables if name[:-5] not in SHAPES or not name.endswith(".toml")]


@lru_cache(maxsize=64)
def load_file(path: str, _mtime: int, _size: int) -> dict[str, Any]:
    """Return one table, given by its stamp, as a dictionary: read and checked once a version."""
    place: str | None = None
    try:
        table = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
        repr(table)  # raises what a message that quotes it would raise
    except OSError as error:
        fault = _unreadable(error)
    except UnicodeDecodeError as error:
        place, fault = f"byte {error.start}", ("not UTF-8", "save the file as UTF-8")
    except RecursionError:
        fault = "not valid TOML: too many brackets within each other", "close them"
    except ValueError as error:  # tomllib's own, or a number of too many digits
        what, _, place = str(error).rstrip(")").partition(" (at ")
        fault = f"not valid TOML: {what}", "mend the line; texts stand in quotes"
    else:
        if not any(value for field, value in table.items() if field != "add_to_ours"):
            remedy = "add one; or delete the file, and ours counts"
            raise KnowledgeError(path, None, "holds no entries", remedy)
        check(table, SHAPES[Path(path).stem], path)
        return table
    raise KnowledgeError(path, place, *fault)


def _unreadable(error: OSError) -> tuple[str, str]:
    return f"cannot be read ({error.strerror})", "check its rights"


def check(value: Any, shape: Any, file: object, place: str = "") -> None:
    """Check a value, to its depth, by its shape as ``onrecord.knowledge.shapes`` describes it.

    Raises KnowledgeError naming ``file``, entry, field and remedy.

    >>> check([{"name": "Daily"}], [{"name!": str, "wire?": bool}], "outlets.toml", "[[outlet]]")
    """
    if isinstance(shape, dict):
        _check_table(value, shape, file, place)
    elif isinstance(shape, list) and isinstance(value, list):
        seen = set()
        for number, item in enumerate(value, 1):
            entry = _entry(item, shape[0], place, number)
            check(item, shape[0], file, entry)
            if isinstance(shape[0], dict):
                key = tuple(repr(item[field[:-1]]) for field in shape[0] if field[-1] == "!")
                if key and key in seen:
                    raise KnowledgeError(file, entry, "stands twice", "make one entry of the two")
                seen.add(key)
    elif shape is re.Pattern and isinstance(value, str):
        if compiled(value, file, place).match("") or not value.strip():
            raise KnowledgeError(file, place, "matches every line, or none", "add words to it")
        if found := _ALONE.search(value):
            what = f"names a group, or goes back to one: {found[0]}"
            raise KnowledgeError(file, place, what, "write (?:…), and the words out")
    elif fault := _fault(value, shape):
        raise KnowledgeError(file, place, fault, _remedy(shape, place))


def _check_table(table: Any, shape: dict[Any, Any], file: object, place: str) -> None:
    """Check the fields of a table: none unknown, none missing, each right, dates in order."""
    if not isinstance(table, dict):
        raise KnowledgeError(file, place, "not a table", _remedy(shape, place))
    if str in shape:
        for field, item in table.items():
            check(field, str, file, place)
            check(item, shape[str], file, f"{place}, {field}")
        return
    known = {field.rstrip("!?*"): field for field in shape}
    for field in table:
        if field not in known:
            raise KnowledgeError(file, place, f"unknown field {field}", _hint(field, known, file))
    for name, field in known.items():
        at = f"{place}, {name}" if place else _heading(name, shape[field])
        if name in table and (field[-1] in "?*" or table[name] not in ("", [], {})):
            check(table[name], shape[field], file, at)
        elif field[-1] != "?":
            what = f"{name if place else at} is {'empty' if name in table else 'missing'}"
            ours = f"copy it from our {os.path.basename(str(file))}"
            remedy = f"add {name} = {_in_words(shape[field])}" if place[:2] == "[[" else ours
            raise KnowledgeError(file, place, what, remedy)
    for first, last in (("from", "to"), ("start", "end")):
        if first in table and last in table and table[first] > table[last]:
            raise KnowledgeError(file, place, f"{last} is before {first}", "mend one of the two")


def compiled(pattern: str, file: object, place: str) -> re.Pattern[str]:
    """Return a pattern that can stand within another; raises KnowledgeError where it cannot."""
    try:
        found = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        what = f"not a regular expression: {error}"
        raise KnowledgeError(file, place, what, "mend it, or escape the sign") from None
    if found.flags != re.UNICODE:
        raise KnowledgeError(file, place, "has a flag for the whole", "write (?i:…) and the like")
    return found


def _heading(name: str, shape: Any) -> str:
    """Return how a part of a file is headed: [[actor]], [reading]; else its name."""
    if isinstance(shape, dict):
        return f"[{name}]"
    return f"[[{name}]]" if isinstance(shape, list) and isinstance(shape[0], dict) else name


def _entry(item: Any, shape: Any, place: str, number: int) -> str:
    """Return the place of an item: its number and name where it is an entry of several fields."""
    if not isinstance(shape, dict):
        return place
    name = item.get(next(iter(shape)).rstrip("!?*")) if isinstance(item, dict) else None
    return f"{place} {number} ({name})" if isinstance(name, str) else f"{place} {number}"


def _hint(field: str, known: Iterable[str], file: object) -> str:
    """Return what to write in place of an unknown field."""
    if field == "add_to_ours":
        able = [f"{name}.toml" for name, shape in SHAPES.items() if "add_to_ours?" in shape]
        return f"only {' and '.join(able)} know it: copy our {os.path.basename(str(file))} and add"
    near = difflib.get_close_matches(field, known, 1)
    return f"did you mean {near[0]}?" if near else f"fields are {', '.join(sorted(known))}"


def _remedy(shape: Any, place: str) -> str:
    """Return what to write in place of a value that has another shape."""
    if place[:1] == "[" and "," not in place:
        return f"write {place.split(' ')[0]} above {'each entry' if place[:2] == '[[' else 'it'}"
    return f"{'use' if isinstance(shape, set) else 'write'} {_in_words(shape)}"


def _fault(value: Any, shape: Any) -> str | None:
    """Return what is wrong with a value that is not of its shape."""
    if isinstance(shape, list):
        return "not a list"
    if isinstance(shape, set):
        right = type(value) in (str, int, float) and value in shape
    elif isinstance(shape, Text) or shape is str:
        form = shape.form if isinstance(shape, Text) else r"\S(?:.*\S)?"
        right = isinstance(value, str) and re.fullmatch(form, value, re.DOTALL) is not None
    elif isinstance(shape, tuple):
        kinds = (int,) if isinstance(shape[0], int) else (int, float)
        right = type(value) in kinds and shape[0] <= value <= shape[1]
    else:  # no time of day: it is a date to Python
        right = type(value) is shape and (shape is not date or 1000 <= value.year < 3000)
    known = "known" if isinstance(shape, set) else _in_words(shape)
    return None if right else f"{reprlib.repr(value)} is not {known}"


def _in_words(shape: Any) -> str:
    """Return a shape in plain words."""
    if isinstance(shape, list):
        return f"a list, each {_in_words(shape[0])}"
    if isinstance(shape, set):
        return f"one of {', '.join(map(str, sorted(shape)))}"
    if isinstance(shape, Text):
        return shape.words
    if isinstance(shape, tuple):
        whole = "whole " if isinstance(shape[0], int) else ""
        return f"a {whole}number from {shape[0]} to {shape[1]}"
    return "a table" if isinstance(shape, dict) else _WORDS[shape]
