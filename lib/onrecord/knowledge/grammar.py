"""The closed word classes of English that clauses are read by, from ``grammar.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.knowledge import tables

DASHES = frozenset(("--", "---", "—", "–", "-", "―"))
ENDS = frozenset(".!?…")
MARKS = frozenset(',;:()[]“”"') | ENDS | DASHES
RELATIVES = frozenset(("who", "which", "that"))
Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The word classes of a table, under their names there; at the end those made of several.

    ``determiners`` take in the possessives, ``pronouns`` the nominatives; ``function`` are the
    words that say nothing by themselves.
    """

    nominative: Words
    pronouns: Words
    possessive: Words
    determiners: Words
    prepositions: Words
    subordinators: Words
    question_words: Words
    openers: Words
    be: Words
    have: Words
    modals: Words
    finite: Words
    contractions: tuple[str, ...]
    adverbs: Words
    not_adverbs: Words
    days: Words
    months: Words
    times: Words
    adjuncts: Words
    after_cue: Words
    no_resumption: Words
    shutting: Words
    governors: Words
    plurals: Words
    auxiliaries: Words
    forecast: Words
    function: Words

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in lower case is an adverb that may stand within a verb group."""
        return word in self.adverbs or (
            word.endswith("ly") and len(word) > 4 and word not in self.not_adverbs
        )


def grammar(folder: tables.Folder = None) -> Grammar:
    """Return the word classes of a knowledge folder, made once for each version of the table.

    Raises OnRecordError where a class is missing or wrong.
    """
    return _grammar(*tables.stamp("grammar", folder))


@lru_cache(maxsize=8)
def _grammar(*stamp: Any) -> Grammar:
    """Make the classes of one version of the table."""
    table = tables.load_file(*stamp)
    words = {name: frozenset(text.split()) for name, text in table.items()}
    words["pronouns"] |= words["nominative"]
    words["determiners"] |= words["possessive"]
    auxiliaries = words["be"] | words["have"] | words["modals"]
    of_function = ("determiners", "prepositions", "subordinators", "pronouns")
    function = auxiliaries.union(*(words[name] for name in of_function))
    return Grammar(
        contractions=tuple(sorted(words.pop("contractions"))),
        **words,
        auxiliaries=auxiliaries,
        forecast=words["modals"] | {"'ll", "’ll"},
        function=function,
    )
