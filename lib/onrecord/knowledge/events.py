"""Public events, periods and offices whose dates are known, from ``events.toml``."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.knowledge.tables import Patterns, Table, Toml, patterns

Phrases = list[tuple[str, str]]  # each behind its first word where it has several, else behind ""
_AFTER_NAME = ("", "'s", "'", ",", ".", ";", ":", "?", "!", ")", ',"', ",”", '."', ".”", "’s")


class Event(NamedTuple):
    """An event, or a period, and the phrases by which a text names it."""

    name: str
    start: date
    end: date
    all: list[Phrases]  # one of each group stands in the text,
    none: list[Phrases]  # none of these
    near: list[Phrases]  # words for time beside these are said of the event
    keys: frozenset[str]  # the first words of the first group
    weekdays: bool

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.start + timedelta(n) for n in range((self.end - self.start).days + 1)]


class Office(NamedTuple):
    """Who held an office, from when to when; ``pattern`` finds the title beside the name."""

    name: str
    surname: str
    start: date
    end: date | None
    keys: frozenset[str]
    pattern: re.Pattern[str]


class Events(NamedTuple):
    """The table of events made ready."""

    events: list[Event]
    periods: list[Event]
    offices: list[Office]
    patterns: Patterns  # of the words in the sentences around


def events(table: Table) -> Events:
    """Return the events, periods and offices of a table."""
    return Events(
        [_event(row, row["start"], row.get("end")) for row in table.entries("event")],
        [_event(row, row["from"], row["to"]) for row in table.entries("period")],
        [_office(row) for row in table.entries("office")],
        patterns(table.holds["patterns"]),
    )


def _event(row: Toml, start: date, end: date | None) -> Event:
    groups, none, near = (
        [list(map(_phrase, group.replace("’", "'").split("|"))) for group in row.get(field, ())]
        for field in ("all", "none", "near")
    )
    keys = frozenset(word for word, _ in groups[0])
    weekdays = row.get("weekdays", True)
    return Event(row["name"], start, end or start, groups, none, near, keys, weekdays)


def _phrase(words: str) -> tuple[str, str]:
    return re.split(r"[ \"'“”(\[]", words)[0] if " " in words else "", words


def _office(row: Toml) -> Office:
    """Return an office; its title, the last words perhaps in small letters, stands by the name."""
    titled = [(title.split(), n) for title in row["titles"] for n in range(title.count(" ") + 2)]
    titles = {" ".join([*words[:n], *map(str.lower, words[n:])]) for words, n in titled}
    either = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    first, *_, surname = row["name"].split()
    short = rf"(?:{re.escape(first)}\s(?:\w\.?\s)?)?{re.escape(surname)}"
    behind = rf"{re.escape(row['name'])}, (?:the )?(?:\w[\w.]*\s)?(?:{either})\b"
    pattern = re.compile(rf"(?:{either})\s{short}\b|{behind}")
    keys = frozenset(surname + sign for sign in _AFTER_NAME)
    return Office(row["name"], surname, row["from"], row.get("to"), keys, pattern)
