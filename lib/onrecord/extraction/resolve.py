"""Resolve speakers within an article: pronouns, surnames and roles to canonical names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.extraction.clauses import Sentence, noun_phrase_left
from onrecord.knowledge.cues import Lexicon
from onrecord.names import mentions
from onrecord.names.mentions import Name
from onrecord.text.tokens import Paragraph

MALE = frozenset("he him his himself".split())
FEMALE = frozenset("she her hers herself".split())
RELATIVE = frozenset("who which that".split())
PRONOUNS = MALE | FEMALE | RELATIVE | {"it", "they"}
NO_NAME = frozenset("we i you one this these those".split())
FULL = re.compile(
    r"(?<![\w’'\-.])(?:[A-Z][\w’'\-]+|[A-Z]\.)"
    r"(?: (?:[A-Z][\w’'\-]+|[A-Z]\.|al-[A-Z]\w+|bin|von|van|de|al|el|der)){0,6} [A-Z][\w’\-]+"
)
CAPITALS = re.compile(r"(?:[A-Z][\w’']*)(?: (?:of |the )?[A-Z][\w’']*)*")
AGENCY = re.compile(r" (?:news(?: agency| service|paper)|state news agency|agency|newspaper)$")
ARTICLE = re.compile(r"^(?:the|a|an|some|many|several) ", re.IGNORECASE)
NO_FIRST_NAME = frozenset("and asked according meanwhile".split())  # with the words of grammar.toml
LONG = 2000  # characters; a longer sentence is not searched for the agency that passed it on

Read = Callable[[str], Name | None]
Memory = dict[str, Name]


class Context(NamedTuple):
    """What is known of an article's speakers while its statements are read in order.

    ``names`` gives the full name of a surname; ``said`` the last speaker that a pronoun can stand
    for, ``told`` the last whom a speaker told of; ``roles`` the source last described by a noun.
    """

    lex: Lexicon
    read: Read
    names: dict[str, str]
    said: Memory
    told: Memory
    roles: Memory


def resolve(
    raw: str,
    article: dict[str, Any],
    found: list[dict[str, Any]],
    book: mentions.Roster,
    lex: Lexicon,
) -> None:
    """Give each draft its ``speaker``, ``speaker_kind``, ``speaker_side`` and ``speaker_text``.

    Names are read with the roster (known actors, titles, offices at the article's date); a
    surname takes the full name that the article gives elsewhere; "the diplomat" the source with
    the same noun; a pronoun the last speaker it can stand for, a relative pronoun the noun phrase
    before it. Whoever is only quoted by somebody else is no speaker that a pronoun goes back to.
    """
    interval = (article.get("date_earliest"), article.get("date_latest"))

    @lru_cache(maxsize=4096)
    def read(phrase: str) -> Name | None:
        return _known(phrase, lambda words: mentions.canonical(words, book, interval))

    context = Context(lex, read, _full_names(raw, article, lex), {}, {}, {})
    for record in found:
        span = record["speaker_span"]
        record["known"] = read(clean(_owner(record, raw))) if span else None
        named = _with_name(record) if span else None
        if named and (record["known"] is None or record["known"].kind == "unnamed"):
            name = read(clean(named))
            record["known"] = name if name and name.kind == "person" else record["known"]
    for record in found:
        span = record["speaker_span"]
        text = _owner(record, raw) if span else None
        name = _named(record, text, context) if text else None
        if name is not None and text:
            name = _described(name, text)
            nested = any(not passes_on(outer["known"]) for outer in record["outer"])
            _remember(name, text, context.told if nested else context.said, context.roles)
            if name.kind == "person" and (role := _apposed_role(record, lex)):
                context.roles[role] = name
        record["speaker_text"] = raw[span[0] : span[1]] if span else None
        record["speaker"] = name.canonical if name else None
        record["speaker_kind"] = name.kind if name else None
        record["speaker_side"] = name.side if name else None
        listener = record["listener_span"]
        record["addressee"] = _listener(raw[listener[0] : listener[1]], read) if listener else None
        record["reported_by"] = _wire(raw, record, read)


def _owner(record: dict[str, Any], raw: str) -> str:
    """Return the words of a source, without the mark of the possessive where a noun is the cue."""
    text = raw[slice(*record["speaker_span"])]
    return re.sub(r"[’']s?$", "", text) if record["rule"] == "noun" else text


def _with_name(record: dict[str, Any]) -> str | None:
    """Return a source with the name that stands behind it: "the mayor, Jane Smith," said."""
    items, (a, b) = record["items"], record["found"].source
    x = b + 1
    while x < len(items.raw) and x < b + 7 and items.raw[x][0].isupper():
        x += 1
    if x < b + 2 or x == len(items.raw) or not items.low[b] == items.low[x] == ",":
        return None
    return str(items.text[items.start[a] : items.stop[x - 1]])


def _apposed_role(record: dict[str, Any], lex: Lexicon) -> str | None:
    """Return the noun that describes a source behind it: "Smith, a friend of the mayor," said."""
    items, b = record["items"], record["found"].source[1]
    behind = items.low[b + 1 : b + 9] if items.low[b : b + 1] == [","] else []
    if len(behind) < 3:
        return None
    if behind[0] not in lex.grammar.determiners and behind[1] not in ("of", "for", "at"):
        return None
    return _head(" ".join(behind))


def passes_on(name: Name | None) -> bool:
    """Tell whether a source only passes on what others said: an outlet or an official paper."""
    return name is not None and name.kind in ("outlet", "document")


def clean(text: str) -> str:
    """Return a phrase on one line, without outer marks, "US" for "U.S."."""
    return re.sub(r"\s+", " ", text).strip(" ,;:—–-").replace("U.S.", "US").replace("U.N.", "UN")


def _known(phrase: str, canonical: Read) -> Name | None:
    """Return the reading of a phrase: also of "the X news agency" and of two names joined."""
    both = [canonical(part) for part in phrase.split(" and ")] if " and " in phrase else []
    if len(both) == 2 and both[0] and both[1] and _are_two(both[0], both[1]):
        side = both[0].side if both[0].side == both[1].side else None
        return Name(f"{both[0].canonical} and {both[1].canonical}", "group", side, "two names")
    name = canonical(phrase)
    if name is not None and name.kind != "unnamed":
        return name
    if short := AGENCY.search(phrase):
        agency = canonical(phrase[: short.start()])
        if agency is not None and agency.kind == "outlet":
            return agency
    return name


def _are_two(first: Name, second: Name) -> bool:
    """Tell whether two names joined by "and" are two sources, not the name of one."""
    rules = (first.rule, second.rule)
    if (
        first.canonical == second.canonical
        or "unnamed" in (first.kind, second.kind)
        or "unlisted surname" in rules
    ):
        return False
    return first.kind == second.kind or not any(rule.startswith("unlisted") for rule in rules)


def _named(record: dict[str, Any], text: str, context: Context) -> Name | None:
    """Return the name behind one source phrase."""
    low = text.lower()
    memory = {**context.said, **context.told} if record["within"] else context.said
    if low in MALE or low in FEMALE:
        return memory.get("she" if low in FEMALE else "he")
    if low in ("it", "they"):
        return _first_named(record, context) or memory.get(low)
    if low in RELATIVE:
        before = _antecedent(record["items"], record["found"].source[0], context.lex)
        name = _read(before, context.read(clean(before)), context) if before else None
        return _described(name, before) if name and before else None
    return None if low in NO_NAME else _read(text, record["known"], context)


def _read(text: str, known: Name | None, context: Context) -> Name:
    """Return a source's name: from the roster, the article's full names, or its own words."""
    low = text.lower()
    if (known is None or known.kind == "unnamed") and low.split()[0] in ("the", "that", "this"):
        described = context.roles.get(_head(low))
        if described is not None:
            return described
    if known is not None and known.rule.startswith("unlisted") and known.canonical in context.names:
        full = context.names[known.canonical]
        return context.read(full) or known._replace(canonical=full)
    return known or Name(clean(text), "unnamed", None, "as written")


def _described(name: Name, text: str) -> Name:
    """Return an unnamed source as the page describes it: "critics of the plan"."""
    if name.kind != "unnamed" or text.lower() in PRONOUNS:
        return name
    if _head(text.lower()).endswith("s") or " and " in text or name.rule == "as written":
        return name._replace(canonical=ARTICLE.sub("", clean(text)))
    return name


def _head(low: str) -> str:
    """Return the head noun of a phrase: the last word before a preposition or comma."""
    words = re.split(r"[,(]| (?:of|for|at|in|from|with|to|on|who|that) ", low)[0].split()
    return words[-1] if words else low


def _remember(name: Name, text: str, memory: Memory, roles: Memory) -> None:
    """Keep a resolved speaker for the pronouns and descriptions that follow."""
    low = text.lower()
    plural = _head(name.canonical.lower()).endswith("s") or " and " in name.canonical
    if name.kind == "person" or (name.kind == "unnamed" and not plural):
        if low not in FEMALE:
            memory["he"] = name
        if low not in MALE:
            memory["she"] = name
    if name.kind != "person" and (name.kind != "unnamed" or plural or name.rule == "as written"):
        memory["it"] = memory["they"] = name
    if low.startswith(("a ", "an ", "the ", "one ")):
        roles[_head(low)] = name
    elif name.kind == "person":  # "board spokesman Jane Smith", later "the spokesman"
        words, names = text.split(), name.canonical.split()
        at = next((x for x, word in enumerate(words) if word in names), 0)
        if at and words[at - 1].isalpha():
            roles[words[at - 1].lower()] = name


def _first_named(record: dict[str, Any], context: Context) -> Name | None:
    """Return who "it" is after an opening clause: "While the paper …, it says" is the paper."""
    items, found = record["items"], record["found"]
    first, source = found.sentence[0], found.source[0]
    if items.low[first] not in (
        "while",
        "although",
        "though",
        "when",
        "if",
        "as",
        "because",
        "since",
    ):
        return None
    stop = next(
        (
            x
            for x in range(first + 1, source)
            if items.low[x] in CLAUSE_VERBS or items.low[x].endswith("ly")
        ),
        None,
    )
    if stop is None or stop - first > 8:
        return None
    text = clean(items.text[items.start[first + 1] : items.stop[stop - 1]])
    if not text:  # "While publicly they said" names nobody
        return None
    return _described(_read(text, context.read(text), context), text)


CLAUSE_VERBS = frozenset(
    "is are was were has have had does do did will would can could focuses says said".split()
)


def _antecedent(items: Paragraph, i: int, lex: Lexicon) -> str | None:
    """Return the noun phrase before a relative pronoun."""
    e = i - 1
    if e >= 0 and items.low[e] == ",":
        e -= 1
    found = (
        noun_phrase_left(Sentence(items, max(0, e - 16), e + 1, e + 1, lex), e) if e >= 0 else None
    )
    if found is None:
        return None
    a, b = found
    for x in range(b - 1, a, -1):
        if items.low[x] in ("by", "with", "from", "to", "in", "on", "at", "against"):
            a = x + 1
            break
    return items.text[items.start[a] : items.stop[b - 1]] if a < b else None


def _full_names(raw: str, article: dict[str, Any], lex: Lexicon) -> dict[str, str]:
    """Return surname → full name for the names that the article gives in full."""
    names: dict[str, str] = {}
    g = lex.grammar
    no_name = g.function.union(g.adverbs, g.days, NO_FIRST_NAME)
    for start, stop in article["body_spans"]:
        for match in FULL.finditer(raw, start, stop):
            words = match[0].split()
            while len(words) > 1 and words[0].lower() in no_name:
                del words[0]  # "But Smith said", "On Tuesday Smith said"
            if len(words) == 1:
                continue
            for surname in (words[-1], re.sub(r"[’']s$", "", words[-1])):
                names.setdefault(surname, " ".join([*words[:-1], re.sub(r"[’']s$", "", words[-1])]))
    return names


def _listener(text: str, read: Read) -> str | None:
    """Return whom a statement was said to: the canonical name if known, else the words."""
    if text.lower() in ("him", "her", "them", "me", "us", "you", "it"):
        return None
    name = read(clean(text))
    return name.canonical if name and name.kind != "unnamed" else clean(text)


def _wire(raw: str, record: dict[str, Any], read: Read) -> str | None:
    """Return the agency or paper that the sentence names beside the content."""
    start, stop = record["sentence_span"]
    if record["within"] or stop - start > LONG:
        return None
    at = start
    taken = sorted([*record["content_spans"], record["cue_span"], [stop, stop]])
    for a, b in taken:
        for match in CAPITALS.finditer(raw, at, max(at, min(a, stop))):
            known = read(match[0])
            if (
                known is not None
                and known.kind == "outlet"
                and known.canonical != record["speaker"]
            ):
                return known.canonical
        at = max(at, b)
    return None
