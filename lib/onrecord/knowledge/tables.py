"""Load the tables of knowledge (TOML) and check their entries.

The tables stand in ``data/knowledge``; a user's own folder may hold any of them under the same
name, and then takes the place of ours. The shapes of all are in ``shapes.toml``.
"""

import difflib
import os
import re
import reprlib
import stat
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.errors import OnRecordError

Folder = str | os.PathLike[str] | None
Toml = dict[str, Any]
Patterns = dict[str, re.Pattern[str]]  # by name
Stamp = tuple[str, int, int]  # path, time of change and size of a file


class KnowledgeError(OnRecordError):
    """What is wrong with a table of knowledge: it concerns every article alike."""


_HERE = Path(__file__).resolve()
_PACKED = _HERE.parents[1] / "knowledge_data"  # with the package, else with the repository
_DATA = _HERE.parents[3] / "data"
_OWN = str(_PACKED if _PACKED.is_dir() else _DATA / "knowledge")
_WEIGHTS = str(_PACKED if _PACKED.is_dir() else _DATA / "weights")
WEIGHTS = ("sentiment", "tagger")


class Table(NamedTuple):
    """A table as it was read and checked: its file, and what it holds (treat it as read-only)."""

    file: str
    holds: Toml

    def entries(self, name: str) -> list[Toml]:
        """Return the entries of a name, none where the table has no such part."""
        return self.holds.get(name, [])

    def words(self, part: str) -> dict[str, frozenset[str]]:
        """Return the words of each text of a part."""
        return {name: frozenset(text.split()) for name, text in self.holds[part].items()}


_SHAPES = tomllib.loads(_HERE.with_name("shapes.toml").read_text("utf-8"))
_FORMS = _SHAPES.pop("forms")
_SIGNS = "!?*+"  # that may close a key there


def _shape(part: Any) -> Any:
    """Return a part of ``shapes.toml`` without its short forms: a key, sign and all, a field."""
    if isinstance(part, str):
        return _shape(_FORMS[part]) if part in _FORMS else part
    if isinstance(part, list):
        return [_shape(part[0])] if len(part) == 1 else tuple(part)
    return {
        field + re.sub(r"[\w\s.]", "", key): _shape(shape)
        for key, shape in part.items()
        for field in re.findall(r"[\w.]+", key)
    }


SHAPES: dict[str, Toml] = _shape(_SHAPES)
STUDY = SHAPES.pop("study")  # no table of knowledge
ADDED = {"actors": "actor", "countries": "country", "outlets": "outlet"}  # to ours, if asked
PROPOSITIONS = SHAPES["propositions"]["proposition?"]
OPERATORS = SHAPES["stance_words"]["operator"][0]["name!"]
NAME, PATTERN = _shape("name"), _shape("pattern")


def shipped(name: str) -> Path:
    """Return where something lies that comes with the program: notebooks, or a table of gold."""
    places = (_HERE.parents[1], _DATA, _DATA.parent)
    return next((place / name for place in places if (place / name).exists()), _DATA / name)


def look_over(folder: str | os.PathLike[str]) -> None:
    """Raise KnowledgeError where a folder is none, or holds a table that would never be read."""
    if not os.path.isdir(folder):
        raise KnowledgeError(folder, None, "no such knowledge folder", "check the path")
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        raise _unreadable(folder, error) from None
    for name in names:
        base, suffix = os.path.splitext(name)
        if suffix.lower() == ".toml" and (base not in SHAPES or suffix != ".toml"):
            near = difflib.get_close_matches(base.lower(), SHAPES, 1)
            meant = f"did you mean {near[0]}.toml?" if near else f"tables are {', '.join(SHAPES)}"
            raise KnowledgeError(os.path.join(folder, name), None, "is no table of ours", meant)


def stamp(name: str, folder: Folder = None) -> Stamp:
    """Return the stamp of a table: the user's if it is there, else ours; KnowledgeError if none."""
    ours, suffix = (_WEIGHTS, "npz") if name in WEIGHTS else (_OWN, "toml")
    for base in (ours,) if folder is None else (folder, ours):
        path = os.path.join(base, f"{name}.{suffix}")
        try:
            found = os.stat(path)
        except FileNotFoundError:
            if os.path.islink(path):
                raise KnowledgeError(path, None, "a link to nothing", "mend or delete it") from None
        except OSError as error:
            raise _unreadable(path, error) from None
        else:
            if not stat.S_ISREG(found.st_mode):
                raise KnowledgeError(path, None, "no file", "put the table there, or take it away")
            return path, found.st_mtime_ns, found.st_size
    raise KnowledgeError(path, None, "no such table of knowledge", "check its name")


