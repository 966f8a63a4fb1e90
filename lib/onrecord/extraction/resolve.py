"""Resolve speakers within an article: pronouns, surnames and roles to canonical names."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from onrecord.extraction.contents import Sentence
from onrecord.extraction.draft import Draft
from onrecord.knowledge import Knowledge
from onrecord.knowledge.grammar import RELATIVES
from onrecord.names.bodies import Body, bodies, nouns, plain
from onrecord.names.people import PRONOUNS, REACH, UNSEEN, people
from onrecord.names.sources import Name, canonical
from onrecord.records import Article, Span

STANDING = PRONOUNS.keys() | RELATIVES | {"it", "they"}  # for somebody named elsewhere
_BESIDE = re.compile(r"\b[A-Z](?=-[A-Z])|\b[A-Z]\w+")
CAPITALS = re.compile(r"(?:[A-Z][\w’']*)(?: (?:of |the )?[A-Z][\w’']*)*")
ARTICLE = re.compile(r"^(?:the|a|an|some|many|several) (?!of )", re.IGNORECASE)
_BEARS = re.compile(r" (?:of|for|from) ")  # in a title with no article: "Senator from Ohio"
_UNLISTED = ("unlisted name", "unlisted surname", "title")  # they read a name that no table has
LONG = 2000  # characters; a longer sentence is not searched for the agency that passed it on
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
    (``people``); "the diplomat" is the source last described by that noun (``roles``), "the agency"
    perhaps a body (``bodies``); "it" the last speaker that it can stand for (``said``), or within
    what somebody tells also the last whom a speaker told of (``told``).
    """

    def __init__(self, text: str, article: Article, knowledge: Knowledge) -> None:
        interval = (article.date_earliest, article.date_latest)
        self.read = partial(canonical, roster=knowledge.roster, date_interval=interval)
        self.lex, self.parties = knowledge.cues, knowledge.roster.parties
        self.people = copy(people(text, article, knowledge))
        self.people.named = [*self.people.named]  # to which sources are added
        self.bodies = bodies(text, article, knowledge.roster)
        self.called = {each.name.split()[0]: each.name for each in self.bodies if not each.listed}
        self.called |= {text[start:stop]: name for start, stop, name, _ in self.bodies}
        self.last = 0, ""  # who said words in quotation marks last, and where that sentence ends
        self.nouns = partial(nouns, roster=knowledge.roster)
        self.said, self.told, self.roles, self.persons = Memory(), Memory(), Memory(), Memory()

    def listed(self, draft: Draft) -> Name | None:
        """Return a source as the roster reads it, or whose name follows: "the mayor, Jane Lee,"."""
        source, items, (_, b) = _source(draft), draft.items, draft.proposal.source or (0, 0)
        known = self.read(clean(source)) if source else None
        stop = min(len(items.raw), b + 7)
        x = next((x for x in range(b + 1, stop) if not items.raw[x][0].isupper()), stop)
        named = b + 2 <= x < len(items.raw) and items.low[b] == items.low[x] == ","
        if not named or (known and known.kind != "unnamed"):
            return known
        person = self.people.at(*items.span(b + 1, x))
        return self._person(person.name) if person else known

    def speaker(self, draft: Draft, known: Name | None, nested: bool) -> Name | None:
        """Return whom a source stands for, and remember it for the sources that follow."""
        source = _source(draft)
        name = self._named(draft, source, known) if source else None
        if name is None:
            return None
        name = self._with_side(_described(name, source), draft.source_span)
        if name.kind == "person" and not draft.within and draft.form != "indirect":
            self.last = draft.sentence_span[1], name.canonical
        self._remember(name, source, draft.source_span, self.told if nested else self.said)
        if source.lower().startswith(("a ", "an ", "the ", "one ")):
            self.roles[_head(source.lower())] = name
        return name

    def _with_side(self, name: Name, span: Span | None) -> Name:
        """Add the party that stands beside an unlisted person: "Republican Lee", "Lee (R-Ohio)"."""
        if name.kind != "person" or name.side or not span:
            return name
        known, parties = self.persons.get(name.canonical), self.parties
        beside = _BESIDE.findall(self.people.text, span[0], span[1] + len(" (R-O"))
        party = next((parties[word] for word in beside if word in parties), None)
        return name._replace(side=party or (known.side if known else None))

    def _named(self, draft: Draft, source: str, known: Name | None) -> Name | None:
        low, (place, _) = source.lower(), draft.source_span or (0, 0)
        if (opening := re.split("[’']", low)[0]) in STANDING | self.lex.lists["nameless"]:
            low = opening  # "they're"
        if low in PRONOUNS:
            (stop, last), (start, _) = self.last, draft.sentence_span
            between = self.people.text[max(stop, start - len(" \n\n\n\n")) : start]
            on = draft.form != "indirect" and not between.strip()
            person = self.people.pronoun(place, PRONOUNS[low], last if on else "")
            return self._person(person.name) if person else None
        if low in ("it", "they"):
            memory = {**self.said, **self.told} if draft.within else self.said
            several = self.people.several(place) if low == "they" and low not in memory else None
            return Name(several, "group", None, "as written") if several else memory.get(low)
        if low in RELATIVES and not source.isupper():  # "WHO" is none
            return self._antecedent(draft, place)
        return None if low in self.lex.lists["nameless"] else self._in_article(source, known, place)

    def _person(self, name: str) -> Name:
        """Return a person of the article, as read before or as the roster reads the name."""
        known = self.persons.get(name) or self.read(name)
        one = known and (known.kind == "person" or name in self.persons)
        return known if known and one else Name(name, "person", None, "name")

    def _in_article(self, source: str, known: Name | None, place: int) -> Name:
        """Return a source's name: from the roster, the article's full names, or its own words."""
        own = (*_UNLISTED, "document")  # which the article itself may name in full
        listed = known and known.kind != "unnamed" and not known.rule.startswith(own)
        if known and known.kind == "person" and known.rule in ("surname", "name"):
            # it may be another's in this article
            listed = self.people.is_usual(source.split()[-1], known.canonical)
        found = self._two(source, place) or (known if listed else self._by_role(source, place))
        if found := found or self._named_here(source, known, place):
            return found
        rule = known.rule if known else ""
        noun = rule == "unlisted surname" and self.people.is_noun(source.lower())
        return known if known and not noun else _in_its_words(source)

    def _by_role(self, source: str, place: int) -> Name | None:
        """Return whom a role means: the person so described, a source or a body named before."""
        determiner, _, rest = source.partition(" ")
        told = determiner.lower() in ("the", "that", "this")
        if not told and (determiner.islower() or not _BEARS.search(source)):
            return None
        phrase, head = rest if told else source, _head(source.lower())  # "Senator from Ohio says"
        if not self.people.are_some(head) and (role := self.people.role(phrase, place)):
            return self._person(role)
        return self._by_nouns(rest.lower().split(), head, place) if told and rest else None

    def _by_nouns(self, words: Sequence[str], head: str, place: int) -> Name | None:
        """Return the source or the body last named that nouns may stand for: "the agency"."""
        name = self.roles.get(head)
        if name and set(words) <= {*name.canonical.lower().split()}:
            return name
        last = bisect_left(self.bodies, place, key=attrgetter("start"))
        before = self.bodies[max(0, last - REACH) : last]
        fit = [each for each in before if self._is_kind(each, words)]
        one = len({each.name for each in fit}) == 1
        if not fit or not (one or fit[-1].start >= self.people.near(place)):
            return None
        known = self.read(fit[-1].name) if fit[-1].listed else None
        return known or Name(fit[-1].name, "organisation", None, "name")

    def _is_kind(self, body: Body, words: Sequence[str]) -> bool:
        """Tell whether words may stand for a body, a noun of its kind last."""
        before = self.nouns(body.name, body.listed).get(words[-1])
        return before is not None and before.issuperset(words[:-1])

    def _named_here(self, source: str, known: Name | None, place: int) -> Name | None:
        """Return the person or body whom the article names in full."""
        person, side = self.people.at(place, place + len(source)), known.side if known else None
        if known and known.kind == "person":
            person = person or self.people.called(known.canonical, place)
        short = person and not person.gender and person.name in self.called
        if person is None or (short and person.name not in self.people.titled):
            body = self.called.get(person.name if person else ARTICLE.sub("", source))
            return Name(body, "organisation", side, "name") if body else None
        full = self.read(person.name)
        if full and not full.rule.startswith(_UNLISTED):
            return full
        listed = known.canonical if known else ""
        if listed != person.name and listed in self.people.roster.actors:
            side = None  # of a namesake
        return Name(person.name, "person", full.side if full and full.side else side, "name")

    def _two(self, source: str, place: int) -> Name | None:
        """Return two sources joined by "and" as a group; None where it may be the name of one."""
        parts = source.removeprefix("Both ").removeprefix("both ").split(" and ")
        if len(parts) != 2:
            return None
        both = zip(parts, (place, place + len(source) - len(parts[1])), strict=True)
        names = [self._in_article(part, self.read(clean(part)), at) for part, at in both]
        kinds = {name.kind for name in names}
        unsure = any(name.rule in (*_UNLISTED, "as written") for name in names)
        if "unnamed" in kinds or unsure or len({name.canonical for name in names}) == 1:
            return None
        side = names[0].side if names[0].side == names[1].side else None
        return Name(" and ".join(name.canonical for name in names), "group", side, "two names")

    def _remember(self, name: Name, source: str, span: Span | None, memory: Memory) -> None:
        plurals = self.lex.grammar.lists["plurals"]
        plural = _is_plural(name.canonical) or _head(source.lower()) in plurals
        unnamed = name.kind == "unnamed"
        if source.lower() in self.lex.lists["unrecalled"]:
            return
        if name.kind == "person" or (unnamed and not plural and self.people.is_one(_head(source))):
            self.persons[name.canonical] = name
            if span and source.lower() not in STANDING:
                self.people.add(*span, name.canonical, memory is self.said)
        if name.kind != "person" and (not unnamed or plural or name.rule == "as written"):
            if not (unnamed and plural):
                memory["it"] = name
            if name.kind != "document":
                memory["they"] = name

    def _antecedent(self, draft: Draft, place: int) -> Name | None:
        """Return for whom "who" stands: the person named just before, else as the page puts it."""
        p, (e, _) = draft.items, draft.proposal.source or (0, 0)
        e -= 2 if e > 0 and p.low[e - 1] == "," else 1
        e -= 2 * (p.low[e].isdigit() and p.low[e - 1] == ",")  # "Lee, 56, who"
        if e >= 0 and (person := self.people.up_to(p.stop[e])):
            return self._person(person.name)
        a, b = Sentence(p, max(0, e - 16), e + 1, e + 1, self.lex).noun_phrase_left(e) or (e, e)
        parted = (x + 1 for x in range(b - 1, a, -1) if p.low[x] in self.lex.lists["parting"])
        if (start := next(parted, a)) == b:
            return None
        words = p.words(start, b)
        return _described(self._in_article(words, self.read(clean(words)), place), words)

    def addressee(self, draft: Draft) -> str | None:
        """Return whom a statement was said to: the canonical name if known, else the words."""
        words = draft.words(draft.listener_span)
        if not words or words.lower() in self.lex.lists["unheard"]:
            return None
        known, (place, _) = self.read(clean(words)), draft.listener_span or (0, 0)
        name = self._named_here(words, known, place) or known
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
    return plain(re.sub(r"\s+", " ", UNSEEN.sub("", text)).strip(" ,;:—–-"))


