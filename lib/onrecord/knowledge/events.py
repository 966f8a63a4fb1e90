"""Public events, periods and offices whose dates are known, from ``events.toml``."""

import re
from datetime import date, timedelta

from onrecord.knowledge.tables import Table, Toml, patterns


class Event:
    """An event, or a period, and the phrases by which a text names it."""

    def __init__(self, row: Toml, start: date, end: date | None) -> None:
        self.name, self.start, self.end = row["name"], start, end or start
        # one of each group stands in the text; none of these; words for time beside these are
        # said of the event
        self.all, self.none, self.near = (
            [group.replace("’", "'").split("|") for group in row.get(field, ())]
            for field in ("all", "none", "near")
        )
        self.weekdays = row.get("weekdays", True)

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.start + timedelta(n) for n in range((self.end - self.start).days + 1)]


class Office:
    """Who held an office, from when to when; ``pattern`` finds the title beside the name."""

    def __init__(self, row: Toml) -> None:
        self.name, self.start, self.end = row["name"], row["from"], row.get("to")
        first, *_, self.surname = self.name.split()
        titled = [(name.split(), n) for name in row["titles"] for n in range(name.count(" ") + 2)]
        # the last words of a title are perhaps in small letters
        titles = {" ".join([*words[:n], *map(str.lower, words[n:])]) for words, n in titled}
        either = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
        short = rf"(?:{re.escape(first)}\s(?:\w\.?\s)?)?{re.escape(self.surname)}"
        behind = rf"{re.escape(self.name)}, (?:the )?(?:\w[\w.]*\s)?(?:{either})\b"
        self.pattern = re.compile(rf"(?:{either})\s{short}\b|{behind}")


class Events:
    """The table of events made ready."""

    def __init__(self, table: Table) -> None:
        self.events = [Event(e, e["start"], e.get("end")) for e in table.entries("event")]
        self.periods = [Event(row, row["from"], row["to"]) for row in table.entries("period")]
        self.offices = [Office(row) for row in table.entries("office")]
        self.patterns = patterns(table.holds["patterns"])  # of the words in the sentences around
