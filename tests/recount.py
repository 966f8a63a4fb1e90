"""Count anew, from plain rows, what notebooks 3 and 6 state: no table of ours, no analysis.

A row is an object of the JSON lines that ``onrecord statements`` and ``onrecord stance`` write, or
of a gold file. Nothing here knows pandas, ``onrecord.analysis`` or ``onrecord.evaluation``.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, groupby, pairwise, permutations
from typing import Any, NamedTuple

Row = dict[str, Any]
Rows = Sequence[Row]

MEASURES = ("dyad", "proposition")
UNKNOWN = "unknown"


def cells(rows: Iterable[Row], *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    """Sort rows into cells by some of their fields, the cells in order."""

    def key(row: Row) -> tuple[Any, ...]:
        return tuple(UNKNOWN if row[name] is None else row[name] for name in keys)

    return {k: list(part) for k, part in groupby(sorted(rows, key=key), key)}


def once(codes: Rows) -> list[Row]:
    """Keep one code an utterance and target: that of the fullest statement, or else the first.

    Whoever stands for no side stands alone: ``holder`` is the side, or else the speaker.
    """
    first: dict[tuple[str, ...], Row] = {}
    for full in (True, False):
        for row in codes:
            if (row["statement_id"] == row["utterance"]) == full:
                first.setdefault((row["utterance"], row["measure"], row["target"]), row)
    kept = [row for row in codes if any(row is one for one in first.values())]
    return [{**row, "holder": row["speaker_side"] or row["speaker"]} for row in kept]


def own(rows: Iterable[Row]) -> list[Row]:
    """Keep what nobody else tells."""
    return [row for row in rows if row["told_by"] is None]


def told(rows: Iterable[Row]) -> list[Row]:
    """Keep what another tells."""
    return [row for row in rows if row["told_by"] is not None]


def names(rows: Iterable[Row], field: str) -> set[Any]:
    """Return the distinct values of a field."""
    return {row[field] for row in rows if row[field] is not None}


def coverage(statements: Rows, codes: Rows) -> list[tuple[Any, ...]]:
    """Return measure, target, utterances, coded, told, uncoded and share."""
    every, kept = names(statements, "utterance"), once(codes)
    parts = [("any", "all", kept)]
    for measure in MEASURES:
        its = [row for row in kept if row["measure"] == measure]
        parts.append((measure, "all", its))
        parts += [(measure, target, part) for (target,), part in cells(its, "target").items()]
    found = []
    for measure, target, part in parts:
        coded, of_another = names(part, "utterance"), names(told(part), "utterance")
        counts = len(every), len(coded), len(of_another), len(every - coded)
        found.append((measure, target, *counts, Fraction(len(coded), len(every))))
    return found


def mean(rows: Rows) -> Fraction | None:
    """Return the exact mean of the values, None of nothing."""
    return sum(map(value, rows), Fraction()) / len(rows) if rows else None


def value(row: Row) -> Fraction:
    """Return the value of a code, exactly."""
    return Fraction(row["value"])


def averages(codes: Rows) -> list[tuple[Any, ...]]:
    """Return side, target, dates, n, told, articles, mean, lowest and highest."""
    keys = ("measure", "holder", "target", "date_earliest", "date_latest")
    found = []
    for (_, side, target, *dates), part in cells(once(codes), *keys).items():
        its = own(part)
        counts = len(its), len(told(part)), len(names(its, "article"))
        spread = (mean(its), *(end(map(value, its), default=None) for end in (min, max)))
        found.append((side, target, tuple(dates), *counts, *spread))
    return found


class Trend(NamedTuple):
    """What the means of some dates show: how many, how they rise, with which p."""

    dates: int
    rises: Fraction | None
    p: Fraction | None
    smallest_p: Fraction
    changes: int


def by_dates(rows: Rows) -> list[list[Row]]:
    """Sort rows into dates: those whose intervals of days overlap are of one."""
    groups: list[list[Row]] = []
    last = ""
    for row in sorted(rows, key=lambda row: (row["date_earliest"], row["date_latest"])):
        if not groups or row["date_earliest"] > last:
            groups.append([])
        groups[-1].append(row)
        last = max(last, row["date_latest"])
    return groups


def trend(rows: Rows) -> Trend:
    """Hold Kendall's S of dates and means against every order of the means."""
    groups = by_dates(rows)
    means = [sum(map(value, group), Fraction()) / len(group) for group in groups]
    taken = [one > 0 for one in means if one]
    changes = sum(one != other for one, other in pairwise(taken))
    if len(means) < 2:
        return Trend(len(means), None, None, Fraction(1), changes)
    reached = [abs(rise(order)) for order in permutations(means)]
    p, smallest = (
        Fraction(sum(each >= least for each in reached), len(reached))
        for least in (abs(rise(means)), max(reached))
    )
    pairs = len(means) * (len(means) - 1) // 2
    return Trend(len(means), Fraction(rise(means), pairs), p, smallest, changes)


