"""Tell the furniture of a page by the patterns of the table of outlets.

``rules`` makes the table ready, ``mark`` says what it knows of one line. What only the place of
a line shows (a caption below the headline, a title after the last sentence) is told in
``articles``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.articles import dates
from onrecord.knowledge import tables
from onrecord.text.lines import ends

LIMIT = 400  # characters; a longer line is tried against no pattern
_QUOTED = re.compile(r"[“\"«][^“”\"«»]{0,2000}[”\"»]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SIGNS = " \t\xa0.,:;!?…»›>→|•*·-–—\"'“”()[]▼▾▲►▶×+\u200b"


class Mark(NamedTuple):
    """What a pattern says of a line."""

    kind: str
    why: str
    reach: str = "line"
    where: str = "any"
    outlet: str | None = None
    suffix: int | None = None  # where the site's name begins that closes a title


Patterns = list[tuple[re.Pattern[str], Mark]]


class Rules(NamedTuple):
    """The table of outlets, made ready."""

    lines: dict[str, Mark]
    low: tuple[re.Pattern[str], Patterns]  # for the line in lower case: all as one, and each
    case: tuple[re.Pattern[str], Patterns]  # the same for the line as it stands
    needy: list[tuple[str, re.Pattern[str], Mark]]  # tried where a piece is there
    evidence: list[tuple[re.Pattern[str], dict[str, Any]]]
    names: dict[str, str]  # name as shown -> outlet
    opening: frozenset[str]  # first words of the names
    wires: frozenset[str]  # outlets that are news agencies
    domains: dict[str, str]
    pronouns: frozenset[str]
    stems: tuple[str, ...]
    agencies: frozenset[str]
    places: frozenset[str]


def rules(folder: tables.Folder) -> Rules:
    """Return the table of outlets, checked and made ready."""
    return _ready(*tables.stamp("outlets", folder))


@lru_cache(maxsize=8)
def _ready(*stamp: Any) -> Rules:
    """Check and compile one version of the table."""
    table = tables.load_file(*stamp)
    entries = check(table, stamp[0])
    lines: dict[str, Mark] = {}
    needy = []
    low: Patterns = []
    case: Patterns = []
    for entry in entries["furniture"]:
        mark = _mark(entry)
        for line in entry.get("lines", ()):
            lines.setdefault(plain(line), mark)
        if "pattern" in entry:
            if "needs" in entry:
                pattern = re.compile(entry["pattern"], 0 if entry.get("case") else re.IGNORECASE)
                needy += [(piece, pattern, mark) for piece in entry["needs"]]
            else:
                (case if entry.get("case") else low).append((re.compile(entry["pattern"]), mark))
    outlets = entries["outlet"]
    names = _named(outlets, "names", stamp[0])
    return Rules(
        lines,
        (_either(low), low),
        (_either(case), case),
        needy,
        [(_evidence(entry, names, stamp[0]), entry) for entry in entries["evidence"]],
        names,
        frozenset(name.split()[0] + sign for name in names for sign in ("", *".!,:;…")),
        frozenset(entry["name"] for entry in outlets if entry.get("wire")),
        _named(outlets, "domains", stamp[0]),
        frozenset(table["appeal"]["pronouns"]),
        tuple(table["appeal"]["stems"]),
        frozenset(table["dateline"]["wires"]),
        frozenset(place.casefold() for place in table["dateline"]["places"]),
    )


def check(table: dict[str, Any], path: str) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of a table of outlets: furniture, evidence, outlet.

    The furniture of single outlets is added to the furniture of all. Raises OnRecordError where
    entries of the right shape do not go together.
    """
    outlets = table.get("outlet", [])
    own = [row for entry in outlets for row in entry.get("furniture", ())]
    rows = table.get("furniture", []) + own
    for row in rows:
        if "lines" not in row and "pattern" not in row:
            place = f"[[furniture]] ({row['why']})"
            raise tables.KnowledgeError(path, place, "neither lines nor pattern", "add one")
    return {"furniture": rows, "evidence": table.get("evidence", []), "outlet": outlets}


