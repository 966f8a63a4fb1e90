"""Statements: who said what, in which words, through whom, and where in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord import files, records
from onrecord.articles import page
from onrecord.extraction import proposals, resolve
from onrecord.knowledge import cues
from onrecord.knowledge.grammar import MARKS
from onrecord.names import mentions
from onrecord.text.quotes import Quotation
from onrecord.text.tokens import QUOTE, Paragraph, paragraph

COLUMNS = tuple(records.STATEMENT)
JOIN = " … "
WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
Span = list[int]


def extract(
    raw: str, article: dict[str, Any], knowledge_folder: str | None = None
) -> list[dict[str, Any]]:
    """Return the statements of one article as records, in text order.

    ``article`` is the record that ``page.parse`` gives for ``raw``. Each record has the keys
    of ``COLUMNS``; spans are offsets into ``raw``, and ``raw[start:stop]`` holds their words.
    Only the headline and the body are read, never the furniture.

    Raises OnRecordError where a table of knowledge is wrong.
    """
    book = mentions.roster(knowledge_folder)
    lexicon = cues.lexicon(knowledge_folder)
    drafts = list(_found(raw, article, lexicon))
    found = [record for record in drafts if record["content_spans"]]
    _enclose(found)
    resolve.resolve(raw, article, found, book, lexicon)
    found = _fold(found)
    _order(found)
    for number, record in enumerate(found, 1):
        record["statement_id"] = f"{files.stem(article['article'])}:s{number:02d}"
    _link(found, raw, lexicon.grammar.function | STOP)
    return [_finished(record, article) for record in found]


DEEPEST = 8  # statements around a statement that are looked at


def _enclose(found: Sequence[dict[str, Any]]) -> None:
    """Give each draft its ``outer``: the drafts in whose content its cue stands."""
    contents = sorted(
        (span[0], span[1], number)
        for number, record in enumerate(found)
        for span in record["content_spans"]
    )
    open_now: list[tuple[int, int, int]] = []
    at = 0
    for number, record in sorted(enumerate(found), key=lambda item: item[1]["cue_span"][0]):
        cue = record["cue_span"][0]
        while at < len(contents) and contents[at][0] <= cue:
            open_now.append(contents[at])
            at += 1
        open_now = [content for content in open_now if content[1] > cue]
        near = open_now[-DEEPEST - 1 :]
        record["outer"] = [found[other] for _, _, other in near if other != number]


def units(raw: str, article: dict[str, Any]) -> Iterator[tuple[list[Span], int, bool]]:
    """Yield headline and paragraphs as (spans, number, is headline); a dateline is left out."""
    if article["headline_span"]:
        yield [list(article["headline_span"])], 0, True
    dateline = article.get("dateline")
    for number, spans in enumerate(article["paragraphs"], 1):
        spans = [list(span) for span in spans]
        if dateline and spans[0][0] <= dateline["span"][0] < spans[0][1]:
            start = dateline["span"][1]
            while start < spans[0][1] and (raw[start].isspace() or raw[start] in "-–—:"):
                start += 1
            spans[0][0] = start
        yield spans, number, False


def _found(raw: str, article: dict[str, Any], lexicon: cues.Lexicon) -> Iterator[dict[str, Any]]:
    """Yield the statements of an article as drafts, without a canonical speaker."""
    open_quote: dict[str, Any] | None = None
    for spans, number, headline in units(raw, article):
        items = paragraph(raw, spans, headline)
        if not items.low:
            continue
        if open_quote is not None and _is_all_quote(items):
            for i in items.quotes:
                open_quote["content_spans"] += _spans(items, (i, i + 1), spans)
            if open_quote["rule"] == "announced":
                open_quote["form"] = "direct"
            continue
        open_quote = None
        for proposal in proposals.read_paragraph(items, lexicon):
            record = _draft(raw, items, proposal, spans)
            record.update(paragraph=number, headline=headline, within=None)
            if not headline and proposals.goes_on(items, proposal):
                open_quote = record
            yield record
        yield from _quoted(raw, items, spans, lexicon, number, headline)


def _quoted(
    raw: str,
    items: Paragraph,
    spans: Sequence[Span],
    lexicon: cues.Lexicon,
    number: int,
    headline: bool,
) -> Iterator[dict[str, Any]]:
    """Yield what a quoted speaker attributes to somebody else: “He also stressed that …”."""
    for quotation in items.quotes.values():
        if " that " not in raw[quotation.inner_start : quotation.inner_stop]:
            continue
        inner = paragraph(raw, _cut(quotation.inner_start, quotation.inner_stop, spans))
        for proposal in proposals.read_paragraph(inner, lexicon):
            if proposals.tells_of_another(inner, proposal, lexicon):
                record = _draft(raw, inner, proposal, spans)
                record["form"] = "indirect"
                record.update(
                    paragraph=number, headline=headline, within=[quotation.start, quotation.stop]
                )
                yield record


def _cut(start: int, stop: int, parts: Sequence[Span]) -> list[Span]:
    """Return what of a span lies in the parts of a paragraph."""
    found = []
    for at in range(bisect_right(parts, start, key=lambda part: part[1]), len(parts)):
        low, high = parts[at]
        if low >= stop:
            break
        found.append([max(start, low), min(stop, high)])
    return found


def _is_all_quote(items: Paragraph) -> bool:
    """Tell a paragraph that is nothing but quotation."""
    return items.low[0] == QUOTE and all(
        i in items.quotes or w in MARKS for i, w in enumerate(items.low)
    )


def _draft(raw: str, items: Paragraph, f: proposals.Found, spans: Sequence[Span]) -> dict[str, Any]:
    """Return a proposal as a record of spans."""
    content = [span for r in f.content for span in _spans(items, r, spans)]
    source = _one(items, f.source) if f.source else None
    cue = [items.start[f.cue[0]], items.stop[f.cue[1] - 1]]
    listener = _one(items, f.listener) if f.listener else None
    return {
        "content_spans": content,
        "speaker_span": source,
        "cue_span": cue,
        "cue": raw[cue[0] : cue[1]],
        "form": _form(raw, content, items),
        "sentence_span": [items.start[f.sentence[0]], items.stop[f.sentence[1] - 1]],
        "listener_span": listener,
        "rule": f.rule,
        "items": items,
        "found": f,
    }


def _one(items: Paragraph, r: tuple[int, int]) -> Span | None:
    """Return a range of items as one span without outer marks."""
    a, b = r
    while a < b and items.low[a] in MARKS:
        a += 1
    while a < b and items.low[b - 1] in MARKS - {")", "]"}:
        b -= 1
    return [items.start[a], items.stop[b - 1]] if a < b else None


def _spans(items: Paragraph, r: tuple[int, int], parts: Sequence[Span]) -> list[Span]:
    """Return a range of items as spans: trimmed, free of outer quotation marks, cut at breaks."""
    a, b = r
    while a < b and items.low[a] in TRIM_LEFT:
        a += 1
    while a < b and items.low[b - 1] in TRIM_RIGHT:
        b -= 1
    if a >= b:
        return []
    start, stop = items.start[a], items.stop[b - 1]
    if a == b - 1 and a in items.quotes:
        quotation = items.quotes[a]
        start, stop = quotation.inner_start, quotation.inner_stop
        if items.text[stop - 1] in ",." and items.text[max(start, stop - 3) : stop] != "...":
            stop -= 1
    else:
        start, stop = _with_marks(items.islands, start, stop)
    return _cut(start, stop, parts) if WORD.search(items.text, start, stop) else []


def _with_marks(islands: Sequence[Quotation], start: int, stop: int) -> tuple[int, int]:
    """Take in the quotation mark at an end of a content that goes beyond the quoted words."""
    at = bisect_right(islands, start, key=lambda q: q.start) - 1
    if at >= 0 and islands[at].inner_start == start and islands[at].stop < stop:
        start = islands[at].start
    at = bisect_right(islands, stop, key=lambda q: q.start) - 1
    if at >= 0 and start < islands[at].start and islands[at].inner_stop == stop:
        stop = islands[at].stop
    return start, stop


TRIM_LEFT = frozenset((",", ":", ";", "-", "–", "—", "--", ")", "―"))
TRIM_RIGHT = frozenset((",", ".", ";", ":", "-", "–", "—", "--", "(", "―"))


def _form(raw: str, content: Sequence[Span], items: Paragraph) -> str:
    """Return direct, mixed or indirect: all, some or none of the words stand in quotation marks."""
    if not items.islands:
        return "indirect"
    quoted = total = 0
    for start, stop in content:
        last = bisect_right(items.islands, stop, key=lambda q: q.start) - 1
        beside = last < 0 or items.islands[last].stop <= start
        for word in WORD.finditer(raw, start, stop):
            total += 1
            if not beside:
                at = bisect_right(items.islands, word.start(), key=lambda q: q.start) - 1
                quoted += at >= 0 and word.start() < items.islands[at].stop
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * total else "mixed"


def _fold(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Turn wires and official papers that only pass a statement on into ``reported_by``.

    A statement whose source is an outlet, an agency or a paper, and whose content holds other
    statements, is no row of its own: it names who reported those.
    """
    carriers = set()
    for record in found:
        for outer in record["outer"]:
            if (
                resolve.passes_on(outer["known"])
                and outer["sentence_span"] == record["sentence_span"]
            ):
                carriers.add(id(outer))
                record["reported_by"] = record["reported_by"] or outer["speaker"]
    return [record for record in found if id(record) not in carriers]


