"""Every number that notebooks 4 and 5 state in prose and titles, counted anew in another way.

As in ``test_numbers``: what cannot be counted stands in ``GIVEN`` with the reason.
"""

import csv
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb, log

import pytest
import recount_framing
import test_numbers
from test_numbers import (
    CITED,
    DEFINED,
    GOLD,
    NO_COUNT,
    RAW,
    ROOT,
    Facts,
    alts,
    facts,
    left_over,
    tables,
)

assert facts  # the fixture
FOUR, FIVE = (next((ROOT / "notebooks").glob(f"0{number}_*.ipynb")) for number in (4, 5))
UNKNOWN = "unknown outlet"
GIVEN = {
    4: {
        "who agrees with whom Which actors are named in one breath": NO_COUNT,
        "In one statement Counted is who": NO_COUNT,
        "Two who are named often meet by chance": NO_COUNT,
        "(Neal, Domagalski and Sagan, 2021), written down one and all": CITED,
        "(Tarone, 1990)": CITED,
        "The statements of one article hang together": NO_COUNT,
        "counted again with one article left out": DEFINED,
        "In one sentence, in one article In a sentence": NO_COUNT,
        "Every use of the two names": DEFINED,
        "Two agree on a proposition where some": DEFINED,
        "where some takes opposite ones, so one that speaks": NO_COUNT,
        "(Leifeld, 2017)": CITED,
        "positions of the two it is normalised": DEFINED,
        "among those who take one would give": DEFINED,
        "where only two take a side": DEFINED,
        "least=2": "an example of a call",
        "codes of stance of [the last notebook](03_follow_stance.ipynb)": "the name of a file",
    },
    5: {
        "what does each of two reports of one event tell": NO_COUNT,
        "which words set one page apart": NO_COUNT,
        "taken for one outlet": NO_COUNT,
        "those of one event together": DEFINED,
        "has one article or reports one event": DEFINED,
        "(Fisher, 1935)": CITED,
        "(Holm, 1979)": CITED,
        "if one knows who calls it that": NO_COUNT,
        "One event, two outlets Articles that print one utterance within": DEFINED,
        "a few days report one event": DEFINED,
        "Two of them side by side": NO_COUNT,
        "what one of them alone tells": NO_COUNT,
        "Words that set one page apart": NO_COUNT,
        "(Monroe, Colaresi and Quinn, 2008); the prior is a tenth of all words": DEFINED,
        "(Gries, 2008)": CITED,
        "The five generic frames of Semetko and Valkenburg (2000)": CITED,
        "Two readers coded every sentence": "how the frames were coded",
        "in one way or another, where there is one article of most": NO_COUNT,
        "Two articles of one paper": NO_COUNT,
        "in one article, is true of that article": NO_COUNT,
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_numbers, "NOTEBOOKS", {4: FOUR, 5: FIVE})


@pytest.fixture(scope="module")
def mentions(facts: Facts) -> list[test_numbers.Row]:
    return facts.written("mentions", RAW)


def said_of_names(facts: Facts, mentions: list[test_numbers.Row]) -> Iterator[str]:
    """What the prose of notebook 4 counts: how small a p five articles allow."""
    articles = sorted(facts.texts)
    least = min(Fraction(1, comb(len(articles), size)) for size in range(1, len(articles)))
    assert least == Fraction(1, 10)
    yield f"with five articles no pair can go below {float(least):.2f}".replace(" 0.", " .")
    assert len(articles) == 5


def said_of_frames(facts: Facts, mentions: list[test_numbers.Row]) -> Iterator[str]:
    """What the prose of notebook 5 counts: the pages, and how many marked sentences are found."""
    with (GOLD / "news_frames.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["article"] for row in rows}) == len(facts.texts) == 5
    yield "every sentence of the five pages by hand"
    for line in tables(5)["What words mark, beside what each reader marked"]:
        frame, reading, n, coded, *_ = line
        marked = [
            row for row in rows
            if row["frame"] == frame
            and all(row[each] == "1" for each in ("pass_a", "pass_b") if reading in (each, "both"))
        ]  # fmt: skip
        assert (int(n), int(coded)) == (len(rows) // 7, len(marked)), line
        found, matched = int(line[4]), int(line[5])
        assert line[6:8] == [f"{matched / found:.2f}", f"{matched / len(marked):.2f}"]
        shown = line[10] == "yes"
        assert not shown or matched < len(marked) / 2  # of what is drawn on
    yield "the words miss more than half of the sentences that readers mark"


SAID = {4: said_of_names, 5: said_of_frames}


@pytest.mark.parametrize("number", [4, 5])
def test_every_number_in_the_prose_is_counted(
    number: int, facts: Facts, mentions: list[test_numbers.Row]
) -> None:
    said = SAID[number](facts, mentions)
    assert left_over(test_numbers.prose(number), [*said, *GIVEN[number]]) == []


def test_pairs_of_names(facts: Facts, mentions: list[test_numbers.Row]) -> None:
    own, every = recount_framing.named(mentions, facts.statements)
    seen, more = recount_framing.together(own), recount_framing.together(every)
    chance = recount_framing.by_swaps(own, 300)
    shown = tables(4)["Pairs named in one statement (the first 12 of 27 rows)"]
    assert len(seen) == 27
    tally = Counter(who for those in own.values() for who in those)
    for a, b, n, told, n_a, n_b, articles, expected, ratio, *_ in shown:
        assert (int(n), int(told)) == (seen[a, b], more[a, b] - seen[a, b])
        assert (int(n_a), int(n_b)) == (tally[a], tally[b])
        units = [unit for unit, those in own.items() if {a, b} <= those]
        assert int(articles) == len({unit.partition(":")[0] for unit in units})
        assert float(expected) == pytest.approx(chance[a, b], abs=0.25)
        rounded = 0.005 * (float(ratio) + float(expected))
        assert float(ratio) * float(expected) == pytest.approx(seen[a, b], abs=rounded)
    title, _, rest = alts(4)["comention"].removeprefix("Grid of counts: ").partition(". ")
    assert all(float(line[11]) > 0.05 for line in shown)
    assert title == "No two actors are named in one statement so often that chance can be ruled out"
    listed = sorted(seen, key=lambda pair: (-seen[pair], pair))[:6]
    for (a, b), words in zip(listed, rest.rstrip(".").split("; "), strict=True):
        assert words.startswith(f"{a} and {b} {seen[a, b]} (by chance ")
        assert float(words[-4:-1]) == pytest.approx(chance[a, b], abs=0.3)


def test_pairs_of_one_article_against_every_table(
    facts: Facts, mentions: list[test_numbers.Row]
) -> None:
    """Names of articles: the margins of all, p by a count of every table."""
    table = {article: set() for article in facts.texts}
    for row in mentions:
        if row["actor"] and row["reading"] in ("actor", "pronoun"):
            table[row["article"]].add(row["actor"])
    sizes = [len(those) for _, those in sorted(table.items())]
    tally = Counter(who for those in table.values() for who in those)
    made = tables(4)["Pairs named in one article, the least likely first (the first 8 of 257 rows)"]
    assert len(recount_framing.together(table)) == 257
    for a, b, n, of, expected, p, smallest, corrected in made[:4]:
        columns = sorted([n for who, n in tally.items() if who not in (a, b)], reverse=True)
        ends = recount_framing.share_of_tables(sizes, [*columns, tally[a], tally[b]])
        assert (int(of), corrected) == (5, "–")
        assert f"{float(sum(k * share for k, share in ends.items())):.2f}" == expected
        tail = sum(share for k, share in ends.items() if k >= int(n))
        assert (f"{float(tail):.2f}", f"{float(ends[max(ends)]):.2f}") == (p, smallest)


def test_positions_and_agreement(facts: Facts) -> None:
    held = tomllib.loads((ROOT / "data/knowledge/propositions.toml").read_text("utf-8"))
    names = {entry["code"]: entry["name"] for entry in held["proposition"]}
    taken = recount_framing.positions(facts.codes, "side")
    alt = alts(4)["positions"]
    own = sum(its["for"] + its["against"] for its in taken.values())
    actors = {actor for (actor, _), its in taken.items() if its["for"] + its["against"]}
    told, open_ = (
        sum(its[how] for (actor, _), its in taken.items() if actor in actors)
        for how in ("told", "open")
    )
    assert f"n = {own} stances that take a side" in alt
    assert f"{told} more are told" in alt
    assert f"{open_} take no side" in alt
    for (actor, concept), its in taken.items():
        if actor in actors:
            words = f"{names[concept]} {its['for']} for, {its['against']} against"
            assert words + f", {its['told']} told" * bool(its["told"]) in alt
    firm = {
        key: its["for"] > its["against"]
        for key, its in taken.items() if abs(its["for"] - its["against"]) >= 2
    }  # fmt: skip
    both = [c for c in names if ("Russia", c) in firm and ("United States", c) in firm]
    same = [names[c] for c in both if firm["Russia", c] == firm["United States", c]]
    apart = [names[c] for c in both if firm["Russia", c] != firm["United States", c]]
    title = f"take the same side on {' and '.join(same)}, opposite sides on {' and '.join(apart)}"
    assert len(same) == len(apart)  # of two that both take a side, chance has one
    title += "; chance gives as much accord."
    assert f"Russia and United States {title}" in alt
    ties = recount_framing.differences(recount_framing.positions(facts.codes, "speaker"))
    agree, differ = (sum(sign * raw > 0 for raw, _ in ties.values()) for sign in (1, -1))
    net = alts(4)["agreement"]
    title = f"Of {len(ties)} pairs that take sides on the same question, {agree} agree on"
    assert f"{title} more than they differ on, {differ} the reverse." in net
    for words in net.partition(". ")[2].partition(". n =")[0].split("; "):
        pair, _, rest = words.rpartition(" (by chance ")
        one, other = pair[: pair.rfind(" ")].split(" and ")
        raw, chance = ties[one, other]
        assert int(pair.rsplit(" ", 1)[1]) == raw
        assert f"{float(chance):+.1f}" == rest.rstrip(").")


def test_who_gets_to_speak(facts: Facts) -> None:
    rows = [row for row in facts.statements if row["told_by"] is None]
    whole = Counter(row["speaker_side"] for row in rows if row["utterance"] == row["statement_id"])
    total = whole.total()
    (first, n), (second, m) = [each for each in whole.most_common(3) if each[0]][:2]
    assert (
        f"Of {total} utterances, {n} come from the {first}, {m} from {second}."
        in alts(5)["outlet_voices"]
    )
    seen: set[tuple[str, str]] = set()
    by: Counter[tuple[str, str]] = Counter()
    for row in sorted(rows, key=lambda row: row["utterance"] != row["statement_id"]):
        outlet = row["outlet"] or f"{UNKNOWN} ({row['article'][:3]})"
        if (outlet, row["utterance"]) not in seen:
            seen.add((outlet, row["utterance"]))
            by[outlet, row["speaker_side"] or "unknown"] += 1
    made = next(its for head, its in tables(5).items() if head.startswith("Utterances and words"))
    for outlet, side, n, total, share, *_ in made:
        of = sum(count for (other, _), count in by.items() if other == outlet)
        assert (int(n), int(total)) == (by[outlet, side], of)
        assert share == f"{int(n) / int(total):.2f}"


def test_who_is_introduced_by_verbs_of_doubt(facts: Facts) -> None:
    held = tomllib.loads((ROOT / "data/knowledge/cue_tones.toml").read_text("utf-8"))
    doubting = [tone["words"] for tone in held["tone"] if tone["stand"] == "doubting"]
    doubt = set(" ".join(doubting).split())

    def verb(cue: str | None) -> str | None:
        words = (cue or "").lower().split()
        stems = (word.removesuffix("ed") for word in words)
        return next((stem for stem in stems if stem in doubt), None)

    said = recount_framing.introductions(facts.statements, verb)
    (who, n), *others = Counter(row[2] for row in said if row[1] == "claim").most_common()
    assert not others
    assert len({row[0] for row in said if row[1] == "claim"}) == 1
    mean, p = recount_framing.upper_tail(said, "claim", who, n)
    title = f"“claimed” stands {n} times, each time for {who}, in one article"
    assert p > 0.05
    title += f"; chance, which would give {float(mean):.1f}, cannot be ruled out."
    assert title in alts(5)["verbs_of_saying"]
    first = next(its for head, its in tables(5).items() if head.startswith("Whom each verb"))
    line = next(row for row in first if row[1] == "claim")
    of = sum(row[2] == who for row in said)
    assert line[:7] == ["doubting", "claim", who, str(n), str(n), str(of), str(len(said))]
    assert line[7:9] == [f"{float(mean):.3f}", f"{float(p):.3f}"]


def test_who_is_given_another_label(facts: Facts) -> None:
    uses = recount_framing.labelled(facts.statements, facts.texts, ["ISIL", "ISIS"])
    one, other = (
        {key[:2]: n for key, n in uses.items() if key[2:] == how}
        for how in (("direct", "ISIL"), ("indirect", "ISIS"))
    )
    (article, who) = next(iter(one.keys() & other.keys()))
    title = f"In one article {who} is quoted saying “ISIL” and paraphrased with “ISIS”."
    assert title in alts(5)["labels_by_voice"]
    assert who == "Josh Earnest"
    made = next(its for head, its in tables(5).items() if head.startswith("What speakers say"))
    assert made[0][1:5] == [who, "ISIL", str(one[article, who]), "ISIS"]


def test_what_two_articles_of_one_event_share(facts: Facts) -> None:
    articles = {row["article"]: row for row in facts.written("articles", RAW)}
    two = sorted(name for name, row in articles.items() if row["event"])
    said = {
        name: {row["utterance"] for row in facts.statements if row["article"] == name}
        for name in two
    }
    shared = set.intersection(*said.values())
    lines = tables(5)["Events that several articles report"]
    assert [[row[1], *row[-2:]] for row in lines] == [
        [name[:3], str(len(said[name])), str(len(shared))] for name in two
    ]
    counted = dict(tables(5)["What both tell, and what one of them alone tells"])
    assert counted == {
        "shared": str(len(shared)), "only here": str(len(said[two[0]] - shared)),
        "only there": str(len(said[two[1]] - shared)),
    }  # fmt: skip


def test_where_the_best_word_stands_among_all_splits() -> None:
    """Rank and p of each best word, by log-odds of every split in plain numbers (Monroe 2008)."""
    from onrecord import keywords, read

    counts: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    for row in json.loads(keywords.words(read(RAW)).to_json(orient="records")):
        if row["voice"] == "narration":
            sizes[row["article"]] += row["n"]
            if row["kind"] == "word":
                counts.setdefault(row["word"], Counter())[row["article"]] += row["n"]
    total, prior = sizes.total(), sizes.total() / 10
    articles = sorted(sizes)

    def best(chosen: tuple[str, ...]) -> float:
        size, top = sum(sizes[each] for each in chosen), -99.0
        for its in counts.values():
            if (uses := its.total()) < 3:
                continue
            weight = prior * uses / total
            y = sum(its[each] for each in chosen) + weight
            x = uses + 2 * weight - y
            odds = y * (total - size + prior - x) / (x * (size + prior - y))
            top = max(top, log(odds) / (1 / y + 1 / x) ** 0.5)
        return top

    made = next(its for head, its in tables(5).items() if head.startswith("The best word of each"))
    for outlet, _, _, z, rank, splits, p, *_ in made:
        own = [a for a in articles if f"({a[:3]})" in outlet] or [
            a for a in articles if {"The Moscow Times": "00[01]", "Sputnik": "002"}[outlet] and (
                a[:3] in ("000", "001") if outlet == "The Moscow Times" else a[:3] == "002")
        ]  # fmt: skip
        every = [best(those) for those in combinations(articles, len(own))]
        real = best(tuple(own))
        assert f"{real:.2f}" == z
        place = sum(each >= real - 1e-9 for each in every)
        assert (int(rank), int(splits)) == (place, len(every))
        assert p == f"{place / len(every):.2f}"
