"""Names, numbers and days as a reader would write them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from onrecord.errors import OnRecordError

NO_OUTLET, NO_SIDE = "unknown outlet", "no side found"
UNKNOWN = "unknown: "  # before the article whose outlet is unknown
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
DATES = ["date_earliest", "date_latest"]

Interval = tuple[date | None, date | None]


def percents(*shares: float) -> list[str]:
    """Write shares in per cent, with as few decimals, three at most, as tell them apart."""
    tries = [[f"{share:.{places}%}" for share in shares] for places in range(4)]
    return next((said for said in tries if len({*said}) == len(said)), tries[0])


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def clip(text: object, length: int = 60) -> str:
    """Return a name on one line, cut where it is too long for any figure."""
    line = "".join(sign if sign.isprintable() else " " for sign in str(text)[: 4 * length])
    line = " ".join(line.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Shorten article names to their first part where that is a number that tells them apart.

    Those that are the same when they are shortened are numbered.
    """
    whole = list(dict.fromkeys(names))
    first = {name: clip(re.split(r"[_\s]", Path(name).stem, maxsplit=1)[0], 24) for name in whole}
    alone = len(set(first.values())) == len(whole) and all(map(str.isdigit, first.values()))
    short = first if alone else {name: clip(Path(name).stem, 40) for name in whole}
    times = Counter[str]()
    for name, its in short.items():
        times[its] += 1
        short[name] = its if times[its] == 1 else f"{its} [{times[its]}]"
    return short


def named(names: pd.Series) -> pd.Series:
    """Name outlets for reading; "unknown: ARTICLE" by the short name of the article."""
    named = names.astype("str").fillna(NO_OUTLET)
    articles = named[named.str.startswith(UNKNOWN)].str.removeprefix(UNKNOWN)
    short = {UNKNOWN + a: f"{NO_OUTLET} ({name})" for a, name in short_names(articles).items()}
    return named.map(lambda outlet: short.get(outlet) or clip(outlet))


def day(value: object, name: str) -> date | None:
    """Read the value of a date column."""
    if pd.isna(value):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise OnRecordError(name, "dates", f"{value!r} is no date", "write YYYY-MM-DD") from None


def intervals(frame: pd.DataFrame, name: str) -> list[Interval]:
    """Read the intervals of days in a frame: columns date_earliest and date_latest."""
    return [(day(first, name), day(last, name)) for first, last in frame[DATES].to_numpy()]


def span_words(span: Interval) -> str:
    """Write an interval of days as a reader would: 15–17 July 2016."""
    first, last = span
    if first is None or last is None:
        known = first or last
        word = "from" if first else "until"
        return f"{word} {span_words((known, known))}" if known else "no date"
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {end}"
