"""Show an article marked up for reading: who said what, by which words, and what was left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from onrecord.publish.html import Shown, escaped, filled
from onrecord.records import Document, Span, Statement

OWN = ("headline", "paragraph")  # the blocks that are not furniture


class Mark(NamedTuple):
    """A stretch of the page that is a content, a cue or a source, and what its sign says."""

    span: Span
    kind: str
    label: str


class Block(NamedTuple):
    """A headline, a paragraph or a piece of furniture: where it begins, and how it is shown."""

    start: int
    kind: str
    html: Markup
    text: str


SIGNS = {  # (kind of a mark, 0 where it begins and 1 where it ends): the sign that is set there
    ("content", 0): Shown("<sup>{}</sup>[", "[{}: "),
    ("content", 1): Shown("]", "]"),
    ("source", 1): Shown("<sup>{}</sup>", "{{{}}}"),
}


def marked(document: Document, rules: Mapping[str, str]) -> Shown:
    """Return an article with its sources, cues and contents marked by signs and shapes, no colours.

    Every text is escaped. Below stand the statements, with what ``rules`` says of the rule of each.
    """
    blocks = _blocks(document)
    runs = [(own, list(run)) for own, run in groupby(blocks, lambda block: block.kind in OWN)]
    statements = document.statements
    number = {statement.statement_id: f"S{n}" for n, statement in enumerate(statements, 1)}
    about = filled("about", article=document.article, statements=statements)
    html = filled("marked", about=about, runs=runs, statements=statements, number=number,
                  rules=rules)  # fmt: skip
    lines = [" ".join(block.text.split()) for block in blocks if block.kind in OWN]
    return Shown(str(html), "\n\n".join([about.unescape(), *lines]))


def _blocks(document: Document) -> list[Block]:
    article, text, marks = document.article, document.text, _marks(document.statements)
    blocks = []
    for spans, n in article.printed:
        kind = "headline" if n is None else "paragraph"
        html, words = zip(*(_line(text, span, marks) for span in spans), strict=True)
        blocks.append(Block(spans[0][0], kind, Markup(" ".join(html).strip()), " ".join(words)))
    for cut in article.furniture:
        start, stop = cut.span
        blocks.append(Block(start, cut.kind, escaped(text[start:stop]), ""))
    return sorted(blocks, key=lambda block: block.start)


def _marks(statements: Sequence[Statement]) -> list[Mark]:
    """Return all marks; at one place the longer comes first."""
    marks = set()
    sources: dict[Span, list[str]] = {}  # the full name where the page has another, the numbers
    for number, statement in enumerate(statements, 1):
        for part, span in enumerate(statement.content_spans):
            marks.add(Mark(span, "content", f"S{number}{' goes on' if part else ''}"))
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
            over = Counter(mark.kind for mark in near if mark.span[0] <= at < mark.span[1])
            pieces.append(_words(text[at:cut], over))
        turns = [(mark, end) for end in (1, 0) for mark in near if mark.span[end] == cut]
        for mark, end in turns:  # the ends come first
            html, words = SIGNS.get((mark.kind, end), ("", ""))
            pieces.append(Shown(html.format(escape(mark.label)), words.format(mark.label)))
        at = cut
    return Shown(*map("".join, zip(*pieces, strict=True)))


def _words(text: str, over: Counter[str]) -> Shown:
    """Return words of the page with the marks that stand over them."""
    html = escape(text)
    if over["cue"]:
        html, text = f"<i>{html}</i>", f"_{text}_"
    if over["source"]:
        html, text = f"<b>{html}</b>", f"*{text}*"
    if over["content"]:
        html = f'<u class="deep">{html}</u>' if over["content"] > 1 else f"<u>{html}</u>"
    return Shown(html, text)