def _within(inner: dict[str, Any], outer: dict[str, Any]) -> bool:
    """Tell whether the cue of one statement stands in the content of another."""
    at = inner["cue_span"][0]
    return any(start <= at < stop for start, stop in outer["content_spans"])


def _order(found: list[dict[str, Any]]) -> None:
    """Sort statements by where their words begin."""
    found.sort(
        key=lambda r: (
            not r["headline"],
            r["content_spans"][0][0],
            -r["content_spans"][-1][1],
            r["cue_span"],
        )
    )


def _link(found: list[dict[str, Any]], raw: str, stop: frozenset[str]) -> None:
    """Link statements to their parent, told views to the teller, repeats to the first."""
    kept = {id(record) for record in found}
    by_word: dict[tuple[str | None, str], list[int]] = {}
    for number, record in enumerate(found):
        outer = [
            other for other in record["outer"] if id(other) in kept and not _within(other, record)
        ]
        parent = min(outer, key=_length, default=None)
        record["parent"] = parent["statement_id"] if parent else None
        if parent and parent["speaker"] != record["speaker"]:
            record["reported_by"] = parent["speaker"] or record["reported_by"]
        who = record["speaker_side"] or record["speaker"]
        words = record["words"] = _key_words(record, raw, stop)
        shared = Counter(
            first for word in words for first in by_word.get((who, word), ())[:REPEATS]
        )
        repeated = [
            first for first, n in shared.items() if n >= 3 and _repeats(record, found[first], n)
        ]
        first = found[min(repeated)] if repeated and who else None
        record["repeat_of"] = (first["repeat_of"] or first["statement_id"]) if first else None
        for word in words:
            by_word.setdefault((who, word), []).append(number)


