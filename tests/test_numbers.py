"""Every number that notebooks 3 and 6 state, counted anew from plain rows in another way.

``SAID`` writes each sentence that holds a number, with the number as it comes out here. The
notebook must hold that sentence, and no number beside these: what somebody adds without a count
here fails. What cannot be counted, a definition or what was read by eye, stands in ``GIVEN`` with
the reason. Tables and the words of figures are held against rows and sentences made anew.
"""

import csv
import html
import json
import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import recount
from matplotlib.figure import Figure as Drawing
from recount import Beside, Reading, Row, Rows
from textblob import TextBlob

from onrecord import cli, evaluation, figures, stance

ROOT = Path(__file__).resolve().parents[1]
RAW, GOLD = ROOT / "data" / "raw", ROOT / "data" / "gold"
NOTEBOOKS = {
    number: next((ROOT / "notebooks").glob(f"0{number}_*.ipynb")) for number in range(3, 7)
}
HALF = Fraction(1, 2)
PANELS = 8  # that are drawn
FEWEST = 5  # stances of a side that a title goes by
FEWEST_POOLED = 15  # articles from which the marks are means
COUNTS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty""".split()
PARTS = """half third thirds quarter quarters fifth fifths sixth seventh eighth ninth tenth tenths
    twice thrice thirty forty fifty sixty seventy eighty ninety hundred thousand million
    dozen""".split()
NUMBER = re.compile(
    rf"(?<![\w.])(?:[±+−-]?(?:\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+)|[±+−-]?[½⅓⅔¼¾]"
    rf"|(?:{'|'.join(COUNTS + PARTS)})(?!\w))",
    re.IGNORECASE,
)

Cells = list[tuple[Any, ...]]

# What no count can show, and why. A number that is changed is no longer the one that is given.
NO_COUNT = "no count"
DEFINED = "a definition"
CITED = "the year of a source"
BY_HAND = "recorded by hand"
GIVEN = {
    3: {
        "may tell one thing that was said": NO_COUNT,
        "as may two articles on one briefing": NO_COUNT,
        "where the words are alike enough, that is one": NO_COUNT,
        "never a 0: a 0 means that it was addressed and that the rules see no side taken": DEFINED,
        "+1 is for the proposition as worded, −1 against it; ±½ is conditional": DEFINED,
        "marks of one date stand one below the other": NO_COUNT,
        "any one article": NO_COUNT,
        "with one date there is none to look for": NO_COUNT,
        "the utterances of one article hang together": NO_COUNT,
        "(widened for few of them as in Hesterberg, 2015)": CITED,
        "least two-sided p": DEFINED,
        "Where it is above .05": "the level that is customary",
        "where the smallest p is above .05": "the level that is customary",
        "So “will not lift the ban” is −1 on lifting a ban, though no word": "an example",
        "views that one speaker ascribes to another": NO_COUNT,
    },
    6: {
        "(Krippendorff, 2004)": CITED,
        "is 1 for perfect agreement and 0 for chance": DEFINED,
        "than on whether there is one": NO_COUNT,
        "A match shares at least half of its words": DEFINED,
        "how many only one of them gives": NO_COUNT,
        "(Newell, Margolin and Ruths, 2018)": CITED,
        "when its content (half of the words) and its source are both right": DEFINED,
        "(Zeldes, 2017)": CITED,
        "of which news is one": "GUM has one kind that is news",
        "(Webster and others, 2018)": CITED,
        "sentences of Wikipedia with two names and a pronoun": "how GAP was made",
        "stands a reference where there is one": NO_COUNT,
        "four samples of 100 rows, a reader each": BY_HAND,
        "93, 92, 86 and 89; 70, 75, 73 and 74": BY_HAND,
        "two samples of 130 rows, a reader each: 99 of 106 and 101 of 108": BY_HAND,
        "in 6 of 14": BY_HAND,
        "fitted to: half of the words of the content": DEFINED,
        "Two passes that did not see each other": "how the gold was made",
    },
}


@dataclass(frozen=True)
class Facts:
    """What the counts start from: the rows of the command line, and what lies in data/gold."""

    folder: Path

    def written(self, command: str, *arguments: str | Path) -> list[Row]:
        """Return the rows that a command writes."""
        out = self.folder / "rows.jsonl"
        assert cli.main([command, *map(str, arguments), "-o", str(out)]) == 0
        return list(map(json.loads, out.read_text("utf-8").splitlines()))

    @cached_property
    def statements(self) -> list[Row]:
        return self.written("statements", RAW)

    @cached_property
    def codes(self) -> list[Row]:
        return self.written("stance", RAW)

    def once(self, measure: str) -> list[Row]:
        """Return one code an utterance and target of a measure."""
        return [row for row in recount.once(self.codes) if row["measure"] == measure]

    @cached_property
    def texts(self) -> dict[str, str]:
        return {path.name: path.read_bytes().decode() for path in sorted(RAW.glob("*.txt"))}

    def marked(self, name: str) -> dict[str, list[Reading]]:
        """Return what a gold file marks, by article."""
        lines = map(json.loads, (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines())
        return {
            line["article"]: [
                recount.reading(
                    row,
                    (code for code in line["stance"] if code["statement"] == row["id"]),
                    self.texts[line["article"]],
                )
                for row in line["statements"]
            ]
            for line in lines
        }

    def found(self, codes: Rows) -> dict[str, list[Reading]]:
        """Return what the extractor finds, by article, with some codes."""
        return {
            article: [
                recount.reading(
                    row,
                    (code for code in codes if code["statement_id"] == row["statement_id"]),
                    text,
                )
                for row in self.statements
                if row["article"] == article
            ]
            for article, text in self.texts.items()
        }

    @cached_property
    def passes(self) -> dict[str, Beside]:
        return beside(self.marked("pass_a"), self.marked("pass_b"))

    @cached_property
    def extractor(self) -> dict[str, Beside]:
        return beside(self.marked("statements"), self.found(self.codes))

    @cached_property
    def unseen(self) -> dict[str, Beside]:
        return beside(self.marked("statements"), self.found(self.out_of_view()))

    def out_of_view(self) -> list[Row]:
        """Return the codes of each page without the phrases that fit this page alone."""
        held = tomllib.loads((ROOT / "data/knowledge/propositions.toml").read_text("utf-8"))
        lists = "raised opposite pro contra leaning_pro leaning_contra good bad".split()
        codes = []
        for article, text in self.texts.items():
            others = [other for name, other in self.texts.items() if name != article]
            lines = []
            for entry in held["proposition"]:
                kept = dict(entry)
                for name in entry.keys() & lists:
                    kept[name] = [
                        phrase
                        for phrase in entry[name]
                        if not stands(phrase, text) or any(stands(phrase, its) for its in others)
                    ]
                if kept["raised"]:
                    fields = (f"{name} = {json.dumps(it)}" for name, it in kept.items() if it)
                    lines += ["[[proposition]]", *fields]
            table = self.folder / "propositions.toml"
            table.write_text("\n".join(lines), encoding="utf-8")
            codes += self.written("stance", RAW / article, "--propositions", table)
        return [code for code in codes if code["measure"] == "proposition"]


def shape(phrase: str) -> str:
    """Return a phrase, as data/knowledge/stance_words.toml explains them, as a pattern."""
    gap, found = r"[\s“”‘’\"'-]+", ""
    for word in phrase.lower().split():
        if word == "..":
            found += rf"(?:{gap}[\w'’.,-]+){{0,5}}?"
            continue
        forms = "|".join(map(re.escape, word.split("|")))
        for written, read in (("'", "['’]"), (r"\*", r"[\w'’]*"), (r"\-", "[- ]")):
            forms = forms.replace(written, read)
        found += (gap if found else "") + f"(?:{forms})"
    return rf"(?<!\w){found}(?!\w)"


def stands(phrase: str, text: str) -> bool:
    """Tell whether a phrase is in a text."""
    return bool(re.search(shape(phrase), text.lower()))


def beside(one: dict[str, list[Reading]], other: dict[str, list[Reading]]) -> dict[str, Beside]:
    return {article: recount.beside(one[article], other[article], HALF) for article in one}


def pairs(read: dict[str, Beside]) -> list[tuple[Reading, Reading]]:
    return [pair for its in read.values() for pair in its.pairs]


def scores(read: dict[str, Beside]) -> dict[str, tuple[float, int]]:
    """Return each measure with its n, by the names that the figure gives them."""
    both = pairs(read)
    sizes = [len(both) + sum(len(its[side]) for its in read.values()) for side in (1, 2)]
    named = [one.speaker == other.speaker for one, other in both if one.speaker]
    return {
        "precision": (len(both) / sizes[1], sizes[1]),
        "recall": (len(both) / sizes[0], sizes[0]),
        "F1": (2 * len(both) / sum(sizes), sizes[0]),
        "speaker right": (sum(named) / len(named), len(named)),
        "form right": (sum(one.form == other.form for one, other in both) / len(both), len(both)),
        "strict": (2 * sum(one.strict == other.strict for one, other in both) / sum(sizes), 0),
    }


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return Facts(tmp_path_factory.mktemp("facts"))


def lines(name: str) -> list[Row]:
    """Return the lines of a CSV of data/gold, all of them words."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ------------------------------------------------------------------ what a notebook shows


