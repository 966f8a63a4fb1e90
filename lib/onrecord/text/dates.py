"""Find dates in a text, with their year and without it."""

import re
from collections.abc import Iterator
from datetime import date

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\b\.?|July?\b\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = re.compile(r"\d{4}")
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_FULL = re.compile(
    rf"({MONTH})[\s-]+({_DAY})\s?,?[\s-]+(\d{{4}})(?!\d)"
    rf"|\b({_DAY})(?:\s+of)?[\s-]+({MONTH}),?[\s-]+(\d{{4}})(?!\d)"
    r"|\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|$)"
    r"|\b(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\b",
    re.IGNORECASE,
)
# The groups of year, month and day, by the last group that matched.
_PARTS = {3: (3, 1, 2), 6: (6, 5, 4), 9: (7, 8, 9), 13: (13, 12, 10)}
_BARE = re.compile(rf"(?:({MONTH})\s+({_DAY})\b|\b({_DAY})\s+({MONTH}))(?!,?\s+\d{{4}})")
_MADE = "published|updated|posted|modified|created|issued|added|first|written|released?|upd|edited"
_KEPT = "saved|printed|retrieved|accessed|downloaded|archived|viewed|today"
_LABEL = re.compile(rf"\b(?:(?P<saved>{_KEPT})|(?P<published>{_MADE}))\b", re.IGNORECASE)
_REST = re.compile(
    rf"(?:\W|_|t?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:z|[ap]m)?|\b(?:{_MADE}|{_KEPT}|"
    r"last|on|at|in|issue|date|dated|time|of|the|is|from|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|hrs?|hours?|noon|local|"
    r"[ap]m|a\.m|p\.m|[ap]|m|eastern|pacific|utc|msk|[a-z]{1,3}t)\b|\d{1,2}(?=\s*[ap]\.?m))*",
    re.IGNORECASE,
)


def find(text: str) -> list[tuple[date, date]]:
    """Return the full dates in a text, each as its earliest and latest reading.

    >>> [str(day) for day in find("Published: 03/04/2016")[0]]
    ['2016-03-04', '2016-04-03']
    """
    found = []
    for match in _FULL.finditer(text):
        year, month, number = match.group(*_PARTS[match.lastindex or 0])
        other = day(year, number, month) if match[11] == "/" else None  # 03/04/2016: two days
        days = sorted(filter(None, (day(year, month, number), other)))
        if days:
            found.append((days[0], days[-1]))
    return found


def only(text: str) -> date | None:
    """Return the first full date in a text, None where it may be two or is of no newspaper."""
    first, last = next(iter(find(text)), (date.min, date.max))
    return first if first == last and 1500 < first.year < 2500 else None


def without_year(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield month, day and words (9, 28, "September 28th") of each date that lacks its year."""
    for match in _BARE.finditer(text):
        yield _number(match[1] or match[4]), _number(match[2] or match[3]), match[0]


def day(year: str | int, month: str | int, number: str | int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(int(year), _number(month), _number(number))
    except ValueError:
        return None


def _number(part: str | int) -> int:
    if isinstance(part, str) and not part[0].isdigit():
        return [month[:3] for month in MONTHS].index(part[:3].capitalize()) + 1
    return int(re.sub(r"\D", "", str(part)))


def date_line(line: str) -> str | None:
    """Return the label, "published", "saved" or "", of a line that is a date and no more."""
    if len(line) > 120 or not _YEAR.search(line):
        return None
    rest, found = _FULL.subn(" ", line)
    if not found or not _REST.fullmatch(rest):
        return None
    labels = {match.lastgroup for match in _LABEL.finditer(line)}
    return "saved" if "saved" in labels else "published" if labels else ""
