"""What analysis looks for in the words of a text: labels, tones, words of sentiment and stance."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from onrecord.knowledge.tables import OPERATORS, KnowledgeError, Patterns, Table, Toml, compiled

_LONGEST_STEM = 40  # letters; so that cost stays linear in a word without end
# Words between a directed word and the actor it is directed at, by where the actor stands.
REACH = {"object": 8, "doer": 8, "beside": 14}
_BETWEEN = r"[\s“”‘’\"'\-]+"
_ANY_WORD = r"[\s“”‘’\"']+\w+(?:['’.,\-]\w+)*"
_LISTS = {"pro": 1.0, "contra": -1.0, "leaning_pro": 0.5, "leaning_contra": -0.5}


def _any_of(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of whole words: any blank for a space, either apostrophe."""
    shapes = [re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in forms]
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)", flags)


class Label:
    """A label made ready to be looked for: its name, its forms, and what must stand around."""

    def __init__(self, entry: Toml) -> None:
        self.name, self.within = entry["label"], entry.get("within", 60)
        forms = sorted(entry["forms"], key=len, reverse=True)
        self.forms = _any_of(forms, 0 if entry.get("case") else re.IGNORECASE)
        self.near = _any_of(entry["near"]) if entry.get("near") else None
        self.on_page = _any_of(entry["on_page"]) if entry.get("on_page") else None
        self.not_after = tuple(entry.get("not_after", ()))
        self.not_before = tuple(entry.get("not_before", ()))


def labels(table: Table) -> dict[str, list[Label]]:
    """Return the labels of a table by concept."""
    concepts: defaultdict[str, list[Label]] = defaultdict(list)
    for entry in table.entries("label"):
        concepts[entry["concept"]].append(Label(entry))
    return concepts


def tones(table: Table) -> dict[str, tuple[str, str]]:
    """Return stand and tone of each lemma and phrase, the longest first; KnowledgeError for two."""
    found: dict[str, tuple[str, str]] = {}
    for entry in table.entries("tone"):
        its = entry.get("stand", "neutral"), entry["tone"]
        for word in entry["words"].split():
            if found.setdefault(word.replace("+", " "), its) != its:
                place, what = f"[[tone]] ({entry['tone']}), words", f"{word} has another tone too"
                raise KnowledgeError(table.file, place, what, "take it from one of them")
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


class SentimentWords:
    """The table of sentiment words, made ready; words are in small letters."""

    def __init__(self, table: Table) -> None:
        # number of the group, from 1, and value in tenths, by its words and their stems: "brav*"
        self._groups: dict[str, tuple[int, float]] = {}
        for number, group in enumerate(table.entries("group"), 1):
            its = number, round(10 * group["value"])
            self._groups |= dict.fromkeys(group["words"].lower().split(), its)
        operators = table.words("operators")
        self.negation, self.undone = operators["negation"], operators["negation_undone"]
        self._first = {each.partition("+")[0] for each in self.negation if "+" in each}
        self.kind = lru_cache(1 << 15)(self._kind)  # group and value of a word

    def turns(self, word: str, after: str) -> bool:
        """Tell whether a word turns what follows: "not good", but no "not only good"."""
        return (word in self.negation or word.endswith("n't")) and after not in self.undone

    def is_pair(self, word: str, after: str) -> bool:
        """Tell whether two words turn what follows, whatever each says by itself: "far from"."""
        return word in self._first and f"{word}+{after}" in self.negation

    def _kind(self, word: str) -> tuple[int, float]:
        """Return group and value of a word: of the whole word, else of its longest stem."""
        stems = (f"{word[:stop]}*" for stop in range(min(len(word), _LONGEST_STEM), 1, -1))
        return next((self._groups[each] for each in (word, *stems) if each in self._groups), (0, 0))


class WordGroup(NamedTuple):
    """Words that take a side; of those directed at an actor also where it stands and how near."""

    name: str
    value: float
    pattern: re.Pattern[str]
    place: str = ""
    reach: int = 0
    describes: bool = False


