"""Say when an article was written: as an interval, with its basis and its evidence.

Three things can date a page. It may state its date: in a dateline or in a line below the
headline. It may name public events whose dates are known, and say how long ago they were ("last
week"): each gives an interval, and the article lies where all of them meet. Or it may show
nothing but the day on which it was saved, and this dates no article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import islice, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from onrecord.knowledge.events import Event, Events, Office, Phrases
from onrecord.records import Article, Dateline, Evidence, Spans
from onrecord.text.dates import MONTHS, date_line, day, find, without_year

WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
LINES = 50  # lines with a date that are looked at
READ = 100_000  # characters of the body in which events are looked for
LONG = 600  # characters; a longer sentence is read in pieces
NEAR = 40  # characters between a word for time and the words of the event it is said of
SHOWN = 8  # pieces of evidence that are kept
DAY = timedelta(days=1)

_BREAK = re.compile(
    r"[.!?](?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bGen\.)(?<!\bSen\.)(?<!\bRep\.)"
    r"(?<!\bSt\.)[\"'”)\]]*\s+(?=[\"'“(]?[A-Z])"
)
_IN_MONTH = re.compile(rf"\b[Ii]n ({'|'.join(MONTHS)})\b(?!,? (?:of )?\d)")
_TIME = re.compile(
    r"(?P<lastday>\blast (?:{w})\b)|(?P<weekday>(?<!next )(?<!every )\b(?:{w})\b(?!,? (?:{m}|\d)))"
    r"|(?P<lastweek>\blast week\b)|(?P<thisweek>\b(?:earlier )?this week\b)"
    r"|(?P<thismonth>\b(?:earlier )?this month\b)|(?P<lastmonth>\blast month\b)"
    r"|(?P<thisyear>\bearlier this year\b)|(?P<lastyear>\blast year\b)"
    r"|(?P<genitive>\byesterday's\b)|(?P<yesterday>\byesterday\b)|(?P<today>\b(?:today|tonight)\b)"
    .format(w="|".join(WEEKDAYS), m="|".join(MONTHS))
)  # fmt: skip
# Words of a text that looks back: its words for time are not said of the event.
_LOOKS_BACK = re.compile(
    r"\b(?:anniversary|(?:year|month|week)s? (?:ago|after|since|later)|years? earlier|"
    r"since (?:the|last)|in the wake)\b"
)
# A sentence in which someone speaks, and one that recalls what is long past.
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys|ying)|told|tells|warn(?:ed|s)|announced|stress(?:ed|es)|added|adding|noted|"
    r"noting|claim(?:ed|s)|insist(?:ed|s)|declared|stated|spoke|according|urged|called|"
    r"respond(?:ed|s)|replied|acknowledged|reiterated|emphasi[sz]ed|believes?|convinces)\b"
)
_PAST_TITLE = re.compile(
    r"\b(?:former|then|ex|late|onetime|one-time)[\s-]+(?:\w[\w.]*\s)?$", re.IGNORECASE
)
_RECALLS = re.compile(
    r"\b(?:(?:19|20)\d\d|when|while|during|tenure|years? (?:ago|earlier|before)|at the time|"
    r"used to|had been|served as|as then)\b"
)
# A year that the text looks back on, not one that it looks forward to.
_PAST_YEAR = re.compile(
    r"(?:19|20)\d\d(?<!\w\d{4})(?<![-–$€£.,]\d{4})(?<!by \d{4})(?<!until \d{4})(?<!till \d{4})"
    r"(?<!through \d{4})(?<!for \d{4})(?<!before \d{4})(?<!the \d{4})(?<!to \d{4})"
    r"(?![\w-])(?!\s(?:election|presidential|campaign|Olympic|World|budget|race))"
)


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


# ---------------------------------------------------------------- the interval


def dated(text: str, article: Article, events: Events) -> Article:
    """Return an article with ``date_earliest``, ``date_latest``, ``date_basis``, ``date_evidence``.

    Dates are "YYYY-MM-DD" or None: an interval may be open. The basis is *stated* (a dateline, or
    a date line below the headline), *inferred* (events, periods and offices that the text names,
    with its words for time), *page-saved* (a date above the headline and nothing else: it dates
    nothing) or *unknown*.
    """
    low: date | None
    high: date | None
    stated, unused = _date_lines(text, article)
    if stated:
        low, high, why = min(stated, key=itemgetter(0, 1))
        basis, evidence = "stated", [why]
    else:
        low, high, bounds = _meet(_paragraphs(text, article.paragraphs), events)
        basis = "inferred" if low or high else "page-saved" if unused else "unknown"
        published, evidence = _from_dateline(text, article.dateline, low, high)
        evidence += [_evidence(text, article.paragraphs, bound) for bound in bounds]
        if published:
            low, high, basis = published, published + DAY, "stated"
    return replace(
        article,
        date_earliest=low.isoformat() if low else None,
        date_latest=high.isoformat() if high else None,
        date_basis=basis,
        date_evidence=(*evidence, *unused),
    )


def _date_lines(
    text: str, article: Article
) -> tuple[list[tuple[date, date, Evidence]], list[Evidence]]:
    """Return the dates that the page states of the article, and those that date no article."""
    head = article.headline_span or (0, 0)
    body = article.paragraphs[0][0][0] if article.paragraphs else len(text)
    stated, unused = [], []
    pieces = (cut for cut in article.furniture if cut.kind in ("date", "byline", "masthead-date"))
    for piece in islice(pieces, LINES):
        line = text[slice(*piece.span)]
        days, label = find(line), date_line(line)
        if not days:
            continue
        if piece.kind == "masthead-date" or label == "saved":
            says = "stands above the headline or tells of saving: it dates no article"
            unused.append(Evidence(line, piece.span, says))
        elif label or piece.kind == "byline" or head[0] <= piece.span[0] < body:
            first, last = days[0]
            twice = "; day and month can be read in two ways" if first != last else ""
            says = f"the page states the date of the article{twice}"
            stated.append((first, last, Evidence(line, piece.span, says)))
        else:
            says = "a date after the article, without a word of what it dates: not used"
            unused.append(Evidence(line, piece.span, says))
    return stated, unused


def _from_dateline(
    text: str, dateline: Dateline | None, low: date | None, high: date | None
) -> tuple[date | None, list[Evidence]]:
    """Return the day of a dateline, where its year is known, and its evidence."""
    words = dateline.date_text if dateline else None
    if not dateline or not words:
        return None, []
    days = [first for first, _ in find(words)[:1]]
    says = "the dateline states the day; it was published then or on the next"
    if not days:
        bare = next(without_year(words), None)
        if not bare:
            return None, []
        month, number, _ = bare
        name = f"{number} {MONTHS[month - 1]}"
        says = f"the dateline states {name}, and nothing in the text shows the year"
        if low and high:
            dates = (day(year, month, number) for year in range(low.year, high.year + 1))
            days = [one for one in dates if one and low <= one <= high + DAY]
        if len(days) == 1:
            says = (
                f"the dateline states {name}; the year {days[0].year} is inferred, the only one "
                f"between {low} and {high}; it was published then or on the next day"
            )
    at = text.index(words, *dateline.span)
    return days[0] if len(days) == 1 else None, [Evidence(words, (at, at + len(words)), says)]


def _meet(
    paragraphs: Sequence[str], events: Events
) -> tuple[date | None, date | None, list[Bound]]:
    """Return where the bounds meet, and those that say so, the narrowest first.

    An end that lies before the latest beginning, or before a year that the text names, speaks of
    an earlier time than that of writing: it is left out.
    """
    bounds = _bounds(paragraphs, events)
    if not bounds:
        return None, None, []
    low = max(bound.low for bound in bounds)
    years = {date(int(year), 1, 1) for text in paragraphs for year in _PAST_YEAR.findall(text)}
    least = max([low, *(year for year in years if year <= date.today())])
    kept = [b._replace(high=None) if b.high and b.high < least else b for b in bounds]
    high = min((bound.high for bound in kept if bound.high), default=None)

    def width(bound: Bound) -> tuple[bool, bool, int]:
        binds = bound.low == low or (bound.high is not None and bound.high == high)
        days = (bound.high - bound.low).days if bound.high else 0
        return not binds, not bound.high, days

    chosen: dict[tuple[date, date | None, str, int], Bound] = {}
    for bound in sorted(kept, key=width):
        chosen.setdefault(bound[:4], bound)
    return low, high, list(chosen.values())[:SHOWN]


def _evidence(text: str, paragraphs: Sequence[Spans], bound: Bound) -> Evidence:
    """Return a bound as evidence, with the place of its words in the file."""
    words = [re.escape(word).replace("'", "['’‘]") for word in bound.text.split()]
    paragraph = paragraphs[bound.paragraph]
    match = re.compile(r"\s+".join(words)).search(text, paragraph[0][0], paragraph[-1][1])
    start, stop = match.span() if match else paragraph[0]
    return Evidence(text[start:stop], (start, stop), bound.says)


# ---------------------------------------------------------------- what the text says


def _paragraphs(text: str, paragraphs: Sequence[Spans]) -> list[str]:
    """Return the paragraphs in plain signs, white space as single spaces."""
    found, size = [], 0
    for spans in paragraphs:
        words = " ".join([text[a : min(b, a + READ)] for a, b in spans])
        found.append(" ".join(words.split()))
        size += len(words)
        if size > READ:
            break
    return "\n".join(found).replace("’", "'").replace("‘", "'").split("\n")


def _bounds(paragraphs: Sequence[str], events: Events) -> list[Bound]:
    """Return what events, periods and offices say of the date."""
    body = "\n".join(paragraphs)
    spaced = body
    for sign in "\"'“”([":  # signs that may stand before the first word of a phrase
        spaced = spaced.replace(sign, " ")
    words = {"", *spaced.split()}
    stands = cache(body.__contains__)
    happened = _named(events.events, words, stands)
    offices = [office for office in events.offices if not office.keys.isdisjoint(words)]
    groups = [group for event in happened for group in (event.all[0], *event.near)]
    phrases = {phrase for group in groups for _, phrase in group}
    sentences = _sentences(paragraphs, phrases | {office.surname for office in offices})
    told = [bound for event in happened for bound in _of_event(event, paragraphs, sentences)]
    # of two events in a sentence the nearer takes the word for time
    far_first = sorted(told, key=attrgetter("distance"), reverse=True)
    nearest = {bound.word: bound.distance for bound in far_first}
    bounds = [bound for bound in told if bound.distance == nearest[bound.word]]
    for office in offices:
        bounds += islice(_of_office(office, sentences), 1)
    for period in _named(events.periods, words, stands):
        at, phrase = _first(period.all[0], paragraphs)
        says = f"{period.name}: {period.start} to {period.end}"
        bounds.append(Bound(period.start, period.end, phrase, at, says))
    return bounds


def _named(entries: Sequence[Event], words: Set[str], stands: Callable[[str], bool]) -> list[Event]:
    """Return the events or periods that a text names, by its words and by what stands in it."""

    def has(group: Phrases) -> bool:
        return any(word in words and stands(phrase) for word, phrase in group)

    likely = [entry for entry in entries if not entry.keys.isdisjoint(words)]
    there = [entry for entry in likely if all(map(has, entry.all))]
    return [entry for entry in there if not any(map(has, entry.none))]


def _in(group: Phrases, text: str) -> bool:
    """Tell whether one of the phrases stands in a text."""
    return any(phrase in text for _, phrase in group)


def _first(group: Phrases, paragraphs: Sequence[str]) -> tuple[int, str]:
    """Return the first paragraph with one of the phrases, and the phrase."""
    return next(
        (i, phrase) for i, text in enumerate(paragraphs) for _, phrase in group if phrase in text
    )


def _sentences(paragraphs: Sequence[str], phrases: Collection[str]) -> Sentences:
    """Return the sentences of paragraphs with a phrase, roughly, none longer than a long one."""
    found: list[tuple[int, int, str]] = []
    for i, text in enumerate(paragraphs):
        if any(phrase in text for phrase in phrases):
            cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
            for start, stop in pairwise(cuts):
                found += [
                    (i, at, text[at : min(at + LONG, stop)]) for at in range(start, stop, LONG)
                ]
    return found


def _of_event(event: Event, paragraphs: Sequence[str], sentences: Sentences) -> Iterator[Bound]:
    """Yield that the text is no older than the event, and how long after it was written."""
    days = f"{event.start}" if event.start == event.end else f"{event.start} to {event.end}"
    own = event.all[0]
    at, phrase = _first(own, paragraphs)
    yield Bound(event.start, None, phrase, at, f"names an event: {event.name}, {days}")
    dated: list[Bound] = []
    timed: list[Bound] = []
    for at, start, text in sentences:
        if _in(own, text):
            dated += _undated(event, at, text)
        if event.near and all(_in(group, text) for group in event.near):
            timed += _relative(event, at, start, text)
    yield from dated or timed  # who gives the day does not count in weekdays


def _undated(event: Event, at: int, text: str) -> Iterator[Bound]:
    """Yield that a date without its year was written within a year of the day."""
    days = [(one.month, one.day) for one in event.days]
    month = MONTHS[event.start.month - 1]
    found = [("day", words) for *one, words in without_year(text) if tuple(one) in days]
    found += [("month", m[0]) for m in _IN_MONTH.finditer(text) if m[1] == month]
    for what, words in found:
        says = f"gives the {what} of {event.name} without its year: written within a year of it"
        yield Bound(event.start, event.start + 365 * DAY, words, at, says)


def _relative(event: Event, at: int, start: int, text: str) -> Iterator[Bound]:
    """Yield what words for time say in a sentence that tells of the event."""
    if len(event.days) > 4 or _LOOKS_BACK.search(text):
        return
    for match in _TIME.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("weekday", "lastday") and not event.weekdays:
            continue
        low, high = _written(kind, match[0], event)
        distance, a, b = _nearest(text, event.near, *match.span())
        if low and distance <= NEAR:
            says = f"“{match[0]}” of {event.name}: written {low} to {high}"
            yield Bound(low, high, text[a:b], at, says, (at, start + match.start()), distance)


def _nearest(text: str, groups: Sequence[Phrases], start: int, stop: int) -> tuple[int, int, int]:
    """Return the distance to the nearest phrase of an event, and the stretch that holds both."""
    phrases = [phrase for group in groups for _, phrase in group]
    spans = [m.span() for phrase in phrases for m in re.finditer(re.escape(phrase), text)]
    found = [
        (max(start - b, a - stop), min(a, start), max(b, stop))
        for a, b in spans
        if b <= start or a >= stop
    ]
    return min(found, default=(len(text), start, stop))


def _written(kind: str, word: str, event: Event) -> tuple[date | None, date | None]:
    """Return when a text can be written that puts an event at such a time.

    A bare weekday is one of the last seven days; weeks are read as beginning on Monday or on
    Sunday, whichever leaves more room.
    """
    start, end = event.start, event.end
    if kind in ("weekday", "lastday"):
        named = WEEKDAYS.index(word.split()[-1])
        days = [one for one in event.days if one.weekday() == named]
        within = 6 if kind == "weekday" else 13
        return (days[0], days[-1] + within * DAY) if days else (None, None)
    first, last = sorted(end - days * DAY for days in (end.weekday(), end.isoweekday() % 7))
    next_month = (end.replace(day=1) + 31 * DAY).replace(day=1)
    month_after = (next_month + 31 * DAY).replace(day=1)
    return {
        "lastweek": (first + 7 * DAY, last + 13 * DAY),
        "thisweek": (start, last + 6 * DAY),
        "thismonth": (start, next_month - DAY),
        "lastmonth": (next_month, month_after - DAY),
        "thisyear": (start, date(end.year, 12, 31)),
        "lastyear": (date(end.year + 1, 1, 1), date(end.year + 1, 12, 31)),
        "yesterday": (start + DAY, end + 2 * DAY),
        "genitive": (start + DAY, end + 7 * DAY),  # a speaker's word, told later
        "today": (start, end + DAY),
    }[kind]


def _of_office(office: Office, sentences: Sentences) -> Iterator[Bound]:
    """Yield that a text which has a holder of an office speak was written in their time."""
    says = f"{office.name} in office {office.start} to {office.end or 'this day'}"
    high = office.end + 7 * DAY if office.end else None
    for paragraph, _, text in sentences:
        match = office.pattern.search(text)
        if match and _speaks(text, match.start()):
            yield Bound(office.start, high, match[0], paragraph, says)


def _speaks(sentence: str, at: int) -> bool:
    """Tell whether the holder of an office, named at a place, speaks as such."""
    before = sentence[max(0, at - 40) : at]
    former = before[-1:].isalnum() or _PAST_TITLE.search(before)
    return not former and bool(_SAYS.search(sentence)) and not _RECALLS.search(sentence)
