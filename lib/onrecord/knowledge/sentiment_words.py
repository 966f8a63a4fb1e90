"""The words that speak well or ill of whoever stands near, as ``sentiment_words.toml`` has them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from onrecord.knowledge.tables import Table

_LONGEST_STEM = 40  # letters; so that cost stays linear in a word without end


class SentimentWords(NamedTuple):
    """The table of sentiment words, made ready; words are in small letters."""

    whole: Mapping[str, float]
    stems: Mapping[str, float]  # by beginning of a word
    phrases: Mapping[str, list[tuple[list[str], float]]]  # by first word: the others, value
    acts: Mapping[str, tuple[float, float]]  # form -> what it says of doer, of patient
    negation: frozenset[str]
    negation_undone: frozenset[str]
    stronger: frozenset[str]
    weaker: frozenset[str]
    speech: frozenset[str]
    passive: frozenset[str]

    def value(self, word: str) -> float:
        """Return the value of a word: that of the whole word, else of its longest stem."""
        if word in self.whole:
            return self.whole[word]
        beginnings = (word[:stop] for stop in range(min(len(word), _LONGEST_STEM), 1, -1))
        return next((self.stems[part] for part in beginnings if part in self.stems), 0.0)


def sentiment_words(table: Table) -> SentimentWords:
    """Return the words of a table."""
    whole, stems = {}, {}
    phrases = defaultdict(list)
    for group in table.entries("group"):
        value = group["value"]
        for word in group["words"].lower().split():
            first, *rest = word.split("+")
            if rest:
                phrases[first].append((rest, value))
            elif word.endswith("*"):
                stems[word[:-1]] = value
            else:
                whole[word] = value
    acts = {
        form: (verb["agent"], verb["patient"])
        for verb in table.entries("verbs")
        for lemma in verb["words"].split()
        for form in table.holds["irregular"].get(lemma, " ".join(_forms(lemma))).split()
    }
    sets = {name: frozenset(words.split()) for name, words in table.holds["operators"].items()}
    return SentimentWords(whole, stems, dict(phrases), acts, **sets)


def _forms(lemma: str) -> list[str]:
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2:-1] not in "aeou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    hisses = lemma.endswith(("s", "x", "z", "ch", "sh"))
    return [lemma, lemma + ("es" if hisses else "s"), lemma + "ed", lemma + "ing"]
