"""The lexicon of cues: which word forms attribute content, and in which frames."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.knowledge import tables
from onrecord.knowledge.grammar import Grammar, grammar


class Verb(NamedTuple):
    """One form of a cue verb.

    ``tags`` says which forms the word may be: b(ase), s, d (past), n (past participle), g (-ing).
    """

    lemma: str
    tags: str
    frames: str
    prepositions: frozenset[str]
    particles: frozenset[str]
    bare: bool  # may stand without its particle


class Lexicon(NamedTuple):
    """The cues as the extractor looks them up.

    ``lists`` are those that single rules use; ``first_words`` the words at which a cue may stand;
    ``grammar`` the word classes by which clauses around them are read.
    """

    verbs: dict[str, Verb]
    nouns: dict[str, str]
    clear: frozenset[str]
    tags: frozenset[str]
    also_nouns: frozenset[str]
    weak: frozenset[str]
    adjectives: frozenset[str]
    saying: frozenset[str]
    lists: dict[str, frozenset[str]]
    first_words: frozenset[str]
    grammar: Grammar


def lexicon(folder: str | None = None) -> Lexicon:
    """Return the lexicon of a knowledge folder; raises OnRecordError for an entry that is wrong."""
    return _lexicon(tables.stamp("cues", folder), grammar(folder))


@lru_cache(maxsize=8)
def _lexicon(stamp: tuple[str, int, int], grammar: Grammar) -> Lexicon:
    """Make the lexicon, once for each version of the tables."""
    table = tables.load_file(*stamp)
    verbs = _verbs(table["verbs"], table["except"], table["irregular"], stamp[0])

    def words(group: str, name: str = "words") -> frozenset[str]:
        return frozenset(table[group][name].split())

    nouns = {}
    for noun in words("nouns"):
        nouns[noun] = noun
        nouns[noun[:-1] + "ies" if noun.endswith("y") else noun + "s"] = noun
    return Lexicon(
        verbs,
        nouns,
        clear=frozenset(table["phrases"]["clear"]),
        tags=frozenset(f for f, v in verbs.items() if "l" in v.frames and set(v.tags) & {"d", "s"}),
        also_nouns=words("also_nouns"),
        weak=words("also_nouns", "weak"),
        adjectives=words("adjectives"),
        saying=words("phrases", "saying"),
        lists={name: words("lists", name) for name in table["lists"]},
        first_words=frozenset({*verbs, *nouns, "clear", "according", ":"}) | words("adjectives"),
        grammar=grammar,
    )


def _verbs(
    groups: list[dict[str, Any]],
    exceptions: dict[str, str],
    irregular: dict[str, str],
    path: object,
) -> dict[str, Verb]:
    """Return every form of every verb, with the frames of all groups that the verb is in."""
    frames: dict[str, str] = {}
    prepositions: dict[str, set[str]] = {}
    particles: dict[str, set[str]] = {}
    whole: set[str] = set()
    for group in groups:
        letters = group.get("frames", "")
        for word in group["words"].split():
            lemma, _, particle = word.partition("+")
            if particle in ("for", "on", "upon", "to", "with"):
                prepositions.setdefault(lemma, set()).add(particle)
                continue
            if particle:
                particles.setdefault(lemma, set()).add(particle)
            else:
                whole.add(lemma)
            have = frames.get(lemma, "")
            frames[lemma] = have + "".join(c for c in letters if c not in have)
            prepositions.setdefault(lemma, set()).update(group.get("prepositions", []))
    for letter, lemmas in exceptions.items():
        for lemma in lemmas.split():
            if lemma not in frames:
                what = f"no verb {lemma}"
                raise tables.KnowledgeError(path, f"[except], {letter}", what, "take it out")
            if letter == "prepositions":
                prepositions[lemma].clear()
            else:
                frames[lemma] = frames[lemma].replace(letter, "")
    verbs: dict[str, Verb] = {}
    for lemma, letters in frames.items():
        for form, tags in _forms(lemma, irregular.get(lemma, "").split()).items():
            if form not in verbs or lemma < verbs[form].lemma:
                verbs[form] = Verb(
                    lemma, tags, letters, frozenset(prepositions.get(lemma, ())),
                    frozenset(particles.get(lemma, ())), lemma in whole,
                )  # fmt: skip
    return verbs


def _forms(lemma: str, irregular: list[str]) -> dict[str, str]:
    """Return the forms of a verb with their tags."""
    if irregular:
        s, d, n, g = irregular
    else:
        hissing = lemma.endswith(("s", "x", "z", "sh", "ch", "o"))
        if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
            s, d = lemma[:-1] + "ies", lemma[:-1] + "ied"
        else:
            s = lemma + ("es" if hissing else "s")
            d = lemma + ("d" if lemma.endswith("e") else "ed")
        n = d
        g = (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma) + "ing"
    out: dict[str, str] = {}
    for form, tag in ((lemma, "b"), (s, "s"), (d, "d"), (n, "n"), (g, "g")):
        out[form] = out.get(form, "") + tag
    return out
