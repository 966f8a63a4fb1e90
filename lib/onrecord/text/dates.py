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
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL = re.compile(
    rf"({MONTH})\s+({_DAY})\s?,?\s+(\d{{4}})\b"
    rf"|\b({_DAY})(?:\s+of)?\s+({MONTH}),?\s+(\d{{4}})\b"
    r"|\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|$)"
    r"|\b(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\b",
    re.IGNORECASE,
)
# The groups of year, month and day, by the last group that matched.
_PARTS = {3: (3, 1, 2), 6: (6, 5, 4), 9: (7, 8, 9), 13: (13, 12, 10)}
_BARE = re.compile(rf"(?:({MONTH})\s+({_DAY})\b|\b({_DAY})\s+({MONTH}))(?!,?\s+\d{{4}})")
_WRITTEN = (
    "published|updated|posted|modified|created|issued|added|first|written|released?|upd|edited"
)
_KEPT = "saved|printed|retrieved|accessed|downloaded|archived|viewed|today"
_LABEL = re.compile(rf"\b(?:(?P<saved>{_KEPT})|(?P<published>{_WRITTEN}))\b", re.IGNORECASE)
_REST = re.compile(
    rf"(?:\W|_|t?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?z?|\b(?:{_WRITTEN}|{_KEPT}|"
    r"last|on|at|in|date|dated|time|of|the|is|from|"
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"[ap]m|a\.m|p\.m|[ap]|m|hrs?|hours?|noon|gmt|utc|est|edt|et|bst|cet|cest|msk|pst|pdt|ist|"
    r"local)\b|\d{1,2}(?=\s*[ap]\.?m))*",
    re.IGNORECASE,
)


def find(text: str) -> list[tuple[date, date]]:
    """Return the full dates in a text, each as its earliest and latest reading.

    >>> find("Sunday , May 28 2017")
    [(datetime.date(2017, 5, 28), datetime.date(2017, 5, 28))]
    >>> [str(day) for day in find("Published: 03/04/2016")[0]]
    ['2016-03-04', '2016-04-03']
    """
    found = []
    for match in _FULL.finditer(text):
        year, month, number = match.group(*_PARTS[match.lastindex or 0])
        readings = [day(year, month, number)]
        if match[11] == "/":  # 03/04/2016 can mean two days
            readings.append(day(year, number, month))
        days = sorted(filter(None, readings))
        if days:
            found.append((days[0], days[-1]))
    return found


def without_year(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield month, day and words of each date in a text that lacks its year.

    >>> list(without_year("on September 28th he left"))
    [(9, 28, 'September 28th')]
    """
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
    """Return the label of a line that is a date and no more ("" without one), else None.

    Labels are "published" (or updated, posted, …) and "saved" (or printed, retrieved, …).

    >>> date_line("Updated: 29 September 2016, 14:05 GMT")
    'published'
    >>> date_line("On September 29, 2016 the truce ended.") is None
    True
    """
    if len(line) > 120 or not _YEAR.search(line):
        return None
    rest, found = _FULL.subn(" ", line)
    if not found or not _REST.fullmatch(rest):
        return None
    labels = {match.lastgroup for match in _LABEL.finditer(line)}
    return "saved" if "saved" in labels else "published" if labels else ""
