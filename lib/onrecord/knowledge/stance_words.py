"""Phrases that show a stance: how they are written, and the tables that hold them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.knowledge.tables import OPERATORS, KnowledgeError, Table, Toml

# Words between a directed word and the actor it is directed at, by where the actor stands.
REACH = {"object": 8, "doer": 8, "beside": 14, "name": 3}
_BETWEEN = r"[\s“”‘’\"'\-]+"
_ANY_WORD = r"[\s“”‘’\"']+\w+(?:['’.\-]\w+)*"
_LISTS = {"pro": 1.0, "contra": -1.0, "leaning_pro": 0.5, "leaning_contra": -0.5}


class WordGroup(NamedTuple):
    """Words that take a side; of those directed at an actor also where it stands and how near."""

    name: str
    value: float
    pattern: re.Pattern[str]
    place: str = ""
    reach: int = 0


class Proposition(NamedTuple):
    """A proposition made ready."""

    code: str
    wording: str
    not_to_be_confused_with: str
    favouring: int
    raised: re.Pattern[str]
    unless: re.Pattern[str]
    words: list[WordGroup]


class Targets(NamedTuple):
    """What stance is coded towards: propositions, and the names of sides as targets of dyads."""

    propositions: list[Proposition]
    names: dict[str, str]


class StanceWords(NamedTuple):
    """The table of stance words, made ready."""

    operators: dict[str, re.Pattern[str]]
    directed: list[WordGroup]
    they: frozenset[str]


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of phrases, longer ones first; of none, one that is never found.

    In a phrase ``*`` stands for any ending of a word, ``..`` for up to five words; a blank is a
    blank, a hyphen or a quotation mark in the text. It is of small letters: search in ``small``.

    >>> bool(pattern(["lift*", "hold* .. responsible"]).search("it holds them all responsible"))
    True
    """
    each = [_phrase(phrase) for phrase in sorted(set(phrases), key=lambda each: (-len(each), each))]
    free = [phrase for phrase in each if phrase.startswith((",", "n["))]  # ", provided", "n't"
    bound = "|".join(phrase for phrase in each if phrase not in free) or "(?!)"
    return re.compile(rf"(?:{'|'.join([*free, ''])}(?<!\w)(?:{bound}))(?!\w)")


def _phrase(phrase: str) -> str:
    out, gap = "", ""
    for word in phrase.split():
        if word == "..":
            gap = rf"(?:{_ANY_WORD}){{0,5}}?"
            continue
        if out and word != ",":
            out += gap + (r"\s*" if out.endswith(",") else _BETWEEN)
        core = re.escape(word.lower()).replace("'", "['’]").replace(r"\-", "[- ]")
        out, gap = out + core.replace(r"\*", r"[\w'’]*"), ""
    return out


def small(text: str) -> str:
    """Return a text in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower()[:1] or sign for sign in text)


def stance_words(table: Table) -> StanceWords:
    """Return the generic stance words of a table; raises KnowledgeError where one is missing."""
    operators = {entry["name"]: pattern(entry["phrases"]) for entry in table.entries("operator")}
    if missing := [f"[[operator]] {name}" for name in OPERATORS if name not in operators]:
        raise KnowledgeError(table.file, missing[0], "is missing", "add it, with phrases")
    directed = [
        WordGroup(
            group["name"], float(group["value"]), pattern(group["phrases"]), group["target"],
            group.get("reach", REACH[group["target"]]),
        )
        for group in table.entries("directed")
    ]  # fmt: skip
    return StanceWords(operators, directed, frozenset(table.holds["pronouns"]["they"]))


def targets(table: Table) -> Targets:
    """Return the targets of a table; raises KnowledgeError where an entry is wrong."""
    made = [_proposition(entry, table.file) for entry in table.entries("proposition")]
    return Targets(made, table.holds.get("dyads", {}).get("names", {}))


def _proposition(entry: Toml, file: str) -> Proposition:
    code = entry["code"]
    if both := set(entry.get("pro", ())) & set(entry.get("contra", ())):
        what = f"{min(both)!r} is both pro and contra"
        raise KnowledgeError(file, f"[[proposition]] ({code})", what, "choose one")
    return Proposition(
        code, entry["wording"], entry.get("not_to_be_confused_with", ""),
        {"pro": 1, "contra": -1, "none": 0}[entry.get("favouring", "pro")],
        pattern(entry["raised"]), pattern(entry.get("unless", ())),
        [WordGroup(name.replace("_", " "), value, pattern(entry[name]))
         for name, value in _LISTS.items() if entry.get(name)],
    )  # fmt: skip