def _named(outlets: Iterable[dict[str, Any]], field: str, path: str) -> dict[str, str]:
    """Return outlets by their names, or by their domains; each stands for one outlet."""
    found: dict[str, str] = {}
    for entry in outlets:
        own = [entry["name"]] if field == "names" else []
        for shown in (*own, *entry.get(field, ())):
            name = shown.removeprefix("The ")
            if found.setdefault(name, entry["name"]) != entry["name"]:
                place, what = f"[[outlet]] ({entry['name']}), {field}", f"{name!r} is another's too"
                raise tables.KnowledgeError(path, place, what, "take it from one of them")
    return found


def _mark(entry: dict[str, Any], outlet: str | None = None, suffix: int | None = None) -> Mark:
    """Return the mark of an entry."""
    reach, where = entry.get("reach", "line"), entry.get("where", "any")
    return Mark(entry["kind"], entry["why"], reach, where, outlet, suffix)


def _either(patterns: Patterns) -> re.Pattern[str]:
    """Return a pattern that matches where any of them does."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in patterns) or "(?!)")


def _evidence(entry: dict[str, Any], names: Iterable[str], path: str) -> re.Pattern[str]:
    """Return a pattern of evidence with the names of outlets filled in."""
    place, pattern = f"[[evidence]] ({entry['why']}), pattern", entry["pattern"]
    sketch = pattern.replace("{outlet}", "(?P<outlet>x|names)")
    if "outlet" not in tables.compiled(sketch, path, place).groupindex:
        what = "{outlet} stands where no name can"
        raise tables.KnowledgeError(path, place, what, "take it out of the brackets")
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    shown = f"(?-i:(?:The |the )?(?P<outlet>{alternatives}))"
    return re.compile(f"(?i:{pattern.replace('{outlet}', shown)})")


def plain(line: str) -> str:
    """Return a line as it is looked up: in lower case, without signs at its ends."""
    return line.casefold().replace("’", "'").strip(_SIGNS)


def mark(line: str, rules: Rules) -> Mark | None:
    """Return what the patterns say of one line."""
    if len(line) > LIMIT:
        return None
    shown = None
    ends_of_line = line if len(line) < 160 else f"{line[:90]} {line[-60:]}"
    if not rules.opening.isdisjoint(ends_of_line.split()):
        shown = _shows(line, rules)
        if shown and shown.suffix is None:
            return shown
    if len(line) <= 60:
        known = rules.lines.get(plain(line))
        if known and not shown:
            return known
        if len(line) <= 8 and not any(char.isprintable() for char in line):
            return Mark("interface", "nothing that can be seen")
    if line[0] not in '“"':  # speech opens no furniture
        low = line.lower()
        if rules.low[0].match(low):
            return next(mark for pattern, mark in rules.low[1] if pattern.match(low))
        if rules.case[0].match(line):
            return next(mark for pattern, mark in rules.case[1] if pattern.match(line))
    for piece, pattern, mark in rules.needy:
        if piece in line and pattern.match(line):
            return mark
    if shown:
        return shown
    label = dates.date_line(line)
    if label is not None:
        return Mark("date", "a line that is a date", "line", "any" if label else "edge")
    return None


def _shows(line: str, rules: Rules) -> Mark | None:
    """Return the mark of a line that shows the outlet of its page."""
    for pattern, entry in rules.evidence:
        match = pattern.match(line)
        if not match or not match["outlet"]:
            continue
        outlet = rules.names[match["outlet"]]
        suffix = None
        if outlet in rules.wires and entry.get("no_wire"):
            continue
        if entry.get("suffix"):
            before = line[: match.start("outlet")]
            suffix = len(before.removesuffix("The ").removesuffix("the ").rstrip(" -–—|•·»:"))
            if outlet in rules.wires and ends(line[:suffix]):
                continue  # an agency's name that closes a sentence credits the sentence
        return _mark(entry, outlet, suffix)
    return None


def appeals(line: str, rules: Rules) -> bool:
    """Tell a paragraph that speaks to its readers and asks them for something."""
    if len(line) > 5 * LIMIT:
        return False
    low = _QUOTED.sub(" ", line).lower().replace("’", "'")
    spoken = sum(word in rules.pronouns for word in _WORD.findall(low))
    return spoken >= 2 and any(stem in low for stem in rules.stems)
