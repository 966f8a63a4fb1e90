"""Tell the article on a saved page from the furniture around it.

Lines that the table of outlets knows are furniture (``mark``); so are lines that their place shows
to be none of the article: a caption or deck below the headline, a copy of the lead, a title after
the last sentence. All else is headline or body: nothing is thrown away.
"""

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from onrecord.articles.dates import dated
from onrecord.articles.headline import dateline, find
from onrecord.knowledge import Knowledge
from onrecord.knowledge.outlets import Mark, Outlets, plain
from onrecord.records import Article, Cut, Dateline, Span, Spans
from onrecord.text.dates import date_line
from onrecord.text.language import language
from onrecord.text.lines import BULLET, WORD, Line, count, cut, ends

LIMIT = 400  # characters; a longer line is tried against no pattern
TITLE_WORDS = 18  # a longer line at the end of a page is no title of another
LEAD_LINES = 6  # lines from the lead on among which copies are looked for
_QUOTED = re.compile(r"[“\"«][^“”\"«»]{0,2000}[”\"»]")
_ADDRESS = re.compile(r"(?:https?://|www\.)([\w.-]+)")


class PageLines:
    """The lines of a page, what patterns say of each, and where headline and text begin."""

    def __init__(self, text: str, outlets: Outlets) -> None:
        self.outlets, self.lines = outlets, cut(text)
        self.marks = [mark(line.text, outlets) for line in self.lines]
        # an empty range without a headline; the first line of the text
        self.headline, self.lead = find(self.lines, self.marks, outlets)
        self.cut: dict[int, Mark] = {}  # the lines that are furniture

    def text(self, stop: int | None = None) -> list[int]:
        """Return the lines from the lead on, to a line if one is given, that are not cut."""
        return [i for i in range(len(self.lines))[self.lead : stop] if i not in self.cut]


def parse(text: str, name: str, knowledge: Knowledge) -> Article:
    """Return the article of a page; all spans are offsets into ``text``.

    Every character that is not blank is in one span of headline, body or furniture, and in one
    only; a dateline opens the body. Raises KnowledgeError where a table is wrong.
    """
    page = PageLines(text, knowledge.outlets)
    for cut_part in (_cut_above, _cut_boxes, _cut_copies, _cut_repeats, _cut_tail):
        cut_part(page)
    headline_span, pieces = _headline_span(page)
    pieces += [((page.lines[i].start, page.lines[i].stop), mark) for i, mark in page.cut.items()]
    if text.startswith("\ufeff"):
        pieces.append(((0, 1), Mark("interface", "the file's byte order mark")))
    pieces.sort(key=itemgetter(0))
    around = page.cut.keys() | set(page.headline)
    body = [line for i, line in enumerate(page.lines) if i not in around]
    paragraphs = _paragraphs(body, page.outlets.lists["unfinished"])
    opening = dateline(body[0], page.outlets) if body else None
    headline = text[slice(*headline_span)] if headline_span else None
    spans = tuple(span for spans in paragraphs for span in spans)
    furniture = tuple(Cut(span, mark.kind, mark.why) for span, mark in pieces)
    article = Article(name, *_outlet(text, page, opening), headline, headline_span)
    article = replace(article, body_spans=spans, paragraphs=paragraphs, dateline=opening)
    small = knowledge.grammar.function | knowledge.grammar.lists["linking"]
    words = " ".join(text[slice(*span)] for span, _ in article.stretches)
    article = replace(article, furniture=furniture, language=language(words, small))
    return dated(text, article, knowledge.events)


def _headline_span(page: PageLines) -> tuple[Span | None, list[tuple[Span, Mark]]]:
    """Return the span of the headline, and the site's name that closes it as furniture."""
    if not page.headline:
        return None, []
    first, last = page.lines[page.headline[0]], page.lines[page.headline[-1]]
    mark = page.marks[page.headline[0]]
    if not (mark and mark.suffix):
        return (first.start, last.stop), []
    at = first.start + len(first.text) - len(first.text[mark.suffix :].lstrip())
    return (first.start, first.start + mark.suffix), [((at, last.stop), mark)]


def _paragraphs(lines: Sequence[Line], unfinished: Set[str]) -> tuple[Spans, ...]:
    """Return the spans of each paragraph; one broken in mid-sentence has several."""
    paragraphs: list[list[Span]] = []
    for i, line in enumerate(lines):
        if not (i and _continues(lines[i - 1].text, line.text, unfinished)):
            paragraphs.append([])
        paragraphs[-1].append((line.start, line.stop))
    return tuple(map(tuple, paragraphs))


def _continues(before: str, after: str, unfinished: Set[str]) -> bool:
    if ends(before) or before[-1] in ":;" or BULLET.match(before) or BULLET.match(after):
        return False
    lower = after.lstrip("‘’'“”\"(—–- ")[:1].islower()
    return (lower or before.rsplit(None, 1)[-1] in unfinished) and len(before.split(None, 4)) >= 4


