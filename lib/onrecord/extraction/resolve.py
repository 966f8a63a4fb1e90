"""Resolve speakers within an article: pronouns, surnames and roles to canonical names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial

from onrecord.extraction.contents import Sentence
from onrecord.extraction.draft import Draft
from onrecord.knowledge import Knowledge
from onrecord.knowledge.grammar import RELATIVES
from onrecord.names.people import PRONOUNS, people
from onrecord.names.sources import Name, canonical
from onrecord.records import Article, Span

STANDING = PRONOUNS.keys() | RELATIVES | {"it", "they"}  # for somebody named elsewhere
CAPITALS = re.compile(r"(?:[A-Z][\w’']*)(?: (?:of |the )?[A-Z][\w’']*)*")
AGENCY = re.compile(r" (?:news(?: agency| service|paper)|state news agency|agency|newspaper)$")
ARTICLE = re.compile(r"^(?:the|a|an|some|many|several) ", re.IGNORECASE)
_UNLISTED = ("unlisted", "title")  # how rules begin that read a name which no table has
LONG = 2000  # characters; a longer sentence is not searched for the agency that passed it on

Read = Callable[[str], Name | None]
Memory = dict[str, Name]


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """A draft with its speaker."""

    draft: Draft
    enclosing: list[Draft]  # around it
    known: Name | None  # the source as the roster reads it
    name: Name | None  # whom it stands for in this article
    addressee: str | None
    reported_by: str | None

    @property
    def speaker(self) -> str | None:
        """The canonical name of the speaker."""
        return self.name.canonical if self.name else None


def resolve(
    article: Article, found: Sequence[Draft], enclosing: Sequence[list[Draft]], knowledge: Knowledge
) -> list[Resolved]:
    """Return the drafts of an article with their speakers, in the same order."""
    if not found:
        return []
    speakers = Speakers(found[0].items.text, article, knowledge)
    known = {id(draft): speakers.listed(draft) for draft in found}
    resolved = []
    for draft, around in zip(found, enclosing, strict=True):
        # whoever is only quoted by somebody else is no speaker that a pronoun goes back to
        nested = any(not passes_on(known[id(outer)]) for outer in around)
        name = speakers.speaker(draft, known[id(draft)], nested)
        others = speakers.addressee(draft), speakers.wire(draft, name)
        resolved.append(Resolved(draft, around, known[id(draft)], name, *others))
    return resolved


def passes_on(name: Name | None) -> bool:
    """Tell whether a source only passes on what others said: an outlet or an official paper."""
    return name is not None and name.kind in ("outlet", "document")


class Speakers:
    """Who speaks in an article, while its statements are read in order.

    Names are read with the roster (known actors, titles, offices at the article's date). A surname
    takes the full name that the article gives elsewhere, "he" and "she" a person named before
    (``people``); "the diplomat" is the source last described by that noun (``roles``); "it" the
    last speaker that it can stand for (``said``), or within what somebody tells also the last whom
    a speaker told of (``told``).
    """

    def __init__(self, text: str, article: Article, knowledge: Knowledge) -> None:
        interval = (article.date_earliest, article.date_latest)
        listed = partial(canonical, roster=knowledge.roster, date_interval=interval)
        self.read: Read = lru_cache(maxsize=4096)(partial(_known, listed=listed))
        self.lex = knowledge.cues
        self.people = people(text, article, knowledge).copy()
        self.said, self.told, self.roles, self.persons = Memory(), Memory(), Memory(), Memory()

    def listed(self, draft: Draft) -> Name | None:
        """Return a source as the roster reads it, or whose name follows: "the mayor, Jane Lee,"."""
        source, items, (a, b) = _source(draft), draft.items, draft.proposal.source or (0, 0)
        if not source:
            return None
        known = self.read(clean(source))
        stop = min(len(items.raw), b + 7)
        x = next((x for x in range(b + 1, stop) if not items.raw[x][0].isupper()), stop)
        named = b + 2 <= x < len(items.raw) and items.low[b] == items.low[x] == ","
        if not named or (known and known.kind != "unnamed"):
            return known
        name = self.read(clean(items.words(a, x)))
        return name if name and name.kind == "person" else known

    def speaker(self, draft: Draft, known: Name | None, nested: bool) -> Name | None:
        """Return whom a source stands for, and remember it for the sources that follow."""
        source = _source(draft)
        name = self._named(draft, source, known) if source else None
        if name is None:
            return None
        name = _described(name, source)
        self._remember(name, source, draft.source_span, self.told if nested else self.said)
        for role in self._roles(draft, name, source):
            self.roles[role] = name
        return name

    def _named(self, draft: Draft, source: str, known: Name | None) -> Name | None:
        low = source.lower()
        memory = {**self.said, **self.told} if draft.within else self.said
        if low in PRONOUNS:
            start, _ = draft.source_span or (0, 0)
            person = self.people.pronoun(start, PRONOUNS[low])
            return self._person(person) if person else None
        if low in ("it", "they"):
            opening = self._by_its_words(_opening_noun(draft, self.lex.lists), draft)
            return opening or memory.get(low)
        if low in RELATIVES:
            return self._by_its_words(self._antecedent(draft), draft)
        place, _ = draft.source_span or (0, 0)
        nameless = low in self.lex.lists["nameless"]
        return None if nameless else self._in_article(source, known, place)

    def _person(self, name: str) -> Name:
        """Return a person of the article, as read before or as the roster reads the name."""
        known = self.persons.get(name) or self.read(name)
        return known if known and known.kind == "person" else Name(name, "person", None, "name")

    def _person_of(self, source: str, known: Name | None, place: int) -> str | None:
        """Return the full name that the article gives a source whose name no table has."""
        if _is_plural(source) or (known and known.kind != "person"):
            return None
        if known and not known.rule.startswith(_UNLISTED):
            return None
        found = self.people.called(known.canonical if known else clean(source), place)
        found = found or self.people.at(place, place + len(source))
        if not found or " " not in found.name:
            return None
        fits = not known or known.canonical.split()[-1] in found.name.split()
        return found.name if fits else None

    def _by_its_words(self, words: str, draft: Draft) -> Name | None:
        known = self.read(clean(words)) if words else None
        place, _ = draft.source_span or (0, 0)
        return _described(self._in_article(words, known, place), words) if words else None

    def _in_article(self, source: str, known: Name | None, place: int) -> Name:
        """Return a source's name: from the roster, the article's full names, or its own words."""
        low = source.lower()
        vague = known is None or known.kind == "unnamed"
        if vague and low.split()[0] in ("the", "that", "this") and _head(low) in self.roles:
            return self.roles[_head(low)]
        if person := self._person_of(source, known, place):
            full, side = self.read(person), known.side if known else None
            if full and not full.rule.startswith(_UNLISTED):
                return full
            return Name(person, "person", full.side if full and full.side else side, "name")
        return known or Name(clean(source), "unnamed", None, "as written")

    def _remember(self, name: Name, source: str, span: Span | None, memory: Memory) -> None:
        plural, unnamed = _is_plural(name.canonical), name.kind == "unnamed"
        if name.kind == "person" or (unnamed and not plural and self.people.is_one(_head(source))):
            self.persons[name.canonical] = name
            if span and source.lower() not in PRONOUNS:
                self.people.add(*span, name.canonical, memory is self.said)
        if name.kind != "person" and (not unnamed or plural or name.rule == "as written"):
            memory["it"] = memory["they"] = name

    def _roles(self, draft: Draft, name: Name, source: str) -> Iterator[str]:
        """Yield the nouns that describe a source: "Smith, a friend of the mayor,"."""
        person = name.kind == "person"
        if source.lower().startswith(("a ", "an ", "the ", "one ")):
            yield _head(source.lower())
        elif person:  # "board spokesman Jane Smith", later "the spokesman"
            words, names = source.split(), name.canonical.split()
            at = next((x for x, word in enumerate(words) if word in names), 0)
            if at and words[at - 1].isalpha():
                yield words[at - 1].lower()
        low, (_, b) = draft.items.low, draft.proposal.source or (0, 0)
        if not person or low[b : b + 1] != [","] or len(low) < b + 4:
            return
        if low[b + 1] in self.lex.grammar.determiners or low[b + 2] in ("of", "for", "at"):
            yield _head(" ".join(low[b + 1 : b + 9]))

    def _antecedent(self, draft: Draft) -> str:
        items, (e, _) = draft.items, draft.proposal.source or (0, 0)
        e -= 2 if e > 0 and items.low[e - 1] == "," else 1
        found = Sentence(items, max(0, e - 16), e + 1, e + 1, self.lex).noun_phrase_left(e)
        if found is None:
            return ""
        a, b = found
        a = next(
            (x + 1 for x in range(b - 1, a, -1) if items.low[x] in self.lex.lists["parting"]), a
        )
        return items.words(a, b)

    def addressee(self, draft: Draft) -> str | None:
        """Return whom a statement was said to: the canonical name if known, else the words."""
        words = draft.words(draft.listener_span)
        if not words or words.lower() in self.lex.lists["unheard"]:
            return None
        name = self.read(clean(words))
        return name.canonical if name and name.kind != "unnamed" else clean(words)

    def wire(self, draft: Draft, speaker: Name | None) -> str | None:
        """Return the agency or paper that the sentence names beside cue and content."""
        at, stop = draft.sentence_span
        own = speaker.canonical if speaker else None
        if draft.within or stop - at > LONG:
            return None
        for a, b in sorted([*draft.content_spans, draft.cue_span, (stop, stop)]):
            for match in CAPITALS.finditer(draft.items.text, at, max(at, min(a, stop))):
                known = self.read(match[0])
                if known and known.kind == "outlet" and known.canonical != own:
                    return known.canonical
            at = max(at, b)
        return None


def clean(text: str) -> str:
    """Return a phrase on one line, without outer marks, "US" for "U.S."."""
    return re.sub(r"\s+", " ", text).strip(" ,;:—–-").replace("U.S.", "US").replace("U.N.", "UN")


def _source(draft: Draft) -> str:
    """Return the words of a source, without the mark of the possessive where a noun is the cue."""
    words = draft.words(draft.source_span)
    return re.sub(r"[’']s?$", "", words) if draft.proposal.rule == "noun" else words


def _known(phrase: str, listed: Read) -> Name | None:
    """Return the reading of a phrase: also of "the X news agency" and of two names joined."""
    if two := _two(phrase, listed):
        return two
    name, short = listed(phrase), AGENCY.search(phrase)
    if short and (name is None or name.kind == "unnamed"):
        agency = listed(phrase[: short.start()])
        return agency if agency and agency.kind == "outlet" else name
    return name


def _two(phrase: str, listed: Read) -> Name | None:
    """Return the name of two sources joined by "and"; None where it may be the name of one."""
    if phrase.count(" and ") != 1:
        return None
    first, second = map(listed, phrase.split(" and "))
    if first is None or second is None or first.canonical == second.canonical:
        return None
    kinds, rules = {first.kind, second.kind}, {first.rule, second.rule}
    if {"unnamed", "unlisted surname"} & (kinds | rules):
        return None
    if len(kinds) == 2 and any(rule.startswith("unlisted") for rule in rules):
        return None
    side = first.side if first.side == second.side else None
    return Name(f"{first.canonical} and {second.canonical}", "group", side, "two names")


def _described(name: Name, source: str) -> Name:
    """Return an unnamed source as the page describes it: "critics of the plan"."""
    if name.kind != "unnamed" or source.lower() in STANDING:
        return name
    if _is_plural(source) or name.rule == "as written":
        return name._replace(canonical=ARTICLE.sub("", clean(source)))
    return name


def _is_plural(words: str) -> bool:
    return _head(words.lower()).endswith("s") or " and " in words


def _head(low: str) -> str:
    """Return the head noun of a phrase: the last word before a preposition or comma."""
    words = re.split(r"[,(]| (?:of|for|at|in|from|with|to|on|who|that) ", low)[0].split()
    return words[-1] if words else low


def _opening_noun(draft: Draft, lists: Mapping[str, Set[str]]) -> str:
    """Return what "it" is after an opening clause: "While the paper …, it says" is the paper."""
    items, first = draft.items, draft.proposal.sentence[0]
    stop, _ = draft.proposal.source or (0, 0)
    if items.low[first] not in lists["conceding"]:
        return ""
    for x in range(first + 1, min(stop, first + 9)):
        if items.low[x] in lists["clause_verbs"] or items.low[x].endswith("ly"):
            return clean(items.words(first + 1, x))
    return ""
