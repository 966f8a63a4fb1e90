"""Count anew, from plain rows, what notebook 4 states: who is named together, who agrees.

A row is an object of the JSON lines that ``onrecord mentions``, ``onrecord statements`` and
``onrecord stance`` write. Chance is found in another way than the library's: tables of few units
are counted unit by unit, of more units drawn by swapping two namings at a time.
"""

import math
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, permutations, product
from typing import Any, NamedTuple

import recount
from recount import Row, Rows

Margins = tuple[int, int]
SAMPLES, BATCHES = 1500, 20
# What the library's draws of 1,000 tables are worth at the least, as those that follow each other
# hang together: as much as so many tables that know nothing of each other.
DRAWN = 150
LEVEL = 0.05


class Naming(NamedTuple):
    """One unit names somebody; told: only in words that tell another's view."""

    unit: str
    article: str
    who: str
    told: bool


def actor(row: Row) -> str:
    return str(row["actor"])


def named(
    mentions: Rows, statements: Rows, within: str, who: Callable[[Row], str] = actor
) -> list[Naming]:
    """Return who is named in which unit, each once, in words that are not told where there are."""
    by_id = {row["statement_id"]: row for row in statements}
    tellings: dict[str, list[str]] = {}
    for row in statements:
        tellings.setdefault(row["utterance"], []).append(row["statement_id"])
    told: dict[tuple[str, str, str], bool] = {}

    def tells(row: Row) -> bool:
        its = by_id.get(row["statement_id"]) if within == "statement" else None
        return its is not None and its["told_by"] is not None

    for row in sorted(mentions, key=tells):
        if row["reading"] not in ("actor", "pronoun") or row["actor"] is None:
            continue
        unit = row["article"]
        if within == "sentence":
            unit += f":{row['sentence_span'][0]}"
        elif within == "statement":
            if row["statement_id"] is None:
                continue
            outer = by_id[row["statement_id"]]
            while outer["parent"] is not None:
                outer = by_id[outer["parent"]]
            self_named = row["reading"] == "pronoun" and row["actor"] == outer["speaker"]
            its = tellings[outer["utterance"]]
            fullest = outer["utterance"] if outer["utterance"] in its else its[0]
            if fullest != outer["statement_id"] or self_named:
                continue
            unit = outer["statement_id"]
        told.setdefault((unit, row["article"], who(row)), tells(row))
    return [Naming(*key, of_another) for key, of_another in told.items()]


class Pair(NamedTuple):
    """Two that are named together, and in how many units each of them is."""

    a: str
    b: str
    n: int
    told: int
    n_a: int
    n_b: int
    units: frozenset[str]
    articles: frozenset[str]

    @property
    def margins(self) -> Margins:
        return min(self.n_a, self.n_b), max(self.n_a, self.n_b)


def own(namings: Iterable[Naming]) -> list[Naming]:
    return [one for one in namings if not one.told]


def together(namings: Sequence[Naming]) -> list[Pair]:
    """Count the units of each two by looking at each unit for both."""
    units: defaultdict[str, dict[str, Naming]] = defaultdict(dict)
    for one in namings:
        units[one.unit][one.who] = one
    often = Counter(one.who for one in own(namings))
    found = []
    for a, b in combinations(sorted({one.who for one in namings}), 2):
        both = [(its[a], its[b]) for its in units.values() if a in its and b in its]
        its = [one for one, other in both if not (one.told or other.told)]
        if its:
            which = frozenset(one.unit for one in its), frozenset(one.article for one in its)
            found.append(Pair(a, b, len(its), len(both) - len(its), often[a], often[b], *which))
    return found


def pairs_of(namings: Sequence[Naming]) -> Counter[Margins]:
    """Return how many pairs have the same two margins, those that never meet among them."""
    often = sorted(Counter(one.who for one in namings).values())
    return Counter(combinations(often, 2))


class Sampled(NamedTuple):
    """The mean of tables that were drawn, and how far it and the library's may lie off."""

    mean: float
    error: float
    spread: float

    def agrees(self, other: float, errors: float = 3) -> bool:
        """Tell whether a mean of as many draws as the library makes lies near enough."""
        return abs(self.mean - other) <= errors * math.hypot(self.error, self.spread / DRAWN**0.5)


