"""Every number that notebooks 4 and 5 state, counted anew from plain rows in another way.

As ``test_numbers`` does for notebooks 3 and 6: ``SAID`` and ``GIVEN`` hold the prose, ``TABLES``
the rows of each table, ``FIGURES`` the sentences of each figure.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pytest
import recount
import recount_framing as framing
import recount_together as together
import test_numbers as numbers
from recount import Row
from recount_together import Margins, Naming
from test_numbers import (
    COUNTS,
    DEFINED,
    NO_COUNT,
    NUMBER,
    RAW,
    ROOT,
    Cells,
    cell,
    counted,
    left_over,
    named,
    short,
)

import onrecord
from onrecord.analysis import keywords, margins

GIVEN = {
    4: {
        "Which actors are named in one breath": NO_COUNT,
        "In one statement": NO_COUNT,
        "In one sentence, in one article": NO_COUNT,
        "Two who are named often meet by chance": NO_COUNT,
        "(Neal, Domagalski and Sagan, 2021), written down one and all": "the year of a source",
        "(Tarone, 1990)": "the year of a source",
        "The statements of one article hang together": NO_COUNT,
        "counted again with one article left out": NO_COUNT,
        "hangs on that article": NO_COUNT,
        "Two agree on a proposition where some": DEFINED,
        "where some takes opposite ones, so one that speaks": NO_COUNT,
        "(Leifeld, 2017)": "the year of a source",
        "mean number of positions of the two": DEFINED,
        "anew among those who take one would give": DEFINED,
        "where only two take a side": NO_COUNT,
        "Every use of the two names": NO_COUNT,
        "concepts=[…], least=2)": "a parameter that is shown",
    },
    5: {
        "each of two reports of one event": NO_COUNT,
        "never taken for one outlet": NO_COUNT,
        "those of one event together": DEFINED,
        "has one article or reports one event": NO_COUNT,
        "(Fisher, 1935)": "the year of a source",
        "a finding only if one knows": NO_COUNT,
        "One event, two articles": NO_COUNT,
        "print one utterance within a few days report one event": DEFINED,
        "Two of them side by side": NO_COUNT,
        "what one of them alone tells": NO_COUNT,
        "(Monroe, Colaresi and Quinn, 2008)": "the year of a source",
        "(Gries, 2008)": "the year of a source",
        "and not told of an outlet with one article": NO_COUNT,
        "(of 1,000, drawn with a fixed seed, where there are more)": DEFINED,
        "verbs used twice that doubt or take as true, and speakers introduced five": DEFINED,
        "Semetko and Valkenburg (2000), and security and legality": "the year of a source",
        "(Holm, 1979)": "the year of a source",
        "two articles of one paper are not its line": NO_COUNT,
        "frames anything in one way or another, where there is one article of it": NO_COUNT,
        "in one article, is true of that article": NO_COUNT,
    },
}


class Facts(numbers.Facts):
    """What the counts start from: also who is named, and what chance the library draws."""

    @cached_property
    def mentions(self) -> list[Row]:
        return self.written("mentions", RAW)

    @cached_property
    def articles(self) -> list[Row]:
        return self.written("articles", RAW)

    def namings(self, within: str, without: str | None = None) -> list[Naming]:
        mentions, statements = (
            [row for row in rows if row["article"] != without]
            for rows in (self.mentions, self.statements)
        )
        return together.named(mentions, statements, within)

    @cached_property
    def stands(self) -> dict[str, str]:
        """The stand of each verb, noun or phrase that data/knowledge/cue_tones.toml lists."""
        return {
            word.replace("+", " "): tone["stand"]
            for tone in table("cue_tones")["tone"]
            for word in tone["words"].split()
        }

    @cached_property
    def coded(self) -> list[Row]:
        return numbers.lines("news_frames.csv")

    @cached_property
    def sentences(self) -> dict[str, list[framing.Span]]:
        found: dict[str, set[framing.Span]] = {name: set() for name in self.texts}
        for row in self.coded:
            found[row["article"]].add((int(row["start"]), int(row["stop"])))
        return {name: sorted(spans) for name, spans in found.items()}

    @cached_property
    def labels(self) -> list[framing.Use]:
        entries = table("labels")["label"]
        about = self.articles, self.statements, self.texts, self.sentences
        return framing.labels(entries, *about)

    @cached_property
    def words(self) -> framing.Counts:
        rows = keywords.words(onrecord.read(RAW)).to_dict("records")
        return framing.Counts(rows, "narration")

    @cached_property
    def shown(self) -> list[framing.Shown]:
        """What shows a frame: each place of its words that is in no phrase where they do not."""
        found = []
        for article in self.articles:
            text, name = self.texts[article["article"]], article["article"]
            for entry in table("news_frames")["frame"]:
                barred = [
                    hit.span()
                    for phrase in entry.get("not_in", ())
                    for hit in re.finditer(numbers.shape(phrase), text.lower())
                ]
                for phrase in entry["words"]:
                    for hit in re.finditer(numbers.shape(phrase), text.lower()):
                        inside = [a for a, b in self.sentences[name] if a <= hit.start() < b]
                        if inside and not any(a <= hit.start() < b for a, b in barred):
                            how, _ = framing.voice(article, self.statements, text, hit.span())
                            own = how in ("narration", "headline")
                            found.append(framing.Shown(name, inside[0], entry["name"], own))
        return found

    @cached_property
    def positions(self) -> together.Sides:
        return together.positions(self.codes)


def table(name: str) -> Row:
    """Return a table of data/knowledge."""
    return tomllib.loads((ROOT / "data/knowledge" / f"{name}.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return Facts(tmp_path_factory.mktemp("facts"))


# ------------------------------------------------------------------ who is named together


def drawn(namings: list[Naming]) -> dict[Margins, float]:
    """Return the means that the library draws, once they lie near enough to those of swaps."""
    units, who = ({name: n for n, name in enumerate(dict.fromkeys(names))} for names in (
        (one.unit for one in namings), (one.who for one in namings)
    ))  # fmt: skip
    ours = margins.chances(
        np.array([units[one.unit] for one in namings]), np.array([who[one.who] for one in namings])
    )
    for key, mean in together.sampled(namings).items():
        assert mean.agrees(ours[key].expected), (key, mean, ours[key])
    return {key: chance.expected for key, chance in ours.items()}


Beside = tuple[together.Pair, float, float, float, float, float | None]


def is_found(row: Beside) -> bool:
    return row[5] is not None and row[5] <= together.LEVEL


def pairs(namings: list[Naming]) -> list[Beside]:
    """Return each pair with its number by chance, the ratio, p, the smallest p, p corrected."""
    own, found = together.own(namings), []
    if len({one.unit for one in own}) <= margins.FEW_UNITS:
        tails = together.tails(own)
        means = {key: float(sum(each[1:])) for key, each in tails.items()}
        least = {key: float(min(filter(None, each))) for key, each in tails.items()}
    else:
        tails, means = {}, drawn(own)
        least = {key: together.tail(key[0], key[0], mean) for key, mean in means.items()}
    times = together.compared(least, together.pairs_of(own))
    for pair in together.together(namings):
        key, mean = pair.margins, means[pair.margins]
        p = float(tails[key][pair.n]) if tails else together.tail(pair.n, key[0], mean)
        found.append(
            (pair, mean, pair.n / mean, p, least[key], min(1.0, p * times) if times else None)
        )
    return sorted(
        found, key=lambda row: (not is_found(row), -row[0].n, -row[2], row[0].a, row[0].b)
    )


def test_swaps_give_what_counting_gives(facts: Facts) -> None:
    namings = facts.namings("article")
    exact = together.tails(namings)
    for key, mean in together.sampled(namings).items():
        assert abs(mean.mean - sum(exact[key][1:])) <= 4 * mean.error, key


def statement_pairs(facts: Facts) -> Cells:
    return [
        (p.a, p.b, p.n, p.told, p.n_a, p.n_b, len(p.articles), *chance)
        for p, *chance in pairs(facts.namings("statement"))
    ]


def sentence_pairs(facts: Facts) -> Cells:
    return [
        (p.a, p.b, p.n, len(p.articles), mean, ratio, chance, corrected)
        for p, mean, ratio, chance, _, corrected in pairs(facts.namings("sentence"))
    ]


def article_pairs(facts: Facts) -> Cells:
    rows = [
        (p.a, p.b, p.n, len(facts.texts), mean, *chance)
        for p, mean, _, *chance in pairs(facts.namings("article"))
    ]
    return sorted(rows, key=lambda row: (row[5], row[0], row[1]))


def without_one(within: str) -> Callable[[Facts], Cells]:
    """Return what counts the first pair anew without each article, where it is most first."""

    def rows(facts: Facts) -> Cells:
        namings = facts.namings(within)
        first = pairs(namings)[0][0]
        article = {one.unit: one.article for one in namings}
        often = Counter(article[unit] for unit in first.units)
        found = []
        for name in sorted(often, key=lambda name: (-often[name], name)):
            rest = pairs(facts.namings(within, without=name))
            (row,) = (row for row in rest if (row[0].a, row[0].b) == (first.a, first.b))
            pair, mean, ratio, p, _, corrected = row
            found.append((short(name), pair.a, pair.b, pair.n, mean, ratio, p, corrected))
        return found

    return rows


def capitals(facts: Facts) -> Cells:
    text = (ROOT / "data/knowledge/countries.toml").read_text("utf-8")
    names = {
        name.lower()
        for words in re.findall(r"capital = \[(.*?)\]", text)
        for name in re.findall(r'"(.*?)"', words)
    }
    found = Counter(
        tuple(row[name] for name in ("text", "reading", "rule", "actor"))
        for row in facts.mentions
        if names & set(row["text"].lower().split())
    )
    return [(*key, n) for key, n in sorted(found.items())]


def evidence(facts: Facts) -> Cells:
    first = pairs(facts.namings("statement"))[0][0]
    outer = {row["statement_id"]: row["parent"] for row in facts.statements}
    found = []
    for row in facts.mentions:
        unit = row["statement_id"]
        while unit is not None and outer[unit] is not None:
            unit = outer[unit]
        if unit in first.units and row["actor"] in (first.a, first.b):
            assert facts.texts[row["article"]][row["start"] : row["stop"]] == row["text"]
            fields = ("text", "actor", "voice", "rule", "start", "stop")
            found.append((short(unit), *(row[name] for name in fields)))
    return found


def directed(facts: Facts) -> Cells:
    """Return whom each side names; a name or pronoun of who has a side counts for that side."""
    sides = {row["actor"]: row["side"] for row in facts.mentions if row["side"]}
    return together.directed(
        facts.statements, facts.mentions, lambda row: sides.get(row["actor"]) or row["actor"]
    )


def ties(kind: Callable[[set[str], set[str]], int]) -> Callable[[Facts], Cells]:
    def rows(facts: Facts) -> Cells:
        return [
            (tie.a, tie.b, tie.raw, tie.expected, tie.weight, tie.shared, tie.n_a, tie.n_b)
            for tie in together.ties(together.held(facts.positions), kind)
        ]

    return rows


# ------------------------------------------------------------------ outlets


def voices(facts: Facts) -> Cells:
    ps = framing.gaps(facts.statements, facts.articles)
    every = framing.voices(facts.statements)
    words: Counter[str] = Counter()
    for (outlet, _), its in every.items():
        words[outlet] += its.words
    rows = [
        (
            *(outlet, side, its.n, its.total, Fraction(its.n, its.total), its.elsewhere),
            *ps.get((outlet, side), (None, None))[::-1],
            *(its.direct, its.mixed, its.indirect, its.words, its.quoted),
            *(Fraction(its.words, words[outlet]), its.told),
        )
        for (outlet, side), its in every.items()
    ]
    return sorted(rows, key=lambda row: (row[0], -row[2], -row[14], row[1]))


def verbs(facts: Facts) -> Cells:
    return [
        (row.stand, row.verb, row.speaker, row.n, row.n_verb, row.n_group, row.total)
        + (row.expected, row.p, row.p_holm, row.articles)
        for row in framing.verbs(facts.statements, facts.stands)
    ]


def uses(facts: Facts) -> Cells:
    return [
        (short(use.article), use.concept, use.text, use.voice)
        + (None if use.voice == "headline" else use.speaker, use.start, use.stop)
        for use in facts.labels
    ]


def events(facts: Facts) -> Cells:
    rows = framing.events(facts.articles, facts.statements)
    return [(event, short(article), *rest) for event, article, *rest in rows]


def side_by_side(facts: Facts) -> Cells:
    (_, one, *_), (_, other, *_), *_ = framing.events(facts.articles, facts.statements)
    return framing.beside(facts.statements, one, other)


def where(facts: Facts) -> Cells:
    return Counter(row[0] for row in side_by_side(facts)).most_common()


def separation(facts: Facts) -> Cells:
    return [
        (*row, f"no p below {float(row[-1]):.2g}: nothing can be shown" if row[-1] > 0.05 else "")
        for row in facts.words.separation()
    ]


def keyness(facts: Facts) -> Cells:
    rows = [row for row in facts.words.keyness() if row.z > LEAST_Z]
    first = {
        group: [row for row in rows if row.group == group][:5] for group in {r.group for r in rows}
    }
    return [row for group in sorted(first) for row in first[group]]


def in_context(facts: Facts) -> Cells:
    best = [row[1] for row in facts.words.separation()]
    rows = framing.in_context(best, "narration", facts.articles, facts.statements, facts.texts)
    return [(short(article), *rest) for article, *rest in rows]


def frames(facts: Facts) -> Cells:
    return framing.frames(facts.coded, facts.shown)


def sure(facts: Facts) -> list[str]:
    """Return the frames whose words do better than chance beside each reader."""
    rows = frames(facts)
    return sorted({row[0] for row in rows if all(r[10] for r in rows if r[0] == row[0])})


def sentences_with_a_frame(facts: Facts) -> Cells:
    outlets = {row["article"]: framing.unit(row) for row in facts.articles}
    found = []
    for outlet in sorted(set(outlets.values())):
        its = [name for name, one in outlets.items() if one == outlet]
        total = sum(len(facts.sentences[name]) for name in its)
        for frame in sure(facts):
            for how, kinds in (("all", (True, False)), ("own", (True,)), ("sources", (False,))):
                places = {
                    (one.article, one.sentence)
                    for one in facts.shown
                    if one.article in its and one.frame == frame and one.own in kinds
                }
                articles = len({article for article, _ in places})
                counts = len(places), total, Fraction(len(places), total), articles
                few = together.caution(total, "sentence", len(its))
                found.append((outlet, frame, how, *counts, few))
    return found


# ------------------------------------------------------------------ tables

LEAST_Z = 1.96  # of chance alone, one word in twenty lies as far off, on either side
TABLES: dict[int, dict[str, tuple[Callable[[Facts], Cells], int]]] = {
    4: {
        "Names that hold the name of a capital, and how each was read": (capitals, 2),
        "Pairs named in one statement": (statement_pairs, 2),
        "The first pair, without one of the articles that name it most often": (
            without_one("statement"),
            2,
        ),
        "Pairs named in one sentence": (sentence_pairs, 2),
        "The first of these, without one of the articles that name it most often": (
            without_one("sentence"),
            2,
        ),
        "Pairs named in one article, the least likely first": (article_pairs, 2),
        "Where the first pair, if there is any, is named in one statement; from and to are places "
        "in the text": (evidence, 2),
        "Whom each side names": (directed, 2),
        "Agreement: propositions on which two take the same side": (ties(together.agree), 2),
        "Conflict: propositions on which two take opposite sides": (ties(together.conflict), 2),
    },
    5: {
        "Utterances and words of each side, by outlet, beside the other outlets": (voices, 2),
        "Whom each verb introduces, the pairs that are compared first, by p": (verbs, 3),
        "What speakers say in quotation marks, and how they are paraphrased": (
            lambda facts: framing.relabelled(facts.labels),
            2,
        ),
        "Every use of a label, with its voice and its place in the text": (uses, 2),
        "Events of which several articles print one utterance": (events, 2),
        "What both tell, and what one of them alone tells": (where, 2),
        "The first two articles of the first event, side by side": (side_by_side, 2),
        "The best word of each outlet, or page without one, among splits of the articles": (
            separation,
            2,
        ),
        "The five words, at most, that each uses most above the others, in its own voice, "
        f"with z above {LEAST_Z}": (
            keyness,
            2,
        ),
        "The best words where they stand": (in_context, 2),
        "What words mark, beside what each reader marked": (frames, 2),
        "Sentences with a frame whose words do better than chance, by outlet and voice": (
            sentences_with_a_frame,
            2,
        ),
    },
}


# The numbers in captions, which are no counts.
CAPTIONED = {4: ["one"] * 6 + ["two"] * 2, 5: ["one", "one", "two", "one", "five", "1.96"]}


@pytest.mark.parametrize("caption", [caption for its in TABLES.values() for caption in its])
def test_table(facts: Facts, caption: str) -> None:
    number = next(number for number, its in TABLES.items() if caption in its)
    make, digits = TABLES[number][caption]
    ((shown, size),) = ((rows, n) for head, rows, n in numbers.captioned(number) if head == caption)
    rows = make(facts)
    assert [[cell(value) for value in row] for row in shown] == [
        [cell(value, digits) for value in row] for row in rows[: len(shown)]
    ]
    assert size == len(rows)


@pytest.mark.parametrize("number", TABLES)
def test_every_table_and_the_numbers_of_its_caption_are_counted(number: int) -> None:
    assert numbers.tables(number).keys() == TABLES[number].keys()
    found = [each for caption in numbers.tables(number) for each in NUMBER.findall(caption)]
    assert [each.lower() for each in found] == CAPTIONED[number]


# ------------------------------------------------------------------ figures


def named_together(facts: Facts) -> Iterator[str]:
    rows = pairs(facts.namings("statement"))
    assert not any(map(is_found, rows)), "the title gives the first pair: recount it here"
    yield "No two actors are named in one statement so often that chance can be ruled out."
    rows.sort(key=lambda row: (-row[0].n, row[0].a, row[0].b))
    each = (f"{p.a} and {p.b} {p.n} (by chance {mean:.1f})" for p, mean, *_ in rows[:6])
    yield "; ".join(each) + "."


FIRM = 2  # by how many utterances more an actor takes the side that a title gives


def positions(facts: Facts) -> Iterator[str]:
    names, every = named(), facts.positions
    sums: Counter[str] = Counter()
    firm: dict[str, dict[str, set[str]]] = {}
    for (actor, target), counts in every.items():
        sums[actor] += counts["for"] + counts["against"]
        side = max(("for", "against"), key=lambda side: counts[side])
        if abs(counts["for"] - counts["against"]) >= FIRM:
            firm.setdefault(actor, {})[target] = {side}
    same = together.ties(firm, together.agree)
    pair = max(same, key=lambda tie: (tie.shared, sums[tie.a] + sums[tie.b]))
    a, b = firm[pair.a], firm[pair.b]
    both = a.keys() & b.keys()
    alike, apart = (
        sorted(names[target] for target in both if (a[target] == b[target]) == equal)
        for equal in (True, False)
    )
    assert 0 < len(alike) < 3 > len(apart) > 0, "another title: rebuild it here"
    yield (
        f"{pair.a} and {pair.b} take the same side on {' and '.join(alike)}, opposite sides on "
        f"{' and '.join(apart)}; so few take a side that chance is no yardstick."
    )
    for target in both:
        sides = [sides[target] for sides in firm.values() if target in sides]
        assert len(sides) == 2 or all(side == sides[0] for side in sides)
    for actor in sums:
        its = {names[target]: counts for (one, target), counts in every.items() if one == actor}
        each = (
            f"{name} {counts['for']} for, {counts['against']} against"
            + (f", {counts['told']} told" if counts["told"] else "")
            for name, counts in sorted(its.items())[:8]
        )
        yield f"{actor}: {'; '.join(each)}."
    told, without = (sum(counts[of] for counts in every.values()) for of in ("told", "open"))
    yield (
        f"n = {sums.total()} stances that take a side; in the title, only who has at least {FIRM} "
        "more for one side than for the other."
    )
    yield f"{told} more are told of"
    yield f"{without} take no side."
    yield "anew among all who take one: here two alone do, or most of what each"


def signed(value: Any, digits: int = 0) -> str:
    return f"{float(value):+.{digits}f}"


def agreement(facts: Facts) -> Iterator[str]:
    by_speaker = together.positions(facts.codes, "speaker")
    rows = together.ties(together.held(by_speaker), together.difference)
    rows.sort(key=lambda tie: (abs(tie.raw), tie.a, tie.b))
    agree, differ = ([tie for tie in rows if tie.raw * sign > 0] for sign in (1, -1))
    for its in (agree, differ):
        most = [tie for tie in its if abs(tie.raw) == max(abs(one.raw) for one in its)]
        assert len(most) != 1 or abs(most[0].raw) == 1, "the title names a pair: rebuild it here"
    does = f"{len(agree)} agree on balance, {len(differ)} differ{'s' * (len(differ) == 1)}"
    pairs = counted(len(rows), "pair")
    above, below = (float(sum(getattr(tie, side) for tie in rows)) for side in ("above", "below"))
    does += f"; chance would give {above:.0f} and {below:.0f}"
    yield f"Of {pairs} that take sides on the same question, {does}."
    drawn = [tie for tie in rows if tie.raw]
    held = together.held(by_speaker)
    one = [  # the questions that add to the tie: neither's sides are both
        tie for tie in drawn
        if sum(
            together.difference(held[tie.a][target], held[tie.b][target]) != 0
            for target in held[tie.a].keys() & held[tie.b].keys()
        ) == 1
    ]  # fmt: skip
    assert len(one) == len(drawn), "the note counts them: rebuild it here"
    yield "on each question anew among all who take one. Each line rests on one question alone."
    for tie in drawn[-8:]:
        yield f"{tie.a} and {tie.b} {signed(tie.raw)} (by chance {signed(tie.expected, 1)})"
    actors = counted(len({one for tie in rows for one in (tie.a, tie.b)}), "actor")
    yield f"n = {actors}, {pairs} that take a side on the same question"
    for its in (agree, differ):
        tie = its[-1]
        yield (
            f"{tie.a} and {tie.b}: {signed(tie.raw)} on {counted(tie.shared, 'question')}, "
            f"by chance {signed(tie.expected, 1)}."
        ).replace("-", "−")


def the(side: str) -> str:
    last = "States Kingdom Nations Party Union Emirates".split()
    return f"the {side}" if side.split()[-1] in last else side


def outlet_voices(facts: Facts) -> Iterator[str]:
    rows = framing.voices(facts.statements)
    compared = framing.gaps(facts.statements, facts.articles)
    assert all(p > 0.05 for _, p in compared.values()), "the title names a gap: rebuild it here"
    own = [row for row in recount.own(facts.statements) if row["utterance"] == row["statement_id"]]
    sides = Counter(row["speaker_side"] for row in own if row["speaker_side"])
    (first, many), (second, more), *_ = sides.most_common()
    total = counted(len(own), "utterance")
    yield f"Of {total}, {many} are by speakers for {the(first)}, {more} for {the(second)}."
    totals = {outlet: its.total for (outlet, _), its in rows.items()}
    for outlet in sorted(totals, key=lambda outlet: (-totals[outlet], outlet))[:5]:
        its = {
            "no side found" if side == "unknown" else side: one.n
            for (where, side), one in rows.items()
            if where == outlet and one.n
        }
        most = sorted(its, key=lambda side: (-its[side], side))[:3]
        each = (f"{side} {its[side]} of {totals[outlet]}" for side in most)
        yield f"{outlet}: {', '.join(each)}"


STANDS = {"doubting": "casts doubt", "endorsing": "takes as true", "neutral": "reports"}


def verbs_of_saying(facts: Facts) -> Iterator[str]:
    rows = framing.verbs(facts.statements, facts.stands)
    assert not any(row.p_holm is not None and row.p_holm <= 0.05 for row in rows)
    first = next(row for row in rows if row.stand == "doubting")
    assert first.n == first.n_verb == sum(row.n for row in rows if row.stand == first.stand)
    assert first.articles == 1, "another title: rebuild it here"
    cues = Counter(
        row["cue"]
        for row in facts.statements
        if row["cue"] and framing.verb_of(row["cue"], facts.stands) == first.verb
    )
    yield (
        f"“{cues.most_common(1)[0][0]}” stands {first.n} times, each time for {first.speaker}, in "
        f"one article; chance, which would give {float(first.expected):.1f}, cannot be ruled out."
    )
    sums = {row.speaker: Counter[str]() for row in rows if row.speaker != "unknown"}
    for row in rows:
        sums[row.speaker][row.stand] += row.n

    def rank(who: str) -> tuple[Any, ...]:
        taking = sums[who]["doubting"] + sums[who]["endorsing"]
        return -taking, -sums[who].total(), who

    heads = (
        f"{who} {', '.join(f'{STANDS[of]} {sums[who][of]}' for of in STANDS if sums[who][of])}"
        for who in sorted(sums, key=rank)[:6]
    )
    yield "; ".join(heads) + "."


IN_WORDS = {
    "narration": "the paper’s own words",
    "headline": "headline",
    "paraphrase": "paraphrase",
    "island": "quoted words in a paraphrase",
    "direct": "quotation",
}


def labels_by_voice(facts: Facts) -> Iterator[str]:
    _, speaker, said, _, paraphrased, _, both = framing.relabelled(facts.labels)[0]
    assert both == 1, "another title: rebuild it here"
    quoted = f"In one article {speaker} is quoted saying “{said}”"
    yield f"{quoted} and paraphrased with “{paraphrased}”."
    counts: dict[tuple[str, str], Counter[str]] = {}
    for use in facts.labels:
        counts.setdefault((use.concept, use.label), Counter())[use.voice] += 1
    rows = sorted(counts)[:24]
    for concept in dict.fromkeys(concept for concept, _ in rows):
        each = []
        for label in [label for one, label in rows if one == concept][:3]:
            its = counts[concept, label]
            voices = (f"{words} {its[how]}" for how, words in IN_WORDS.items() if its[how])
            each.append(f"{label} {', '.join(voices)}")
        yield f"{concept}: {'; '.join(each)}."


# By notebook and figure: its kind; its title, as a sentence, and what else holds its numbers.
FIGURES: dict[int, dict[str, tuple[str, Callable[[Facts], Iterator[str]]]]] = {
    4: {
        "comention": ("Grid of counts", named_together),
        "positions": ("Grid of bars", positions),
        "agreement": ("Network on a circle", agreement),
    },
    5: {
        "outlet_voices": ("Grid of shares", outlet_voices),
        "verbs_of_saying": ("Grid of counts", verbs_of_saying),
        "labels_by_voice": ("Grid of counts", labels_by_voice),
    },
}


@pytest.mark.parametrize("name", [name for its in FIGURES.values() for name in its])
def test_title_and_every_number_of_a_figure_are_counted(facts: Facts, name: str) -> None:
    number = next(number for number, its in FIGURES.items() if name in its)
    kind, make = FIGURES[number][name]
    alt, (title, *rest) = numbers.alts(number)[name], make(facts)
    assert alt.startswith(f"{kind}: {title} ")
    assert left_over(alt, [title, *rest]) == []
    assert (ROOT / "figures" / f"{name}.alt.txt").read_text("utf-8") == f"{alt}\n"


@pytest.mark.parametrize("number", FIGURES)
def test_every_figure_is_counted_and_nothing_is_shown_but_figures_and_tables(number: int) -> None:
    assert numbers.alts(number).keys() == FIGURES[number].keys()
    shown = len(numbers.alts(number)) + len(numbers.tables(number))
    assert len(list(numbers.outputs(number))) == shown


# ------------------------------------------------------------------ prose


def said_of_naming(facts: Facts) -> Iterator[str]:
    yield f"The codes of stance of [the last notebook]({numbers.NOTEBOOKS[3].name})"


def said_of_framing(facts: Facts) -> Iterator[str]:
    names = [entry["name"] for entry in table("news_frames")["frame"]]
    generic = [name for name in names if name not in ("security", "legality")]
    assert len(generic) == len(names) - 2
    assert set(names) == {row["frame"] for row in facts.coded}
    yield f"The {COUNTS[len(generic)]} generic frames"
    readers = [name for name in facts.coded[0] if name.startswith("pass_")]
    assert all(len(spans) > 1 for spans in facts.sentences.values())
    yield (
        f"{COUNTS[len(readers)].capitalize()} readers coded every sentence of these pages by hand"
    )
    recalls = [row[7] for row in frames(facts) if row[0] in sure(facts)]
    assert recalls
    assert max(recalls) < Fraction(1, 2)
    yield "miss more than half of the sentences that readers mark"
    rows = keywords.keyness(keywords.words(onrecord.read(RAW)), voices="narration")
    (prior,), size = set(rows["prior"]), facts.words.sizes.total()
    assert prior == pytest.approx(size / 10)
    yield "the prior is a tenth of all words"


SAID: dict[int, Callable[[Facts], Iterator[str]]] = {4: said_of_naming, 5: said_of_framing}


@pytest.mark.parametrize("number", SAID)
def test_every_number_of_the_prose_is_counted(facts: Facts, number: int) -> None:
    assert left_over(numbers.prose(number), [*SAID[number](facts), *GIVEN[number]]) == []
