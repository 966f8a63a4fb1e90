"""Show an article marked up for reading: who said what, by which words, and what was left out."""

import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from html import escape
from itertools import chain, groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from onrecord.errors import OnRecordError
from onrecord.publish.html import Shown, escaped, filled
from onrecord.records import Document, Span, Statement

OWN = ("headline", "paragraph")  # the blocks that are not furniture


class Mark(NamedTuple):
    """A stretch of the page that is a content, a cue or a source, and what its sign says."""

    span: Span
    kind: str
    label: str
    name: str = ""  # the class of its words, the first also names the place where it begins


class Block(NamedTuple):
    """A headline, a paragraph or a piece of furniture: where it begins, and how it is shown."""

    start: int
    kind: str
    html: Markup
    text: str
    paragraph: int = -1  # as statements count them; furniture is none


SIGNS = {  # (kind of a mark, 0 where it begins and 1 where it ends): the sign that is set there
    ("content", 0): Shown("<sup>{}</sup>[", "[{}: "),
    ("content", 1): Shown("]", "]"),
    ("source", 1): Shown("<sup>{}</sup>", "{{{}}}"),
}


def marked(document: Document, rules: Mapping[str, str], at: Statement | None = None) -> Shown:
    """Return an article with its sources, cues and contents marked by signs and shapes, no colours.

    Every text is escaped. Below stand the statements, with what ``rules`` says of the rule of each.
    It opens ``at`` a statement: its words stand out, and what comes before them is folded away.
    """
    blocks = _blocks(document, {at.key: f"s-{at.key} at"} if at else {}, range(len(document.text)))
    first = next((n for n, one in enumerate(blocks) if at and one.paragraph == at.paragraph), 0)
    runs = [
        [(own, list(run)) for own, run in groupby(part, lambda block: block.kind in OWN)]
        for part in (blocks[:first], blocks[first:])
    ]
    told = about(document)
    html = filled(
        "marked", document=document, before=runs[0], runs=runs[1], at=at, rules=rules, **told
    )
    lines = [" ".join(block.text.split()) for block in blocks[first:] if block.kind in OWN]
    return Shown(str(html), "\n\n".join([told["about"].unescape(), *lines]))


def is_statement(asked: object) -> bool:
    """Tell whether something is the name or the key of a statement, and no file."""
    named = isinstance(asked, str) and re.fullmatch(r".*:s\d+|[\da-f]{10}", asked, re.DOTALL)
    return bool(named) and not os.path.exists(str(asked))


def sought(asked: str, pages: Iterable[Any]) -> tuple[Any, Statement]:
    """Return a statement by its key or ``statement_id``, with its page; raises OnRecordError."""
    for page in pages:
        for statement in page.statements:
            if asked in (statement.key, statement.statement_id):
                return page, statement
    remedy = "name the corpus that it is from: onrecord.show(row, of=corpus)"
    raise OnRecordError(asked, None, "no statement of the corpus of this study", remedy)


def about(document: Document) -> dict[str, Any]:
    """Return what templates tell of an article: itself in a line, its statements, their numbers."""
    statements = document.statements
    number = {statement.statement_id: f"S{n}" for n, statement in enumerate(statements, 1)}
    line = filled("about", article=document.article, statements=statements)
    return {"about": line, "statements": statements, "number": number}


def reading(document: Document, texts: str) -> list[Block]:
    """Return headline and paragraphs for the site, the words of a statement named by its key.

    ``texts`` is whole, passages (the sentences around statements alone) or none.
    """
    names = {each.key: f"s-{each.key}" for each in document.statements}
    kept: Container[int] = range(len(document.text) if texts == "whole" else 0)
    if texts == "passages":
        near = [[s.sentence_span, s.cue_span, *s.content_spans] for s in document.statements]
        kept = {place for span in chain.from_iterable(near) for place in range(*span)}
    return [block for block in _blocks(document, names, kept) if block.kind in OWN]


def _blocks(document: Document, names: Mapping[str, str], kept: Container[int]) -> list[Block]:
    article, text, marks = document.article, document.text, _marks(document.statements, names)
    blocks = []
    for spans, n in article.printed:
        runs = [groupby(range(*span), kept.__contains__) for span in spans]
        stays = [list(places) for own, places in chain.from_iterable(runs) if own]
        parts = [(places[0], places[-1] + 1) for places in stays]
        if not parts:
            continue
        kind, number = ("headline", 0) if n is None else ("paragraph", n + 1)
        html, words = zip(*(_line(text, part, marks) for part in parts), strict=True)
        glue = " " if parts == list(spans) else " […] "
        made = Markup(glue.join(html).strip())  # noqa: S704
        blocks.append(Block(spans[0][0], kind, made, " ".join(words), number))
    for cut in article.furniture:
        start, stop = cut.span
        blocks.append(Block(start, cut.kind, escaped(text[start:stop]), ""))
    return sorted(blocks, key=lambda block: block.start)


def _marks(statements: Sequence[Statement], names: Mapping[str, str]) -> list[Mark]:
    """Return all marks; at one place the longer comes first."""
    marks = set()
    sources: dict[Span, list[str]] = {}  # the full name where the page has another, the numbers
    for number, statement in enumerate(statements, 1):
        name = names.get(statement.key, "")
        for part, span in enumerate(statement.content_spans):
            marks.add(Mark(span, "content", f"S{number}{' goes on' if part else ''}", name))
        marks.add(Mark(statement.cue_span, "cue", ""))
        if statement.speaker_span:
            who, text = statement.speaker or "", statement.speaker_text or ""
            told = who in text or set(text.split()) <= set(who.split())
            source = sources.setdefault(statement.speaker_span, ["" if told else who])
            source.append(f"S{number}")
    for span, (name, *numbers) in sources.items():
        marks.add(Mark(span, "source", " ".join([*numbers, name]).strip()))
    return sorted(marks, key=lambda mark: (mark.span[0], -mark.span[1], *mark[1:]))


def _line(text: str, span: Span, marks: Sequence[Mark]) -> Shown:
    start, stop = span
    near = [mark for mark in marks if max(start, mark.span[0]) <= min(stop, mark.span[1])]
    cuts = sorted({stop, *(end for mark in near for end in mark.span if start <= end <= stop)})
    pieces, at = [], start
    for cut in cuts:
        if at < cut:
            over = [mark for mark in near if mark.span[0] <= at < mark.span[1]]
            pieces.append(_words(text[at:cut], over))
        turns = [(mark, end) for end in (1, 0) for mark in near if mark.span[end] == cut]
        for mark, end in turns:  # the ends come first
            html, words = SIGNS.get((mark.kind, end), ("", ""))
            if mark.name and not end and " " not in mark.label:
                html = html.replace("<sup>", f'<sup id="{mark.name.split()[0]}">')
            pieces.append(Shown(html.format(escape(mark.label)), words.format(mark.label)))
        at = cut
    return Shown(*map("".join, zip(*pieces, strict=True)))


def _words(text: str, over: Sequence[Mark]) -> Shown:
    """Return words of the page with the marks that stand over them."""
    html, kinds = escape(text), Counter(mark.kind for mark in over)
    if kinds["cue"]:
        html, text = f"<i>{html}</i>", f"_{text}_"
    if kinds["source"]:
        html, text = f"<b>{html}</b>", f"*{text}*"
    if kinds["content"]:
        names = ["deep"] * (kinds["content"] > 1) + [mark.name for mark in over if mark.name]
        html = f'<u class="{" ".join(names)}">{html}</u>' if names else f"<u>{html}</u>"
    return Shown(html, text)