def sampled(namings: Sequence[Naming], seed: int = 1) -> dict[Margins, Sampled]:
    """Draw tables by swaps: two units give each other one whom only the giver names."""
    often = Counter(one.who for one in namings)
    edges = [(one.unit, one.who) for one in namings]
    held, n, at = set(edges), len(edges), random.Random(seed).random

    def swap(times: int) -> None:
        for _ in range(times):
            i, j = int(at() * n), int(at() * n)
            (unit, who), (other, whom) = edges[i], edges[j]
            new = (unit, whom), (other, who)
            if new[0] not in held and new[1] not in held:
                held.difference_update((edges[i], edges[j]))
                held.update(new)
                edges[i], edges[j] = new

    swap(20 * n)
    tables = []
    for _ in range(SAMPLES):
        swap(2 * n)
        units: defaultdict[str, list[int]] = defaultdict(list)
        for unit, who in edges:
            units[unit].append(often[who])
        tables.append(
            Counter(chain.from_iterable(combinations(sorted(u), 2) for u in units.values()))
        )
    found = {}
    for margins, many in pairs_of(namings).items():
        each = [table[margins] / many for table in tables]
        size = SAMPLES // BATCHES
        batches = [statistics.fmean(each[k : k + size]) for k in range(0, SAMPLES, size)]
        error = statistics.stdev(batches) / BATCHES**0.5
        found[margins] = Sampled(statistics.fmean(each), error, statistics.stdev(each))
    return found


def tail(n: int, trials: int, mean: float) -> float:
    """Return the chance of so many or more of some trials, of which so many succeed on average."""
    share = mean / trials
    if share >= 1:
        return 1.0
    each = (
        math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(n, trials + 1)
    )
    return min(1.0, math.fsum(each))


def compared(smallest: Mapping[Margins, float], pairs: Mapping[Margins, int]) -> int:
    """Return the least number that no more pairs than it can reach .05 divided by it (Tarone).

    0 where no pair can.
    """
    for k in range(1, sum(pairs.values()) + 1):
        able = sum(n for margins, n in pairs.items() if smallest[margins] * k <= LEVEL)
        if able <= k:
            return k if able or k > 1 else 0
    return 0


def tails(namings: Sequence[Naming]) -> dict[Margins, list[Fraction]]:
    """Return the exact chance of 0, 1, … units or more, by the two margins, unit by unit."""
    sizes = tuple(sorted(Counter(one.unit for one in namings).values()))
    columns = Counter(Counter(one.who for one in namings).values())
    found = {}
    for few, many in pairs_of(namings):
        rest = columns - Counter((few, many))
        ways = _ways(sizes, few, many, tuple(rest[k] for k in range(1, len(sizes) + 1)))
        chance = [
            Fraction(sum(ways[k] for k in ways if k >= n), ways.total()) for n in range(few + 1)
        ]
        found[few, many] = chance
    return found


@cache
def _ways(sizes: tuple[int, ...], a: int, b: int, rest: tuple[int, ...]) -> Counter[int]:
    """Count the tables by how often two columns meet; ``rest[k]`` others have k + 1 marks left."""
    if not sizes:
        return Counter({0: int(not (a or b or any(rest)))})
    left, found = len(sizes), Counter[int]()
    if a > left or b > left or any(rest[left:]):
        return found
    for in_a, in_b in product((0, 1), repeat=2):
        if in_a > a or in_b > b:
            continue
        for taken in _parted(sizes[0] - in_a - in_b, rest):
            after = list(rest)
            for k, n in enumerate(taken):
                after[k] -= n
                if k:
                    after[k - 1] += n
            choices = math.prod(map(math.comb, rest, taken))
            for met, ways in _ways(sizes[1:], a - in_a, b - in_b, tuple(after)).items():
                found[met + in_a * in_b] += choices * ways
    return found


