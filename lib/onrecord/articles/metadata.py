"""What a table beside the pages says of them: outlet, date, title and address of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import fields, replace
from functools import cached_property
from os.path import abspath, dirname, normpath, relpath
from pathlib import Path
from urllib.parse import urlsplit

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError, some
from onrecord.intake import tables
from onrecord.intake.taken import NOTHING, Given, Taken, host_of
from onrecord.knowledge.outlets import Outlets
from onrecord.records import Article, Statement

KEYS = ("file", "path", "url", "id")  # the columns by which a line is for an article
COLUMNS = ("outlet", "date", "title", "author", "url", "language")
OURS = {field.name for kind in (Article, Statement) for field in fields(kind)} - {*KEYS, *COLUMNS}
_WORD = re.compile(r"\w+")
SAME = 0.5  # share of the words of a title from which the page's own headline is that title


class Metadata:
    """A table with a line for each article, by its file, path, url or id: the first that is there.

    The other columns are outlet, date, title, author and url, by these names or others of
    ``intake/columns.toml``; each may be missing or empty. More are carried to the frames of
    articles and statements. ``names`` are those of the files that are read. Raises OnRecordError
    (file, line, remedy) for a table without such a key, a key that is empty or stands twice, a
    column named as ours or as another, and a date that is none or may be two.
    """

    def __init__(self, path: files.Place, names: Sequence[str] = ()) -> None:
        self.path, self.lines = path, dict[str, Given]()
        self._used, self.without = set[str](), list[str]()  # the articles without a line
        self._alone = Counter(name.rpartition("/")[2] for name in names)
        names, rows = tables.read(path)
        of = tables.matched(names, {"text": ""})
        keys = {"file": "file", "path": "path"} | of
        self.by = next((role for role in KEYS if keys.get(role) in names), "")
        if not self.by:
            what = f"no column is named {', '.join(KEYS)}"
            remedy = f"let the first line name the columns: file, {', '.join(COLUMNS)}"
            raise OnRecordError(path, "line 1", what, remedy)
        others = OURS - {*of.values()}
        if taken := [name for name in names if name in others or (name and names.count(name) > 1)]:
            place, what = f"column {taken[0]}", "the name of a column of ours, or of two"
            raise OnRecordError(path, place, what, "give the column another name")
        for row in rows():
            self._add(row, keys[self.by], of)

    def _add(self, row: tables.Row, column: str, of: Mapping[str, str]) -> None:
        key, day = row.cells.get(column, ""), row.cells.get(of.get("date", ""))
        name = _address(key) if self.by == "url" else normpath(key) if self.by == "path" else key
        if not key or name in self.lines:
            what = f"{key} has a line before" if key else f"the column {column} is empty"
            raise OnRecordError(self.path, row.place, what, "give each file one line")
        given = tables.given(row, of, self.path)
        if day and not given.date:
            what, remedy = f"{day!r} is no date", "write it as 2016-02-29, or leave it empty"
            raise OnRecordError(self.path, row.place, what, remedy)
        more = tuple((name, cell) for name, cell in given.more if name != column)
        self.lines[name] = replace(given, more=more)

    def find(self, taken: Taken, name: str, path: files.Place) -> Given:
        """Return what the table says of an article, by its name or its file's, path, url or id.

        The file alone is enough where no other that is read is named so in another folder.
        """
        for key in filter(self.lines.__contains__, self._keys(taken, name, path)):
            self._used.add(key)
            return self.lines[key]
        self.without.append(taken.name)
        return NOTHING

    def _keys(self, taken: Taken, name: str, path: files.Place) -> list[str]:
        bare, file = taken.name.rpartition("/")[2], name.rpartition("/")[2]
        return {
            "file": [taken.name, name, *([bare, file] if self._alone[file] < 2 else [])],
            "path": [normpath(path), abspath(path), relpath(path, dirname(self.path) or ".")],
            "url": [_address(taken.given.url or "")],
            "id": [taken.name.removeprefix(f"{name}#"), Path(file).stem],
        }[self.by]

    def part(self, wanted: Iterable[tuple[Taken, str, files.Place]]) -> Metadata:
        """Return a table with those lines alone that may be of some articles, or of their files.

        It is the whole table where lines are known by the url, which a page tells when it is read.
        """
        made, wanted = copy(self), list(wanted)
        keys = {key for each in wanted for key in self._keys(*each)}
        keys.update(*(self._numbered[key] for key in keys & self._numbered.keys()))
        if self.by != "url":
            made.lines = {key: line for key in keys if (line := self.lines.get(key))}
        made._used, made.without, made._numbered = set(), [], {}
        alone = {name.rpartition("/")[2] for taken, name, _ in wanted}
        made._alone = Counter({name: self._alone[name] for name in alone})
        return made

    @cached_property
    def _numbered(self) -> dict[str, list[str]]:
        """The keys of lines for one of several articles in a file, by the file."""
        found = defaultdict[str, list[str]](list)
        for key in self.lines:
            if "#" in key:
                found[key.rpartition("#")[0]].append(key)
        return dict(found)

    def left_out(self) -> LeftOut | None:
        """Return a word on what did not fit, or None where every article had a line."""
        if not self.without:
            return None
        unused = sorted(self.lines.keys() - self._used)
        whats = [f"has no line for {len(self.without):,} of the files ({some(self.without)})"]
        whats += [f"its lines for {some(unused)} fit none"] if unused else []
        remedy = f"name each in the column {self.by} as it is read"
        return LeftOut(self.path, None, ", and ".join(whats), remedy)


def _address(url: str) -> str:
    """Return an address without what two of one page may differ in."""
    with suppress(ValueError):
        parts = urlsplit(url.strip())
        host, at = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
        asked = [each for each in parts.query.split("&") if each and not each.startswith("utm_")]
        return f"{host}{at}?{'&'.join(asked)}".rstrip("?")
    return url


def overridden(article: Article, given: Given, outlets: Outlets) -> Article:
    """Return an article as it is given: outlet, date, headline and address, with their basis.

    An outlet is called as our table calls it. A title that is not on the page as its headline makes
    the line which was taken for one the first paragraph.
    """
    outlet, basis = given.outlet, given.outlet_basis
    if outlet and basis.startswith("page"):  # a user's own word stands
        outlet = outlets.names.get(outlet.removeprefix("The "), outlet)
    elif not (outlet or article.outlet):
        host = host_of(given.url)
        outlet, basis = outlets.at(host), f"its address is at {host}"
    if outlet:
        article = replace(article, outlet=outlet, outlet_basis=basis)
    if given.date:
        article = replace(article, date_earliest=given.date, date_latest=given.date)
        article = replace(article, date_basis=given.date_basis, date_evidence=())
    if given.title:
        article = replace(_headed(article, given.title), headline=given.title)
    language = (dict(given.more).get("language") or "").lower()
    if re.fullmatch(r"[a-z]{2}(?:[-_]\w+)?", language):
        article = replace(article, language=language[:2])
    return replace(article, url=given.url)


def _headed(article: Article, title: str) -> Article:
    """Return an article whose headline on the page, if that is not the title, is of its body."""
    words, own = (set(_WORD.findall((text or "").lower())) for text in (title, article.headline))
    if article.headline_span is None or len(words & own) >= SAME * len(words):
        return article
    first = (article.headline_span,)
    paragraphs, spans = (first, *article.paragraphs), (*first, *article.body_spans)
    return replace(article, headline_span=None, paragraphs=paragraphs, body_spans=spans)