def _outlet(text: str, page: PageLines, opening: Dateline | None) -> tuple[str | None, str]:
    """Return the outlet that the page shows, and how; only furniture can show it."""
    shown = _shown(page)
    if not shown:
        wire = opening.wire if opening else None
        more = f"; {wire} in the dateline is the agency, not the outlet" if wire else ""
        return None, f"unknown: no line of the page's furniture names its outlet{more}"
    most = max(map(len, shown.values()))
    first, *others = [outlet for outlet, lines in shown.items() if len(lines) == most]
    if others:
        return None, f"unknown: the page shows {' and '.join([first, *others])} alike"
    line, why = shown[first][0]
    number = text.count("\n", 0, line.start) + 1
    quote = line.text if len(line.text) <= 80 else "… " + line.text[-60:]
    return first, f"line {number}, “{quote}”: {why}"


def _shown(page: PageLines) -> dict[str, list[tuple[Line, str]]]:
    """Return the lines that show each outlet, and why; addresses only around the text."""
    shown: defaultdict[str, list[tuple[Line, str]]] = defaultdict(list)
    last = max(page.text(), default=0)
    for i in sorted({*page.cut, *page.headline[:1]}):
        line, mark = page.lines[i], page.marks[i]
        if mark and mark.outlet:
            shown[mark.outlet].append((line, mark.why))
        elif i in page.cut and not page.lead <= i <= last:
            address = _ADDRESS.search(line.text)
            if address and (outlet := page.outlets.at(address[1])):
                shown[outlet].append((line, "the page's own address"))
    return shown


def mark(line: str, outlets: Outlets) -> Mark | None:
    """Return what the patterns say of one line."""
    if len(line) > LIMIT:
        return None
    shown = _shows(line, outlets)
    if shown and shown.suffix is None:
        return shown
    found = None if shown or len(line) > 60 else outlets.lines.get(plain(line))
    found = found or _by_pattern(line, outlets) or shown
    label = None if found else date_line(line)
    if label is None:
        return found
    return Mark("date", "a line that is a date", where="any" if label else "edge")


def _by_pattern(line: str, outlets: Outlets) -> Mark | None:
    speech = line[0] in '“"'  # it opens no furniture
    likely = (
        way for way in outlets.ways
        if (any(piece in line for piece in way.needs) if way.needs else not speech)
    )  # fmt: skip
    found = next((way.mark for way in likely if way.pattern.match(line)), None)
    return None if found and found.kind != "caption" and outlets.told.search(line) else found


def _shows(line: str, outlets: Outlets) -> Mark | None:
    for pattern, shown, entry in outlets.evidence:
        match = pattern.match(line)
        outlet = outlets.names.get(match["outlet"]) if match else None
        if not match or not outlet or (entry.get("no_wire") and outlet in outlets.wires):
            continue
        if not entry.get("suffix"):  # else the name closes a title
            return shown._replace(outlet=outlet)
        before = line[: match.start("outlet")]
        suffix = len(before.removesuffix("The ").removesuffix("the ").rstrip(" -–—|•·»:"))
        if outlet not in outlets.wires or not ends(line[:suffix]):  # else it credits a sentence
            return shown._replace(outlet=outlet, suffix=suffix)
    return None


def _is_short_or_appeal(line: str, outlets: Outlets) -> bool:
    """Tell a title, or a paragraph that speaks to its readers and asks them for something."""
    if count(line) <= TITLE_WORDS and not ends(line.removesuffix("?")):
        return line[0] in "0123456789•·▪■●" or not BULLET.match(line)
    if len(line) > 5 * LIMIT:
        return False
    low = _QUOTED.sub(" ", line).lower().replace("’", "'")
    spoken = sum(word in outlets.pronouns for word in WORD.findall(low))
    return spoken >= 2 and any(stem in low for stem in outlets.stems)


def _cut_above(page: PageLines) -> None:
    """Cut what stands above the text: all above the headline, decks and captions below it."""
    for i in range(page.headline.start):
        above = page.marks[i] or Mark("navigation", "stands above the headline")
        if above.kind == "date" and above.where == "edge" and (page.headline or i + 1 < page.lead):
            above = above._replace(kind="masthead-date", why="a date above the headline")
        page.cut[i] = above
    for i in range(page.headline.stop, page.lead):
        below = page.marks[i] or _below(page.lines[i].text, page.lines[page.lead :])
        if below:
            page.cut[i] = below


def _below(line: str, text: Sequence[Line]) -> Mark | None:
    """Tell a caption or deck between headline and text, on a page that ends its sentences."""
    if not 2 <= count(line) <= 25 or _goes_on(line) or not _punctuated(text):
        return None
    longer = [word for word in line.split() if len(word) > 3]
    if longer and all(word[0].isupper() for word in longer):
        return Mark("caption", "names below the headline, no sentence")
    return Mark("deck", "a line between headline and text, no sentence")


def _goes_on(line: str) -> bool:
    """Tell a sentence or an item of a list, or what goes on with the next line."""
    return ends(line) or line[-1] in ":,;" or BULLET.match(line) is not None


