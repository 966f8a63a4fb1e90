"""Tell where the headline of a page stands and where its text begins; read a dateline."""

import re
from collections.abc import Collection, Sequence, Set

from onrecord.knowledge.outlets import Mark, Outlets
from onrecord.records import Dateline
from onrecord.text.lines import WORD, Line, count, ends

HEADLINE_WORDS = 35  # a longer line is no headline
_TWO_SENTENCES = re.compile(r"[a-z]{2}[.!?][\"”’)]*\s[\"“‘(]?[A-Z]")
Marks = Sequence[Mark | None]


def find(lines: Sequence[Line], marks: Marks, outlets: Outlets) -> tuple[range, int]:
    """Return the lines of the headline (an empty range without one) and the first of the text."""
    candidates, titles, lead = _candidates(lines, marks, outlets)
    shown = [line.text for line, mark in zip(lines[:lead], marks, strict=False) if mark]
    first = _choose(candidates, titles, shown, lines[lead : lead + 5])
    alone = len(candidates) == 1 and not titles and lead < len(lines)
    alone = alone and dateline(lines[lead], outlets) is None
    if first is None or (alone and _is_sentence(lines[first].text, outlets.lists["left_out"])):
        lead = min([*candidates, lead])
        return range(lead, lead), lead
    stop = _stop(lines, first)
    if lead == len(lines):
        below = [i for i in candidates if i > first]
        if not below and marks[first] is None:
            return range(first, first), first  # a single piece of text is the text
        lead = next((i for i in below if i >= stop), lead)
    return range(first, stop), max(lead, stop)


def _candidates(
    lines: Sequence[Line], marks: Marks, outlets: Outlets
) -> tuple[dict[int, str], list[int], int]:
    """Return the lines above the text, furniture left out; titles with a site's name; the text."""
    candidates: dict[int, str] = {}
    titles: list[int] = []
    for i, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark is None or mark.where == "foot":
            if _is_text(line, candidates.values(), bool(titles), outlets):
                return candidates, titles, i
            candidates[i] = line.text
        elif mark.suffix and count(line.text) <= HEADLINE_WORDS:
            titles.append(i)
    return candidates, titles, len(lines)


def _is_text(line: Line, above: Collection[str], titled: bool, outlets: Outlets) -> bool:
    """Tell a line of the text from a headline or label, by what stands above it."""
    words = count(line.text)
    if words > HEADLINE_WORDS or len(above) > 20:  # below so many lines the text has begun
        return True
    if not (ends(line.text) or _TWO_SENTENCES.search(line.text)):
        return False
    enough = 4 if line.text[-1] in "?!" else 2  # a question may be the headline below a label
    headed = titled or any(_full(text, enough) for text in above)
    return headed or words > 25 or dateline(line, outlets) is not None


def _choose(
    candidates: dict[int, str], titles: list[int], shown: list[str], text: Sequence[Line]
) -> int | None:
    """Return the line that is the headline, or its first; ``shown`` is furniture above the text."""
    full = {i: line for i, line in candidates.items() if _full(line)}
    if not full:  # the lowest line, better one of several words
        below = [i for i in candidates if candidates[i][0] != "<"]
        below.sort(key=lambda i: (count(candidates[i]) < 2, -i))
        return next(iter(titles + below), None)
    for i, line in full.items():  # a path or title that repeats a line shows it to be the headline
        titled = tuple(f"{line} {sign} " for sign in "-–—|•·»")  # a site's name follows
        known = any(line in other for other in shown)
        if len(line) > 12 and (known or any(other.startswith(titled) for other in full.values())):
            return i
    first = next(iter(full))
    if len(full) == 1 or ends(full[first]):
        return first
    stems = _stems(" ".join(line.text[:1000] for line in text))
    told = {i: len(_stems(line) & stems) for i, line in full.items()}
    return first if told[first] > 1 else next((i for i in full if told[i] >= 3), first)


def _full(line: str, enough: int = 4) -> bool:
    closed = ends(line) or line[0] in "‘“'\"" or line[-1] == ";"
    return line[0] != "<" and (len(line) >= 25 or count(line) >= (2 if closed else enough))


def _is_sentence(line: str, left_out: Set[str]) -> bool:
    """Tell the first sentence of a text from a headline, which leaves out small words."""
    small, words = list(filter(str.islower, line[:-1].split())), len(line.split())
    enough = len(left_out & set(small)) >= (1 if words > 10 else 2)
    return enough and line[-1] == "." and words <= 2 * len(small)


def _stems(line: str) -> set[str]:
    return {word[:5].lower() for word in WORD.findall(line) if len(word) > 3}


def _stop(lines: Sequence[Line], first: int) -> int:
    """Return the line after a headline, which may run over several."""
    words = count(lines[first].text)
    for i in range(first, len(lines) - 1):
        line, after = lines[i].text, lines[i + 1].text
        words += count(after)
        open_end = line[-1] in ";:,-–—" or (not ends(line) and after[0].islower())
        if not open_end or lines[i + 1].block != lines[first].block or words > HEADLINE_WORDS:
            return i + 1
    return len(lines)


def dateline(line: Line, outlets: Outlets) -> Dateline | None:
    """Return the dateline that opens a line."""
    match = outlets.dateline.match(line.text, 0, 120)
    if not match:
        return None
    place, region, date, wire, sign = match.groups("")
    agency = wire.strip("(/) ") in outlets.agencies or bool(wire and date)
    known = re.split("/| and (?=[A-Z]{2})", place)[0].strip().casefold() in outlets.places
    capitals = place.isupper() and len(place) > 2 and sign != ":"
    if (wire and not agency) or not (known or (capitals and any((region, date, agency)))):
        return None
    span = line.start, line.start + match.end()
    return Dateline(place + region, span, wire.strip("(/) ") or None, date.strip(".,() ") or None)
