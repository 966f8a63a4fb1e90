"""The closed word classes of English that clauses are read by, from ``grammar.toml``."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.knowledge.tables import Table
from onrecord.text.tokens import BREAKS, MARKS

RELATIVES = frozenset(("who", "which", "that"))
ALONE = frozenset("that this those these all".split())  # determiners that may stand by themselves
Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The word classes of a table, under their names there; at the end those made of several.

    ``determiners`` take in the possessives, ``pronouns`` the nominatives, ``finite`` the
    auxiliaries. ``personal`` are the nominatives that are no determiners, ``moments`` days and
    times; ``heads`` begin a noun phrase, ``boundaries`` end it, a noun follows ``before_noun``;
    ``opening`` begins a phrase or clause, ``joints`` one that goes on; ``closing`` stands where a
    clause may end; ``function`` are the words that say nothing by themselves.
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
    personal: Words
    heads: Words
    joints: Words
    opening: Words
    closing: Words
    boundaries: Words
    before_noun: Words
    moments: Words
    function: Words

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in lower case is an adverb that may stand within a verb group."""
        return word in self.adverbs or (
            word.endswith("ly") and len(word) > 4 and word not in self.not_adverbs
        )


def grammar(table: Table) -> Grammar:
    """Return the word classes of a table."""
    words = {name: frozenset(text.split()) for name, text in table.holds.items()}
    words["pronouns"] |= words["nominative"]
    words["determiners"] |= words["possessive"]
    auxiliaries = words["be"] | words["have"] | words["modals"]
    words["finite"] |= auxiliaries
    opening = words["prepositions"] | words["subordinators"]
    return Grammar(
        contractions=tuple(sorted(words.pop("contractions"))),
        **words,
        auxiliaries=auxiliaries,
        forecast=words["modals"] | {"'ll", "’ll"},
        personal=words["nominative"] - words["determiners"],
        heads=words["nominative"] | words["determiners"],
        joints=words["prepositions"] | words["determiners"],
        opening=opening,
        closing=MARKS | words["prepositions"] | words["days"],
        boundaries=BREAKS | words["subordinators"],
        before_noun=words["prepositions"] | words["determiners"] - words["plurals"] - ALONE,
        moments=words["days"] | words["times"],
        function=auxiliaries | opening | words["determiners"] | words["pronouns"],
    )