REPEATS = (
    60  # a word is looked up in this many earlier statements of one side, so that cost stays linear
)


def _length(record: dict[str, Any]) -> int:
    """Return the number of characters of a statement's content."""
    return sum(stop - start for start, stop in record["content_spans"])


STOP = frozenset(("and", "not", "no", "also", "said"))  # with the function words


def _key_words(record: dict[str, Any], raw: str, stop: frozenset[str]) -> set[str]:
    """Return the content words of a statement."""
    said = " ".join(raw[a:b] for a, b in record["content_spans"])
    return set(WORD.findall(said.lower())) - stop


def _repeats(record: dict[str, Any], first: dict[str, Any], shared: int) -> bool:
    """Tell whether two statements, neither inside the other, share most of their words."""
    if _within(record, first) or _within(first, record):
        return False
    return shared >= 0.6 * min(len(record["words"]), len(first["words"]))


def _finished(record: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the keys of ``COLUMNS``, in their order."""
    text = record["items"].text
    whole = {
        **{
            key: article.get(key)
            for key in ("article", "outlet", "date_earliest", "date_latest", "date_basis")
        },
        **record,
        "content": JOIN.join(text[start:stop] for start, stop in record["content_spans"]),
    }
    return {key: whole.get(key) for key in COLUMNS}


def of_text(raw: str, name: str, knowledge_folder: str | None = None) -> list[dict[str, Any]]:
    """Return the statements of one page of raw text: ``page.parse``, then ``extract``."""
    article = page.parse(raw, name, knowledge_folder)
    return extract(raw, article, knowledge_folder)