def stamp_of(path: str | os.PathLike[str]) -> Stamp:
    """Return the stamp of a file that stands for a table under any name."""
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return os.fspath(path), found.st_mtime_ns, found.st_size


def _unreadable(path: object, error: Exception) -> KnowledgeError:
    reason = getattr(error, "strerror", error)
    return KnowledgeError(path, None, f"cannot be read ({reason})", "check its rights")


@lru_cache(maxsize=64)
def load(stamp: Stamp, name: str) -> Table:
    """Return a table, read and checked once a version; raises KnowledgeError where it is wrong."""
    path = stamp[0]
    table = _read(path)
    empty = table.pop("empty", False) is True
    holds = any(value for field, value in table.items() if field != "add_to_ours")
    if empty and holds:
        raise KnowledgeError(
            path, "empty", "says that it is empty, and is not", "take that line out"
        )
    if not holds and not empty:
        remedy = "add one; or write `empty = true`; or delete the file, and ours counts"
        raise KnowledgeError(path, None, "holds no entries", remedy)
    shape = SHAPES[name]
    if table.get("add_to_ours"):  # then nothing else of it would be read
        parts = ("add_to_ours", ADDED.get(name))
        shape = {key: part for key, part in shape.items() if key.rstrip(_SIGNS) in parts} or shape
    if holds:
        check(table, shape, path)
    return Table(path, table)


def filled_in(own: Toml, ours: Toml, shape: Toml) -> Toml:
    """Return what a table or a part of it holds, ours in place of what it may leave to ours."""
    whole = dict(own)
    for field, part in shape.items():
        name = field.rstrip(_SIGNS)
        if isinstance(part, dict) and name in own:
            whole[name] = filled_in(own[name], ours.get(name, {}), part)
        elif field[-1] == "+":
            whole.setdefault(name, ours[name])
    return whole


def _read(path: str) -> Toml:
    try:
        table = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
        repr(table)  # raises what a message that quotes it would raise
    except OSError as error:
        raise _unreadable(path, error) from None
    except UnicodeDecodeError as error:
        place, what, remedy = f"byte {error.start}", "not UTF-8", "save the file as UTF-8"
    except RecursionError:
        what = "not valid TOML: too many brackets within each other"
        place, remedy = "", "close them"
    except ValueError as error:  # tomllib's own, or a number of too many digits
        what, _, place = str(error).rstrip(")").partition(" (at ")
        what, remedy = f"not valid TOML: {what}", "mend the line; texts stand in quotes"
    else:
        return table
    raise KnowledgeError(path, place, what, remedy)


def check(value: Any, shape: Any, file: object, place: str = "") -> None:
    """Check a value, to its depth, by its shape; raises KnowledgeError naming entry and field."""
    right, words = told(shape, value)
    if not right:
        raise KnowledgeError(file, place, *_wrong(value, words, place))
    match shape:
        case {"...": each}:
            for field, item in value.items():
                check(field, NAME, file, place)
                check(item, each, file, f"{place}, {field}")
        case dict():
            _check_fields(value, shape, file, place)
        case [dict(entry)]:
            _check_entries(value, entry, file, place)
        case [each]:
            for item in value:
                check(item, each, file, place)
        case _ if shape == PATTERN:
            _check_pattern(value, file, place)


def _wrong(value: Any, words: str, place: str) -> tuple[str, str]:
    """Return what is wrong with a value that is not what the words say, and the remedy."""
    what, remedy = f"{reprlib.repr(value)} is not {words}", f"write {words}"
    if words.startswith(("a list", "a table")):
        what = f"not {words.split(',')[0]}"
    elif words.startswith("one of"):
        what, remedy = f"{reprlib.repr(value)} is not known", f"use {words}"
    if place[:1] == "[" and "," not in place:
        entry = "each entry" if place[:2] == "[[" else "it"
        remedy = f"write {place.split(' ')[0]} above {entry}"
    return what, remedy