def notebook(number: int) -> list[Row]:
    return list(json.loads(NOTEBOOKS[number].read_text("utf-8"))["cells"])


def prose(number: int) -> str:
    """Return the words of a notebook and of the study's notes in it, without marks of form."""
    cells = (
        "".join(cell["source"]) if cell["cell_type"] == "markdown" else " ".join(notes(cell))
        for cell in notebook(number)
    )
    words = re.sub(r"(Next: \[[^]]+\])\(\w+\.ipynb\)", r"\1", "\n\n".join(cells))
    return re.sub(r"[*`]", "", words)


def notes(cell: Row) -> Iterator[str]:
    """Yield the study's own words that a cell shows."""
    for output in cell.get("outputs", []):
        text = "".join(output.get("data", {}).get("text/html", ""))
        if text.startswith("<p>"):
            yield html.unescape(re.sub(r"</?p>", " ", text))


def outputs(number: int) -> Iterator[Row]:
    for cell in notebook(number):
        if not any(notes(cell)):
            yield from cell.get("outputs", [])


def captioned(number: int) -> Iterator[tuple[str, list[list[str]], int]]:
    """Yield each table: its caption without the number of rows, its rows, how many there are."""
    for output in outputs(number):
        text = "".join(output.get("data", {}).get("text/html", ""))
        if not text:
            continue
        head, shown, whole = re.search(
            r"<caption>(.*?)(?: \((?:the first ([\d,]+) of )?([\d,]+) rows\))?</caption>", text
        ).groups()
        rows = [
            [html.unescape(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr>(.*?)</tr>", text.partition("<tbody>")[2], re.S)
        ]
        stated = shown or whole
        assert stated is None or int(stated.replace(",", "")) == len(rows), head
        yield html.unescape(head), rows, int(whole.replace(",", "")) if whole else len(rows)


def tables(number: int) -> dict[str, list[list[str]]]:
    """Return the rows of each table, by its caption without the number of rows."""
    return {head: rows for head, rows, _ in captioned(number)}


def alts(number: int) -> dict[str, str]:
    """Return the words of each figure for those who do not see it, by the name of its data."""
    found = {}
    for output in outputs(number):
        if picture := output.get("metadata", {}).get("image/png"):
            assert "".join(output["data"]["text/plain"]) == picture["alt"]
            found[Path(picture["csv"]).stem] = picture["alt"]
    return found


def left_over(text: str, phrases: Iterable[str]) -> list[str]:
    """Return the phrases that a text lacks, and every number of it that no phrase holds."""
    text, phrases = " ".join(text.split()), list(phrases)
    lacking = [f"not there: {phrase}" for phrase in phrases if phrase not in text]
    held = set()
    for phrase in phrases:
        for place in re.finditer(re.escape(phrase), text):
            held.update(range(*place.span()))
    loose = [
        f"not counted: {text[max(0, found.start() - 40) : found.end() + 40]}"
        for found in NUMBER.finditer(text)
        if not held.issuperset(range(*found.span()))
    ]
    return lacking + loose


def test_a_number_that_nothing_holds_is_seen() -> None:
    text = "Of 3 of them F1 is nine, 1,610 and −0.5; one is ±½ at .05, two-sided, a fifth of U2."
    loose = left_over(text, ["Of 3 of them"])
    assert len(loose) == 8
    assert left_over(text, ["Of 4 of them"])[0] == "not there: Of 4 of them"


# ------------------------------------------------------------------ prose


def said_of_stance(facts: Facts) -> Iterator[str]:
    fewest = COUNTS[fewest_for_an_interval(facts.codes[0])]
    yield f"left out, from two articles on, and from {fewest} on an interval"


def fewest_for_an_interval(code: Row) -> int:
    """Return the number of articles from which the library gives an interval."""
    for n in range(2, len(COUNTS)):
        rows = [
            code | dict.fromkeys(("article", "statement_id", "utterance"), f"{k:02}")
            for k in range(n)
        ]
        rows = [row | {"told_by": None, "value": k % 2} for k, row in enumerate(rows)]
        if stance.average(pd.DataFrame(rows), "all")["interval_low"].notna().any():
            return n
    raise AssertionError("no interval at all")


def said_of_trust(facts: Facts) -> Iterator[str]:
    pages, passes = len(facts.texts), len(list(GOLD.glob("pass_*.jsonl")))
    assert passes == 2
    yield f"{COUNTS[passes].capitalize()} readings of the same pages"
    yield f"The {COUNTS[pages]} pages were annotated twice, in {COUNTS[passes]} passes"
    yield from said_of_other_tools()
    yield from said_of_scores(facts)


def said_of_other_tools() -> Iterator[str]:
    rows = lines("polnear.csv")
    (ours,) = (row for row in rows if row["system"] == "On the Record")
    others = [row for row in rows if row is not ours and row["needs"] != "human reading"]
    parsers = ["parser" in row["needs"] for row in others]
    assert parsers == [False] + [True] * (len(others) - 1)
    trained = sum("retrained" in row["system"] for row in others)
    yield f"All but the first of the other tools were given a parser, and {COUNTS[trained]} was"
    assert ({row["split"] for row in others}, ours["split"]) == ({"test"}, "dev")
    when = date.fromisoformat(ours["recorded"])
    yield f"Our figures were recorded on {when.day} {when:%B %Y}"
    yield from said_by_readers()


def said_by_readers() -> Iterator[str]:
    """Yield what follows from the counts of readers, which stand in the prose alone."""
    (kinds,) = {
        found[1]
        for row in lines("speakers.csv")
        if (found := re.search(r"(\w+) kinds", row["text"]))
    }
    yield f"Of GUM (Zeldes, 2017) {kinds} kinds of English are read"
    text = prose(6)
    right, whole = (
        list(map(int, re.findall(r"\d+", part)))
        for part in re.search(r"a reader each: ([\d, and]+); ([\d, and]+)\)", text).groups()
    )
    assert len(right) == len(whole) == COUNTS.index("four")
    about, both = (COUNTS[round(statistics.mean(part) / 10)] for part in (right, whole))
    yield f"about {about} rows in ten are statements, but only about {both} in ten have the right"
    named, described = (
        [tuple(map(int, two)) for two in re.findall(r"(\d+) of (\d+)", part)]
        for part in re.search(r"a reader each: (\d+ of .*?)\), (where.*?)\.", text).groups()
    )
    assert len(named) == COUNTS.index("two")
    size = int(re.search(r"two samples of (\d+) rows", text)[1])
    assert all(n <= of <= size for n, of in named + described)
    shares = {COUNTS[round(10 * n / of)] for n, of in named}
    yield f"has that name in {shares.pop()} rows of ten"
    assert not shares


def bins() -> dict[str, list[dict[str, float]]]:
    """Return the bins of the score by corpus."""
    found: dict[str, list[dict[str, float]]] = {"polnear": [], "gum": []}
    for row in lines("calibration.csv"):
        found[row.pop("corpus")].append({name: float(words) for name, words in row.items()})
    return found


def off(rows: list[dict[str, float]]) -> float:
    """Return the expected calibration error: how far score and share lie apart, weighed by n."""
    return sum(r["n"] * abs(r["score"] - r["right"]) for r in rows) / sum(r["n"] for r in rows)


def said_of_scores(facts: Facts) -> Iterator[str]:
    low, high = (end(row["score"] for row in facts.statements) for end in (min, max))
    assert 0 <= low <= high <= 1
    yield "The score of a statement, from 0 to 1, is"
    parts = int(re.search(r"(?m)^PARTS = (\d+)$", (ROOT / "data/weights/fit.py").read_text())[1])
    part = "half third quarter fifth sixth seventh eighth ninth tenth".split()[parts - 2]
    yield f"each {part} of the articles is scored by weights from the other {COUNTS[parts - 1]}"
    (news, other), each = bins().values(), [sum(row["n"] for row in its) for its in bins().values()]
    top = news[-1]
    yield (
        f"On PolNeAR score and share lie {off(news):.3f} apart on average (expected calibration "
        f"error, n = {each[0]:,.0f}): of the {top['n']:,.0f} statements at {top['from']} or more, "
        f"{100 * top['right']:.0f} per cent are right."
    )
    yield f"they lie {off(other):.3f} apart (n = {each[1]:,.0f})"
    high = [row["score"] > row["right"] for row in other]
    first = max((n + 1 for n, too_high in enumerate(high) if not too_high), default=0)
    worst = max(other, key=lambda row: row["score"] - row["right"])
    assert worst is other[-1]
    yield (
        f"from {other[first]['from']} on scores are too high, most of all above {worst['from']}: "
        f"{100 * worst['right']:.0f} per cent of {worst['n']:.0f} are right"
    )


SAID: dict[int, Callable[[Facts], Iterator[str]]] = {3: said_of_stance, 6: said_of_trust}


@pytest.mark.parametrize("number", SAID)
def test_every_number_of_the_prose_is_counted(facts: Facts, number: int) -> None:
    assert left_over(prose(number), [*SAID[number](facts), *GIVEN[number]]) == []


def test_alpha_with_uncoded_is_the_lower_and_parts_most_on_whether_there_is_a_stance(
    facts: Facts,
) -> None:
    """What notebook 6 says of the two passes in words."""
    *_, alpha, uncoded = recount.stance_agreement(pairs(facts.passes))[-1]
    assert uncoded < alpha - 0.2
    same = [("a", "a"), ("b", "b")]
    assert recount.alpha(same, lambda a, b: a != b) == 1


def test_the_values_of_codes_are_those_that_are_defined(facts: Facts) -> None:
    assert {abs(row["value"]) for row in facts.codes} <= {0, 0.5, 1}


def test_polarity_is_what_textblob_gives_the_content(facts: Facts) -> None:
    words = {row["statement_id"]: row["content"] for row in facts.statements}
    assert facts.codes
    for row in facts.codes:
        its = TextBlob(words[row["statement_id"]]).sentiment.polarity
        assert row["polarity"] == pytest.approx(its, abs=0.001), row["statement_id"]


# ------------------------------------------------------------------ tables


def cell(value: Any, digits: int = 2) -> str:
    """Write a value as a table shows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Fraction):
        if 0 < value < 10.0**-digits / 2:
            return f"<{10.0**-digits:.{digits}f}"
        return f"{float(value):,.{digits}f}".replace("-", "−")
    return " ".join(str(value).split())


def measured(words: str) -> Any:
    """Return the words of a CSV as a number, where they are one."""
    try:
        return int(words) if words.lstrip("-").isdigit() else float(words)
    except ValueError:
        return words


def written(first: str, last: str) -> str:
    """Write an interval of days."""
    months = "Jan Feb March April May June July Aug Sept Oct Nov Dec".split()
    one, other = map(date.fromisoformat, (first, last))
    end = f"{other.day} {months[other.month - 1]} {other.year}"
    if one == other:
        return end
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day}–{end}"
    year = "" if one.year == other.year else f" {one.year}"
    return f"{one.day} {months[one.month - 1]}{year} – {end}"


def short(name: str) -> str:
    """Return the name of a page or statement as it is shown: without all but its number."""
    page, colon, statement = name.partition(":")
    return page.split("_")[0] + colon + statement


def coverage(facts: Facts) -> Cells:
    return recount.coverage(facts.statements, facts.codes)


def wordings(facts: Facts) -> Cells:
    held = tomllib.loads((ROOT / "data/knowledge/propositions.toml").read_text("utf-8"))
    fields = ("code", "name", "wording", "not_to_be_confused_with")
    return [tuple(entry.get(name, "") for name in fields) for entry in held["proposition"]]


def averages(facts: Facts) -> Cells:
    rows = recount.averages(facts.codes)
    return [(side, target, written(*dates), *rest) for side, target, dates, *rest in rows]


def changes(facts: Facts) -> Cells:
    return recount.changed(facts.codes, facts.statements)


def views(facts: Facts) -> Cells:
    fields = ("told_by", "speaker", "target", "value", "evidence")
    rows = recount.told(recount.once(facts.codes))
    return [(short(row["statement_id"]), *(real(row[name]) for name in fields)) for row in rows]


def parted(facts: Facts) -> Cells:
    rows = recount.parted(facts.codes, facts.statements)
    return [(short(statement), *map(real, rest)) for statement, *rest in rows]


def codes(facts: Facts) -> Cells:
    fields = ("speaker", "measure", "target", "value", "conditional", "evidence", "rule")
    return [
        (short(row["statement_id"]), *(real(row[name]) for name in fields)) for row in facts.codes
    ]


def real(value: Any) -> Any:
    """Return a whole number of the JSON as the measure that it is."""
    return float(value) if type(value) is int else value


def agreement(facts: Facts) -> Cells:
    found, n = scores(facts.passes), len(pairs(facts.passes))
    return [
        ("statements found by both, F1", found["F1"][0], n),
        ("the same words exactly, F1", found["strict"][0], n),
        ("the same speaker, share of matches", *found["speaker right"]),
        ("the same form, share of matches", *found["form right"]),
    ]


def stance_of(read: str, *measures: str) -> Callable[[Facts], Cells]:
    def rows(facts: Facts) -> Cells:
        found = recount.stance_agreement(pairs(getattr(facts, read)))
        return [row for row in found if not measures or row[0] in measures]

    return rows


def open_points(_: Facts) -> Cells:
    fields = ("place", "what", "pass_a", "pass_b", "decision")
    rows = (row for row in lines("disagreements.csv") if row["open"] == "true")
    return [(short(row["article"]), *(row[name] for name in fields)) for row in rows]


def recorded(name: str) -> Callable[[Facts], Cells]:
    """Return what makes the rows of a CSV: a column that has a part of a number is of parts."""

    def rows(_: Facts) -> Cells:
        held = [[measured(words) for words in row.values()] for row in lines(name)]
        parts = [
            any(isinstance(one, float) for one in column) for column in zip(*held, strict=True)
        ]
        broken = [any(one == "" for one in column) for column in zip(*held, strict=True)]
        return [
            tuple(
                float(one) if isinstance(one, int) and (part or gap) else one
                for one, part, gap in zip(row, parts, broken, strict=True)
            )
            for row in held
        ]

    return rows


# By notebook, and by caption ({…} is counted anew): the rows, and the decimals.
TABLES: dict[int, dict[str, tuple[Callable[[Facts], Cells], int]]] = {
    3: {
        "Utterances coded and left uncoded, by measure and target": (coverage, 2),
        "The propositions, as they are coded": (wordings, 2),
        "Mean stance of a side's own utterances, by target and date": (averages, 2),
        "Rise or fall with the dates, and what these dates can show": (
            lambda facts: recount.trends(facts.codes),
            2,
        ),
        "Who spoke for and later against, or the reverse, in statements of their own": (changes, 1),
        "Views that another tells, in no mean above": (views, 1),
        "Where stance and sound part, the farthest first": (parted, 2),
        "The codes, with their evidence": (codes, 1),
    },
    6: {
        "Agreement of the two passes on statements": (agreement, 2),
        "Agreement of the two passes on stance": (stance_of("passes"), 2),
        "Disagreements that stay open": (open_points, 2),
        "Stance: the codes beside the gold": (stance_of("extractor"), 2),
        "Propositions out of view: without phrases that fit one page alone": (
            stance_of("unseen", "proposition"),
            2,
        ),
        "End-to-end F1 on PolNeAR: other tools, ours, and a human annotator": (
            recorded("polnear.csv"),
            1,
        ),
        "Statements and speakers on other kinds of text": (recorded("speakers.csv"), 1),
        "Twenty typical errors, in sentences of our own": (recorded("polnear_errors.csv"), 2),
    },
}
ERRORS = "Every error of extraction"


@pytest.mark.parametrize(
    ("number", "caption"), [(number, caption) for number in TABLES for caption in TABLES[number]]
)
def test_table(facts: Facts, number: int, caption: str) -> None:
    make, digits = TABLES[number][caption]
    shown = [[cell(value) for value in row] for row in tables(number)[caption]]
    assert shown == [[cell(value, digits) for value in row] for row in make(facts)]


@pytest.mark.parametrize("number", TABLES)
def test_every_table_and_the_numbers_of_its_caption_are_counted(facts: Facts, number: int) -> None:
    assert tables(number).keys() - {ERRORS} == TABLES[number].keys()
    numbers = [found for caption in tables(number) for found in NUMBER.findall(caption)]
    passes, errors = len(list(GOLD.glob("pass_*.jsonl"))), len(lines("polnear_errors.csv"))
    counts = [passes, passes, "one", errors]
    words = [COUNTS[n] if isinstance(n, int) else n for n in counts]
    assert [found.lower() for found in numbers] == (words if number == 6 else [])


def test_table_of_errors(facts: Facts) -> None:
    counted = Counter(
        (short(article), kind) for article, its in facts.extractor.items() for kind in faults(its)
    )
    assert Counter((article, kind) for article, kind, *_ in tables(6)[ERRORS]) == counted


def faults(read: Beside) -> Iterator[str]:
    """Yield what is wrong in the second of two readings of an article."""
    for one, other in read.pairs:
        if one.strict != other.strict:
            longer, shorter = other.strict > one.strict, other.strict < one.strict
            yield "content " + ("too long" if longer else "too short" if shorter else "shifted")
        if one.speaker and one.speaker != other.speaker:
            yield "wrong speaker"
        if one.form != other.form:
            yield "wrong form"
    rest = recount.beside(read.only_a, read.only_b, Fraction(0))
    yield from ["content too far off"] * len(rest.pairs)
    yield from ["missed"] * len(rest.only_a)
    yield from ["spurious"] * len(rest.only_b)


# ------------------------------------------------------------------ figures


def counted(n: int, word: str) -> str:
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def over_time(facts: Facts, measure: str) -> Iterator[str]:
    """Yield what title, panels and note of stance over time say."""
    own, often, told = counts_of_panels(facts.once(measure))
    heads = (
        f"{head(name)}, n = {own[name]}" + (f" + {told[name]} told" if told[name] else "")
        for name in sorted(often, key=lambda name: (-often[name], name))
        if own[name] > 1
    )
    yield "; ".join(list(heads)[:PANELS])
    yield from alone(facts, measure)
    yield from sheet_over_time(facts, measure)


def named() -> dict[str, str]:
    """Return the name of each proposition."""
    held = tomllib.loads((ROOT / "data/knowledge/propositions.toml").read_text("utf-8"))
    return {entry["code"]: entry["name"] for entry in held["proposition"]}


def head(panel: str) -> str:
    name = named().get(panel, panel)
    return name[0].upper() + name[1:]


SIDES = {
    "proposition": {1: "for", 0.5: "rather for", -0.5: "rather against", -1: "against"},
    "dyad": {1: "praising", 0.5: "rather praising", -0.5: "rather blaming", -1: "blaming"},
}


def alone(facts: Facts, measure: str) -> Iterator[str]:
    """Yield the sentences of the stances that have no panel."""
    rows = facts.once(measure)
    own, _, _ = counts_of_panels(rows)
    for row in rows:
        if own[recount.panel(row)] < 2:
            told = f", as {row['told_by']} tells" if row["told_by"] else ""
            what = named().get(row["target"], row["target"])
            side = SIDES[measure].get(row["value"], "neutral on")
            days = written(row["date_earliest"], row["date_latest"])
            yield f"{row['speaker']} {side} {what}{told}, {days}: “{row['evidence'][:80]}"


def counts_of_panels(rows: Rows) -> list[Counter[str]]:
    """Return how many marks of a panel are a side's own, are either, are told by another."""
    parts = recount.own(rows), rows, recount.told(rows)
    return [Counter(map(recount.panel, part)) for part in parts]


def sheet_over_time(facts: Facts, measure: str) -> Iterator[str]:
    rows = facts.once(measure)
    yield titled(recount.own(rows), measure)
    yield from note_over_time(recount.own(rows), recount.told(rows))


def titled(kept: Rows, measure: str) -> str:
    """Return the title: who is mostly of one mind, the two of the most stances, or that none is."""
    assert len(recount.names(kept, "article")) < FEWEST_POOLED, "the title gives the balance"
    title, side = "", None
    for each in recount.mostly(kept, FEWEST)[:2]:
        share = f"({each.n} of {each.of})"
        if measure == "dyad":
            title += "; " if title else ""
            title += f"{each.panel}: mostly {how(measure, each.pro)} {share}"
        else:
            title += (", " if each.holder == side else "; ") if title else ""
            title += "" if each.holder == side else f"{each.holder}: "
            what = named().get(each.panel, each.panel)
            title += f"mostly {how(measure, each.pro)} {what} {share}"
        side = each.holder
    for each in recount.mostly(kept, FEWEST, firm=False)[: 0 if title else 1]:
        what = f"{each.holder} on {named().get(each.panel, each.panel)}"
        title = f"{each.panel if measure == 'dyad' else what}: {each.n} of {each.of} "
        title += f"{how(measure, each.pro)}; without the article that matters most, "
        title += f"{each.left[0]} of {each.left[1]}"
    assert title, "somebody has five stances"
    return title


def how(measure: str, pro: bool) -> str:
    words = ("praise", "blame") if measure == "dyad" else ("for", "against")
    return "{0} or rather {0}".format(words[not pro])


def note_over_time(kept: Rows, of_another: Rows) -> Iterator[str]:
    articles = counted(len(recount.names(kept, "article")), "article")
    utterances = counted(len(recount.names(kept, "utterance")), "utterance")
    yield f"n = {counted(len(kept), 'stance')} in {utterances} of {articles}"
    if of_another:
        more = "is a view" if len(of_another) == 1 else "are views"
        yield f"; {len(of_another):,} more {more} that another tells"
    series = recount.cells(kept, "measure", "holder", "target").values()
    shown = list(map(recount.trend, series))
    dates, p = max(one.dates for one in shown), min(one.smallest_p for one in shown)
    yield f"with {counted(dates, 'date')} at most, no trend can reach a p below {float(p):.2f}."


def beside_polarity(facts: Facts) -> Iterator[str]:
    yield from sheet_of_polarity(facts)


def sheet_of_polarity(facts: Facts) -> Iterator[str]:
    rows = recount.own(recount.once(facts.codes))
    sided = [row for row in rows if row["value"]]
    hits = sum(row["value"] * row["polarity"] > 0 for row in sided)
    low, high = recount.hits_by_chance(rows, dealt(rows))
    yield (
        f"matches the side in {hits} of {counted(len(sided), 'stance')}; "
        f"chance would give {low} to {high}"
    )
    without = len(rows) - len(sided)
    yield f"n = {counted(len(rows), 'stance')} of utterances, {without} of them neutral"
    yield "Chance: the moods of the utterances dealt anew, which gives so many in 95 of 100 cases."
    for measure, name in (("proposition", "Issues"), ("dyad", "Praise and blame")):
        r, limit, p = by_chance(recount.own(facts.once(measure)))
        yield (
            f"{name}: correlation r = {r:.2f}; by chance it lies within ±{limit:.2f} in 95 of 100 "
            f"cases (p = {p:.2f})"
        )


def by_chance(rows: Rows) -> tuple[float, float, float]:
    """Return the correlation, where 95 % of those of 1,000 orders lie, and the share as far.

    An utterance has one sound, whatever it stands for: the sounds of utterances change places.
    """
    value = [row["value"] for row in rows]
    found = [statistics.correlation(value, [row["polarity"] for row in rows])]
    for order in dealt(rows):
        found.append(statistics.correlation(value, [order[row["utterance"]] for row in rows]))
    far = sorted(map(abs, found))
    return found[0], far[950], sum(f >= abs(found[0]) - 1e-9 for f in far) / len(far)


def dealt(rows: Rows) -> Iterator[dict[str, float]]:
    """Yield 1,000 orders of the sounds of the utterances, with the seed of the library."""
    order, sounds = np.random.default_rng(0), recount.sounds(rows)
    for _ in range(1000):
        new = order.permutation(list(sounds.values())).tolist()
        yield dict(zip(sounds, new, strict=True))


def test_hits_by_chance_are_those_of_the_orders() -> None:
    codes = [("a", 1, 0.5), ("a", -1, 0.5), ("b", 0.5, -0.2), ("c", -1, 0.0), ("d", 0, 0.9)]
    rows = [dict(zip(("utterance", "value", "polarity"), code, strict=True)) for code in codes]
    orders = [
        dict(zip("abcd", sounds, strict=True)) for sounds in permutations((0.5, -0.2, 0, 0.9))
    ]
    hits = sorted(
        (order["a"] > 0) + (order["a"] < 0) + (order["b"] > 0) + (order["c"] < 0)
        for order in orders
    )
    assert recount.hits_by_chance(rows, orders) == (hits[1], hits[-2])
    assert hits[1] < hits[-2]


def test_mostly_falls_with_one_article() -> None:
    def rows(*stances: tuple[str, float]) -> list[Row]:
        same = {"holder": "A", "measure": "proposition", "target": "X"}
        return [same | {"article": article, "value": value} for article, value in stances]

    firm = rows(("1", 1), ("1", 0.5), ("2", 1), ("2", 1), ("3", -1))
    assert recount.mostly(firm, 3) == [("A", "X", 4, 5, True, (2, 3))]
    assert recount.mostly(firm, 4) == []
    assert recount.mostly([row | {"value": -row["value"]} for row in firm], 3)[0].pro is False
    assert recount.mostly([row | {"article": "1"} for row in firm], 3) == []
    hangs = rows(("1", 1), ("1", 1), ("1", 1), ("2", 1), ("3", -1), ("3", 0))
    assert recount.mostly(hangs, 5) == []


def gold_beside(facts: Facts) -> Iterator[str]:
    ours, two = scores(facts.extractor), scores(facts.passes)
    yield f"meets the gold at F1 {ours['F1'][0]:.2f}, two passes of annotation each other at"
    yield f"each other at {two['F1'][0]:.2f}."
    for name in ("precision", "recall", "F1", "speaker right", "form right"):
        system = {"the extractor": ours, "two passes": two}
        for which, (value, n) in ((which, its[name]) for which, its in system.items()):
            if which == "the extractor" or name not in ("precision", "recall"):
                yield f"{name}: {which} {value:.2f} (n = {n:,})"


def calibration(_: Facts) -> Iterator[str]:
    news, other = bins().values()
    yield (
        f"With a score of {news[-1]['from']} or more, {news[-1]['right']:.0%} of "
        f"{news[-1]['n']:,.0f} statements are right in PolNeAR, {other[-1]['right']:.0%} of "
        f"{other[-1]['n']:,.0f} in GUM."
    )
    for corpus, rows in (("PolNeAR", news), ("GUM", other)):
        each = (f"{row['score']:.2f} {row['right']:.2f} (n = {row['n']:.0f})" for row in rows)
        yield f"{corpus}, score and share: {'; '.join(each)}."


FIGURES: dict[int, dict[str, Callable[[Facts], Iterator[str]]]] = {
    3: {
        "stance_over_time": lambda facts: over_time(facts, "proposition"),
        "dyads_over_time": lambda facts: over_time(facts, "dyad"),
        "stance_beside_polarity": beside_polarity,
    },
    6: {"gold_beside_extractor": gold_beside, "calibration": calibration},
}


@pytest.mark.parametrize("name", [name for its in FIGURES.values() for name in its])
def test_every_number_of_a_figure_is_counted(facts: Facts, name: str) -> None:
    number = next(number for number, its in FIGURES.items() if name in its)
    alt = alts(number)[name]
    assert left_over(alt, FIGURES[number][name](facts)) == []
    assert (ROOT / "figures" / f"{name}.alt.txt").read_text("utf-8") == f"{alt}\n"


@pytest.mark.parametrize("number", FIGURES)
def test_every_figure_is_counted_and_nothing_is_shown_but_figures_and_tables(number: int) -> None:
    assert alts(number).keys() == FIGURES[number].keys()
    assert len(list(outputs(number))) == len(alts(number)) + len(tables(number))


@pytest.fixture(scope="module")
def drawn(facts: Facts) -> dict[str, Drawing]:
    """The figures, drawn from the same rows."""
    gold = evaluation.read_gold(GOLD / "statements.jsonl", RAW)
    found = evaluation.as_pass(gold, pd.DataFrame(facts.statements))
    rows = [row | {"corpus": corpus} for corpus, its in bins().items() for row in its]
    made = (
        figures.stance_over_time(facts.codes),
        figures.stance_over_time(facts.codes, name="dyads_over_time", measure="dyad"),
        figures.stance_beside_polarity(facts.codes),
        figures.gold_beside_extractor(evaluation.scores(gold, found)),
        figures.calibration(rows),
    )
    return {figure.name: figure.drawing for figure in made}


def words_of(drawing: Drawing) -> str:
    """Return the words of a sheet around its boxes: title, subtitle, note, key."""
    return " ".join(" ".join(text.get_text() for text in drawing.texts).split())


def around_time(measure: str) -> Callable[[Facts], Iterator[str]]:
    def phrases(facts: Facts) -> Iterator[str]:
        yield from alone(facts, measure)
        yield from sheet_over_time(facts, measure)
        if recount.mostly(recount.own(facts.once(measure)), FEWEST):
            yield (
                f"Mostly: more than half of at least {COUNTS[FEWEST]} that take a side, and so "
                "without any one article."
            )

    return phrases


def around_gold(facts: Facts) -> Iterator[str]:
    yield f"meets the gold at F1 {scores(facts.extractor)['F1'][0]:.2f}"
    yield "From 0 (nothing right) to 1 (all right)"
    yield f"{len(facts.texts)} articles: too few for an interval."


def around_scores(facts: Facts) -> Iterator[str]:
    title, *_ = calibration(facts)
    yield title.replace("PolNeAR", "polnear").replace("GUM.", "gum")
    news, other = (sum(row["n"] for row in its) for its in bins().values())
    yield f"n = {news:,.0f} statements in polnear, {other:,.0f} in gum"


AROUND: dict[str, Callable[[Facts], Iterator[str]]] = {
    "stance_over_time": around_time("proposition"),
    "dyads_over_time": around_time("dyad"),
    "stance_beside_polarity": sheet_of_polarity,
    "gold_beside_extractor": around_gold,
    "calibration": around_scores,
}


@pytest.mark.parametrize("name", AROUND)
def test_every_number_around_a_drawing_is_counted(
    facts: Facts, drawn: dict[str, Drawing], name: str
) -> None:
    assert left_over(words_of(drawn[name]), AROUND[name](facts)) == []


@pytest.mark.parametrize(
    ("name", "measure"), [("stance_over_time", "proposition"), ("dyads_over_time", "dyad")]
)
def test_marks_of_a_panel_add_up_to_its_n(
    facts: Facts, drawn: dict[str, Drawing], name: str, measure: str
) -> None:
    own, often, told = counts_of_panels(facts.once(measure))
    panels = drawn[name].axes
    codes = {head(panel): panel for panel in often}
    assert len(panels) == min(PANELS, sum(own[panel] > 1 for panel in often))
    for ax in panels:
        words, _, *marks = (text.get_text() for text in ax.texts)
        panel = codes[words.rpartition(", n = ")[0]]
        for which, counts in (("told", told), ("", own)):
            its = (mark for mark in marks if ("told" in mark) == bool(which))
            total = sum(int(re.match(r"\d*", mark)[0] or 1) for mark in its)
            assert total == counts[panel], (words, which)


def test_marks_of_scores_have_the_n_of_their_bins(drawn: dict[str, Drawing]) -> None:
    for ax in drawn["calibration"].axes:
        corpus, *numbers = (text.get_text().replace(",", "") for text in ax.texts)
        assert numbers == [f"{row['n']:.0f}" for row in bins()[corpus]]


# ------------------------------------------------------------------ what stands elsewhere too


def test_floors_lie_just_below_what_is_recorded(facts: Facts) -> None:
    floors = tomllib.loads((GOLD / "floors.toml").read_text("utf-8"))
    (ours,) = (row for row in lines("polnear.csv") if row["system"] == "On the Record")
    for kind, floor in floors["polnear_dev"].items():
        assert floor <= float(ours[kind]) < floor + 1, kind
    other = {(row["text"].split(",")[0], row["measure"]): row for row in lines("speakers.csv")}
    named = {
        "all_last": "speaker right, by the last name",
        "all_full": "speaker right, in full",
        "pronoun_last": "the same, where the source is a pronoun, by the last name",
    }
    assert named.keys() == floors["gum_dev"].keys()
    for kind, words in named.items():
        floor = floors["gum_dev"][kind]
        assert floor <= float(other["GUM", words]["ours"]) < floor + 1, kind
    gap = other["GAP (development)", "for whom he or she stands (F1)"]
    assert floors["gap_dev"]["f1"] <= float(gap["ours"]) / 100 < floors["gap_dev"]["f1"] + 0.01
    found = scores(facts.extractor)
    names = {"precision": "precision", "recall": "recall", "f1": "F1", "strict_f1": "strict"}
    names |= {"speaker_accuracy": "speaker right", "form_accuracy": "form right"}
    assert floors["five_pages"].keys() == names.keys()
    for kind, floor in floors["five_pages"].items():
        assert found[names[kind]][0] >= floor, kind


def test_shares_of_a_bin_are_of_whole_statements() -> None:
    for row in (row for its in bins().values() for row in its):
        right = row["right"] * row["n"]
        assert abs(right - round(right)) <= 0.0005 * row["n"] + 1e-9, row
        assert 0 <= row["score"] - row["from"] <= 0.1, row


def test_readmes_give_the_same_figures_of_scores() -> None:
    news, other = bins().values()
    n, m = (f"{sum(row['n'] for row in its):,.0f}" for its in (news, other))
    top, last = (f"{its[-1]['n']:.0f}" for its in (news, other))
    share, right = f"{100 * news[-1]['right']:.0f} %", round(other[-1]["right"] * other[-1]["n"])
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"calibration error is {off(news):.3f} ({n} statements); of {top} statements" in readme
    assert f"{share} are right. On GUM" in readme
    assert f"the error is {off(other):.3f} ({m} statements); of {last} with" in readme
    assert f"with 0.9 or more, {right} are right" in readme
    data = (ROOT / "data" / "README.md").read_text("utf-8")
    assert f"| {n} | {off(news):.3f} | {share} of {top} |" in data
    assert f"| {m} | {off(other):.3f} | {right} of {last} |" in data