class Proposition:
    """A proposition made ready; raises KnowledgeError for what is both pro and contra."""

    def __init__(self, entry: Toml, file: str) -> None:
        self.code, self.wording = entry["code"], entry["wording"]
        self.name = entry.get("name", self.code)
        if both := set(entry.get("pro", ())) & set(entry.get("contra", ())):
            what = f"{min(both)!r} is both pro and contra"
            raise KnowledgeError(file, f"[[proposition]] ({self.code})", what, "choose one")
        self.not_to_be_confused_with = entry.get("not_to_be_confused_with", "")
        self.favouring = {"pro": 1, "contra": -1, "none": 0}[entry.get("favouring", "pro")]
        self.about = frozenset(entry.get("about", ()))
        self.named = pattern(self.about)
        self.examples = {1: entry.get("for_example", ""), -1: entry.get("against_example", "")}
        opposite = entry.get("opposite", ())
        self.raised = pattern([*entry["raised"], *opposite])
        self.opposite, self.unless = pattern(opposite), pattern(entry.get("unless", ()))
        good = float(self.favouring or 1)
        praise = {"good": good, "bad": -good}
        self.words = [
            WordGroup(name.replace("_", " "), value, pattern(entry[name]), describes=name in praise)
            for name, value in (_LISTS | praise).items()
            if entry.get(name)
        ]


class Targets:
    """What stance is coded towards; raises KnowledgeError where an entry of the table is wrong."""

    def __init__(self, table: Table) -> None:
        entries = table.entries("proposition")
        self.propositions = [Proposition(entry, table.file) for entry in entries]
        self.names: dict[str, str] = table.holds.get("dyads", {}).get("names", {})  # of sides


def news_frames(table: Table) -> Patterns:
    """Return a pattern of each frame: what shows it is its group, what it matches else does not."""
    begins = r"(?=\b\w|,|n['’])"  # as any phrase does: asked first, for speed
    parts = [(one["name"], one.get("not_in", ()), one["words"]) for one in table.entries("frame")]
    return {
        name: re.compile(f"{begins}(?:{pattern(not_in).pattern}|({pattern(words).pattern}))")
        for name, not_in, words in parts
    }


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of phrases, longer ones first; of none, one that is never found.

    In a phrase ``*`` stands for any ending of a word, ``..`` for up to five words, ``a|b`` for one
    of several; a blank is a blank, a hyphen or a quotation mark in the text. It is of small
    letters: search in ``small``.
    """
    each = [_phrase(phrase) for phrase in sorted(set(phrases), key=lambda each: (-len(each), each))]
    free = [phrase for phrase in each if phrase.startswith((",", "n["))]  # ", provided", "n't"
    bound = "|".join(phrase for phrase in each if phrase not in free) or "(?!)"
    return re.compile(rf"(?:{'|'.join([*free, ''])}\b(?:{bound}))(?!\w)")


def _phrase(phrase: str) -> str:
    out, gap = "", ""
    for word in phrase.split():
        if word == "..":
            gap = rf"(?:{_ANY_WORD}){{0,5}}?"
            continue
        if out and word != ",":
            out += gap + (r"\s*" if out.endswith(",") else _BETWEEN)
        words = [re.escape(each).replace("'", "['’]") for each in word.lower().split("|")]
        core = (f"(?:{'|'.join(words)})" if words[1:] else words[0]).replace(r"\-", "[- ]")
        out, gap = out + core.replace(r"\*", r"[\w'’]*"), ""
    return out


def small(text: str) -> str:
    """Return a text in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower()[:1] or sign for sign in text)


class StanceWords:
    """The generic stance words of a table; raises KnowledgeError where an operator is missing."""

    def __init__(self, table: Table) -> None:
        self.operators = {one["name"]: pattern(one["phrases"]) for one in table.entries("operator")}
        if missing := [f"[[operator]] {name}" for name in OPERATORS if name not in self.operators]:
            raise KnowledgeError(table.file, missing[0], "is missing", "add it, with phrases")
        self.directed = [
            WordGroup(
                group["name"], float(group["value"]), pattern(group["phrases"]), group["target"],
                group.get("reach", REACH[group["target"]]),
            )
            for group in table.entries("directed")
        ]  # fmt: skip
        self.they = frozenset(table.holds["pronouns"]["they"])
        self.patterns = {  # by which sentences and clauses are told apart
            name: compiled(text, table.file, f"[patterns], {name}")
            for name, text in table.holds["patterns"].items()
        }