def rise(values: Sequence[Fraction]) -> int:
    """Return Kendall's S: pairs that rise less pairs that fall."""
    return sum((later > former) - (later < former) for former, later in combinations(values, 2))


def trends(codes: Rows) -> list[tuple[Any, ...]]:
    """Return measure, side or speaker, target, n and what the dates show."""
    its = [row for row in own(once(codes)) if row["holder"] is not None]
    found = cells(its, "measure", "holder", "target").items()
    dated = ((*key, len(part), *trend(part)) for key, part in found)
    return [row for row in dated if row[4] > 1]  # of dates


def changed(codes: Rows, statements: Rows) -> list[tuple[Any, ...]]:
    """Return speaker, target and, before and after, the day nearest the other, value, words.

    A date counts where all that the speaker says on it is on one side.
    """
    words = {row["statement_id"]: row["content"] for row in statements}
    its = [row for row in own(once(codes)) if row["value"] and row["speaker"] is not None]
    found = []
    for (speaker, _, target), part in cells(its, "speaker", "measure", "target").items():
        dates = [its for its in by_dates(part) if len({row["value"] > 0 for row in its}) == 1]
        for before, after in pairwise(dates):
            if (before[0]["value"] > 0) != (after[0]["value"] > 0):
                ends = max(names(before, "date_latest")), min(names(after, "date_earliest"))
                both = zip(ends, (before[0], after[0]), strict=True)
                each = ((day, value(row), words[row["statement_id"]]) for day, row in both)
                found.append((speaker, target, *(field for three in each for field in three)))
    return found


def parted(codes: Rows, statements: Rows) -> list[tuple[Any, ...]]:
    """Return the codes whose words sound the other way, the farthest first."""
    words = {row["statement_id"]: row["content"] for row in statements}
    its = [row for row in own(once(codes)) if row["value"] * row["polarity"] < 0]
    its.sort(key=lambda row: -abs(row["value"] - row["polarity"]))
    fields = ("statement_id", "speaker", "target", "value", "polarity")
    return [(*(row[name] for name in fields), words[row["statement_id"]]) for row in its]


def panel(row: Row) -> str:
    """Return the head of the panel in which a code is drawn."""
    if row["measure"] == "proposition":
        return str(row["target"])
    return f"{row['speaker_side'] or row['speaker']} towards {row['target']}"


class Mostly(NamedTuple):
    """Who is mostly for a panel, or against it, in n of so many stances that take a side."""

    holder: str
    panel: str
    n: int
    of: int
    pro: bool
    left: tuple[int, int]  # the same without the article that leaves least of the lead


def mostly(rows: Rows, fewest: int, *, firm: bool = True) -> list[Mostly]:
    """Return who has most stances on one side; if firm, also without any one of the articles."""
    heads = [{**row, "panel": panel(row)} for row in rows if row["value"]]
    found = []
    for (holder, head), part in cells(heads, "holder", "panel").items():
        articles = names(part, "article")
        rests = [part, *([row for row in part if row["article"] != one] for one in articles)]
        for pro in (True, False):
            counts = [(sum((row["value"] > 0) == pro for row in rest), len(rest)) for rest in rests]
            if len(part) >= fewest and all(
                2 * n > of >= fewest for n, of in counts[: None if firm else 1]
            ):
                least = min(counts[1:], key=lambda count: 2 * count[0] - count[1])
                found.append(Mostly(holder, head, *counts[0], pro, least))
    return sorted(found, key=lambda each: (-each.of, each.panel, each.holder))


def sounds(rows: Rows) -> dict[str, float]:
    """Return the polarity of the first code of each utterance, in the order of their names."""
    found: dict[str, float] = {}
    for row in rows:
        found.setdefault(row["utterance"], row["polarity"])
    return dict(sorted(found.items()))


