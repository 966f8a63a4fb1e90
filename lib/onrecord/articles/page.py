"""Tell the article on a saved page from the furniture around it.

A page is read line by line. Lines that the table of outlets knows are furniture; so are lines
that their place shows to be none of the article: what stands above the headline, a caption or
deck below it, a copy of the lead, a title or label after the last sentence. All else is body.
Nothing is thrown away: every character that is not blank stands in the headline, in a body span
or in a piece of furniture that says why it is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from onrecord.articles import dates, furniture
from onrecord.articles.furniture import LIMIT, Mark, Rules
from onrecord.knowledge import tables
from onrecord.text.lines import BULLET, Unit, count, cut, ends

HEADLINE_WORDS = 35  # a longer line is no headline
SENTENCE_WORDS = 25  # nor is a longer one that ends as a sentence
CAPTION_WORDS = 25  # a longer line below the headline is text
DECK_WORDS = 35  # a longer one in front of the lead's dateline is text
TITLE_WORDS = 18  # a longer line at the end of a page is no title of another
LEAD_UNITS = 6  # lines below the headline among which copies of the lead are looked for

_TWO_SENTENCES = re.compile(r"[a-z]{2}[.!?][\"”’)]*\s[\"“‘(]?[A-Z]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Words that open a sentence, hardly ever a title or label.
_OPENERS = frozenset(
    "he she they it we i you this that these those there but and the a an his her their its "
    "when while if as in on at for with after before however meanwhile".split()
)
# Words that end no line but a broken one.
_OPEN = frozenset(
    "the a an of to and or that in on for with by from at as is was were has had".split()
)


class Page(NamedTuple):
    """The lines of a page, what patterns say of each, and where headline and text begin."""

    units: list[Unit]
    found: list[Mark | None]
    rules: Rules
    head: int | None  # the first line of the headline
    top: int  # its last line, -1 without one
    lead: int  # the first line of the text


# ---------------------------------------------------------------- the article


def parse(raw: str, name: str, knowledge_folder: tables.Folder = None) -> dict[str, Any]:
    """Return the article record of a page; all spans are offsets into ``raw``.

    ``raw`` is the file as ``files.read`` gives it. The record holds

    - ``article`` (``name``), ``outlet`` or None, ``outlet_basis``, ``headline``, ``headline_span``;
    - ``date_earliest``, ``date_latest``, ``date_basis``, ``date_evidence`` (``dates.interval``);
    - ``paragraphs``: for each the list of its spans; ``body_spans``: all of them;
    - ``furniture``: ``{"span", "kind", "why"}`` for each line that is none of the article;
    - ``dateline``: ``{"place", "span", "wire", "date_text"}`` or None; it opens the body.

    Every character that is not blank is in one span of headline, body or furniture, and in one
    only. Raises OnRecordError where a table of knowledge is wrong.

    >>> page = "Talks fail in Geneva\\n\\nShare\\n\\nThe talks failed, he said.\\n"
    >>> [(f["kind"], page[slice(*f["span"])]) for f in parse(page, "a.txt")["furniture"]]
    [('interface', 'Share')]
    """
    rules = furniture.rules(knowledge_folder)
    units = cut(raw)
    found = [furniture.mark(unit.text, rules) for unit in units]
    head, top, lead = _headline(units, found, rules)
    page = Page(units, found, rules, head, top, lead)
    marked = _furniture(page)
    _repeats(page, marked)
    _tail(page, marked)

    headline_span = None
    pieces = [([units[i].start, units[i].stop], mark) for i, mark in marked.items()]
    if head is not None:
        headline_span = [units[head].start, units[top].stop]
        name_of_site = found[head]
        if name_of_site and name_of_site.suffix:  # the site's name closes the headline
            end = units[head].start + name_of_site.suffix
            behind = units[head].text[name_of_site.suffix :]
            at = end + len(behind) - len(behind.lstrip())
            pieces.append(([at, units[top].stop], name_of_site))
            headline_span[1] = end
    if raw.startswith("\ufeff"):
        pieces.append(([0, 1], Mark("interface", "the file's byte order mark")))
    body = [
        unit
        for i, unit in enumerate(units)
        if i not in marked and (head is None or not head <= i <= top)
    ]
    paragraphs = _paragraphs(body)
    dateline = _dateline(body[0], rules) if body else None
    outlet, basis = _outlet(raw, page, marked, dateline)
    record: dict[str, Any] = {
        "article": name,
        "outlet": outlet,
        "outlet_basis": basis,
        "headline": raw[slice(*headline_span)] if headline_span else None,
        "headline_span": headline_span,
        **dict.fromkeys(("date_earliest", "date_latest", "date_basis", "date_evidence")),
        "paragraphs": paragraphs,
        "body_spans": [span for spans in paragraphs for span in spans],
        "furniture": [
            {"span": span, "kind": mark.kind, "why": mark.why}
            for span, mark in sorted(pieces, key=lambda piece: piece[0])
        ],
        "dateline": dateline,
    }
    return record | dates.interval(raw, record, dates.table(knowledge_folder))


def text(raw: str, spans: Iterable[Sequence[int]]) -> str:
    """Return what stands in the spans for reading: pieces joined and newlines made spaces.

    >>> text("to have a\\n\\nstrategy", [[0, 9], [11, 19]])
    'to have a strategy'
    """
    return " ".join(" ".join(raw[start:stop].split()) for start, stop in spans)


# ---------------------------------------------------------------- headline


def _headline(
    units: Sequence[Unit], found: Sequence[Mark | None], rules: Rules
) -> tuple[int | None, int, int]:
    """Return first and last line of the headline (None, -1 without) and the first of the text."""
    candidates: list[int] = []
    titles: list[int] = []
    lead = len(units)
    for i, unit in enumerate(units):
        mark = found[i]
        words = count(unit.text)
        if mark is not None:
            if mark.suffix and words <= HEADLINE_WORDS:
                titles.append(i)
            continue
        stops = ends(unit.text) or _TWO_SENTENCES.search(unit.text) is not None
        enough = 4 if unit.text[-1] in "?!" else 2  # a question may be the headline below a label
        if (
            words > HEADLINE_WORDS
            or len(candidates) > 20
            or (stops and words > SENTENCE_WORDS)
            or (stops and _dateline(unit, rules))
            or (stops and (titles or any(_full(units[c].text, enough) for c in candidates)))
        ):
            lead = i
            break
        candidates.append(i)
    head = _choose(units, found, candidates, titles, lead)
    if head is None:
        return None, -1, min(candidates[:1] + [lead])
    rest = [i for i in candidates if i > head]
    if lead == len(units) and not rest and found[head] is None:
        return None, -1, head  # a single piece of text is the text
    top = _top(units, head)
    if lead == len(units):
        lead = next((i for i in rest if i > top), lead)
    return head, top, max(lead, top + 1)


def _choose(
    units: Sequence[Unit],
    found: Sequence[Mark | None],
    candidates: Sequence[int],
    titles: Sequence[int],
    lead: int,
) -> int | None:
    """Return the line that is the headline."""
    full = [i for i in candidates if _full(units[i].text)]
    if not full:
        short = [i for i in candidates if units[i].text[0] != "<"]
        several = [i for i in short if count(units[i].text) > 1]
        return next(iter([*titles, *several[::-1], *short[::-1]]), None)
    shown = [units[i].text for i in range(lead) if found[i] is not None]
    for i in full:  # a path or title that repeats a line shows it to be the headline
        if len(units[i].text) > 12 and any(units[i].text in text for text in shown):
            return i
    first = full[0]
    if len(full) > 1 and not ends(units[first].text):
        stems = _stems(" ".join(unit.text[:1000] for unit in units[lead : lead + 5]))
        told = {i: len(_stems(units[i].text) & stems) for i in full}
        if told[first] <= 1:
            return next((i for i in full if told[i] >= 3), first)
    return first


def _full(line: str, enough: int = 4) -> bool:
    """Tell whether a line is long enough for a headline."""
    words = count(line)
    if words < 2 or line[0] == "<":
        return len(line) >= 25 and line[0] != "<"
    return words >= enough or len(line) >= 25 or ends(line) or line[0] in "‘“'\"" or line[-1] == ";"


def _stems(line: str) -> set[str]:
    """Return the beginnings of the longer words."""
    return {word[:5].lower() for word in _WORD.findall(line) if len(word) > 3}


def _top(units: Sequence[Unit], head: int) -> int:
    """Return the last line of a headline that runs over several."""
    top, words = head, count(units[head].text)
    while top + 1 < len(units) and units[top + 1].block == units[head].block:
        line, after = units[top].text, units[top + 1].text
        words += count(after)
        open_end = line[-1] in ";:,-–—" or (not ends(line) and after[0].islower())
        if not open_end or words > HEADLINE_WORDS:
            break
        top += 1
    return top


# ---------------------------------------------------------------- furniture


def _furniture(page: Page) -> dict[int, Mark]:
    """Return the lines that patterns or their place above the text show to be furniture."""
    units, found, _, head, top, lead = page
    marked: dict[int, Mark] = {}
    for i in range(lead if head is None else head):
        above = found[i] or Mark("navigation", "stands above the headline")
        bare = above.kind == "date" and above.where == "edge"
        if bare and (head is not None or i + 1 < lead):
            above = above._replace(kind="masthead-date", why="a date above the headline")
        marked[i] = above
    for i in range(lead if head is None else top + 1, lead):
        below = found[i] or _below(units, i, lead)
        if below:
            marked[i] = below
    stop = lead
    for i in range(lead, len(units)):
        mark = found[i]
        if i < stop or mark is None or mark.where != "any":
            continue
        stop = i + 1
        if mark.reach == "to-end" and i > lead:
            stop = len(units)
        elif mark.reach == "block":
            while stop < len(units) and units[stop].block == units[i].block:
                stop += 1
        elif mark.reach == "section" and i > lead:
            stop = _section(page, i)
        for j in range(i, stop):
            own = found[j]
            if own is not None and own.reach != "line":
                mark = own  # another box begins
            marked[j] = own or mark
    return marked


def _below(units: Sequence[Unit], i: int, lead: int) -> Mark | None:
    """Tell a caption or deck between headline and text, on a page that ends its sentences."""
    line = units[i].text
    if (
        not 2 <= count(line) <= CAPTION_WORDS
        or ends(line)
        or line[-1] in ":,;"
        or BULLET.match(line)
        or not _punctuated(units[lead : lead + 60])
    ):
        return None
    longer = [word for word in line.split() if len(word) > 3]
    if longer and all(word[0].isupper() for word in longer):
        return Mark("caption", "names below the headline, no sentence")
    return Mark("deck", "a line between headline and text, no sentence")


def _punctuated(units: Sequence[Unit]) -> bool:
    """Tell whether the paragraphs end as sentences do."""
    stops = [ends(unit.text) for unit in units[:60] if count(unit.text, 12) >= 8]
    return bool(stops) and sum(stops) >= 0.75 * len(stops)


def _section(page: Page, i: int) -> int:
    """Return the line after a section: short lines and appeals belong to it, prose does not."""
    for stop in range(i + 1, len(page.units)):
        line = page.units[stop].text
        title = count(line) <= TITLE_WORDS and not ends(line) and not BULLET.match(line)
        if not (page.found[stop] or title or furniture.appeals(line, page.rules)):
            return stop
    return len(page.units)


def _repeats(page: Page, marked: dict[int, Mark]) -> None:
    """Mark the copies of the headline and of the lead; the lead with a dateline is the text."""
    units, found, rules, head, top, lead = page
    near = range(top + 1, min(lead + LEAD_UNITS, len(units)))
    body = [i for i in near if i >= lead and i not in marked]
    real = next((i for i in body if _dateline(units[i], rules)), None)
    for i in range(top + 1, real or 0):
        if _shared(units[i].text, units[real or 0].text) >= 0.6:
            picture = i in marked and marked[i].kind in ("caption", "site-name")
            marked[i] = Mark("caption" if picture else "deck", "repeats the lead")
        elif i not in marked and count(units[i].text) <= DECK_WORDS and (real or 0) - i <= 2:
            marked[i] = Mark("deck", "stands in front of the lead's dateline")
    for i, after in pairwise(body if real is None else ()):
        if count(units[i].text) < 8 or _shared(units[i].text, units[after].text) < 0.85:
            break
        marked[i] = Mark("deck", "repeats the lead")

    def title(i: int) -> str:
        mark = found[i]
        return furniture.plain(units[i].text[: mark.suffix if mark else None])

    seen = set() if head is None else {title(head)}
    for i, unit in enumerate(units[: lead + LEAD_UNITS]):
        if head is not None and head <= i <= top:
            continue
        if i in marked:
            mark = marked[i]
            if mark.kind in ("site-name", "navigation") and head is not None:
                line = furniture.plain(unit.text[: mark.suffix])
                if line == furniture.plain(units[head].text):
                    marked[i] = mark._replace(kind="repeat", why="repeats the headline")
        elif len(unit.text) <= 5 * LIMIT:
            key = furniture.plain(unit.text)
            if key in seen:
                marked[i] = Mark("repeat", "repeats a line above")
            elif len(key) > 40:
                seen.add(key)


def _shared(line: str, other: str) -> float:
    """Return which share of the runs of four words of one text stand in the other, 0 to 1."""
    short, long = sorted((line[:1200].lower(), other[:1200].lower()), key=len)
    quarter = len(short) // 4
    if not any(short[at : at + 16] in long for at in (0, quarter, 2 * quarter, 3 * quarter)):
        return 0.0  # most lines: seen without counting
    ours, theirs = _runs(line), _runs(other)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _runs(line: str) -> set[tuple[str, ...]]:
    """Return the runs of four words in the first 80."""
    words = line[:1200].lower().split()[:80]
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def _tail(page: Page, marked: dict[int, Mark]) -> None:
    """Mark titles and labels after the last sentence of a page that ends its sentences."""
    units, found, lead = page.units, page.found, page.lead
    body = [unit for i, unit in enumerate(units) if i >= lead and i not in marked]
    if not _punctuated(body):
        return
    run: list[int] = []
    i = len(units) - 1
    while i > lead:
        if i not in marked:
            mark = found[i]
            if not (mark and mark.where == "edge") and not _label(units[i].text):
                break
            run.append(i)
        i -= 1
    if units[i].text[-1:] == ":":
        return  # what follows a colon is a list
    label = Mark("interface", "a label after the last sentence")
    title = Mark("related", "a title after the last sentence")
    for j in run:
        marked[j] = found[j] or (label if count(units[j].text) <= 3 else title)


def _label(line: str) -> bool:
    """Tell a title or label from a sentence that lacks its stop."""
    if ends(line) or count(line) > TITLE_WORDS or BULLET.match(line) or line[-1] in ":,;":
        return False
    first = _WORD.match(line)
    opens = first and count(line) > 3 and first.group().lower() in _OPENERS
    return not opens and not any(char in line for char in '“”"«»')


# ---------------------------------------------------------------- paragraphs and dateline


def _paragraphs(units: Sequence[Unit]) -> list[list[list[int]]]:
    """Return the paragraphs as lists of spans; one broken in mid-sentence has several."""
    paragraphs: list[list[list[int]]] = []
    for i, unit in enumerate(units):
        if i and _continues(units[i - 1].text, unit.text):
            paragraphs[-1].append([unit.start, unit.stop])
        else:
            paragraphs.append([[unit.start, unit.stop]])
    return paragraphs


def _continues(before: str, after: str) -> bool:
    """Tell whether a line goes on with the sentence of the line before."""
    if ends(before) or before[-1] in ":;" or BULLET.match(before) or BULLET.match(after):
        return False
    lower = after.lstrip("‘’'“”\"(—–- ")[:1].islower()
    return (lower or before.rsplit(None, 1)[-1] in _OPEN) and len(before.split(None, 4)) >= 4


def _dateline(unit: Unit, rules: Rules) -> dict[str, Any] | None:
    """Return the dateline that opens a line."""
    match = _DATELINE.match(unit.text, 0, 120)
    if not match:
        return None
    place, region, date, wire = match.group("place", "region", "date", "wire")
    wire = wire.strip("(/) ") if wire else None
    agency = wire is not None and (wire in rules.agencies or date is not None)
    known = place.split("/")[0].strip().casefold() in rules.places
    capitals = place.isupper() and len(place) > 2 and (region or date or agency)
    if (wire is not None and not agency) or not (known or (capitals and match["mark"] != ":")):
        return None
    return {
        "place": place + (region or ""),
        "span": [unit.start, unit.start + match.end()],
        "wire": wire,
        "date_text": date.strip(", ") if date else None,
    }


_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’-]*(?:[ -][A-Za-z][\w.'’-]*){0,3}?(?:\s?/\s?[A-Z][\w.'’ -]{1,30}?)?)"
    rf"(?P<region>, (?!{dates.MONTH})[A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
    rf"(?P<date>,? (?:\d{{1,2}}(?:st|nd|rd|th)? {dates.MONTH}|{dates.MONTH} \d{{1,2}})"
    r"(?:,? \d{4})?)?"
    r"(?:\.?,?\s?(?P<wire>\([^()]{2,40}\)|/[^/]{2,30}/)(?:\s?(?:[-–—]{1,3}|:)|\.)?"
    r"|\s?(?P<mark>[-–—]{1,3}|:))(?=\s)"
)


# ---------------------------------------------------------------- outlet


def _outlet(
    raw: str, page: Page, marked: dict[int, Mark], dateline: dict[str, Any] | None
) -> tuple[str | None, str]:
    """Return the outlet that the page shows, and how; only furniture can show it."""
    units, found, rules, head, _, lead = page
    shown: list[tuple[str, int, str]] = []
    last = max((i for i in range(len(units)) if i not in marked), default=0)
    for i in sorted({*marked, *(() if head is None else (head,))}):
        mark = found[i]
        if mark and mark.outlet:
            shown.append((mark.outlet, i, mark.why))
        elif i in marked and (i < lead or i > last):
            outlet = _domain(units[i].text, rules)
            if outlet:
                shown.append((outlet, i, "the page's own address"))
    if not shown:
        wire = dateline["wire"] if dateline else None
        more = f"; {wire} in the dateline is the agency, not the outlet" if wire else ""
        return None, f"unknown: no line of the page's furniture names its outlet{more}"
    times = Counter(outlet for outlet, _, _ in shown)
    first, *others = [outlet for outlet in times if times[outlet] == max(times.values())]
    if others:
        return None, f"unknown: the page shows {' and '.join([first, *others])} alike"
    outlet, i, why = next(piece for piece in shown if piece[0] == first)
    line = raw.count("\n", 0, units[i].start) + 1
    quote = units[i].text if len(units[i].text) <= 80 else "… " + units[i].text[-60:]
    return outlet, f"line {line}, “{quote}”: {why}"


_ADDRESS = re.compile(r"(?:https?://|www\.)([\w.-]+)")


def _domain(line: str, rules: Rules) -> str | None:
    """Return the outlet of the web address in a line."""
    address = _ADDRESS.search(line)
    parts = address[1].lower().split(".") if address else []
    hosts = (".".join(parts[i:]) for i in range(len(parts) - 1))
    return next((rules.domains[host] for host in hosts if host in rules.domains), None)
