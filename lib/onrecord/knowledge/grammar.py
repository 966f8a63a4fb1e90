"""The closed word classes of English that clauses are read by, from ``grammar.toml``."""

from dataclasses import dataclass, fields

from onrecord.knowledge.tables import Table
from onrecord.text.tokens import BREAKS, MARKS, PARTS

RELATIVES = frozenset(("who", "which", "that"))
Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The word classes of a table, under their names there, and others; "" ends a sentence."""

    nominative: Words
    pronouns: Words  # also nominative ones
    possessive: Words
    determiners: Words  # also possessives
    prepositions: Words
    question_words: Words
    be: Words
    have: Words
    modals: Words
    finite: Words  # also auxiliaries
    adverbs: Words
    days: Words
    months: Words
    times: Words
    lists: dict[str, Words]  # of the table, also those that single rules use
    auxiliaries: Words
    forecast: Words
    personal: Words  # nominatives that are no determiners
    heads: Words  # begin a noun phrase
    joints: Words  # a phrase goes on behind them
    joined: Words  # and behind "and"
    opening: Words  # begin a phrase or clause
    closing: Words  # stand where a clause may end
    boundaries: Words  # end a noun phrase
    behind_head: Words  # stand behind the head of one
    breaking: Words  # as these do, but for its first word
    before_noun: Words  # a noun follows them
    moments: Words
    function: Words  # say nothing by themselves

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in lower case is an adverb that may stand within a verb group."""
        may_be = word.endswith("ly") and len(word) > 4 and word not in self.lists["not_adverbs"]
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
    own = {field.name for field in fields(Grammar)}
    return Grammar(
        **{name: words[name] for name in words.keys() & own},
        lists=words,
        auxiliaries=auxiliaries,
        forecast=words["modals"] | {"'ll", "’ll"},
        personal=words["nominative"] - words["determiners"],
        heads=words["nominative"] | words["determiners"],
        joints=joints,
        joined=joints | {"and"},
        opening=opening,
        closing=MARKS | words["prepositions"] | words["days"] | {""},
        boundaries=BREAKS | words["subordinators"],
        behind_head=PARTS | words["prepositions"] | {"(", "who"},
        breaking=words["prepositions"] - words["going_on"] | words["nominative"] | words["days"],
        before_noun=(joints - words["plurals"] - words["alone"]) | {"", "’", "'"},
        moments=words["days"] | words["times"],
        function=auxiliaries | opening | words["determiners"] | words["pronouns"],
    )
