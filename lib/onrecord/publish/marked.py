"""Show an article marked up for reading: who said what, by which words, and what was left out."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from onrecord import files
from onrecord.articles import page
from onrecord.errors import printable
from onrecord.extraction import extract
from onrecord.knowledge import tables

STYLE = Path(__file__).with_name("templates") / "marked.css"
LEGEND = (
    '<p class="legend"><small>How to read it: <sup>S1</sup>[<u>what was said</u>] stands in '
    'brackets under its number, <u class="deep">doubly underlined</u> inside another statement. '
    "<b>Who said it</b><sup>S1 full name</sup> is bold, numbered too, with the full name where the "
    "page has another. <i>The words that say so</i> are italic and dotted. What was not read is "
    "folded away.</small></p>"
)


class Page(NamedTuple):
    """A marked-up article that a notebook shows as HTML and a terminal as text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return printable(self.text)


class Piece(NamedTuple):
    """Some characters of the page with what they are, or a sign set between them.

    ``sign`` is "" for characters of the page, else "open", "close" (a content) or "source".
    """

    text: str
    sign: str = ""
    depth: int = 0
    source: bool = False
    cue: bool = False


def marked(
    article: str | os.PathLike[str],
    knowledge_folder: str | None = None,
) -> Page:
    """Return an article with its sources, cues and contents marked.

    ``article`` is the path of a file, ``knowledge_folder`` a folder with the user's own tables,
    The marks are signs and
    shapes, no colours; every text is escaped. Furniture is folded; below stands a list of the
    statements with the rule of each.

    Raises OnRecordError where the file or a table cannot be read.
    """
    path = Path(article)
    raw = files.read(path)
    record = page.parse(raw, path.name, knowledge_folder)
    found = extract.extract(raw, record, knowledge_folder)
    blocks = _blocks(raw, record, found)
    about = _about(record, found)
    rules = {rule["name"]: rule["says"] for rule in tables.load("rules", knowledge_folder)["rule"]}
    return Page(_html(record, blocks, about, found, rules), _text(blocks, about))


def _blocks(
    raw: str, record: dict[str, Any], found: Sequence[dict[str, Any]]
) -> list[tuple[int, str, list[Piece]]]:
    """Return headline, paragraphs and furniture as (offset, kind, pieces), in their order."""
    shown = [(spans[0][0], "paragraph", spans) for spans in record["paragraphs"]]
    if record["headline_span"]:
        shown.append((record["headline_span"][0], "headline", [record["headline_span"]]))
    pieces = _pieces(raw, sorted(span for _, _, spans in shown for span in spans), found)
    blocks = []
    for start, kind, spans in shown:
        parts = [pieces[span[0]] for span in spans]
        blocks.append((start, kind, [piece for part in parts for piece in [*part, Piece(" ")]]))
    for cut in record["furniture"]:
        start, stop = cut["span"]
        blocks.append((start, cut["kind"], [Piece(raw[start:stop])]))
    return sorted(blocks, key=lambda block: block[0])


def _pieces(
    raw: str, spans: Sequence[Sequence[int]], found: Sequence[dict[str, Any]]
) -> dict[int, list[Piece]]:
    """Cut the spans where a mark begins or ends; return the pieces by the start of their span."""
    marks = _marks(found)
    opening: dict[int, list[tuple[int, int, str, str]]] = {}
    closing: dict[int, list[tuple[int, int, str, str]]] = {}
    for mark in marks:
        opening.setdefault(mark[0], []).append(mark)
        closing.setdefault(mark[1], []).append(mark)
    cuts = sorted({*opening, *closing})
    now: Counter[str] = Counter()
    pieces: dict[int, list[Piece]] = {}
    for start, stop in spans:
        inside = cuts[bisect_left(cuts, start) : bisect_right(cuts, stop)]
        out = pieces[start] = []
        at = start
        for cut in [*inside, stop]:
            if at < cut:
                out.append(_piece(raw[at:cut], now))
            at = cut
            for _, _, kind, label in closing.pop(cut, []):
                now[kind] -= 1
                if kind != "cue":
                    out.append(Piece(label, "close" if kind == "content" else "source"))
            for _, _, kind, label in opening.pop(cut, []) if cut < stop else []:
                now[kind] += 1
                if kind == "content":
                    out.append(Piece(label, "open"))
    return pieces


def _piece(text: str, now: Counter[str]) -> Piece:
    """Return characters of the page with the marks that stand over them now."""
    return Piece(text, "", now["content"], now["source"] > 0, now["cue"] > 0)


def _marks(found: Sequence[dict[str, Any]]) -> list[tuple[int, int, str, str]]:
    """Return (start, stop, kind, label) of all marks; at one place the longer comes first."""
    marks = set()
    sources: dict[tuple[int, int], list[str]] = {}
    for number, row in enumerate(found, 1):
        for part, (start, stop) in enumerate(row["content_spans"]):
            marks.add((start, stop, "content", f"S{number}" + (" goes on" if part else "")))
        marks.add((*row["cue_span"], "cue", ""))
        if row["speaker_span"]:
            sources.setdefault(tuple(row["speaker_span"]), []).append(f"S{number}")
    for row in found:
        span = tuple(row["speaker_span"] or ())
        if span in sources:
            who, text = row["speaker"] or "", row["speaker_text"]
            name = "" if who in text or set(text.split()) <= set(who.split()) else who
            marks.add((*span, "source", " ".join([*sources.pop(span), name]).strip()))
    return sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2], mark[3]))


