"""The closed word classes of English that clauses are read by, from ``grammar.toml``."""

from dataclasses import dataclass

from onrecord.knowledge.tables import Table
from onrecord.text.tokens import BREAKS, MARKS

RELATIVES = frozenset(("who", "which", "that"))
ALONE = frozenset("that this those these all".split())  # determiners that may stand by themselves
GOING_ON = frozenset(("of", "for", "from", "with"))  # within a noun phrase
Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The word classes of a table, under their names there; at the end those made of several.

    ``determiners`` take in the possessives, ``pronouns`` the nominatives, ``finite`` the
    auxiliaries. "" is the end of a sentence.
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
    personal: Words  # nominatives that are no determiners
    heads: Words  # begin a noun phrase
    joints: Words  # a phrase goes on behind them
    joined: Words  # and behind "and"
    opening: Words  # begin a phrase or clause
    closing: Words  # stand where a clause may end
    boundaries: Words  # end a noun phrase
    breaking: Words  # as these do, but for its first word
    before_noun: Words  # a noun follows them
    moments: Words
    function: Words  # say nothing by themselves

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in lower case is an adverb that may stand within a verb group."""
        may_be = word.endswith("ly") and len(word) > 4 and word not in self.not_adverbs
        return may_be or word in self.adverbs


def grammar(table: Table) -> Grammar:
    """Return the word classes of a table."""
    words = {name: frozenset(text.split()) for name, text in table.holds.items()}
    words["pronouns"] |= words["nominative"]
    words["determiners"] |= words["possessive"]
    words["no_resumption"] |= {""}
    auxiliaries = words["be"] | words["have"] | words["modals"]
    words["finite"] |= auxiliaries
    joints = words["prepositions"] | words["determiners"]
    opening = words["prepositions"] | words["subordinators"]
    return Grammar(
        contractions=tuple(sorted(words.pop("contractions"))),
        **words,
        auxiliaries=auxiliaries,
        forecast=words["modals"] | {"'ll", "’ll"},
        personal=words["nominative"] - words["determiners"],
        heads=words["nominative"] | words["determiners"],
        joints=joints,
        joined=joints | {"and"},
        opening=opening,
        closing=MARKS | words["prepositions"] | words["days"] | {""},
        boundaries=BREAKS | words["subordinators"],
        breaking=words["prepositions"] - GOING_ON | words["nominative"] | words["days"],
        before_noun=(joints - words["plurals"] - ALONE) | {"", "’", "'"},
        moments=words["days"] | words["times"],
        function=auxiliaries | opening | words["determiners"] | words["pronouns"],
    )
