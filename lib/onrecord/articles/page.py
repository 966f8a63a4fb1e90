"""Tell the article on a saved page from the furniture around it.

Lines that the table of outlets knows are furniture; so are lines that their place shows to be none
of the article. All else is headline or body: nothing is thrown away.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter

from onrecord.articles.dates import dated
from onrecord.articles.furniture import PageLines, told_apart
from onrecord.articles.headline import dateline
from onrecord.knowledge import Knowledge
from onrecord.knowledge.outlets import Mark, Outlets
from onrecord.records import Article, Cut, Dateline, Span, Spans
from onrecord.text.lines import BULLET, Line, ends

_ADDRESS = re.compile(r"(?:https?://|www\.)([\w.-]+)")
# Words that end no line but a broken one.
_OPEN = {*"the a an of to and or that in on for with by from at as is was were has had".split()}


def parse(text: str, name: str, knowledge: Knowledge) -> Article:
    """Return the article of a page; all spans are offsets into ``text``.

    ``text`` is the file as ``files.read`` gives it, ``name`` its name. Every character that is not
    blank is in one span of headline, body or furniture, and in one only; a dateline opens the body.
    Raises OnRecordError where a table of knowledge is wrong.

    >>> page = "Talks fail in Geneva\\n\\nShare\\n\\nThe talks failed, he said.\\n"
    >>> [(cut.kind, page[slice(*cut.span)]) for cut in parse(page, "a.txt", Knowledge()).furniture]
    [('interface', 'Share')]
    """
    page = told_apart(text, knowledge.outlets)
    headline_span, pieces = _headline_span(page)
    pieces += [((page.lines[i].start, page.lines[i].stop), mark) for i, mark in page.cut.items()]
    if text.startswith("\ufeff"):
        pieces.append(((0, 1), Mark("interface", "the file's byte order mark")))
    pieces.sort(key=itemgetter(0))
    around = page.cut.keys() | set(page.headline)
    body = [line for i, line in enumerate(page.lines) if i not in around]
    paragraphs = _paragraphs(body)
    opening = dateline(body[0], page.outlets) if body else None
    outlet, basis = _outlet(text, page, opening)
    article = Article(
        name,
        outlet,
        basis,
        headline=text[slice(*headline_span)] if headline_span else None,
        headline_span=headline_span,
        body_spans=tuple(span for spans in paragraphs for span in spans),
        paragraphs=paragraphs,
        furniture=tuple(Cut(span, mark.kind, mark.why) for span, mark in pieces),
        dateline=opening,
    )
    return dated(text, article, knowledge.events)


def _headline_span(page: PageLines) -> tuple[Span | None, list[tuple[Span, Mark]]]:
    """Return the span of the headline, and the site's name that closes it as furniture."""
    if not page.headline:
        return None, []
    first, last = page.lines[page.headline[0]], page.lines[page.headline[-1]]
    mark = page.marks[page.headline[0]]
    if not (mark and mark.suffix):
        return (first.start, last.stop), []
    end = first.start + mark.suffix
    at = first.start + len(first.text) - len(first.text[mark.suffix :].lstrip())
    return (first.start, end), [((at, last.stop), mark)]


def _paragraphs(lines: Sequence[Line]) -> tuple[Spans, ...]:
    """Return the spans of each paragraph; one broken in mid-sentence has several."""
    paragraphs: list[list[Span]] = []
    for i, line in enumerate(lines):
        if not (i and _continues(lines[i - 1].text, line.text)):
            paragraphs.append([])
        paragraphs[-1].append((line.start, line.stop))
    return tuple(map(tuple, paragraphs))


def _continues(before: str, after: str) -> bool:
    if ends(before) or before[-1] in ":;" or BULLET.match(before) or BULLET.match(after):
        return False
    lower = after.lstrip("‘’'“”\"(—–- ")[:1].islower()
    return (lower or before.rsplit(None, 1)[-1] in _OPEN) and len(before.split(None, 4)) >= 4


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
            outlet = _domain(line.text, page.outlets)
            if outlet:
                shown[outlet].append((line, "the page's own address"))
    return shown


def _domain(line: str, outlets: Outlets) -> str | None:
    address = _ADDRESS.search(line)
    parts = address[1].lower().split(".") if address else []
    hosts = (".".join(parts[i:]) for i in range(len(parts) - 1))
    return next((outlets.domains[host] for host in hosts if host in outlets.domains), None)
