"""The closed word classes of English that clauses are read by, from ``grammar.toml``."""

from onrecord.knowledge.tables import Table
from onrecord.text.tokens import BREAKS, MARKS, PARTS

RELATIVES = frozenset(("who", "which", "that"))


class Grammar:
    """The word classes of a table, under their names there, and others; "" ends a sentence."""

    def __init__(self, table: Table) -> None:
        words = {name: frozenset(text.split()) for name, text in table.holds.items()}
        self.lists = words  # of the table, also those that single rules use
        self.nominative, self.possessive = words["nominative"], words["possessive"]
        self.pronouns = words["pronouns"] = words["pronouns"] | self.nominative
        self.determiners = words["determiners"] = words["determiners"] | self.possessive
        self.prepositions, self.question_words = words["prepositions"], words["question_words"]
        words["no_resumption"] |= {""}
        self.be, self.have, self.modals = words["be"], words["have"], words["modals"]
        self.auxiliaries = self.be | self.have | self.modals
        self.finite = words["finite"] = words["finite"] | self.auxiliaries
        self.forecast = self.modals | {"'ll", "’ll"}
        self.adverbs = words["adverbs"]
        self.days, self.months, self.times = words["days"], words["months"], words["times"]
        self.moments = self.days | self.times
        self.personal = self.nominative - self.determiners
        self.heads = self.nominative | self.determiners  # begin a noun phrase
        self.joints = self.prepositions | self.determiners  # a phrase goes on behind them
        self.joined = self.joints | {"and"}
        self.opening = self.prepositions | words["subordinators"]  # begin a phrase or clause
        self.closing = MARKS | self.prepositions | self.days | {""}  # where a clause may end
        self.boundaries = BREAKS | words["subordinators"]  # end a noun phrase
        self.behind_head = PARTS | self.prepositions | {"(", "who"}  # behind the head of one
        # as these do, but for its first word
        self.breaking = self.prepositions - words["going_on"] | self.nominative | self.days
        # a noun follows them
        self.before_noun = (self.joints - words["plurals"] - words["alone"]) | {"", "’", "'"}
        # say nothing by themselves
        self.function = self.auxiliaries | self.opening | self.determiners | self.pronouns

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in lower case is an adverb that may stand within a verb group."""
        may_be = word.endswith("ly") and len(word) > 4 and word not in self.lists["not_adverbs"]
        return may_be or word in self.adverbs
