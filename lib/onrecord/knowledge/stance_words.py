"""Phrases that show a stance: how they are written, and the tables that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.knowledge import shapes, tables
from onrecord.knowledge.shapes import OPERATORS

WORDS = "stance_words"
PROPOSITIONS = "propositions"
# Words between a directed word and the actor it is directed at, by where the actor stands.
REACH = {"object": 8, "doer": 8, "beside": 14, "name": 3}
_BETWEEN = r"[\s“”‘’\"'\-]+"
_ANY_WORD = r"[\s“”‘’\"']+\w+(?:['’.\-]\w+)*"
_LISTS = {"pro": 1.0, "contra": -1.0, "leaning_pro": 0.5, "leaning_contra": -0.5}


class Proposition(NamedTuple):
    """A proposition made ready; ``unless`` is None where the entry has no such words."""

    code: str
    wording: str
    not_to_be_confused_with: str
    favouring: int
    raised: re.Pattern[str]
    unless: re.Pattern[str] | None
    words: list[tuple[str, float, re.Pattern[str]]]  # name, value for or against, pattern


class Directed(NamedTuple):
    """A group of directed words."""

    name: str
    value: float
    target: str
    reach: int
    pattern: re.Pattern[str]


class Words(NamedTuple):
    """The table of stance words, made ready."""

    operators: dict[str, re.Pattern[str]]
    directed: list[Directed]
    they: frozenset[str]


def pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Return the pattern of a list of phrases; None for an empty list.

    In a phrase ``*`` stands for any ending of a word, ``..`` for up to five words, a comma for
    itself; a blank is a blank, a hyphen or a quotation mark in the text. The pattern is of small
    letters: search in ``small(text)``.

    >>> bool(pattern(["lift*", "hold* .. responsible"]).search("it holds them all responsible"))
    True
    """
    return _compiled(words) if words else None


def _compiled(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of at least one phrase, longer ones first."""
    each = [_phrase(phrase) for phrase in sorted(set(words), key=lambda w: (-len(w), w))]
    free = [phrase for phrase in each if phrase.startswith((",", "n["))]  # ", provided", "n't"
    bound = "|".join(phrase for phrase in each if phrase not in free)
    both = [*free, *([rf"(?<!\w)(?:{bound})"] if bound else [])]
    return re.compile(f"(?:{'|'.join(both)})(?!\\w)")


def small(text: str) -> str:
    """Return a text in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] or c for c in text)


def _phrase(phrase: str) -> str:
    """Return the regular expression of one phrase."""
    out, gap = "", ""
    for i, word in enumerate(phrase.split()):
        if word == "..":
            gap = rf"(?:{_ANY_WORD}){{0,5}}?"
            continue
        core = re.escape(word.lower()).replace("'", "['’]").replace(r"\-", "[- ]")
        core = core.replace(r"\*", r"[\w'’]*")
        if word == ",":
            out += ","
        elif i == 0:
            out += core
        else:
            out += gap + (r"\s*" if out.endswith(",") else _BETWEEN) + core
        gap = ""
    return out


def generic(folder: tables.Folder = None) -> Words:
    """Return the checked table of generic stance words.

    Raises OnRecordError (file, entry, remedy) where it is wrong.
    """
    return _generic(*tables.stamp(WORDS, folder))


@lru_cache(maxsize=8)
def _generic(*stamp: Any) -> Words:
    """Compile one version of the generic words."""
    table = tables.load_file(*stamp)
    operators = {entry["name"]: _compiled(entry["phrases"]) for entry in table["operator"]}
    for name in OPERATORS:
        if name not in operators:
            place, remedy = f"[[operator]] {name}", "add it, with phrases"
            raise tables.KnowledgeError(stamp[0], place, "is missing", remedy)
    directed = [
        Directed(
            group["name"], float(group["value"]), group["target"],
            group.get("reach", REACH[group["target"]]), _compiled(group["phrases"]),
        )
        for group in table["directed"]
    ]  # fmt: skip
    return Words(operators, directed, frozenset(table["pronouns"]["they"]))


def propositions(source: Any = None) -> list[Proposition]:
    """Return checked propositions.

    ``source`` is None (ours), a folder of knowledge, or a list of entries as they stand in
    ``propositions.toml`` (dictionaries with ``code``, ``wording``, ``raised`` …).

    Raises OnRecordError (file, entry, field, remedy) where an entry is wrong.
    """
    file: object = PROPOSITIONS
    if source is None or is_folder(source):
        file = tables.path_of(PROPOSITIONS, source)
        source = tables.load(PROPOSITIONS, source).get("proposition", [])
    else:
        tables.check(source, shapes.PROPOSITIONS, file, "[[proposition]]")
    ready = []
    for entry in source:
        code, both = entry["code"], set(entry.get("pro", ())) & set(entry.get("contra", ()))
        if both:
            what = f"{min(both)!r} is both pro and contra"
            raise tables.KnowledgeError(file, f"[[proposition]] ({code})", what, "choose one")
        ready.append(Proposition(
            code, entry["wording"], entry.get("not_to_be_confused_with", ""),
            {"pro": 1, "contra": -1, "none": 0}[entry.get("favouring", "pro")],
            _compiled(entry["raised"]), pattern(entry.get("unless", ())),
            [(name.replace("_", " "), value, _compiled(entry[name]))
             for name, value in _LISTS.items() if entry.get(name)],
        ))  # fmt: skip
    return ready


def is_folder(source: Any) -> bool:
    """Tell whether a source of knowledge is a folder."""
    return isinstance(source, str) or hasattr(source, "__fspath__")


def target_names(source: Any) -> dict[str, str]:
    """Return the names under which sides stand as targets."""
    if source is not None and not is_folder(source):
        return {}
    names: dict[str, str] = tables.load(PROPOSITIONS, source).get("dyads", {}).get("names", {})
    return names
