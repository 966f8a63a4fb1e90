"""The table of outlets made ready: the furniture of pages, and what shows their outlet."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.knowledge.tables import KnowledgeError, Table, Toml, compiled

_SIGNS = " \t\xa0.,:;!?…»›>→|•*·-–—\"'“”()[]▼▾▲►▶×+\u200b"


class Mark(NamedTuple):
    """What a pattern says of a line."""

    kind: str
    why: str
    reach: str = "line"
    where: str = "any"
    outlet: str | None = None
    suffix: int | None = None  # where the site's name begins that closes a title


class Way(NamedTuple):
    """A pattern of lines, what it says of them, and the pieces of which one must stand there."""

    pattern: re.Pattern[str]
    mark: Mark
    needs: list[str]


class Outlets:
    """The table made ready; of entries for one line the first counts. Raises KnowledgeError."""

    def __init__(self, table: Table) -> None:
        entries = table.entries("outlet")
        rows = _furniture(table)
        self.lines = {plain(it): _mark(row) for row in rows[::-1] for it in row.get("lines", ())}
        ways = [_way(row) for row in rows if "pattern" in row]
        self.ways = sorted(ways, key=lambda way: len(way.needs) > 0)  # those that need some last
        self.names = _named(entries, "names", table.file)  # name as shown -> outlet
        self.domains = _named(entries, "domains", table.file)
        self.wires = {entry["name"] for entry in entries if entry.get("wire")}
        self.evidence = [_shown(row, self.names, table.file) for row in table.entries("evidence")]
        self.pronouns = frozenset(table.holds["appeal"]["pronouns"])
        self.stems = table.holds["appeal"]["stems"]
        self.dateline = compiled(table.holds["dateline"]["opening"], table.file, "[dateline]")
        self.agencies = frozenset(table.holds["dateline"]["wires"])
        self.lists = table.words("lists")
        told = rf"(?:[\w.’'-]+ ){{0,4}}?(?:{'|'.join(self.lists['tellers'])})\b[^.,;]{{0,50}}[.,]"
        self.told = re.compile(rf"[,?!] (?!who |which |that ){told}")  # "…, Berger said."
        self.places = frozenset(map(str.casefold, table.holds["dateline"]["places"]))

    def at(self, host: str) -> str | None:
        """Return the outlet whose domain a host of the web is or stands below."""
        parts = host.lower().split(".")
        hosts = (".".join(parts[n:]) for n in range(len(parts) - 1))
        return next((self.domains[host] for host in hosts if host in self.domains), None)


def _furniture(table: Table) -> list[Toml]:
    """Return the furniture of all outlets, then that of single ones."""
    own = [row for entry in table.entries("outlet") for row in entry.get("furniture", ())]
    rows = [*table.entries("furniture"), *own]
    for row in rows:
        if "lines" not in row and "pattern" not in row:
            place = f"[[furniture]] ({row['why']})"
            raise KnowledgeError(table.file, place, "neither lines nor pattern", "add one")
    return rows


def _named(entries: Iterable[Toml], field: str, file: str) -> dict[str, str]:
    """Return outlets by their names, or by their domains; each stands for one outlet."""
    found: dict[str, str] = {}
    for entry in entries:
        own = [entry["name"]] if field == "names" else []
        for shown in (*own, *entry.get(field, ())):
            name = shown.removeprefix("The ")
            if found.setdefault(name, entry["name"]) != entry["name"]:
                place, what = f"[[outlet]] ({entry['name']}), {field}", f"{name!r} is another's too"
                raise KnowledgeError(file, place, what, "take it from one of them")
    return found


def _mark(row: Toml) -> Mark:
    return Mark(row["kind"], row["why"], row.get("reach", "line"), row.get("where", "any"))


def _way(row: Toml) -> Way:
    flags = re.NOFLAG if row.get("case") else re.IGNORECASE
    return Way(re.compile(row["pattern"], flags), _mark(row), row.get("needs", []))


def _shown(entry: Toml, names: Iterable[str], file: str) -> tuple[re.Pattern[str], Mark, Toml]:
    """Return a pattern of evidence, the names of outlets filled in, its mark and its entry."""
    place, pattern = f"[[evidence]] ({entry['why']}), pattern", entry["pattern"]
    sketch = pattern.replace("{outlet}", "(?P<outlet>x|names)")
    if "outlet" not in compiled(sketch, file, place).groupindex:
        what = "{outlet} stands where no name can"
        raise KnowledgeError(file, place, what, "take it out of the brackets")
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    shown = f"(?-i:(?:The |the )?(?P<outlet>{alternatives}))"
    return re.compile(f"(?i:{pattern.replace('{outlet}', shown)})"), _mark(entry), entry


def plain(line: str) -> str:
    """Return a line as it is looked up: in lower case, without signs at its ends."""
    return line.casefold().replace("’", "'").strip(_SIGNS)