def _in_its_words(source: str) -> Name:
    """Return a source as the page writes it; "Save the Children" is the name of a body."""
    words, small = source.split(), ("of", "for", "the", "and")
    named = all(word[0].isupper() or word in small for word in words) and len(words) > 1
    if named and words[0][0].isupper() and words[0] != "The":
        return Name(clean(source), "organisation", None, "as written")
    return Name(ARTICLE.sub("", clean(source)), "unnamed", None, "as written")


def _source(draft: Draft) -> str:
    """Return the words of a source, without the mark of the possessive where a noun is the cue."""
    words = draft.words(draft.source_span)
    return re.sub(r"[’']s?$", "", words) if draft.proposal.rule in ("noun", "view") else words


def _described(name: Name, source: str) -> Name:
    """Return several unnamed sources as the page describes them: "critics of the plan"."""
    several = name.kind == "unnamed" and source.lower() not in STANDING and _is_plural(source)
    return name._replace(canonical=ARTICLE.sub("", clean(source))) if several else name


def _is_plural(words: str) -> bool:
    return _head(words.lower()).endswith("s") or " and " in words


def _head(low: str) -> str:
    """Return the head noun of a phrase: the last word before a preposition or comma."""
    words = re.split(r"[,(]| (?:of|for|at|in|from|with|to|on|by|who|that) ", low)[0].split()
    return words[-1] if words else low