def _punctuated(lines: Sequence[Line]) -> bool:
    stops = [ends(line.text) for line in lines[:60] if count(line.text, 12) >= 8]
    return bool(stops) and sum(stops) >= 0.75 * len(stops)


def _cut_boxes(page: PageLines) -> None:
    """Cut the lines of the text that patterns show to be furniture, as far as each reaches."""
    for i in range(page.lead, len(page.lines)):
        box = page.marks[i]
        if i in page.cut or box is None or box.where != "any":
            continue
        for j in range(i, _reach(page, i, box.reach)):
            own = page.marks[j] or box
            box = own if own.reach != "line" else box  # another box may begin
            page.cut[j] = own


def _reach(page: PageLines, i: int, reach: str) -> int:
    """Return the line after a box; to a section belong short lines and appeals, prose does not."""
    begun = i > page.lead and (reach != "thread" or _answered(page, i))
    if reach == "line" or (reach != "block" and not begun):
        return i + 1
    for stop in range(i + 1, len(page.lines)):
        line, block = page.lines[stop].text, page.lines[stop].block
        if reach == "block" and block != page.lines[i].block:
            return stop
        if reach == "section" and not (page.marks[stop] or _is_short_or_appeal(line, page.outlets)):
            return stop
    return len(page.lines)


def _answered(page: PageLines, i: int) -> bool:
    """Tell whether a reader's name, or the time of a comment, stands below a label."""
    if i + 1 == len(page.lines) or i < page.lead + 3:
        return False
    mark = page.marks[i + 1]
    return mark.kind == "comments" if mark else count(page.lines[i + 1].text) <= 3


def _cut_copies(page: PageLines) -> None:
    """Cut the copies of the lead; the lead with a dateline is the text."""
    body = page.text(page.lead + LEAD_LINES)
    lead = next((i for i in body if dateline(page.lines[i], page.outlets)), None)
    if lead is not None:
        _cut_before(page, lead)
        return
    for i, after in pairwise(body):
        line = page.lines[i].text
        if count(line) < 8 or _shared(line, page.lines[after].text) < 0.85:
            return
        page.cut[i] = Mark("deck", "repeats the lead")


def _cut_before(page: PageLines, lead: int) -> None:
    """Cut the copies of a lead with a dateline that stand above it, and a deck."""
    for i in range(page.headline.stop if page.headline else 0, lead):
        line, own = page.lines[i].text, page.cut.get(i)
        if _shared(line, page.lines[lead].text) >= 0.6:
            picture = own and own.kind in ("caption", "site-name")
            page.cut[i] = Mark("caption" if picture else "deck", "repeats the lead")
        elif not own and count(line) <= 35 and lead - i <= 2:
            page.cut[i] = Mark("deck", "stands in front of the lead's dateline")


def _cut_repeats(page: PageLines) -> None:
    title, seen = None, set()
    for i in page.headline[:1]:
        title, shown = page.lines[i].text, page.marks[i]
        seen.add(plain(title[: shown.suffix if shown else None]))
    for i, line in enumerate(page.lines[: page.lead + LEAD_LINES]):
        own = page.cut.get(i)
        if own and own.kind in ("site-name", "navigation"):
            if title and plain(line.text[: own.suffix]) == plain(title):
                page.cut[i] = own._replace(kind="repeat", why="repeats the headline")
        elif not own and i not in page.headline and len(line.text) <= 5 * LIMIT:
            key = plain(line.text)
            if key in seen:
                page.cut[i] = Mark("repeat", "repeats a line above")
            elif len(key) > 40:
                seen.add(key)


def _shared(line: str, other: str) -> float:
    """Return which share of the runs of four words of one text stand in the other, 0 to 1."""
    both = (text[:1200].lower().split()[:80] for text in (line, other))
    ours, theirs = (set(zip(w, w[1:], w[2:], w[3:], strict=False)) for w in both)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _cut_tail(page: PageLines) -> None:
    """Cut titles and labels after the last sentence of a page that ends its sentences."""
    body = page.text()
    if not _punctuated([page.lines[i] for i in body]):
        return
    last = next((i for i in reversed(body) if not _closes(page, i)), page.lead)
    for i in () if page.lines[last].text[-1] == ":" else page.text():  # a list follows a colon
        if i > last:
            short = count(page.lines[i].text) <= 3
            kind, what = ("interface", "a label") if short else ("related", "a title")
            page.cut[i] = page.marks[i] or Mark(kind, f"{what} after the last sentence")


def _closes(page: PageLines, i: int) -> bool:
    """Tell a title or label, below the lead, from a sentence that lacks its stop."""
    own, line = page.marks[i], page.lines[i].text
    if i == page.lead or (own and own.where in ("edge", "foot")):
        return i > page.lead
    if _goes_on(line) or count(line) > TITLE_WORDS or any(char in line for char in '“”"«»'):
        return False
    first = WORD.match(line)
    return not (first and count(line) > 3 and first[0].lower() in page.outlets.lists["openers"])
