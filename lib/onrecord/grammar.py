"""The closed word classes of English that clauses are read by, from ``grammar.toml``."""

from __future__ import annotations

from onrecord import knowledge
from onrecord.tokens import QUOTE

_TABLE = knowledge.load("grammar")


def _words(*names: str) -> frozenset[str]:
    """Return the words of one or more classes."""
    return frozenset(word for name in names for word in _TABLE[name].split())


NOMINATIVE = _words("nominative")
PRONOUNS = _words("nominative", "pronouns")
POSSESSIVE = _words("possessive")
DETERMINERS = _words("determiners", "possessive")
PREPOSITIONS = _words("prepositions")
SUBORDINATORS = _words("subordinators")
QUESTION_WORDS = _words("question_words")
OPENERS = _words("openers")
BE, HAVE, MODALS = _words("be"), _words("have"), _words("modals")
AUXILIARIES = BE | HAVE | MODALS
FINITE = _words("finite")
CONTRACTIONS = tuple(sorted(_words("contractions")))
ADVERBS, NOT_ADVERBS = _words("adverbs"), _words("not_adverbs")
DAYS, MONTHS, TIMES = _words("days"), _words("months"), _words("times")
ADJUNCTS, AFTER_CUE = _words("adjuncts"), _words("after_cue")
NO_RESUMPTION, SHUTTING = _words("no_resumption"), _words("shutting")
STOPS = _words("stops")
GOVERNORS, PLURALS = _words("governors"), _words("plurals")
DASHES = frozenset(("--", "---", "—", "–", "-", "―"))
ENDS = frozenset(".!?…")
MARKS = frozenset(',;:()[]“”"') | ENDS | DASHES
RELATIVES = frozenset(("who", "which", "that"))
FORECAST = MODALS | {"'ll", "’ll"}
CLOSED = (
    MARKS | SUBORDINATORS | PREPOSITIONS | DETERMINERS | PRONOUNS | AUXILIARIES | ADVERBS | DAYS
    | FINITE | {"and", "to", "not", QUOTE}
)  # fmt: skip


def is_adverb(word: str) -> bool:
    """Tell whether a word in lower case is an adverb that may stand within a verb group."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS)
