"""What a table beside the pages says of them: outlet, date, title and address of each."""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from onrecord import files
from onrecord.errors import LeftOut, OnRecordError
from onrecord.intake.taken import Given
from onrecord.records import Article, Statement

COLUMNS = ("file", "outlet", "date", "title", "url")
_TAKEN = {field.name for kind in (Article, Statement) for field in fields(kind)} - {
    *COLUMNS,
    "language",
}
_WORD = re.compile(r"\w+")
SAME = 0.5  # share of the words of a title from which the page's own headline is that title


class Metadata:
    """A CSV with a line for each page, by its name in the column ``file``.

    The other columns are outlet, date (YYYY-MM-DD), title and url; each may be missing or empty.
    More are carried to the frames of articles and statements. Raises OnRecordError (file, line,
    remedy) for no ``file`` or one named twice, a column named as ours, and a date that is none.
    """

    def __init__(self, path: files.Place) -> None:
        self.path, self.lines = path, dict[str, Given]()
        text = io.StringIO(files.read(path).removeprefix("\ufeff"), newline="")
        table = csv.reader(text, strict=True)
        try:
            names = [name.strip().lower() for name in next(table, [])]
            if "file" not in names:
                remedy = f"let the first line name the columns: {', '.join(COLUMNS)}"
                raise OnRecordError(path, "line 1", "no column is named file", remedy)
            if taken := [n for n in names if n in _TAKEN or (n and names.count(n) > 1)]:
                place, what = f"column {taken[0]}", "the name of a column of ours, or of two"
                raise OnRecordError(path, place, what, "give the column another name")
            for cells in filter(any, table):
                row = dict(zip(names, map(str.strip, cells), strict=False))
                self._add(row, f"line {table.line_num}")
        except csv.Error as error:
            place, what = f"line {table.line_num}", f"no CSV ({error})"
            raise OnRecordError(path, place, what, "save it as CSV again") from None

    def _add(self, row: dict[str, str], place: str) -> None:
        name, day = row.get("file", ""), row.get("date", "")
        if not name or name in self.lines:
            what = f"{name} has a line before" if name else "the column file is empty"
            raise OnRecordError(self.path, place, what, "give each file one line")
        try:
            day = datetime.fromisoformat(day).date().isoformat() if day else ""
            if day and not "1500" < day < "2500":
                raise ValueError
        except ValueError:
            what, remedy = f"{day!r} is no date", "write it as 2016-02-29, or leave it empty"
            raise OnRecordError(self.path, place, what, remedy) from None
        outlet, title, url = (row.get(column) or None for column in ("outlet", "title", "url"))
        more = tuple((each, row[each] or None) for each in row if each and each not in COLUMNS)
        basis = f"metadata: {os.path.basename(self.path)}, {place}"
        self.lines[name] = Given(outlet, day or None, title, url, outlet_basis=basis, more=more)

    def of(self, names: Sequence[str]) -> tuple[dict[str, Given], LeftOut | None]:
        """Return what is given of the pages of some names, and a word on what does not fit.

        A line is for the page of that name, or of that file name where it is one page's alone.
        """
        files_of = {name: name.rpartition("/")[2] for name in names}
        alone = Counter(files_of.values())
        moved = {n: f for n, f in files_of.items() if n not in self.lines and alone[f] == 1}
        keys = {name: moved.get(name, name) for name in names}
        given = {name: self.lines[key] for name, key in keys.items() if key in self.lines}
        without, unused = [n for n in names if n not in given], self.lines.keys() - keys.values()
        if not without:
            return given, None
        whats = [f"has no line for {len(without):,} of the files ({_some(without)})"]
        whats += [f"its lines for {_some(sorted(unused))} fit none"] if unused else []
        remedy = "name each in the column file as it is read"
        return given, LeftOut(self.path, None, ", and ".join(whats), remedy)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def overridden(article: Article, given: Given) -> Article:
    """Return an article as it is given: outlet, date, headline and address, with their basis.

    A title that is not on the page as its headline makes the line which was taken for one the
    first paragraph.
    """
    if given.outlet:
        article = replace(article, outlet=given.outlet, outlet_basis=given.outlet_basis)
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