def hits_by_chance(rows: Rows, orders: Iterable[dict[str, float]]) -> tuple[int, int]:
    """Return between which numbers of hits 95 % of some orders of the sounds lie."""
    hits = sorted(
        sum(row["value"] * order[row["utterance"]] > 0 for row in rows) for order in orders
    )
    last = len(hits) - 1
    return hits[round(0.025 * last)], hits[round(0.975 * last)]


# Two readers of the same pages.

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")  # a word, "U.S." and "Kerry's" among them


class Reading(NamedTuple):
    """A statement as one reader has it: the places of its words, who spoke, how; its stance."""

    words: frozenset[int]
    strict: frozenset[int]  # without a "that" which opens them
    content: str
    speaker: str
    form: str | None
    stance: dict[tuple[str, str], Fraction]


def reading(row: Row, stance: Iterable[Row], text: str) -> Reading:
    """Return a statement, of a gold file or of ours, as a reading of a text."""
    placed = {
        n: word[0]
        for n, word in enumerate(WORD.finditer(text))
        if any(word.start() < stop and start < word.end() for start, stop in row["content_spans"])
    }
    that = {min(placed)} if placed and placed[min(placed)].lower() == "that" else set()
    content = " … ".join(text[start:stop] for start, stop in row["content_spans"])
    speaker = re.sub(r"^(the|an?|unnamed) ", "", (row["speaker"] or "").lower())
    codes = {(code["measure"], code["target"]): value(code) for code in stance}
    words = frozenset(placed)
    return Reading(words, words - that, content, speaker, row["form"], codes)


class Beside(NamedTuple):
    """Two readings of some articles: pairs of one statement, and what one of them has alone."""

    pairs: list[tuple[Reading, Reading]]
    only_a: list[Reading]
    only_b: list[Reading]


def beside(first: Sequence[Reading], second: Sequence[Reading], least: Fraction) -> Beside:
    """Pair the statements of one article that share enough of their words, the nearest first."""
    shared = {
        (i, j): Fraction(len(one.words & other.words), len(one.words | other.words) or 1)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
    }
    kept: dict[int, int] = {}
    for i, j in sorted(shared, key=lambda two: (-shared[two], two)):
        if shared[i, j] and shared[i, j] >= least and i not in kept and j not in kept.values():
            kept[i] = j
    return Beside(
        [(first[i], second[j]) for i, j in sorted(kept.items())],
        [one for i, one in enumerate(first) if i not in kept],
        [one for j, one in enumerate(second) if j not in kept.values()],
    )


def alpha(
    pairs: Sequence[tuple[Hashable, Hashable]], apart: Callable[[Any, Any], Fraction | bool]
) -> float | None:
    """Return Krippendorff's alpha of two coders from the matrix of coincidences (2004, ch. 11)."""
    matrix = Counter(two for pair in pairs for two in (pair, pair[::-1]))
    margin = Counter(one for pair in pairs for one in pair)
    n = margin.total()
    seen = sum((count * Fraction(apart(*two)) for two, count in matrix.items()), Fraction())
    chance = sum(
        (margin[a] * margin[b] * Fraction(apart(a, b)) for a in margin for b in margin), Fraction()
    )
    return float(1 - (seen / n) / (chance / (n * (n - 1)))) if chance else None


def stance_agreement(pairs: Iterable[tuple[Reading, Reading]]) -> list[tuple[Any, ...]]:
    """Return measure, n, only a, only b, equal, and alpha with and without what one coded alone."""
    units = [
        (key[0], one.stance.get(key), other.stance.get(key))
        for one, other in pairs
        for key in {**one.stance, **other.stance}
    ]
    found = []
    for measure in (*MEASURES, "all"):
        every = [(a, b) for of, a, b in units if measure in (of, "all")]
        both = [(a, b) for a, b in every if a is not None and b is not None]
        alone = [sum(two[other] is None for two in every) for other in (1, 0)]
        equal = Fraction(sum(a == b for a, b in both), len(both)) if both else None
        alphas = alpha(both, lambda a, b: (a - b) ** 2), alpha(every, lambda a, b: a != b)
        found.append((measure, len(both), *alone, equal, *alphas))
    return found