def told(shape: Any, value: Any = None) -> tuple[bool, str]:
    """Tell whether a value is of a shape, apart from what it holds; return the shape in words."""
    match shape:
        case str(words), str(form):
            return isinstance(value, str) and bool(re.fullmatch(form, value, re.DOTALL)), words
        case int(low), high:
            right = type(value) is int and low <= value <= high
            return right, f"a whole number from {low} to {high}"
        case low, high:
            right = type(value) in (int, float) and low <= value <= high
            return right, f"a number from {low} to {high}"
        case tuple():
            right = type(value) in (str, int, float) and value in shape
            return right, f"one of {', '.join(map(str, sorted(shape)))}"
        case list():
            return isinstance(value, list), f"a list, each {told(shape[0])[1]}"
        case "bool":
            return isinstance(value, bool), "true or false"
        case "date":
            right = type(value) is date and 1000 <= value.year < 3000  # no time of day
            return right, "a date of a common year (2016-09-28)"
    return isinstance(value, dict), "a table"


def patterns(lists: Mapping[str, Iterable[str]]) -> Patterns:
    """Return each list of patterns as one, which finds any of them as whole words."""
    return {name: re.compile(rf"\b(?:{'|'.join(each)})\b") for name, each in lists.items()}


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


def _check_pattern(pattern: str, file: object, place: str) -> None:
    """Check a pattern that is tried in one with others: it can name no group, nor go back to it."""
    if compiled(pattern, file, place).match("") or not pattern.strip():
        raise KnowledgeError(file, place, "matches every line, or none", "add words to it")
    if found := re.search(r"\\[1-9]|(?<!\\)\(\?(?:P[=<]|\()", pattern):
        what = f"names a group, or goes back to one: {found[0]}"
        raise KnowledgeError(file, place, what, "write (?:…), and the words out")


def _check_entries(entries: list[Any], shape: Toml, file: object, place: str) -> None:
    """Check the entries of a list: each right, and no two with the same marks."""
    title = next(iter(shape)).rstrip(_SIGNS)
    marks = [name[:-1] for name in shape if name[-1] == "!"]
    seen = set()
    for number, item in enumerate(entries, 1):
        name = item.get(title) if isinstance(item, dict) else None
        entry = f"{place} {number} ({name})" if isinstance(name, str) else f"{place} {number}"
        check(item, shape, file, entry)
        key = tuple(repr(item[mark]) for mark in marks)
        if key and key in seen:
            raise KnowledgeError(file, entry, "stands twice", "make one entry of the two")
        seen.add(key)


def _check_fields(table: Toml, shape: dict[str, Any], file: object, place: str) -> None:
    """Check the fields of a table: none unknown, none missing, each right, dates in order."""
    ours = f"our {os.path.basename(str(file))}"
    known = {field.rstrip(_SIGNS): field for field in shape}
    for field in table:
        if field not in known:
            raise KnowledgeError(file, place, f"unknown field {field}", _hint(field, known, ours))
    for name, field in known.items():
        part = shape[field]
        at = f"{place}, {name}" if place else _heading(name, part)
        if name in table and (field[-1] in "?*" or table[name] not in ("", [], {})):
            check(table[name], part, file, at)
        elif name in table or field[-1] not in "?+":
            what = f"{name if place else at} is {'empty' if name in table else 'missing'}"
            add = f"add {name} = {told(part)[1]}" if place[:2] == "[[" else f"copy it from {ours}"
            raise KnowledgeError(file, place, what, add)
    for first, last in (("from", "to"), ("start", "end")):
        if first in table and last in table and table[first] > table[last]:
            raise KnowledgeError(file, place, f"{last} is before {first}", "mend one of the two")


def _heading(name: str, shape: Any) -> str:
    """Return how a part of a file is headed: [[actor]], [reading]; else its name."""
    if isinstance(shape, dict):
        return f"[{name}]"
    return f"[[{name}]]" if isinstance(shape, list) and isinstance(shape[0], dict) else name


def _hint(field: str, known: Iterable[str], ours: str) -> str:
    if field == "add_to_ours":
        able = [f"{name}.toml" for name, shape in SHAPES.items() if "add_to_ours?" in shape]
        return f"only {' and '.join(able)} know it: copy {ours} and add"
    near = difflib.get_close_matches(field, known, 1)
    return f"did you mean {near[0]}?" if near else f"fields are {', '.join(sorted(known))}"
