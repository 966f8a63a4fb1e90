"""Count anew, from plain rows, what notebooks 4 and 5 state: no table of ours, no analysis.

A row is an object of the JSON lines that the commands write, or a line of a CSV, as in
``recount``; chance is counted by brute force, in closed form, or by single swaps.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

from recount import Rows, once

Table = dict[str, set[str]]  # a unit -> whom it names
Pair = tuple[str, str]
Said = tuple[str, Any, Any]  # article, verb, speaker


def outermost(statements: Rows) -> dict[str, str]:
    """Return for each statement the fullest, and outermost, that it is part of."""
    by_id = {row["statement_id"]: row for row in statements}
    found = {}
    for name, row in by_id.items():
        while row["parent"]:
            row = by_id[row["parent"]]
        if row["utterance"] == row["statement_id"]:
            found[name] = row["statement_id"]
    return found


def named(mentions: Rows, statements: Rows) -> tuple[Table, Table]:
    """Return whom utterances name in words that are not told, and in any of their words."""
    by_id, outer = {row["statement_id"]: row for row in statements}, outermost(statements)
    own, every = defaultdict(set), defaultdict(set)
    for row in mentions:
        unit = outer.get(row["statement_id"])
        if unit is None or row["actor"] is None or row["reading"] not in ("actor", "pronoun"):
            continue
        if row["reading"] == "pronoun" and row["actor"] == by_id[unit]["speaker"]:
            continue
        every[unit].add(row["actor"])
        if by_id[row["statement_id"]]["told_by"] is None:
            own[unit].add(row["actor"])
    return dict(own), dict(every)


def together(table: Table) -> Counter[Pair]:
    """Count for each two actors the units that name both."""
    return Counter(pair for those in table.values() for pair in combinations(sorted(those), 2))


def by_swaps(table: Table, rounds: int, seed: int = 1) -> dict[Pair, float]:
    """Return the mean of each pair over tables with these margins, reached by single swaps."""
    drawn, rng = random.Random(seed), {unit: set(those) for unit, those in sorted(table.items())}
    places = [(unit, who) for unit, those in rng.items() for who in sorted(those)]
    sums: Counter[Pair] = Counter()
    for n in range(-20, rounds):
        for _ in range(5 * len(places)):
            i, j = drawn.randrange(len(places)), drawn.randrange(len(places))
            (one, a), (other, b) = places[i], places[j]
            if b not in rng[one] and a not in rng[other]:
                rng[one] ^= {a, b}
                rng[other] ^= {a, b}
                places[i], places[j] = (one, b), (other, a)
        if n >= 0:
            sums += together(rng)
    return {pair: total / rounds for pair, total in sums.items()}


def share_of_tables(rows: Sequence[int], columns: Sequence[int]) -> dict[int, Fraction]:
    """Return how often the last two columns meet in so many rows, of all tables of 0 and 1."""
    states: dict[Any, int] = {(tuple(rows), frozenset(), 0): 1}  # room left, rows held, met
    for n, size in enumerate(columns):
        following: Counter[Any] = Counter()
        for (left, held, met), ways in states.items():
            for those in combinations([i for i, room in enumerate(left) if room], size):
                rest = tuple(room - (i in those) for i, room in enumerate(left))
                last = n == len(columns) - 1
                # which rows the column before the last took is all that matters of it
                kept = frozenset(those) if n == len(columns) - 2 else frozenset()
                if n < len(columns) - 2:
                    rest = tuple(sorted(rest))
                following[rest, kept, len(held & set(those)) if last else met] += ways
        states = following
    ends: Counter[int] = Counter()
    for (left, _, met), ways in states.items():
        ends[met] += ways * (not any(left))
    return {met: Fraction(ways, ends.total()) for met, ways in ends.items() if ways}


def positions(codes: Rows, holder: str) -> dict[tuple[str, str], Counter[str]]:
    """Count for each actor and proposition what is for, against, open and told."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in once(codes):
        who = row["holder"] if holder == "side" else row["speaker"]
        if row["measure"] == "proposition" and who is not None:
            sign = (row["value"] > 0) - (row["value"] < 0)
            how = "told" if row["told_by"] else {1: "for", -1: "against", 0: "open"}[sign]
            found[who, row["target"]][how] += 1
    return dict(found)


def differences(taken: dict[tuple[str, str], Counter[str]]) -> dict[Pair, tuple[int, Fraction]]:
    """Return for each two actors agreements less conflicts, and their mean by chance."""
    held = {key: {side for side in ("for", "against") if its[side]} for key, its in taken.items()}
    concepts = sorted({concept for _, concept in held})
    found: dict[Pair, tuple[int, Fraction]] = {}
    of: dict[str, dict[Pair, int]] = {}
    for concept in concepts:
        actors = sorted(actor for actor, its in held if its == concept and held[actor, its])
        of[concept] = {
            (a, b): sum((x == y) - (x != y) for x in held[a, concept] for y in held[b, concept])
            for a, b in combinations(actors, 2)
        }
    for its in of.values():
        mean = Fraction(sum(its.values()), len(its)) if its else Fraction()
        for pair, tie in its.items():
            raw, chance = found.get(pair, (0, Fraction()))
            found[pair] = raw + tie, chance + mean
    return found


def introductions(statements: Rows, verb_of: Callable[[str], str | None]) -> list[Said]:
    """Return article, verb and speaker of each cue that is the outlet's own choice."""
    direct = {row["statement_id"] for row in statements if row["form"] == "direct"}
    kept = (row for row in statements if row["parent"] not in direct)
    return [(row["article"], verb_of(row["cue"]), row["speaker"]) for row in kept]


def upper_tail(said: Sequence[Said], verb: str, who: str, n: int) -> tuple[Fraction, Fraction]:
    """Return the mean of, and the chance of n or more, uses of a verb for one, within articles."""
    ways, mean = {0: Fraction(1)}, Fraction()
    for article in {row[0] for row in said}:
        its = [row[1:] for row in said if row[0] == article]
        marked, drawn = sum(row[0] == verb for row in its), sum(row[1] == who for row in its)
        mean += Fraction(marked * drawn, len(its))
        after: dict[int, Fraction] = defaultdict(Fraction)
        for k in range(min(marked, drawn) + 1):
            p = Fraction(
                comb(marked, k) * comb(len(its) - marked, drawn - k), comb(len(its), drawn)
            )
            for before, share in ways.items():
                after[before + k] += share * p
        ways = after
    return mean, sum((p for k, p in ways.items() if k >= n), Fraction())


def labelled(
    statements: Rows, texts: dict[str, str], words: Sequence[str]
) -> Counter[tuple[str, ...]]:
    """Count words by article, speaker and whether they stand in quotation marks, in statements."""
    found: Counter[tuple[str, ...]] = Counter()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
    for row in statements:
        for start, stop in row["content_spans"]:
            for use in pattern.finditer(texts[row["article"]], start, stop):
                inner = any(
                    other["parent"] == row["statement_id"]
                    and any(a <= use.start() < b for a, b in other["content_spans"])
                    for other in statements
                )
                if not inner and row["form"] != "mixed":
                    found[row["article"], row["speaker"], row["form"], use[0]] += 1
    return found
