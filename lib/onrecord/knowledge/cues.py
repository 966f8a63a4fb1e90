"""The lexicon of cues: which word forms attribute content, and which complements they take."""

import re
from collections import defaultdict
from dataclasses import dataclass

from onrecord.knowledge.grammar import Grammar
from onrecord.knowledge.tables import KnowledgeError, Table


@dataclass(frozen=True, slots=True, eq=False)
class Verb:
    """One form of a cue verb."""

    lemma: str
    tags: str  # the forms that it may be: b(ase), s, d (past), n (past participle), g (-ing)
    complements: frozenset[str]  # what its content may be: letters of ``frames`` in ``cues.toml``
    prepositions: frozenset[str]
    particles: frozenset[str]
    bare: bool  # may stand without its particle

    def may_be(self, tags: str) -> bool:
        """Tell whether the form has one of these tags."""
        return any(tag in self.tags for tag in tags)

    def takes(self, letters: str) -> bool:
        """Tell whether the content may be one of these complements."""
        return not self.complements.isdisjoint(letters)


class Lexicon:
    """The cues as the extractor looks them up; raises KnowledgeError for an entry that is wrong."""

    def __init__(self, table: Table, grammar: Grammar) -> None:
        self.grammar = grammar  # by which the clauses around them are read
        self.verbs = verbs = _verbs(table)
        nouns = {noun: noun for noun in table.words("nouns")["words"]}
        plurals = {noun[:-1] + "ies" if noun.endswith("y") else noun + "s": noun for noun in nouns}
        self.nouns = nouns | plurals
        self.tags = frozenset(f for f, v in verbs.items() if v.takes("l") and v.may_be("ds"))
        also_nouns = table.words("also_nouns")
        self.also_nouns, self.weak = also_nouns["words"], also_nouns["weak"]
        self.adjectives = table.words("adjectives")["words"]
        # words that no noun phrase holds
        self.outside = frozenset(table.holds["phrases"]["saying"].split()) | grammar.personal
        self.lists = table.words("lists")  # that single rules use
        # at which a cue may stand
        self.first_words = frozenset({*verbs, *self.nouns, "according", ":"}) | self.adjectives

    def kind(self, word: str) -> int:
        """Return 1 for a verb of saying, 2 of thinking, 3 another, 4 a noun, 5 an adjective, 0."""
        verb = self.verbs.get(word)
        if verb is not None:
            return 1 if "l" in verb.complements else 2 if verb.takes("t") else 3
        return 4 * (word in self.nouns) or 5 * (word in self.adjectives)


def _verbs(table: Table) -> dict[str, Verb]:
    """Return every form of every verb, with the frames of all groups that the verb is in."""
    frames, prepositions, particles = (defaultdict[str, set[str]](set) for _ in range(3))
    for group in table.entries("verbs"):
        for word in group["words"].split():
            lemma, _, particle = word.partition("+")
            if particle in ("for", "on", "upon", "to", "with"):
                prepositions[lemma].add(particle)
                continue
            particles[lemma].add(particle)  # "" where it may stand without one
            frames[lemma].update(group.get("frames", ""))
            prepositions[lemma].update(group.get("prepositions", ()))
    for letter, lemmas in table.holds["except"].items():
        for lemma in lemmas.split():
            if lemma not in frames:
                what = f"no verb {lemma}"
                raise KnowledgeError(table.file, f"[except], {letter}", what, "take it out")
            if letter == "prepositions":
                prepositions[lemma].clear()
            frames[lemma].discard(letter)
    verbs: dict[str, Verb] = {}
    for lemma, letters in sorted(frames.items()):  # of verbs with a form in common the first counts
        parts = frozenset(particles[lemma])
        more = frozenset(prepositions[lemma]), parts - {""}, "" in parts
        for form, tags in forms(lemma, table.holds["irregular"].get(lemma, "")).items():
            verbs.setdefault(form, Verb(lemma, tags, frozenset(letters), *more))
    return verbs


def forms(lemma: str, irregular: str = "") -> dict[str, str]:
    """Return the forms of a verb with their tags."""
    if irregular:
        s, d, n, g = irregular.split()
    else:
        y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
        stem = lemma[:-1] + "i" if y else lemma
        s = stem + ("es" if y or re.search("(?:[sxz]|[sc]h|[^o]o)$", lemma) else "s")
        d = n = stem + ("d" if lemma.endswith("e") else "ed")
        g = (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma) + "ing"
    found: defaultdict[str, str] = defaultdict(str)
    for form, tag in ((lemma, "b"), (s, "s"), (d, "d"), (n, "n"), (g, "g")):
        found[form] += tag
    return found
