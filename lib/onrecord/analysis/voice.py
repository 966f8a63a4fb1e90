"""Tell in whose voice words stand: the outlet's, a headline's, a quotation's a paraphrase's."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from onrecord import files
from onrecord.articles import page
from onrecord.corpus import attempt
from onrecord.errors import OnRecordError, complain_of
from onrecord.records import none_for_missing
from onrecord.text.quotes import quotations

VOICES = ("narration", "headline", "paraphrase", "island", "direct")
SPOKEN = ("direct", "island")  # the speaker's own words

VoiceAt = Callable[[int, int], tuple[str, str | None]]


def pages(source: Any, folder: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the text and the article record of each page.

    ``source`` is a path, several paths, or pairs of text and record, which pass through. A file
    that cannot be read is named on stderr and left out; raises OnRecordError where none can be.
    """
    given: list[Any] = [source] if isinstance(source, str | os.PathLike) else list(source)
    if not all(isinstance(one, str | os.PathLike) for one in given):
        yield from given
        return
    inputs, errors = files.gather(given)
    read = 0
    for name, path in inputs:
        page = attempt(path, _page, path, name, folder)
        if isinstance(page, OnRecordError):
            errors.append(page)
        else:
            yield page
            read += 1
    complain_of(errors, read)


def _page(path: Path, name: str, folder: str | None) -> tuple[str, dict[str, Any]]:
    """Return the text of a page and its article."""
    raw = files.read(path)
    return raw, page.parse(raw, name, folder)


def by_article(statements: Any) -> dict[str, list[dict[str, Any]]]:
    """Return statement records by article; ``statements`` is a frame, a list of records, or None.

    Missing values of pandas become None.
    """
    if statements is None:
        return {}
    rows = statements.to_dict("records") if hasattr(statements, "to_dict") else statements
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        clean = {key: none_for_missing(value) for key, value in row.items()}
        found.setdefault(clean["article"], []).append(clean)
    return found


def voices(
    raw: str, article: Mapping[str, Any], statements: Iterable[Mapping[str, Any]]
) -> VoiceAt:
    """Return a function from a span of the file to its voice and the statement whose words it is.

    In the headline the voice is headline; within the content of a statement it is direct (form
    direct), island (form mixed, within quotation marks) or paraphrase; elsewhere narration.
    Quoted words stay the quoted speaker's, even where they tell what someone else says. The
    statement is the innermost one of that voice, None in narration.
    """
    headline = article.get("headline_span")
    pieces = sorted(
        (start, stop, str(statement.get("form")), statement.get("statement_id"))
        for statement in statements
        for start, stop in statement.get("content_spans") or ()
    )
    starts = [piece[0] for piece in pieces]
    longest = max((stop - start for start, stop, *_ in pieces), default=0)
    quoted = _quoted(raw, article) if any(form == "mixed" for *_, form, _ in pieces) else []
    opened = [start for start, _ in quoted]

    def voice_at(start: int, stop: int) -> tuple[str, str | None]:
        near = pieces[bisect_left(starts, stop - longest) : bisect_right(starts, start)]
        around = [piece for piece in reversed(near) if stop <= piece[1]]
        around.sort(key=lambda piece: piece[1] - piece[0])
        k = bisect_right(opened, start) - 1
        inside = k >= 0 and stop <= quoted[k][1]
        how, whose = "narration", None
        for _, _, form, statement in around:
            if form == "direct":
                how, whose = "direct", statement
                break
            if form == "mixed" and inside and how != "island":
                how, whose = "island", statement
            elif how == "narration":
                how, whose = "paraphrase", statement
        if headline and headline[0] <= start and stop <= headline[1]:
            how = "headline"
        return how, whose

    return voice_at


def voice(
    raw: str,
    start: int,
    stop: int,
    article: Mapping[str, Any],
    statements: Iterable[Mapping[str, Any]],
) -> str:
    """Return the voice of one span: narration, headline, paraphrase, island or direct.

    For many spans of one article, ask ``voices`` once.
    """
    return voices(raw, article, statements)(start, stop)[0]


def _quoted(raw: str, article: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Return the spans within quotation marks in headline and body, in text order."""
    spans = list(article.get("body_spans") or chain(*(article.get("paragraphs") or ())))
    if article.get("headline_span"):
        spans.append(article["headline_span"])
    found = (quotation for start, stop in spans for quotation in quotations(raw, start, stop))
    return sorted((quotation.inner_start, quotation.inner_stop) for quotation in found)
