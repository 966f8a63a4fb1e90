"""Read a corpus: files and folders to records, one bad file costing no other its result."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from onrecord import files
from onrecord.articles import page
from onrecord.errors import OnRecordError
from onrecord.extraction import extract
from onrecord.knowledge.tables import KnowledgeError

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
Record = dict[str, Any]
Result = TypeVar("Result")
_HERE = Path(__file__).parent


def read(
    paths: Paths, what: str, knowledge: str | None = None
) -> tuple[list[Record], list[OnRecordError]]:
    """Return the records of a corpus and the errors met on the way.

    ``what`` is "articles" or "statements". Nothing is raised for a bad file.
    """
    records: list[Record] = []
    errors: list[OnRecordError] = []
    for _, result in each(paths, what, knowledge):
        if isinstance(result, OnRecordError):
            errors.append(result)
        else:
            records += result
    return records, errors


def each(
    paths: Paths, what: str, knowledge: str | None = None
) -> Iterator[tuple[str, list[Record] | OnRecordError]]:
    """Yield (name, records or error) for each file of a corpus, in order."""
    inputs, errors = files.gather(paths)
    for error in errors:
        yield error.file, error
    for name, path in inputs:
        try:
            yield name, attempt(path, one, path, name, what, knowledge)
        except KnowledgeError as error:  # the same for every file
            yield error.file, error
            return


def attempt(file: object, act: Callable[..., Result], *given: Any) -> Result | OnRecordError:
    """Return what ``act`` gives for one file, or why it fails: a fault of ours is an error too.

    Raises KnowledgeError, which is not the file's.
    """
    try:
        return act(*given)
    except KnowledgeError:
        raise
    except OnRecordError as error:
        return error
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_HERE)]
        frame = (ours or frames)[-1]
        what = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
        remedy = "this is a fault of the program: report it, with the file"
        return OnRecordError(file, None, f"cannot be worked through ({what})", remedy)


def one(path: Path, name: str, what: str, knowledge: str | None = None) -> list[Record]:
    """Return the records of one file: its article, or its statements."""
    raw = files.read(path)
    article = page.parse(raw, name, knowledge)
    if what == "articles":
        return [article]
    return extract.extract(raw, article, knowledge)