def _parted(n: int, most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the ways to take n from some groups."""
    if not most:
        if n == 0:
            yield ()
        return
    for first in range(max(0, n - sum(most[1:])), min(n, most[0]) + 1):
        for others in _parted(n - first, most[1:]):
            yield first, *others


# Who names whom.


def directed(statements: Rows, mentions: Rows, who: Callable[[Row], str]) -> list[tuple[Any, ...]]:
    """Return side, named, n, told, of, share, share of all others, articles, caution."""
    spoke = {
        row["statement_id"]: (row["speaker_side"] or row["speaker"], row["article"])
        for row in recount.own(statements)
        if row["utterance"] == row["statement_id"] and (row["speaker_side"] or row["speaker"])
    }
    namings = named(mentions, statements, "statement", who)
    words = {(one.unit, one.who): one.told for one in namings if one.unit in spoke}
    of = Counter(side for side, _ in spoke.values())
    found = []
    for side, whom in {(spoke[unit][0], whom) for unit, whom in words}:
        if side == whom:
            continue
        its = {
            unit: told for (unit, w), told in words.items() if (spoke[unit][0], w) == (side, whom)
        }
        others = sum(
            not told for (unit, w), told in words.items()
            if w == whom and spoke[unit][0] not in (side, whom)
        )  # fmt: skip
        n, size = sum(not told for told in its.values()), len(spoke) - of[side] - of[whom]
        articles = len({spoke[unit][1] for unit in its})
        shares = Fraction(n, of[side]), Fraction(others, size) if size else None
        few = caution(of[side], "utterance", articles)
        found.append((side, whom, n, len(its) - n, of[side], *shares, articles, few))
    return sorted(found, key=lambda row: (-row[2], -row[5], row[0], row[1]))


def caution(n: int, unit: str, articles: int) -> str:
    if articles == 1:
        return "one article: speaks of that article alone"
    return f"{n} {unit}{'s' * (n != 1)}: too few for a share" if n < 5 else ""


# Who takes which side.

Sides = dict[tuple[str, str], Counter[str]]


def positions(codes: Rows, who: str = "holder") -> Sides:
    """Return for each actor and proposition how many utterances are for, against, open, told.

    Of actors, holders or speakers, who take a side in words of their own.
    """
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in recount.once(codes):
        if row["measure"] == "proposition" and row[who] is not None:
            side = "for" if row["value"] > 0 else "against" if row["value"] < 0 else "open"
            found[row[who], row["target"]]["told" if row["told_by"] else side] += 1
    sided = {actor for (actor, _), counts in found.items() if counts["for"] + counts["against"]}
    return {key: counts for key, counts in found.items() if key[0] in sided}


def held(positions: Sides) -> dict[str, dict[str, set[str]]]:
    """Return by actor and proposition the sides that are taken."""
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for (actor, target), counts in positions.items():
        if sides := {side for side in ("for", "against") if counts[side]}:
            found[actor][target] = sides
    return dict(found)


def agree(one: set[str], other: set[str]) -> int:
    return len(one & other)


def conflict(one: set[str], other: set[str]) -> int:
    return ("for" in one and "against" in other) + ("against" in one and "for" in other)


def difference(one: set[str], other: set[str]) -> int:
    return agree(one, other) - conflict(one, other)


class Tie(NamedTuple):
    """Two that take a side on the same: raw, by chance, by average activity, on how many."""

    a: str
    b: str
    raw: int
    expected: Fraction
    weight: Fraction
    shared: int
    n_a: int
    n_b: int
    above: Fraction  # the chance that raw is above 0, and below
    below: Fraction


def ties(
    held: Mapping[str, Mapping[str, set[str]]], kind: Callable[[set[str], set[str]], int]
) -> list[Tie]:
    """Weigh each two actors; chance deals the sides on each proposition in every order."""
    found = []
    for a, b in combinations(sorted(held), 2):
        shared = held[a].keys() & held[b].keys()
        if not shared:
            continue
        raw, expected = 0, Fraction()
        sums = {0: Fraction(1)}
        for target in shared:
            raw += kind(held[a][target], held[b][target])
            deals = [kind(*order[:2]) for order in permutations(
                its[target] for its in held.values() if target in its
            )]  # fmt: skip
            expected += Fraction(sum(deals), len(deals))
            new: defaultdict[int, Fraction] = defaultdict(Fraction)
            for (total, odds), (deal, n) in product(sums.items(), Counter(deals).items()):
                new[total + deal] += odds * Fraction(n, len(deals))
            sums = dict(new)
        n = [sum(map(len, held[one].values())) for one in (a, b)]
        weight = Fraction(2 * raw, sum(n))
        signs = (
            sum((odds for total, odds in sums.items() if total * sign > 0), Fraction())
            for sign in (1, -1)
        )
        found.append(Tie(a, b, raw, expected, weight, len(shared), *n, *signs))
    return sorted(found, key=lambda tie: (-tie.weight, tie.a, tie.b))
