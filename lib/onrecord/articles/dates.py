"""Say when an article was written: as an interval, with its basis and its evidence.

A page may state its date. Public events that it names, and how long ago they were ("last week"),
give an interval each, and the article lies where all of them meet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from onrecord.knowledge.events import Event, Events, Office
from onrecord.knowledge.tables import Patterns
from onrecord.records import Article, Dateline, Evidence, Spans
from onrecord.text.dates import MONTHS, date_line, day, find, without_year

WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
READ = 100_000  # characters of the body in which events are looked for
LONG = 600  # characters; a longer sentence is read in pieces
DAY = timedelta(days=1)
_BREAK = re.compile(
    r"[.!?](?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)[\"'”)\]]*\s+(?=[\"'“(]?[A-Z])"
)
_IN_MONTH = re.compile(rf"\b[Ii]n ({'|'.join(MONTHS)})\b(?!,? (?:of )?\d)")
_PAST_TITLE = re.compile(r"(?i)\b(?:former|then|ex|late|onetime|one-time)[\s-]+(?:\w[\w.]*\s)?$")
Stated = list[tuple[date, date, Evidence]]
Sentences = Sequence[tuple[int, int, str]]  # each with its paragraph and its place in it


class Bound(NamedTuple):
    """One thing that the text says about its own date."""

    low: date
    high: date | None
    text: str
    paragraph: int
    says: str
    word: tuple[int, int] | None = None  # the place of its word for time, and
    distance: int = 0  # how far from it the event's own words stand


def dated(text: str, article: Article, events: Events) -> Article:
    """Return an article with ``date_earliest``, ``date_latest``, ``date_basis``, ``date_evidence``.

    The basis is *stated* (a dateline, or a date line below the headline), *inferred* (from what
    the text names, with its words for time), *page-saved* (a date above the headline and nothing
    else: it dates nothing) or *unknown*.
    """
    stated, unused = _date_lines(text, article)
    if not stated:
        paragraphs = list(_paragraphs(text, article.paragraphs))
        low, high, bounds = _meet(_bounds(paragraphs, events), paragraphs, events.patterns)
        basis = "inferred" if low or high else "page-saved" if unused else "unknown"
        published, evidence = _from_dateline(text, article.dateline, low, high)
        evidence += [_evidence(text, article.paragraphs, bound) for bound in bounds]
        if published:
            low, high, basis = published, published + DAY, "stated"
    else:
        low, high, why = min(stated, key=itemgetter(0, 1))
        basis, evidence = "stated", [why]
    first, last = (end.isoformat() if end else None for end in (low, high))
    article = replace(article, date_earliest=first, date_latest=last, date_basis=basis)
    return replace(article, date_evidence=(*evidence, *unused))


def _date_lines(text: str, article: Article) -> tuple[Stated, list[Evidence]]:
    """Return the dates that the page states of the article, and those that date no article."""
    top = article.headline_span[0] if article.headline_span else 0
    body = article.paragraphs[0][0][0] if article.paragraphs else len(text)
    stated, unused = [], []
    pieces = (cut for cut in article.furniture if cut.kind in ("date", "byline", "masthead-date"))
    for piece in islice(pieces, 50):  # lines with a date
        line = text[slice(*piece.span)]
        days, label = find(line), date_line(line)
        if not days:
            continue
        if piece.kind == "masthead-date" or label == "saved":
            says = "stands above the headline or tells of saving: it dates no article"
        elif label or piece.kind == "byline" or top <= piece.span[0] < body:
            first, last = min(days)
            twice = "; day and month can be read in two ways" if first != last else ""
            says = f"the page states the date of the article{twice}"
            stated.append((first, last, Evidence(line, piece.span, says)))
            continue
        else:
            says = "a date after the article, without a word of what it dates: not used"
        unused.append(Evidence(line, piece.span, says))
    return stated, unused


def _from_dateline(
    text: str, dateline: Dateline | None, low: date | None, high: date | None
) -> tuple[date | None, list[Evidence]]:
    """Return the day of a dateline, where its year is known, and its evidence."""
    if not dateline or not dateline.date_text:
        return None, []
    words = dateline.date_text
    days = [first for first, _ in find(words)[:1]]
    says = "the dateline states the day; it was published then or on the next"
    for month, number, _ in [] if days else islice(without_year(words), 1):
        says = f"the dateline states {number} {MONTHS[month - 1]}"
        if low and high:
            dates = (day(year, month, number) for year in range(low.year, high.year + 1))
            days = [one for one in dates if one and low <= one <= high + DAY]
        if len(days) == 1:
            says += (
                f"; the year {days[0].year} is inferred, the only one between {low} and {high}; "
            )
            says += "it was published then or on the next day"
        else:
            says += ", and nothing in the text shows the year"
    at = text.index(words, *dateline.span)
    return days[0] if len(days) == 1 else None, [Evidence(words, (at, at + len(words)), says)]


def _meet(
    bounds: list[Bound], paragraphs: Sequence[str], words: Patterns
) -> tuple[date | None, date | None, list[Bound]]:
    """Return where the bounds meet, and the eight narrowest of those that say so.

    An end that lies before the latest beginning, or before a year that the text names, speaks of
    an earlier time than that of writing: it is left out.
    """
    if not bounds:
        return None, None, []
    low = max(bound.low for bound in bounds)
    years = set(map(int, words["past_years"].findall("\n\n".join(paragraphs))))
    least = max([low, *(date(year, 1, 1) for year in years if year <= date.today().year)])
    kept = [b._replace(high=None) if b.high and b.high < least else b for b in bounds]
    high = min((bound.high for bound in kept if bound.high), default=None)

    def width(bound: Bound) -> tuple[bool, bool, int]:
        binds = bound.low == low or (bound.high is not None and bound.high == high)
        return not binds, not bound.high, (bound.high - bound.low).days if bound.high else 0

    chosen: dict[tuple[date, date | None, str, int], Bound] = {}
    for bound in sorted(kept, key=width):
        chosen.setdefault(bound[:4], bound)
    return low, high, list(chosen.values())[:8]


def _evidence(text: str, paragraphs: Sequence[Spans], bound: Bound) -> Evidence:
    words = [re.escape(word).replace("'", "['’‘]") for word in bound.text.split()]
    paragraph = paragraphs[bound.paragraph]
    match = re.compile(r"\s+".join(words)).search(text, paragraph[0][0], paragraph[-1][1])
    start, stop = match.span() if match else paragraph[0]
    return Evidence(text[start:stop], (start, stop), bound.says)


def _paragraphs(text: str, paragraphs: Sequence[Spans]) -> Iterator[str]:
    """Yield the paragraphs in plain signs, white space as single spaces."""
    size = 0
    for spans in paragraphs:
        words = " ".join([text[a : min(b, a + READ)] for a, b in spans])
        yield " ".join(words.replace("’", "'").replace("‘", "'").split())
        size += len(words)
        if size > READ:
            break


def _bounds(paragraphs: Sequence[str], events: Events) -> list[Bound]:
    body, times = "\n".join(paragraphs), events.patterns
    happened = _named(events.events, body)
    offices = [office for office in events.offices if office.surname in body]
    sentences = _sentences(paragraphs) if happened or offices else []
    told = [bound for event in happened for bound in _of_event(event, paragraphs, sentences, times)]
    # of two events in a sentence the nearer takes the word for time
    nearest = {one.word: one.distance for one in sorted(told, key=lambda one: -one.distance)}
    bounds = [bound for bound in told if bound.distance == nearest[bound.word]]
    bounds += filter(None, (_of_office(office, sentences, times) for office in offices))
    for period in _named(events.periods, body):
        at, phrase = _first(period.all[0], paragraphs)
        says = f"{period.name}: {period.start} to {period.end}"
        bounds.append(Bound(period.start, period.end, phrase, at, says))
    return bounds


def _named(entries: Sequence[Event], body: str) -> list[Event]:
    """Return the events or periods that a text names."""

    def has(group: Sequence[str]) -> bool:
        return any(phrase in body for phrase in group)

    return [one for one in entries if all(map(has, one.all)) and not any(map(has, one.none))]


def _first(group: Sequence[str], paragraphs: Sequence[str]) -> tuple[int, str]:
    return next((i, one) for i, text in enumerate(paragraphs) for one in group if one in text)


def _sentences(paragraphs: Sequence[str]) -> Sentences:
    """Return the sentences of paragraphs, roughly, none longer than a long one."""
    return [
        (i, at, text[at : min(at + LONG, stop)])
        for i, text in enumerate(paragraphs)
        for start, stop in pairwise([0, *(m.end() for m in _BREAK.finditer(text)), len(text)])
        for at in range(start, stop, LONG)
    ]


def _of_event(
    event: Event, paragraphs: Sequence[str], sentences: Sentences, words: Patterns
) -> Iterator[Bound]:
    """Yield that the text is no older than the event, and how long after it was written."""
    days = f"{event.start}" if event.start == event.end else f"{event.start} to {event.end}"
    own, near = event.all[0], event.near
    at, phrase = _first(own, paragraphs)
    yield Bound(event.start, None, phrase, at, f"names an event: {event.name}, {days}")
    dated, timed = list[Bound](), list[Bound]()
    for at, start, text in sentences:
        if any(phrase in text for phrase in own):
            dated += _undated(event, at, text)
        stands = near and all(any(phrase in text for phrase in group) for group in near)
        if stands and len(event.days) <= 4 and not words["looks_back"].search(text):
            timed += _relative(event, at, start, text, words)
    yield from dated or timed  # who gives the day does not count in weekdays


def _undated(event: Event, at: int, text: str) -> Iterator[Bound]:
    days = [[one.month, one.day] for one in event.days]
    month = MONTHS[event.start.month - 1]
    found = [("day", words) for *one, words in without_year(text) if one in days]
    found += [("month", m[0]) for m in _IN_MONTH.finditer(text) if m[1] == month]
    for what, words in found:
        says = f"gives the {what} of {event.name} without its year: written within a year of it"
        yield Bound(event.start, event.start + 365 * DAY, words, at, says)


def _relative(event: Event, at: int, start: int, text: str, words: Patterns) -> Iterator[Bound]:
    for match in words["times"].finditer(text):
        low, high = _written(match[0].removeprefix("earlier "), event)
        distance, a, b = _nearest(text, event, *match.span())
        if low and distance <= 40:  # characters; farther off it is said of something else
            says = f"“{match[0]}” of {event.name}: written {low} to {high}"
            yield Bound(low, high, text[a:b], at, says, (at, start + match.start()), distance)


def _nearest(text: str, event: Event, start: int, stop: int) -> tuple[int, int, int]:
    """Return the distance to the nearest phrase of an event, and the stretch that holds both."""
    phrases = [phrase for group in event.near for phrase in group]
    spans = [m.span() for phrase in phrases for m in re.finditer(re.escape(phrase), text)]
    apart = [(a, b) for a, b in spans if b <= start or a >= stop]
    found = [(max(start - b, a - stop), min(a, start), max(b, stop)) for a, b in apart]
    return min(found, default=(len(text), start, stop))


def _written(words: str, event: Event) -> tuple[date | None, date | None]:
    """Return when a text can be written that puts an event at such a time.

    A bare weekday is one of the last seven days; weeks are read as beginning on Monday or on
    Sunday, whichever leaves more room.
    """
    start, end = event.start, event.end
    named = words.removeprefix("last ")
    if named in WEEKDAYS:
        days = [one for one in event.days if event.weekdays and WEEKDAYS[one.weekday()] == named]
        return (days[0], days[-1] + (6 if named == words else 13) * DAY) if days else (None, None)
    first, last = sorted(end - days * DAY for days in (end.weekday(), end.isoweekday() % 7))
    next_month = (end.replace(day=1) + 31 * DAY).replace(day=1)
    month_after = (next_month + 31 * DAY).replace(day=1)
    return {
        "last week": (first + 7 * DAY, last + 13 * DAY),
        "this week": (start, last + 6 * DAY),
        "this month": (start, next_month - DAY),
        "last month": (next_month, month_after - DAY),
        "this year": (start, date(end.year, 12, 31)),
        "last year": (date(end.year + 1, 1, 1), date(end.year + 1, 12, 31)),
        "yesterday": (start + DAY, end + 2 * DAY),
        "yesterday's": (start + DAY, end + 7 * DAY),  # a speaker's word, told later
    }.get(words, (start, end + DAY))  # else today or tonight


def _of_office(office: Office, sentences: Sentences, words: Patterns) -> Bound | None:
    """Return that a text which has a holder of an office speak was written in their time."""
    says = f"{office.name} in office {office.start} to {office.end or 'this day'}"
    high = office.end + 7 * DAY if office.end else None
    for paragraph, _, text in sentences:
        match = office.pattern.search(text)
        if match and words["says"].search(text) and not words["recalls"].search(text):
            before = text[max(0, match.start() - 40) : match.start()]
            if not (before[-1:].isalnum() or _PAST_TITLE.search(before)):
                return Bound(office.start, high, match[0], paragraph, says)
    return None
