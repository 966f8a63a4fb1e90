"""What is taken from a file: the text of an article, and what the file says of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import BinaryIO
from urllib.parse import urlsplit

from onrecord import files
from onrecord.errors import OnRecordError, lacking

LARGEST = 2**29  # bytes that a file may unpack to


@dataclass(frozen=True, slots=True)
class Given:
    """What a table, or the file itself, says of an article; None where it says nothing.

    ``outlet_basis`` and ``date_basis`` say where that stands.
    """

    outlet: str | None = None
    date: str | None = None  # YYYY-MM-DD
    title: str | None = None
    url: str | None = None
    outlet_basis: str = "metadata"
    date_basis: str = "metadata"
    more: tuple[tuple[str, str], ...] = ()  # what has no column of its own in our tables

    def over(self, other: Given) -> Given:
        """Return what this says and, where it says nothing, what the other does."""
        outlet, day = self if self.outlet else other, self if self.date else other
        title, url, more = self.title or other.title, self.url or other.url, dict(other.more)
        basis, more = (outlet.outlet_basis, day.date_basis), more | dict(self.more)
        return Given(outlet.outlet, day.date, title, url, *basis, tuple(more.items()))


NOTHING = Given()
GIVEN = [field.name for field in fields(Given)]


@dataclass(frozen=True, slots=True)
class Taken:
    """One article as it was taken from a file; all spans are offsets into its text.

    ``name`` is that of the file or, of several in one, that and a number: ``file#03``.
    """

    name: str
    text: str
    given: Given = NOTHING


Each = Taken | OnRecordError  # an article in a file, or what is to be said of it
Found = list[Each]


@contextmanager
def unpacked(path: files.Place, package: str, extra: str, remedy: str) -> Iterator[None]:
    """Raise OnRecordError for all that a library raises on a file, and where it is not there."""
    try:
        yield
    except ModuleNotFoundError:
        raise lacking(path, package, extra) from None
    except Exception as error:  # of a broken file these libraries raise errors of all kinds
        kind, why = files.suffix(path), f"{type(error).__name__}: {str(error)[:100]}"
        raise OnRecordError(path, None, f"cannot be read as {kind} ({why})", remedy) from None


def bear(size: int) -> None:
    """Raise ValueError for what unpacks to too much."""
    if size > LARGEST:
        raise ValueError(f"unpacks to more than {LARGEST:,} bytes")


def archive(data: BinaryIO) -> BinaryIO:
    """Return a zip archive to be read; raise ValueError where it unpacks to too much."""
    with zipfile.ZipFile(data) as parts:
        bear(sum(part.file_size for part in parts.infolist()))
    return data


def host_of(url: str | None) -> str:
    """Return the host of an address of the web, or ""."""
    try:
        parts = urlsplit(url or "")
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
