"""What is taken from a file: the text of an article, and what the file says of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Given:
    """What a table, or the file itself, says of an article; None where it says nothing.

    ``outlet_basis`` and ``date_basis`` say where that stands.
    """

    outlet: str | None = None
    date: str | None = None  # YYYY-MM-DD
    title: str | None = None
    url: str | None = None
    author: str | None = None
    outlet_basis: str = "metadata"
    date_basis: str = "metadata"
    more: tuple[tuple[str, str | None], ...] = ()  # the other columns

    @property
    def others(self) -> dict[str, str | None]:
        """What has no column of its own in our tables."""
        return dict(self.more) | ({"author": self.author} if self.author else {})

    def over(self, other: Given | None) -> Given:
        """Return what this says and, where it says nothing, what the other does."""
        if other is None:
            return self
        outlet = self if self.outlet else other
        day = self if self.date else other
        more = dict(other.more) | dict(self.more)
        return Given(
            outlet.outlet, day.date, self.title or other.title, self.url or other.url,
            self.author or other.author, outlet.outlet_basis, day.date_basis, tuple(more.items()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """One article as it was taken from a file; all spans are offsets into its text.

    ``name`` is that of the file or, of several in one, that and a number: ``file#03``.
    """

    name: str
    text: str
    given: Given | None = None


def host_of(url: str | None) -> str:
    """Return the host of an address of the web, or ""."""
    try:
        parts = urlsplit(url or "")
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
