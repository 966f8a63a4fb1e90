"""Say when an article was written: as an interval, with its basis and its evidence.

Three things can date a page. It may state its date: in a dateline or in a line below the
headline. It may name public events whose dates are known, and say how long ago they were ("last
week"): each gives an interval, and the article lies where all of them meet. Or it may show
nothing but the day on which it was saved, and this dates no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from onrecord.knowledge import tables

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\b\.?|July?\b\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
LINES = 50  # lines with a date that are looked at
READ = 100_000  # characters of the body in which events are looked for
LONG = 600  # characters; a longer sentence is read in pieces
NEAR = 40  # characters between a word for time and the words of the event it is said of
SHOWN = 8  # pieces of evidence that are kept

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL = re.compile(
    rf"(?P<m1>{MONTH})\s+(?P<d1>{_DAY})\s?,?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<d2>{_DAY})(?:\s+of)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}})\b"
    r"|\b(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?=\D|$)"
    r"|\b(?P<a>\d{1,2})(?P<sign>[./-])(?P<b>\d{1,2})[./-](?P<y4>\d{4})\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:(?P<m1>{MONTH})\s+(?P<d1>{_DAY})\b|\b(?P<d2>{_DAY})\s+(?P<m2>{MONTH}))(?!,?\s+\d{{4}})"
)
_WRITTEN = (
    "published|updated|posted|modified|created|issued|added|first|written|released?|upd|edited"
)
_KEPT = "saved|printed|retrieved|accessed|downloaded|archived|viewed|today"
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(rf"\b(?:{_WRITTEN})\b", re.IGNORECASE)
_SAVED = re.compile(rf"\b(?:{_KEPT})\b", re.IGNORECASE)
_REST = re.compile(
    rf"(?:\W|_|t?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?z?|\b(?:{_WRITTEN}|{_KEPT}|"
    r"last|on|at|in|date|dated|time|of|the|is|from|"
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"[ap]m|a\.m|p\.m|[ap]|m|hrs?|hours?|noon|gmt|utc|est|edt|et|bst|cet|cest|msk|pst|pdt|ist|"
    r"local)\b|\d{1,2}(?=\s*[ap]\.?m))*",
    re.IGNORECASE,
)
_OPENING = "\"'“”(["  # signs that may stand before the first word of a phrase
_AFTER_NAME = ("", "'s", "'", ",", ".", ";", ":", "?", "!", ")", ',"', ",”", '."', ".”", "’s")
_YEAR = timedelta(days=365)

Events: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]


class Bound(NamedTuple):
    """One thing that the text says about its own date."""

    low: date
    high: date | None
    text: str
    paragraph: int
    says: str
    word: tuple[int, int, int] | None = None  # the place of its word for time, and
    distance: int = 0  # how far from it the event's own words stand


# ---------------------------------------------------------------- dates in a text


def find(line: str) -> list[tuple[date, date]]:
    """Return the full dates in a line, each as its earliest and latest reading.

    >>> find("Sunday , May 28 2017")
    [(datetime.date(2017, 5, 28), datetime.date(2017, 5, 28))]
    >>> [str(day) for day in find("Published: 03/04/2016")[0]]
    ['2016-03-04', '2016-04-03']
    """
    found = []
    for match in _FULL.finditer(line):
        part = match.groupdict()
        year, month, day = (
            next(filter(None, (part[name] for name in names)))
            for names in (
                ("y1", "y2", "y3", "y4"),
                ("m1", "m2", "m3", "b"),
                ("d1", "d2", "d3", "a"),
            )
        )
        days = [_day(year, _month(month), day)]
        if part["sign"] == "/":  # 03/04/2016 can mean two days
            days.append(_day(year, int(day), month))
        there = sorted(filter(None, days))
        if there:
            found.append((there[0], there[-1]))
    return found


def _day(year: str | int, month: int, day: str | int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(int(year), month, int(re.sub(r"\D", "", str(day))))
    except ValueError:
        return None


def _month(name: str) -> int:
    """Return the number of a month."""
    if name.isdigit():
        return int(name)
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def _bare(match: re.Match[str]) -> tuple[int, int]:
    """Return month and day of a date without its year."""
    day = re.sub(r"\D", "", match["d1"] or match["d2"])
    return _month(match["m1"] or match["m2"]), int(day)


def date_line(line: str) -> str | None:
    """Return the label of a line that is a date and no more ("" without one), else None.

    Labels are "published" (or updated, posted, …) and "saved" (or printed, retrieved, …).

    >>> date_line("Updated: 29 September 2016, 14:05 GMT")
    'published'
    >>> date_line("On September 29, 2016 the truce ended.") is None
    True
    """
    if len(line) > 120 or not _DIGIT.search(line):
        return None
    rest, found = _FULL.subn(" ", line)
    if not found or not _REST.fullmatch(rest):
        return None
    if _SAVED.search(line):
        return "saved"
    return "published" if _LABEL.search(line) else ""


# ---------------------------------------------------------------- the table of events


def table(folder: tables.Folder = None) -> dict[str, list[dict[str, Any]]]:
    """Return the checked table of events: event, period, office.

    Raises OnRecordError naming file, entry and remedy where an entry is wrong.
    """
    return _table(*tables.stamp("events", folder))


@lru_cache(maxsize=8)
def _table(*stamp: Any) -> dict[str, list[dict[str, Any]]]:
    """Check one version of the table and make its entries ready."""
    table = tables.load_file(*stamp)
    ready = {}
    for kind in ("event", "period", "office"):
        rows = [dict(row) for row in table.get(kind, ())]
        for row in rows:
            for field in ("all", "none", "near"):
                row[field] = [_phrases(group) for group in row.get(field, ())]
            if row["all"]:
                row["keys"] = frozenset(word for word, _ in row["all"][0])
            if kind == "office":
                row["surname"] = row["name"].split()[-1]
                row["keys"] = frozenset(row["surname"] + end for end in _AFTER_NAME)
                row["pattern"] = _office(row)
        ready[kind] = rows
    return ready


def _phrases(group: str) -> list[tuple[str, str]]:
    """Return "A|B" as phrases, each behind its first word where it has several, else ""."""
    phrases = group.replace("’", "'").split("|")
    return [(re.split(r"[ \"'“”(\[]", p)[0] if " " in p else "", p) for p in phrases]


def _office(row: Mapping[str, Any]) -> re.Pattern[str]:
    """Return a pattern for a title, its last words perhaps in small letters, beside a name."""
    titles = set()
    for title in row["titles"]:
        words = title.split()
        for n in range(len(words) + 1):
            titles.add(" ".join([*words[:n], *map(str.lower, words[n:])]))
    either = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    first, *_, last = row["name"].split()
    name = rf"(?:{re.escape(first)}\s(?:\w\.?\s)?)?{re.escape(last)}"
    return re.compile(
        rf"(?:{either})\s{name}\b|{re.escape(row['name'])}, (?:the )?(?:\w[\w.]*\s)?(?:{either})\b"
    )


# ---------------------------------------------------------------- the interval


def interval(raw: str, article: Mapping[str, Any], events: Events) -> dict[str, Any]:
    """Return ``date_earliest``, ``date_latest``, ``date_basis`` and ``date_evidence``.

    ``article`` is as ``page.parse`` makes it, ``events`` is ``table()``. Dates are
    "YYYY-MM-DD" or None: an interval may be open. The basis is *stated* (a dateline, or a date
    line below the headline), *inferred* (events, periods and offices that the text names, with
    its words for time), *page-saved* (a date above the headline and nothing else: it dates
    nothing) or *unknown*. Evidence is ``{"text", "span", "says"}``, its span into ``raw``.
    """
    low: date | None
    high: date | None
    saved, stated = _lines(raw, article)
    if stated:
        low, high, basis, evidence = stated[0], stated[1], "stated", [stated[2]]
    else:
        low, high, bounds = _meet(_paragraphs(raw, article["paragraphs"]), events)
        basis = "inferred" if low or high else "page-saved" if saved else "unknown"
        evidence = [_evidence(raw, article["paragraphs"], bound) for bound in bounds]
        day, why = _from_dateline(raw, article.get("dateline"), low, high)
        if why:
            evidence.insert(0, why)
        if day:
            low, high, basis = day, day + timedelta(days=1), "stated"
    return {
        "date_earliest": low.isoformat() if low else None,
        "date_latest": high.isoformat() if high else None,
        "date_basis": basis,
        "date_evidence": evidence + saved,
    }


def _lines(
    raw: str, article: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], tuple[date, date, dict[str, Any]] | None]:
    """Return the dates that date no article, and the one that the page states, if any."""
    head = article.get("headline_span") or [0, 0]
    body = article["paragraphs"][0][0][0] if article["paragraphs"] else len(raw)
    saved, stated = [], []
    dated = (f for f in article["furniture"] if f["kind"] in ("date", "byline", "masthead-date"))
    for piece in islice(dated, LINES):
        start, stop = piece["span"]
        line = raw[start:stop]
        days, label = find(line), date_line(line)
        if not days:
            continue
        why = {"text": line, "span": [start, stop]}
        if piece["kind"] == "masthead-date" or label == "saved":
            why["says"] = "stands above the headline or tells of saving: it dates no article"
            saved.append(why)
        elif label == "published" or piece["kind"] == "byline" or head[0] <= start < body:
            first, last = days[0]
            twice = "; day and month can be read in two ways" if first != last else ""
            why["says"] = f"the page states the date of the article{twice}"
            stated.append((first, last, why))
        else:
            why["says"] = "a date after the article, without a word of what it dates: not used"
            saved.append(why)
    return saved, min(stated, key=lambda item: item[:2], default=None)


def _from_dateline(
    raw: str, dateline: Mapping[str, Any] | None, low: date | None, high: date | None
) -> tuple[date | None, dict[str, Any] | None]:
    """Return the day of a dateline, where its year is known, and its evidence."""
    text = dateline and dateline.get("date_text")
    if not dateline or not text:
        return None, None
    day = None
    full, bare = find(text), _BARE.search(text)
    if full:
        day = full[0][0]
        says = "the dateline states the day; it was published then or on the next"
    elif bare:
        month, number = _bare(bare)
        name = f"{number} {MONTHS[month - 1]}"
        says = f"the dateline states {name}, and nothing in the text shows the year"
        if low and high:
            found = (_day(year, month, number) for year in range(low.year, high.year + 1))
            days = [one for one in found if one and low <= one <= high + timedelta(days=1)]
            if len(days) == 1:
                day = days[0]
                says = (
                    f"the dateline states {name}; the year {day.year} is inferred, the only one "
                    f"between {low} and {high}; it was published then or on the next day"
                )
    else:
        return None, None
    at = raw.index(text, *dateline["span"])
    return day, {"text": text, "span": [at, at + len(text)], "says": says}


# ---------------------------------------------------------------- what the text says


def _paragraphs(raw: str, spans: Iterable[Sequence[Sequence[int]]]) -> list[str]:
    """Return the paragraphs in plain signs, white space as single spaces."""
    texts, size = [], 0
    for paragraph in spans:
        texts.append(" ".join([raw[a : min(b, a + READ)] for a, b in paragraph]))
        size += len(texts[-1])
        if size > READ:
            break
    body = "\n".join(texts)
    if "  " in body or "\xa0" in body or "\r" in body or body.count("\n") >= len(texts):
        body = "\n".join(" ".join(text.split()) for text in texts)
    return body.replace("’", "'").replace("‘", "'").split("\n")


def _bounds(paragraphs: Sequence[str], events: Events) -> list[Bound]:
    """Return what events, periods and offices say of the date."""
    body = "\n".join(paragraphs)
    spaced = body
    for sign in _OPENING:
        spaced = spaced.replace(sign, " ")
    words = {"", *spaced.split()}

    stands = cache(body.__contains__)

    def has(group: Sequence[tuple[str, str]]) -> bool:
        return any(word in words and stands(phrase) for word, phrase in group)

    def there(kind: str) -> list[Mapping[str, Any]]:
        return [
            entry
            for entry in events.get(kind, ())
            if not entry["keys"].isdisjoint(words)
            and all(map(has, entry["all"]))
            and not any(map(has, entry["none"]))
        ]

    told = [bound for event in there("event") for bound in _of_event(event, paragraphs)]
    nearest: dict[Any, int] = {}  # of two events in a sentence the nearer takes the word for time
    for bound in told:
        nearest[bound.word] = min(bound.distance, nearest.get(bound.word, bound.distance))
    bounds = [bound for bound in told if bound.distance == nearest[bound.word]]
    for office in events.get("office", ()):
        if not office["keys"].isdisjoint(words):
            bounds += islice(_of_office(office, paragraphs), 1)
    for period in there("period"):
        at, phrase = _first(period["all"][0], paragraphs)
        says = f"{period['name']}: {period['from']} to {period['to']}"
        bounds.append(Bound(period["from"], period["to"], phrase, at, says))
    return bounds


def _in(group: Sequence[tuple[str, str]], text: str) -> bool:
    """Tell whether one of the phrases stands in a text."""
    return any(phrase in text for _, phrase in group)


def _first(group: Sequence[tuple[str, str]], paragraphs: Sequence[str]) -> tuple[int, str]:
    """Return the first paragraph with one of the phrases, and the phrase."""
    return next(
        (i, phrase) for i, text in enumerate(paragraphs) for _, phrase in group if phrase in text
    )


def _of_event(event: Mapping[str, Any], paragraphs: Sequence[str]) -> Iterator[Bound]:
    """Yield that the text is no older than the event, and how long after it was written."""
    start, end = event["start"], event.get("end", event["start"])
    days = f"{start}" if start == end else f"{start} to {end}"
    own, near = event["all"][0], event["near"]
    at, phrase = _first(own, paragraphs)
    yield Bound(start, None, phrase, at, f"names an event: {event['name']}, {days}")
    dated: list[Bound] = []
    timed: list[Bound] = []
    for i, text in enumerate(paragraphs):
        if not (_in(own, text) or (near and all(_in(group, text) for group in near))):
            continue
        for number, sentence in enumerate(_sentences(text)):
            if _in(own, sentence):
                dated += _undated(sentence, start, end, i, event["name"])
            if near and all(_in(group, sentence) for group in near):
                timed += _relative(sentence, number, event, start, end, i)
    yield from dated or timed  # who gives the day does not count in weekdays


def _undated(sentence: str, start: date, end: date, at: int, name: str) -> Iterator[Bound]:
    """Yield that a date without its year was written within a year of the day."""
    days = [(day.month, day.day) for day in _days(start, end)]
    found = [("day", m) for m in _BARE.finditer(sentence) if _bare(m) in days]
    found += [("month", m) for m in _IN_MONTH.finditer(sentence) if _month(m[1]) == start.month]
    for what, match in found:
        says = f"gives the {what} of {name} without its year: written within a year of it"
        yield Bound(start, start + _YEAR, match.group(), at, says)


# Words of a text that looks back: its words for time are not said of the event.
_LOOKS_BACK = re.compile(
    r"\b(?:anniversary|years? (?:ago|after|since|later|earlier)|months? (?:ago|after|since|later)|"
    r"weeks? (?:ago|after|since|later)|since (?:the|last)|in the wake)\b"
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


def _relative(
    sentence: str, number: int, event: Mapping[str, Any], start: date, end: date, at: int
) -> Iterator[Bound]:
    """Yield what words for time say in a sentence that tells of the event."""
    if (end - start).days > 3 or _LOOKS_BACK.search(sentence):
        return
    for match in _TIME.finditer(sentence):
        kind = match.lastgroup or ""
        if kind in ("weekday", "lastday") and not event.get("weekdays", True):
            continue
        low, high = _span(kind, match.group(), start, end)
        distance, a, b = _nearest(sentence, event["near"], match.start(), match.end())
        if low is None or distance > NEAR:
            continue
        says = f"“{match.group()}” of {event['name']}: written {low} to {high}"
        place = (at, number, match.start())
        yield Bound(low, high, sentence[a:b], at, says, place, distance)


def _nearest(
    sentence: str, groups: Sequence[Sequence[tuple[str, str]]], start: int, stop: int
) -> tuple[int, int, int]:
    """Return the distance to the nearest phrase of an event, and the stretch that holds both."""
    spans = [
        match.span()
        for group in groups
        for _, phrase in group
        for match in re.finditer(re.escape(phrase), sentence)
    ]
    found = [
        (max(start - b, a - stop), min(a, start), max(b, stop))
        for a, b in spans
        if b <= start or a >= stop
    ]
    return min(found, default=(len(sentence), start, stop))


def _span(kind: str, word: str, start: date, end: date) -> tuple[date | None, date | None]:
    """Return when a text can be written that puts an event at such a time.

    A bare weekday is one of the last seven days; weeks are read as beginning on Monday or on
    Sunday, whichever leaves more room.
    """

    def plus(day: date, days: int) -> date:
        return day + timedelta(days=days)

    if kind in ("weekday", "lastday"):
        named = WEEKDAYS.index(word.split()[-1])
        days = [day for day in _days(start, end) if day.weekday() == named]
        return (days[0], plus(days[-1], 6 if kind == "weekday" else 13)) if days else (None, None)
    first, last = sorted(plus(end, -days) for days in (end.weekday(), end.isoweekday() % 7))
    next_month = plus(end.replace(day=1), 31).replace(day=1)
    month_after = plus(next_month, 31).replace(day=1)
    return {
        "lastweek": (plus(first, 7), plus(last, 13)),
        "thisweek": (start, plus(last, 6)),
        "thismonth": (start, plus(next_month, -1)),
        "lastmonth": (next_month, plus(month_after, -1)),
        "thisyear": (start, date(end.year, 12, 31)),
        "lastyear": (date(end.year + 1, 1, 1), date(end.year + 1, 12, 31)),
        "yesterday": (plus(start, 1), plus(end, 2)),
        "genitive": (plus(start, 1), plus(end, 7)),  # a speaker's word, told later
        "today": (start, plus(end, 1)),
    }[kind]


def _days(start: date, end: date) -> list[date]:
    """Return the days of an event."""
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _of_office(office: Mapping[str, Any], paragraphs: Sequence[str]) -> Iterator[Bound]:
    """Yield that a text which has a holder of an office speak was written in their time."""
    until = office.get("to")
    says = f"{office['name']} in office {office['from']} to {until or 'this day'}"
    for i, text in enumerate(paragraphs):
        if office["surname"] not in text or not office["pattern"].search(text):
            continue
        for sentence in _sentences(text):
            match = office["pattern"].search(sentence)
            before = sentence[max(0, match.start() - 40) : match.start()] if match else ""
            if not match or before[-1:].isalnum() or _PAST_TITLE.search(before):
                continue
            if _SAYS.search(sentence) and not _RECALLS.search(sentence):
                high = until + timedelta(days=7) if until else None
                yield Bound(office["from"], high, match.group(), i, says)


_BREAK = re.compile(
    r"[.!?](?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bGen\.)(?<!\bSen\.)(?<!\bRep\.)"
    r"(?<!\bSt\.)[\"'”)\]]*\s+(?=[\"'“(]?[A-Z])"
)


def _sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, roughly, none longer than a long one."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    return [
        text[at : min(at + LONG, b)]
        for a, b in zip(cuts, cuts[1:], strict=False)
        for at in range(a, b, LONG)
    ]


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
    years = {int(year) for text in paragraphs for year in _PAST_YEAR.findall(text)}
    floor = max([low.year, *(year for year in years if year <= date.today().year)])
    kept = [
        bound._replace(high=None)
        if bound.high and (bound.high < low or bound.high.year < floor)
        else bound
        for bound in bounds
    ]
    high = min((bound.high for bound in kept if bound.high), default=None)

    def width(bound: Bound) -> tuple[bool, bool, int]:
        binds = bound.low == low or (bound.high is not None and bound.high == high)
        days = (bound.high - bound.low).days if bound.high else 0
        return not binds, not bound.high, days

    chosen: dict[Any, Bound] = {}
    for bound in sorted(kept, key=width):
        chosen.setdefault(bound[:4], bound)
    return low, high, list(chosen.values())[:SHOWN]


def _evidence(raw: str, spans: Sequence[Sequence[Sequence[int]]], bound: Bound) -> dict[str, Any]:
    """Return a bound as evidence, with the place of its words in the file."""
    words = [re.escape(word).replace("'", "['’‘]") for word in bound.text.split()]
    pattern = re.compile(r"\s+".join(words))
    paragraph = spans[bound.paragraph]
    match = pattern.search(raw, paragraph[0][0], paragraph[-1][1])
    start, stop = match.span() if match else paragraph[0]
    return {"text": raw[start:stop], "span": [start, stop], "says": bound.says}
