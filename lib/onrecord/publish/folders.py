"""Folders that we fill: what in them is ours, and how it is made anew without touching the rest."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.errors import OnRecordError, reason
from onrecord.files import Place, write

MARKER = ".onrecord"  # the file in a folder of ours that lists what we put there


def claim(folder: Place) -> set[str]:
    """Make a new or empty folder ours by a marker; return the names of what we put there before.

    Raises OnRecordError for a folder that holds files and no marker of ours.
    """
    folder, marker = Path(folder), Path(folder, MARKER)
    try:
        if marker.is_file():
            names = json.loads(marker.read_text("utf-8"))["files"]
            if any(os.path.isabs(n) or "\0" in n or ".." in Path(n).parts for n in names):
                raise ValueError
            return set(names)
        if folder.exists() and any(folder.iterdir()):
            remedy = "name a new folder; if we made it, remove it first"
            raise OnRecordError(folder, None, "holds other files", remedy)
        _mark(folder, ())
    except (ValueError, KeyError, TypeError):
        raise OnRecordError(marker, None, "is no marker of ours", "name a new folder") from None
    except OSError as error:
        what = f"cannot be a folder of ours ({reason(error)})"
        raise OnRecordError(folder, None, what, "name another folder") from None
    return set()


def _mark(folder: Path, names: Iterable[str]) -> None:
    says = "On the Record made the files listed here, and replaces them when they are made again."
    write(folder / MARKER, json.dumps({"says": says, "files": sorted(names)}, indent=1) + "\n")


@contextmanager
def renewed(folder: Place) -> Iterator[Path]:
    """Give an empty folder to fill; then its files take the place of those put here before.

    Where filling it fails, everything stays as it was. Files in ``folder`` that an earlier renewal
    did not put there are neither replaced nor deleted: raises OnRecordError where one is in the
    way, and as ``claim``.
    """
    folder = Path(folder)
    claim(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as scratch:
        fresh = Path(scratch)
        yield fresh
        made = [path for path in fresh.rglob("*") if path.is_file() and not path.is_symlink()]
        names, before = {path.relative_to(fresh).as_posix() for path in made}, claim(folder)
        for name in before | names:
            place = folder / name
            if place.is_dir() or (name not in before and os.path.lexists(place)):
                remedy = "move it, or name another"
                raise OnRecordError(place, None, "is not a file of ours", remedy)
            if not place.parent.resolve().is_relative_to(folder.resolve()):
                raise OnRecordError(place, None, "lies behind a link", "remove the link")
        _mark(folder, before | names)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).replace(folder / name)
    for name in before - names:
        with suppress(OSError):  # gone already, or its folder holds something of the user's
            (folder / name).unlink()
            for parent in Path(name).parents[:-1]:
                (folder / parent).rmdir()
    _mark(folder, names)
