"""Count anew, from plain rows, what notebook 5 states: voices, verbs, labels, words, frames.

A row is an object of the JSON lines that ``onrecord articles`` and ``onrecord statements`` write,
of the frame of words, or of a file of data/gold. Nothing here knows pandas or our analyses.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import recount
from recount import Row, Rows

Span = tuple[int, int]
LEVEL = Fraction(1, 20)


def unit(row: Row) -> str:
    """Return what an article counts for: its outlet, or else itself."""
    return row["outlet"] or f"unknown outlet ({row['article'].split('_')[0]})"


def holm(ps: Sequence[Any], tests: int) -> list[Any]:
    """Return each p times the tests that are left once all smaller ones are done (Holm)."""
    return [
        min(Fraction(1), max(p * (tests - sum(q < p for q in ps)) for p in ps if p <= one))
        for one in ps
    ]


def dealt(draws: Iterable[tuple[int, int, int]]) -> Counter[int]:
    """Return the chance of each number of marked ones, drawn apart: marked, drawn, of how many."""
    chance = Counter({0: Fraction(1)})
    for marked, drawn, total in draws:
        after: Counter[int] = Counter()
        for k in range(min(marked, drawn) + 1):
            ways = math.comb(marked, k) * math.comb(total - marked, drawn - k)
            for so_far, p in chance.items():
                after[so_far + k] += p * Fraction(ways, math.comb(total, drawn))
        chance = after
    return chance


def tail(n: int, chance: Mapping[int, Fraction]) -> Fraction:
    """Return the chance of n or more."""
    return sum((p for k, p in chance.items() if k >= n), Fraction())


# Who gets to speak.


def words(text: str) -> int:
    """Count the words: letters, with marks within; letters with points are one."""
    found = 0
    for piece in re.split(r"[^\w'’.-]|[\d_]", text):
        letters = [part for part in piece.split(".") if part]
        if len(letters) > 1 and all(len(part) == 1 for part in letters):
            found += 1
        else:
            found += sum(
                any(map(str.isalpha, part)) for one in letters for part in re.split("--+", one)
            )
    return found


def quoted(row: Row) -> int:
    """Count the words of a statement within quotation marks."""
    if row["form"] != "mixed":
        return words(row["content"]) if row["form"] == "direct" else 0
    first = re.search("[“”]", row["content"])
    within = bool(first) and first[0] == "”"  # what opened stands before the content
    kept = []
    for sign in row["content"]:
        within = {"“": True, "”": False, '"': not within}.get(sign, within)
        kept.append(sign if within else " ")
    return words("".join(kept).replace('"', " "))


class Voice(NamedTuple):
    """A side in an outlet: its utterances, by form; their words; what another tells of it."""

    n: int
    total: int
    elsewhere: Fraction | None
    direct: int
    mixed: int
    indirect: int
    words: int
    quoted: int
    told: int


def voices(statements: Rows) -> dict[tuple[str, str], Voice]:
    """Return the voices by outlet and side; an utterance counts once in an outlet."""
    kept: dict[tuple[str, str], Row] = {}
    for full in (True, False):
        for row in statements:
            if (row["utterance"] == row["statement_id"]) == full:
                kept.setdefault((unit(row), row["utterance"]), row)
    sides = defaultdict(list)
    for row in kept.values():
        sides[unit(row), row["speaker_side"] or "unknown"].append(row)
    own = [row for row in kept.values() if row["told_by"] is None]
    totals = Counter(map(unit, own))
    found = {}
    for (outlet, side), rows in sorted(sides.items()):
        its = recount.own(rows)
        others = [row for row in own if unit(row) != outlet]
        same = sum((row["speaker_side"] or "unknown") == side for row in others)
        forms = Counter(row["form"] for row in its)
        found[outlet, side] = Voice(
            len(its), totals[outlet], Fraction(same, len(others)) if others else None,
            forms["direct"], forms["mixed"], forms["indirect"],
            sum(words(row["content"]) for row in its), sum(map(quoted, its)), len(rows) - len(its),
        )  # fmt: skip
    return found


def gaps(statements: Rows, articles: Rows) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """Return smallest p and corrected p of each outlet and side that can be compared.

    Every choice of as many articles (those of one outlet and event as one) is tried; the gap is
    of the mean share in the chosen ones to that in the rest.
    """
    event = {row["article"]: row["event"] or row["article"] for row in articles}
    blocks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for row in sorted(statements, key=lambda row: row["utterance"] != row["statement_id"]):
        if (unit(row), row["utterance"]) not in seen:
            seen.add((unit(row), row["utterance"]))
            if row["told_by"] is None:
                side = row["speaker_side"] or "unknown"
                blocks[unit(row), event[row["article"]]].append(side)
    sides = {side for its in blocks.values() for side in its} - {"unknown"}
    heard = {side for side in sides if sum(side in its for its in blocks.values()) > 1}
    shares = {
        block: {side: Fraction(its.count(side), len(its)) for side in heard}
        for block, its in blocks.items()
    }

    def gap(chosen: Iterable[tuple[str, str]], side: str) -> Fraction:
        here = [shares[block][side] for block in chosen]
        rest = sum(its[side] for its in shares.values()) - sum(here)
        return abs(sum(here) / len(here) - rest / (len(shares) - len(here)))

    found, least = {}, {}
    for outlet, many in Counter(outlet for outlet, _ in blocks).items():
        if not 1 < many < len(blocks) or outlet.startswith("unknown"):
            continue
        own = [block for block in blocks if block[0] == outlet]
        each = [{side: gap(those, side) for side in heard} for those in combinations(blocks, many)]
        for side in heard:
            widest = max(row[side] for row in each)
            smallest = Fraction(sum(row[side] == widest for row in each), len(each))
            as_wide = sum(max(row.values()) >= gap(own, side) for row in each)
            found[outlet, side] = smallest, Fraction(as_wide, len(each))
        least[outlet] = min(p for (name, _), (_, p) in found.items() if name == outlet)
    for outlet, held in zip(least, holm(list(least.values()), len(least)), strict=True):
        for key in [key for key in found if key[0] == outlet]:
            found[key] = found[key][0], min(Fraction(1), found[key][1] * held / least[outlet])
    return found


# Verbs of saying.

IRREGULAR = {"said": "say", "told": "tell", "spoke": "speak", "made": "make", "held": "hold"}


class Verb(NamedTuple):
    """A verb that introduces somebody: how often, by chance, and with which p."""

    stand: str
    verb: str
    speaker: str
    n: int
    n_verb: int
    n_group: int
    total: int
    articles: int
    expected: Fraction
    p: Fraction | None
    p_holm: Fraction | None


def lemmas(word: str) -> Iterator[str]:
    """Yield the forms that a word may be of."""
    yield IRREGULAR.get(word, word)
    for ending, others in (("s", [""]), ("ed", ["", "e"]), ("ied", ["y"]), ("ing", ["", "e"])):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem + other for other in others)
            if stem[-2:-1] == stem[-1:]:
                yield stem[:-1]


def verb_of(cue: str, stands: Mapping[str, str]) -> str:
    """Return the verb, or words, of a cue that has a stand; the cue where none has."""
    low = " ".join(cue.lower().split())
    phrases = sorted((words for words in stands if " " in words), key=len, reverse=True)
    spoken = (phrase for phrase in phrases if f" {phrase} " in f" {low} ")
    single = (one for word in low.split() for one in lemmas(word) if one in stands)
    return next(spoken, None) or (low if low in stands else next(single, low))


def verbs(statements: Rows, stands: Mapping[str, str]) -> list[Verb]:
    """Return each verb with each speaker that it introduces, the most surprising first."""
    by_id = {row["statement_id"]: row for row in statements}
    rows = [
        (verb_of(row["cue"] or "", stands), row["speaker"] or "unknown", row["article"])
        for row in statements
        if not row["parent"] or by_id[row["parent"]]["form"] != "direct"
    ]
    of_verb, of_speaker = (Counter(row[k] for row in rows) for k in (0, 1))
    each = Counter(row[:2] for row in rows)
    by_article = {name: [row for row in rows if row[2] == name] for *_, name in rows}
    taking = {v for v, n in of_verb.items() if n > 1 and stands.get(v, "neutral") != "neutral"}
    whose = {who for who, n in of_speaker.items() if n > 4 and who != "unknown"}
    found = []
    for (verb, who), n in each.items():
        counts = n, of_verb[verb], of_speaker[who], len(rows)
        deals = dealt(
            (sum(row[0] == verb for row in its), sum(row[1] == who for row in its), len(its))
            for its in by_article.values()
        )
        mean = sum((k * chance for k, chance in deals.items()), Fraction())
        p = tail(n, deals) if verb in taking and who in whose else None
        articles = len({row[2] for row in rows if row[:2] == (verb, who)})
        found.append(Verb(stands.get(verb, "neutral"), verb, who, *counts, articles, mean, p, None))
    ps = [row.p for row in found if row.p is not None]
    held = dict(zip(ps, holm(ps, len(taking) * len(whose)), strict=True))
    found = [row if row.p is None else row._replace(p_holm=held[row.p]) for row in found]
    return sorted(found, key=lambda r: (r.p is None, r.p or 0, r.stand, -r.n, r.verb, r.speaker))


# In whose voice words stand.


def passages(article: Row) -> list[Span]:
    """Return the spans of headline and body."""
    headline = [article["headline_span"]] if article["headline_span"] else []
    return [(start, stop) for start, stop in headline + article["body_spans"]]


def voice(article: Row, statements: Rows, text: str, at: Span) -> tuple[str, Row | None]:
    """Return in whose voice some words stand, and in which statement."""
    start, stop = at
    headline = article["headline_span"]
    if headline and headline[0] <= start and stop <= headline[1]:
        return "headline", None
    around = [
        (last - first, row)
        for row in statements
        if row["article"] == article["article"]
        for first, last in row["content_spans"]
        if first <= start and stop <= last
    ]
    around.sort(key=lambda item: item[0])
    inner = [row for _, row in around]
    direct, mixed = ([row for row in inner if row["form"] == form] for form in ("direct", "mixed"))
    if direct:
        return "direct", direct[0]
    begin = next(first for first, last in passages(article) if first <= start < last)
    before = text[begin:start]
    open_marks = before.count("“") > before.count("”") or before.count('"') % 2
    if mixed and open_marks:
        return "island", mixed[0]
    return ("paraphrase", inner[0]) if inner else ("narration", None)


class Use(NamedTuple):
    """A use of a label, or of words that show a frame."""

    article: str
    concept: str
    label: str
    text: str
    voice: str
    speaker: str | None
    start: int
    stop: int


def any_of(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    shapes = (re.escape(form).replace("'", "['’]") for form in forms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)", flags)


def labels(
    entries: Rows, articles: Rows, statements: Rows, texts: Mapping[str, str],
    sentences: Mapping[str, Sequence[Span]],
) -> list[Use]:  # fmt: skip
    """Return every use of a label; near to it is what stands in its sentence."""
    found = []
    for article in articles:
        name, text = article["article"], texts[article["article"]]
        whole = "\n".join(text[start:stop] for start, stop in passages(article))
        hits: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for entry in entries:
            if entry.get("on_page") and not any_of(entry["on_page"]).search(whole):
                continue
            for form in entry["forms"]:
                flags = 0 if entry.get("case") else re.IGNORECASE
                for hit in any_of([form], flags).finditer(text):
                    if any(a <= hit.start() and hit.end() <= b for a, b in passages(article)) and (
                        stands_alone(entry, text, hit.span(), sentences[name])
                    ):
                        hits[entry["concept"]].append((hit.start(), -hit.end(), entry["label"]))
        for concept, those in hits.items():
            end = 0
            for start, stop, label in sorted(those):
                if start >= end:
                    end = -stop
                    how, row = voice(article, statements, text, (start, end))
                    who = row["speaker"] if row else None
                    found.append(Use(name, concept, label, text[start:end], how, who, start, end))
    return sorted(found, key=lambda use: (use.article, use.start, use.stop))


def stands_alone(entry: Row, text: str, at: Span, sentences: Sequence[Span]) -> bool:
    """Tell whether what stands around a form lets it count."""
    start, stop = at
    if text[:start].endswith(tuple(entry.get("not_after", ()))):
        return False
    if text[stop:].startswith(tuple(entry.get("not_before", ()))):
        return False
    if not entry.get("near"):
        return True
    first, last = next((a, b) for a, b in sentences if a <= start < b)
    within = entry.get("within", 60)
    part = text[max(first, start - within) : min(last, stop + within)]
    return bool(any_of(entry["near"]).search(part))


def relabelled(uses: Sequence[Use]) -> list[tuple[Any, ...]]:
    """Return concept, speaker, label said, n, label in paraphrase alone, n, articles with both."""
    said, other = (defaultdict(list) for _ in range(2))
    for use in uses:
        if use.speaker is not None and use.voice != "headline":
            kept = other if use.voice == "paraphrase" else said
            kept[use.concept, use.speaker, use.label].append(use.article)
    found = [
        (*key, len(its), label, len(theirs), len({*its} & {*theirs}))
        for key, its in said.items()
        for (concept, speaker, label), theirs in other.items()
        if (concept, speaker) == key[:2] and (concept, speaker, label) not in said
    ]
    return sorted(found, key=lambda row: (-row[3] - row[5], -row[6], *row[:3], row[4]))


# One event, two outlets.


def events(articles: Rows, statements: Rows) -> list[tuple[Any, ...]]:
    """Return event, article, outlet, headline, utterances, and those of another article too."""
    said = {a["article"]: set() for a in articles}
    for row in statements:
        said[row["article"]].add(row["utterance"])
    found = []
    for a in articles:
        others = [b for b in articles if b["event"] == a["event"] and b is not a]
        if a["event"] is not None:
            own, rest = said[a["article"]], set().union(*(said[b["article"]] for b in others))
            counts = len(own), len(own & rest)
            found.append((a["event"], a["article"], a["outlet"], a["headline"], *counts))
    return sorted(found, key=lambda row: row[:2])


def beside(statements: Rows, one: str, other: str) -> list[tuple[Any, ...]]:
    """Return where, and speaker, content, form, cue of one article and of the other."""
    sides = []
    for name in (one, other):
        its = [row for row in statements if row["article"] == name]
        full = {row["utterance"] for row in its if row["utterance"] == row["statement_id"]}
        seen: set[str] = set()
        kept = []
        for row in its:
            first = row["utterance"] == row["statement_id"] or row["utterance"] not in full
            if first and row["utterance"] not in seen:
                seen.add(row["utterance"])
                kept.append(row)
        sides.append(kept)
    near = []
    for i, a in enumerate(sides[0]):
        for j, b in enumerate(sides[1]):
            long = [
                {
                    word.lower()
                    for word in re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", row["content"])
                }
                for row in (a, b)
            ]
            mine, theirs = ({word for word in its if len(word) > 3} for its in long)
            alike = Fraction(len(mine & theirs), max(1, min(len(mine), len(theirs))))
            spoke = a["speaker"] is not None and a["speaker"] == b["speaker"]
            spoke = spoke and (a["told_by"] is None) == (b["told_by"] is None)
            same = a["utterance"] == b["utterance"]
            if same or (spoke and len(mine & theirs) > 2 and 2 * alike >= 1):
                near.append((not same, -alike, i, j))
    links: dict[int, int] = {}
    for *_, i, j in sorted(near):
        if i not in links and j not in links.values():
            links[i] = j

    def told(row: Row | None) -> tuple[Any, ...]:
        return tuple(row[name] if row else None for name in ("speaker", "content", "form", "cue"))

    both = [("shared", *told(sides[0][i]), *told(sides[1][links[i]])) for i in sorted(links)]
    here = [("only here", *told(a), *told(None)) for i, a in enumerate(sides[0]) if i not in links]
    there = [
        ("only there", *told(None), *told(b))
        for j, b in enumerate(sides[1])
        if j not in links.values()
    ]
    return both + here + there


# Words that set one page apart.


class Key(NamedTuple):
    """A word of a group: its uses, rates, log-odds with z, and how evenly it is spread."""

    group: str
    word: str
    n: int
    n_rest: int
    rate: Fraction
    rate_rest: Fraction
    log_odds: float
    z: float
    articles: int
    dispersion: float | None


class Counts:
    """The words of one voice by article, and those that are asked about."""

    def __init__(self, rows: Rows, how: str, least: int = 3) -> None:
        self.groups: dict[str, str] = {}
        self.sizes, self.uses = Counter[str](), defaultdict[str, Counter[str]](Counter)
        for row in rows:
            if row["voice"] == how:
                outlet = None if row["outlet"].startswith("unknown") else row["outlet"]
                self.groups[row["article"]] = unit({"article": row["article"], "outlet": outlet})
                self.sizes[row["article"]] += row["n"]
                if row["kind"] == "word":
                    self.uses[row["word"]][row["article"]] += row["n"]
        self.words = sorted(word for word, its in self.uses.items() if its.total() >= least)

    def odds(self, word: str, chosen: Iterable[str]) -> tuple[float, float]:
        """Return log-odds and z (Monroe, Colaresi and Quinn 2008, formulas 16 to 22)."""
        all_, every = self.sizes.total(), self.uses[word].total()
        prior = all_ / 10
        its, here = prior * every / all_, {*chosen}
        y = sum(n for article, n in self.uses[word].items() if article in here)
        n = sum(size for article, size in self.sizes.items() if article in here)
        one = math.log((y + its) / (n + prior - y - its))
        other = math.log((every - y + its) / (all_ - n + prior - every + y - its))
        spread = 1 / (y + its) + 1 / (every - y + its)
        return one - other, (one - other) / spread**0.5

    def of(self, group: str) -> list[str]:
        return [article for article, name in self.groups.items() if name == group]

    def keyness(self) -> list[Key]:
        """Return the words of each group, the first those that set it apart the most."""
        found = []
        for group in sorted(set(self.groups.values())):
            its, rows = self.of(group), []
            size = sum(self.sizes[article] for article in its)
            for word in self.words:
                each = [self.uses[word][article] for article in its]
                n, rest = sum(each), self.uses[word].total() - sum(each)
                if not n:
                    continue
                spread = None
                if len(its) > 1:
                    shares = [self.sizes[article] / size for article in its]
                    away = sum(abs(k / n - s) for k, s in zip(each, shares, strict=True)) / 2
                    spread = away / (1 - min(shares))
                rates = Fraction(1000 * n, size), Fraction(1000 * rest, self.sizes.total() - size)
                odds = self.odds(word, its)
                rows.append(Key(group, word, n, rest, *rates, *odds, sum(map(bool, each)), spread))
            found += sorted(rows, key=lambda row: (-row.z, row.word))
        return found

    def best(self, chosen: Iterable[str]) -> float:
        return max(self.odds(word, chosen)[1] for word in self.words)

    def separation(self) -> list[tuple[Any, ...]]:
        """Return group, word, n, z, rank, splits, p, smallest p of the best word of each."""
        first: dict[str, Key] = {}
        for row in self.keyness():
            first.setdefault(row.group, row)
        found = []
        for group, row in first.items():
            splits = list(combinations(self.sizes, len(self.of(group))))
            rank = sum(self.best(split) >= row.z - 1e-9 for split in splits)
            ps = Fraction(rank, len(splits)), Fraction(1, len(splits))
            found.append((group, row.word, row.n, row.z, rank, len(splits), *ps))
        return found


def in_context(
    wanted: Iterable[str], how: str, articles: Rows, statements: Rows, texts: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    """Return article, words before, the word, words after, and its place, of each use."""
    found, shape = [], any_of(wanted, re.IGNORECASE)
    for article in articles:
        text = texts[article["article"]]
        for begin, end in passages(article):
            for hit in shape.finditer(text, begin, end):
                start, stop = hit.span()
                if voice(article, statements, text, (start, stop))[0] == how:
                    sides = text[max(begin, start - 60) : start], text[stop : min(end, stop + 60)]
                    found.append((article["article"], sides[0], hit[0], sides[1], start, stop))
    return found


# Frames of the news.


class Shown(NamedTuple):
    """Words that show a frame: where the sentence begins that they stand in, and whose they are."""

    article: str
    sentence: int
    frame: str
    own: bool


def marks(rows: Iterable[Row], reading: str) -> set[tuple[str, int]]:
    """Return the sentences of one frame that a reader marked, or both did."""
    passes = ("pass_a", "pass_b") if reading == "both" else (reading,)
    return {(r["article"], int(r["start"])) for r in rows if all(r[one] == "1" for one in passes)}


def frames(coded: Rows, shown: Iterable[Shown]) -> list[tuple[Any, ...]]:
    """Return what the table of notebook 5 has: frame, reading, counts, shares, kappa, p, alpha."""
    hits = {(one.article, one.sentence, one.frame) for one in shown}
    by_frame: dict[str, list[Row]] = {}
    for row in coded:
        by_frame.setdefault(row["frame"], []).append(row)
    found = []
    for frame, rows in by_frame.items():
        every = [(row["article"], int(row["start"])) for row in rows]
        words = {at for at in every if (*at, frame) in hits}
        alpha = recount.alpha([(row["pass_a"], row["pass_b"]) for row in rows], lambda a, b: a != b)
        for reading in ("pass_a", "pass_b", "both"):
            seen = marks(rows, reading)
            n, a, b, both = len(rows), len(seen), len(words), len(seen & words)
            even = Fraction(a * b + (n - a) * (n - b), n * n)
            kappa = (Fraction(n - a - b + 2 * both, n) - even) / (1 - even)
            p = blindly(every, seen, words)
            shares = Fraction(both, b), Fraction(both, a), kappa
            found.append((frame, reading, n, a, b, both, *shares, p, alpha))
    held = {}
    for reading in ("pass_a", "pass_b", "both"):
        its = [row for row in found if row[1] == reading]
        ps = holm([row[9] for row in its], len(its))
        held |= {(row[0], reading): p for row, p in zip(its, ps, strict=True)}
    return [
        (*row[:9], held[row[:2]], held[row[:2]] <= LEVEL, row[10]) for row in found
    ]  # fmt: skip


def blindly(
    every: Sequence[tuple[str, int]], seen: set[tuple[str, int]], words: set[tuple[str, int]]
) -> Fraction:
    """Return the chance of as many matches or more, each article's words put on any sentences."""
    draws = (
        [sum(at[0] == article for at in those) for those in (seen, words, every)]
        for article in sorted({article for article, _ in every})
    )
    return tail(len(seen & words), dealt((a, b, n) for a, b, n in draws))