def _about(record: dict[str, Any], found: Sequence[dict[str, Any]]) -> list[str]:
    """Return what is known of the article, in words."""
    forms = Counter(row["form"] for row in found)
    counted = ", ".join(
        f"{forms[form]} {form}" for form in ("direct", "mixed", "indirect") if forms[form]
    )
    dates = {record["date_earliest"]: "from", record["date_latest"]: "until"}
    when = " to ".join(date for date in dates if date)
    if when and None in dates:
        when = f"{dates[when]} {when}"
    number = f"{len(found)} statement{'' if len(found) == 1 else 's'}"
    return [
        record["article"],
        record["outlet"] or "outlet unknown",
        f"{when} ({record['date_basis']})" if when else "date unknown",
        f"{number}: {counted}" if found else "no statements",
    ]


# ---------------------------------------------------------------- HTML


def _html(
    record: dict[str, Any],
    blocks: Sequence[tuple[int, str, list[Piece]]],
    about: Sequence[str],
    found: Sequence[dict[str, Any]],
    rules: dict[str, str],
) -> str:
    """Return the page as HTML of plain elements, which need no style to be told apart."""
    lines = [f"<style>{STYLE.read_text(encoding='utf-8')}</style>"]
    lines.append('<div class="marked-page mathjax_ignore tex2jax_ignore">')  # $5 is no formula
    lines += [f'<p class="about"><small>{escape(" · ".join(about))}</small></p>', LEGEND]
    for own, group in groupby(blocks, key=lambda block: block[1] in ("headline", "paragraph")):
        if own:
            for _, kind, pieces in group:
                lines.append(f'<p class="{kind}">{"".join(map(_tagged, pieces)).strip()}</p>')
        else:
            lines.append(_folded([(kind, pieces[0].text) for _, kind, pieces in group]))
    if found:
        lines.append(f"<details><summary>{len(found)} statements, and why each is one</summary>")
        lines += ["<dl>", *_listed(found, rules), "</dl>", "</details>"]
    return "\n".join([*lines, "</div>"])


def _tagged(piece: Piece) -> str:
    """Return one piece as HTML."""
    text = escape(piece.text)
    if piece.sign == "open":
        return f"<sup>{text}</sup>["
    if piece.sign == "close":
        return "]"
    if piece.sign == "source":
        return f"<sup>{text}</sup>"
    if piece.cue:
        text = f"<i>{text}</i>"
    if piece.source:
        text = f"<b>{text}</b>"
    if piece.depth:
        text = f'<u class="deep">{text}</u>' if piece.depth > 1 else f"<u>{text}</u>"
    return text


def _folded(cut: Sequence[tuple[str, str]]) -> str:
    """Return a run of furniture, folded."""
    kinds = ", ".join(dict.fromkeys(kind for kind, _ in cut))
    lines = [f"<li><small>{escape(kind)}:</small> {escape(text)}</li>" for kind, text in cut]
    head = f"<summary>Not read: {escape(kinds)} ({len(cut)})</summary>"
    return f"<details>{head}<ul>{''.join(lines)}</ul></details>"


def _listed(found: Sequence[dict[str, Any]], rules: dict[str, str]) -> Iterator[str]:
    """Yield the statements one by one: speaker, form, ways, rule."""
    number = {row["statement_id"]: f"S{n}" for n, row in enumerate(found, 1)}
    for row in found:
        ways = {
            "to": row["addressee"],
            "reported by": row["reported_by"],
            "inside": number.get(row["parent"]),
            "repeats": number.get(row["repeat_of"]),
        }
        facts = [row["form"], f"cue “{row['cue']}”"]
        facts += [f"{way} {what}" for way, what in ways.items() if what]
        facts.append(f"rule {row['rule']}: {rules.get(row['rule'], 'not described')}")
        who = row["speaker"] or row["speaker_text"] or "nobody named"
        yield f"<dt>{number[row['statement_id']]} {escape(who)}</dt>"
        yield f"<dd>{escape('; '.join(facts))}</dd>"


# ---------------------------------------------------------------- text


def _text(blocks: Sequence[tuple[int, str, list[Piece]]], about: Sequence[str]) -> str:
    """Return the page as text: [S1: content], *source*{S1}, _cue_."""
    lines = [" · ".join(about)]
    for _, kind, pieces in blocks:
        if kind in ("headline", "paragraph"):
            lines.append(" ".join("".join(map(_signed, pieces)).split()))
    return "\n\n".join(lines)


def _signed(piece: Piece) -> str:
    """Return one piece as text."""
    if piece.sign:
        return {"open": f"[{piece.text}: ", "close": "]", "source": f"{{{piece.text}}}"}[piece.sign]
    text = f"_{piece.text}_" if piece.cue else piece.text
    return f"*{text}*" if piece.source else text
