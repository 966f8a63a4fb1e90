"""Who is named in an article, by which words, and for whom "he" and "she" stand.

A person has one name in an article, the fullest that it gives. A surname is whom the last sentences
so name, else its usual bearer. A pronoun stands for a person of its gender: within its sentence,
then the one before, its subject first; what stands in quotation marks is looked past (Hobbs, 1978;
Lappin and Leass, 1994).
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from onrecord.knowledge import Knowledge
from onrecord.knowledge.roster import WORD
from onrecord.records import Article, Span
from onrecord.text.tokens import quotations

_BIG = r"[^\W\d_a-zß-öø-ÿ]"
_LETTER = r"(?:[^\W_]++|[\u0300-\u036f\xad\u200d])"
_WORD = rf"(?:(?:al|el|as|ad)-)?{_BIG}(?:\.(?:{_BIG}\.)*|{_LETTER}*(?:[’'\-]{_LETTER}+)*)"
_BREAK = re.compile(
    r"[.!?\n](?:(?<=\n)\n*|(?<![A-Z]\.)(?<!\b(?:Mr|Ms|Dr|Lt|Jr)\.)"
    r"(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col)\.)[”\"’)]*\s+)"
)
_NOMINATIVE = re.compile(r"[HhSs](?<!\w.)(?:(?<=[Hh])|(?<=[Ss])h)e\b")
_PLURAL = re.compile(r"\b[^\W\d_]+s\b")
_SMALL = re.compile(r"\b[^\W\d_A-Z]{3,}\b")
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
_PART = re.compile(r"\n(?:_|[^\w\n]){3,}\n")  # what parts the entries of a page: "___", "* * *"
_INITIAL = re.compile(rf"(?:{_BIG}\.)+")
_ADDED = re.compile(rf"{_INITIAL.pattern}|[JS]r\.?")  # what a full name may lack
_AFTER = re.compile(
    r"(?:,[^,.;:“”\"]{2,80},|\s\([^()]{1,40}\))?\s*(?:(?:later|also|then|now|\w+ly) )?"
    r"([\w’'\-]+|[^\w\s])"
)
_DETERMINER = r"(?:the|an?|his|her|its|their)"
_APPOSED = re.compile(
    rf"(?:\b{_DETERMINER}|[’']s) ((?:(?!{_DETERMINER} )[\w’'\-]+ )*[\w’'\-]+(?: of [^,]*)?), $",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:(?:,| is| was) {_DETERMINER} |, [\w ]+[’']s |, (?=[a-z\- ]+ (?:of|for|from) ))"
    r"([\w’'\- ]+)"
)
_THE = re.compile(r"[Tt]he(?<!\w...) (\w[\w\-]*)")
_PARTED = re.compile(r"[^\w-]$|[’']s$")  # a word with a mark behind it
_COMPLEMENT = re.compile(r" (?:of|for|at|in|from|with|to|on|who|that) ")
_OTHERS = re.compile(  # words before a name that is not whose they are: "the push for …"
    r"\b(?:of|for|by|to|with|and|from|against|on|about|in|at|over|behind)\b(?!.*, $)", re.DOTALL
)
PRONOUNS = dict.fromkeys("he him his himself".split(), "he")  # that stand for one person,
PRONOUNS |= dict.fromkeys("she her hers herself".split(), "she")  # and the gender of each
SENTENCES = 4  # before a pronoun in which its person is looked for,
REACH = 40  # and the most who may be named there; characters that tell of a person beside a name
NAMESAKES = 8  # bearers of a surname, before a place and behind it, that are looked at
ALIKE = 0.8  # of two surnames of which one is misspelt: "Wimes", "Wines"
LONGEST = 8  # words; a longer row of capitals is no name


class Person(NamedTuple):
    """A person as an article names them; ``gender`` is he, she or "" where it is not told."""

    name: str
    gender: str


class Naming(NamedTuple):
    """A person named: where, in which sentence, as its subject, in a quotation or not."""

    start: int
    stop: int
    person: Person
    sentence: int
    subject: bool
    quotation: int  # its first offset, -1 outside


class _Found(NamedTuple):
    """Words that may name a person, and what stands beside them."""

    start: int
    stop: int
    name: str
    words: list[str]  # of the name
    title: str  # before them
    gender: str  # that the title tells
    before: str  # the word or mark before them
    after: str  # the one behind them and their apposition


class People:
    """The persons of an article."""

    def __init__(self, text: str, article: Article, knowledge: Knowledge) -> None:
        self.text, self.roster, self.given = text, knowledge.roster, knowledge.given_names
        grammar = knowledge.grammar
        self.lists, self.pattern = self.roster.words, _pattern(self.roster.words["particles"])
        rows = map(str.split, self.lists["same_role"])
        self.same = {word: row[0] for row in rows for word in row}
        self.saying = self.lists["saying"] | knowledge.cues.tags
        self.acting = self.saying | self.lists["verbs"] | self.lists["acting"]
        unnaming = knowledge.cues.lists["unnaming"] | self.lists["saying"]
        self.small = grammar.function.union(grammar.adverbs, grammar.days, unnaming)
        self.nouns = tuple(self.lists["noun_endings"])
        self.things = tuple(self.lists["thing_endings"])
        self.no_title = self.small | self.acting
        self.roles: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)  # by noun and name
        self.bearers: defaultdict[str, list[tuple[int, Person]]] = defaultdict(list)
        self.often: Counter[Person | None] = Counter()
        self.acts: set[Person | None] = set()  # who says something under the full name
        self.most: dict[str, Person] = {}  # the usual bearer of a surname
        self.breaks: list[int] = []
        self.quoted: list[Span] = []
        found: list[_Found] = []
        for spans, _ in article.passages:
            self.breaks.append(spans[0][0])
            for start, stop in spans:
                self.breaks += [match.end() for match in _BREAK.finditer(text, start, stop)]
                self.quoted += [(q.start, q.stop) for q in quotations(text, start, stop)]
                found += self._words(start, stop)
        self.starts = [start for start, _ in self.quoted]
        self.parts = [0, *(match.end() for match in _PART.finditer(text)), len(text)]
        self.breaks.sort()
        self.genders: dict[str, str] = {}  # that pronouns have told
        self.named = list(self._named(found))
        self.persons = {each.person.name: each.person for each in self.named}
        self.described: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)  # by the words
        for name in self.roster.described.keys() & self.persons.keys():
            for words in filter(None, map(self._modified, self.roster.described[name])):
                self.described[tuple(words)].add(name)
        self._add_roles(article.stretches)
        self._add_pronouns(article.stretches)

    @cached_property
    def common(self) -> set[str]:
        """The words of the text that stand in small letters too."""
        return set(_SMALL.findall(" ".join(set(self.text.split()))))

    @cached_property
    def titled(self) -> set[str]:
        """The names beside which a title or a description stands: "Dr. Roe"."""
        return set().union(*(names for head, names in self.roles.items() if self._tells([head])))

    def _add_roles(self, stretches: Sequence[tuple[Span, int | None]]) -> None:
        """Take "the mayor" for a naming, where a verb shows it to be a subject."""
        for match in chain.from_iterable(_THE.finditer(self.text, *span) for span, _ in stretches):
            name = self.role(match[1], match.start()) if match[1].lower() in self.roles else None
            after = _AFTER.match(self.text, match.end())
            if name and after and self._is_verb(after[1]) and not self.are_some(match[1].lower()):
                self._insert(self._naming(*match.span(), self.persons[name], True))

    def _is_verb(self, after: str) -> bool:
        """Tell whether a word behind a name seems to be a verb that it is the subject of."""
        acts = after.islower() and after.endswith(("ed", "s")) and not after.endswith(self.nouns)
        return acts or after in self.acting

    def _add_pronouns(self, stretches: Sequence[tuple[Span, int | None]]) -> None:
        """Take "he" and "she" for namings, as subjects, of those for whom they stand."""
        for span, _ in stretches:
            for match in _NOMINATIVE.finditer(self.text, *span):
                person = self.pronoun(match.start(), PRONOUNS[match[0].lower()])
                if person:
                    person = person._replace(gender=PRONOUNS[match[0].lower()])
                    self.genders.setdefault(person.name, person.gender)
                    self._insert(self._naming(*match.span(), person, True))

    def _words(self, start: int, stop: int) -> Iterator[_Found]:
        """Yield the names of persons in a stretch, titles and other words before them cut off."""
        text = self.text
        for match in self.pattern.finditer(text, start, stop):
            at, end = match.span()
            pieces, last = match[0].split(), _POSSESSIVE.search(text, max(at, end - 2), end)
            end = last.start() if last else end
            plain = text[at:end].replace("’", "'")
            if not plain.isascii():
                plain = UNSEEN.sub("", plain)
            if plain.isupper() and len(pieces) > 1:  # "ANNA BERGER"
                plain = plain.title()
            words = plain.replace(",", "").split()
            found = self._person_in(words, at) if len(words) <= LONGEST else None
            if found:
                first, title, gender = found
                at += first + len("".join(pieces[:first]))
                after = _AFTER.match(text, end)
                beside = self._before(at), after[1] if after else ""
                name = " ".join(words[first:])
                yield _Found(at, end, name, words[first:], title, gender, *beside)

    def _person_in(self, words: list[str], start: int) -> tuple[int, str, str] | None:
        """Return the first word of a person's name, the title before it and its gender."""
        first, title, gender = 0, "", ""
        for n, word in enumerate(words):
            bare = word.rstrip(".")
            if bare in self.given.told_by or bare in self.roster.title_words:
                before = words[n - 1].rstrip(".") if n else self._before(start)
                called = before in self.given.genders or f"{before}." in self.lists["short"]
                if called and n + 1 == len(words):
                    break  # "Charlie King", "Mr. King"
                first, title = n + 1, bare
                gender = self.given.told_by.get(bare, gender)
            elif n == first and bare.lower() in self.small:
                first = n + 1
        if first == len(words):
            return None
        if given := [n for n in range(first, len(words)) if words[n] in self.given.genders]:
            opens = all(_INITIAL.fullmatch(word) for word in words[first : given[0]])
            first = first if opens or given[0] == len(words) - 1 else given[0]
        if not first and not title:
            before = self._before(start)
            gender = self.given.told_by.get(before, "")
            title = before if before in self.roster.title_words else ""
        return first, title, gender

    def _letter(self, word: str) -> str:
        form = self.roster.forms.get((word,))
        return form.letter if form else "-"

    def _named(self, found: Sequence[_Found]) -> Iterator[Naming]:
        """Yield who is named: full names are known first, so that a surname finds one behind it."""
        act = (self._speaks, self._acts)  # of two words or more, and of one
        speak = {each.name for each in found if act[len(each.words) == 1](each)}
        known: dict[str, Person] = {}  # by the name as it stands
        for one in sorted(found, key=lambda each: -len(each.words)):  # the fullest name first
            if len(one.words) == 1 or not (one.name in known or self._is_person(one, speak)):
                continue
            person = known.get(one.name) or self._same(one)
            if person is None:
                name = self._listed(one.words) or one.name
                person = Person(name, one.gender or self._gender(one.words))
            known[one.name] = person
            if self._speaks(one):
                self.acts.add(person)
            for key in self._keys(one.words):
                self.bearers[key].append((one.start, person))
        for name, bearers in self.bearers.items():
            bearers.sort(key=itemgetter(0))
            self.most[name] = Counter(map(itemgetter(1), bearers)).most_common(1)[0][0]
        self.often.update(known[one.name] for one in found if one.name in known)
        alone = {one.name for one in found if len(one.words) == 1}
        full = {person.name.split()[-1] for person in known.values()}
        self.once = sorted(full - alone)  # surnames that stand in full names only
        for one in found:
            person = known.get(one.name) or self._person(one)
            if person:
                for *more, head in self._descriptions(one):
                    self.roles[head].setdefault(person.name, set()).update(more)
                yield self._naming(one.start, one.stop, person, self._is_subject(one))

    def _same(self, one: _Found) -> Person | None:
        """Return who is meant by another form of a full name: "Ann T. Lee" of "Ann Lee"."""
        first = one.words[0]
        for _, person in self.bearers.get(one.words[-1], ())[-NAMESAKES:]:
            other = person.name.split()[0]
            initial = first[0] == other[0] and "." in (first[-1], other[-1])
            short = person.name.endswith(f" {one.name}")  # "Suu Kyi" of "Aung San Suu Kyi"
            if short or first == other or (initial and 2 in (len(first), len(other))):
                return person
        return None

    def called(self, name: str, place: int, gender: str = "") -> Person | None:
        """Return who is called by a surname: whom it named just before, else the usual bearer."""
        bearers = self.bearers.get(name, [])
        at = bisect_right(bearers, place, key=itemgetter(0))
        before, behind = bearers[max(0, at - NAMESAKES) : at], bearers[at : at + NAMESAKES]
        told = ("", gender) if gender else ("", "he", "she")
        near = [each for each in [*before[::-1], *behind] if each[1].gender in told]
        part = bisect_right(self.parts, place)
        here = {each for start, each in before if start >= self.parts[part - 1]}
        if part > 1 and len(here) == 1:
            return here.pop()
        usual, first = self.most.get(name), near[0] if near else (place, None)
        rare = 0 < 2 * self.often[first[1]] <= self.often[usual] and first[1] not in self.acts
        if (rare or first[0] < self.near(place)) and usual in map(itemgetter(1), near):
            return usual
        return near[0][1] if near else None

    def near(self, place: int) -> int:
        """Return where the second sentence before a place begins."""
        return self.breaks[max(0, bisect_right(self.breaks, place) - 3)]

    def _person(self, one: _Found) -> Person | None:
        """Return whom a word by itself names: by its bearers, the roster, a title, what it does."""
        if one.title and (holder := self._holder(one)):
            return Person(holder, one.gender or self._gender(holder.split()))
        known = one.name if one.name in self.bearers else one.name.title()  # "BERGER:"
        if known in self.bearers and (person := self.called(known, one.start, one.gender)):
            return person
        for words in ([one.title, *one.words], one.words):  # "Justice Roe", "Roe"
            if tuple(words) in self.roster.forms:
                listed = self._listed(words)
                person = Person(listed, self._gender(listed.split())) if listed else None
                if person and one.title:
                    self.bearers[one.words[-1]].append((one.start, person))
                return person
        if len(one.words) > 1 or self._is_other(one):
            return None
        if not (one.title or one.name in self.given.genders or self._acts(one)):
            return None
        meant = None if one.name in self.given.genders else self._misspelt(one)
        return meant or Person(one.name, one.gender or self._gender(one.words))

    def _misspelt(self, one: _Found) -> Person | None:
        """Return who is meant by "Wines" where "Wimes" stands only in the full name."""
        like = [name for name in self.once if name[0] == one.name[0]][:REACH]
        spelt = get_close_matches(one.name, like, 1, ALIKE) if len(one.name) > 4 else ()
        return self.called(spelt[0], one.start, one.gender) if spelt else None

    def _holder(self, one: _Found) -> str:
        """Return the known bearer of a surname who held the office before it: "President Roe"."""
        form = self.roster.forms.get(tuple(one.words))
        own = {person for _, person in self.bearers.get(one.words[-1], ())[:NAMESAKES]}
        for actor, strength in form.senses if form else ():
            held = one.title.lower() in [role.title for role in actor.roles] and strength != "weak"
            other = {"", self._gender(actor.name.split())}  # of whom the article may tell
            if held and all(each.name == actor.name or each.gender not in other for each in own):
                return actor.name
        return ""

    def is_usual(self, surname: str, name: str) -> bool:
        """Tell whether a surname has no bearer here but the known person who usually bears it."""
        bearers = {person.name for _, person in self.bearers.get(surname, ())}
        form = self.roster.forms.get((surname,))
        known = {sense.actor.name for sense in form.senses} if form else set()
        return not bearers or bearers & known == {name}

    def _is_other(self, one: _Found) -> bool:
        """Tell whether a word by itself is the name of a body, a place, a month or a people."""
        word, lists = one.name, self.lists
        dated = word in lists["dates"] and one.after not in self.saying
        named = any(word in lists[name] for name in ("organisations", "other_names", "no_person"))
        numbered = one.before[:1].isdigit() and one.before[-1].isalpha()  # "2nd Earl"
        short = f"{word}." in lists["short"]
        return dated or named or numbered or short or one.before in lists["before_names"]

    def _listed(self, words: Sequence[str]) -> str:
        """Return the one person of the roster whom words name, "" where there is none."""
        form = self.roster.forms.get(tuple(WORD.findall(" ".join(words))))
        senses = form.senses if form and form.letter == "p" else ()
        actors = {sense.actor.name for sense in senses if sense.strength != "weak"}
        if len(actors) == 1:
            return actors.pop()
        first, *more = words  # "Ann T. Lee Jr." is Ann Lee, unless the table knows her by initials
        plain = [first, *(word for word in more if not _ADDED.fullmatch(word))]
        known = self._listed(plain) if len(plain) < len(words) else ""
        return "" if re.search(r"\.", known) else known

    def _acts(self, one: _Found) -> bool:
        """Tell whether a word that has a capital throughout says or does something."""
        low = one.name.lower()
        if len(low) <= 2 or one.before.lower() == "the" or not self._is_subject(one):
            return False
        noun = one.after in ("are", "were", "have") or low.endswith(self.things)
        noun = noun or one.after.endswith("ing")
        other = noun or low.split("'")[0] in self.small or one.name.isupper()  # "I've", "CNN"
        return not (other or low in self.common or self.are_some(low))

    def _is_person(self, one: _Found, speak: set[str]) -> bool:
        """Tell whether two words or more name a person; ``speak``: the surnames of who speaks."""
        words = one.words
        if self._is_thing(one):
            return False
        form = self.roster.forms.get(tuple(words))
        if form is not None:
            return form.letter == "p"
        if words[0] in self.given.genders:
            return True
        if any(self._letter(word) in "ck" for word in words[1:]):
            return False  # "Food Standards Australia"
        if self._letter(words[-1]) == "p" or one.title:
            return True
        place = words[0] in self.lists["before_names"]  # "Camp McCoy"
        known = words[0] in self.given.family_first or (words[-1][:2] == "Mc" and not place)
        described = any(map(self._tells, self._descriptions(one)))
        spoken = not speak.isdisjoint((words[-1], " ".join(words[-2:])))  # "Aung San | Suu Kyi"
        return known or spoken or self._speaks(one) or described

    def _is_thing(self, one: _Found) -> bool:
        """Tell whether words with capitals are a body, a title or more than one name."""
        words, lists = one.words, self.lists
        particle = words[0].lower() in lists["particles"] and words[0] not in self.given.genders
        two = not self.given.genders.keys().isdisjoint(words[3:-1])  # "Ann Lee Calls Bob Roe"
        small = any(word.lower() in lists["function"] for word in words[1:])  # "Save the Sea"
        if particle or two or small or words[-1] in lists["organisations"]:
            return True
        other = words[-1] in lists["other_names"] or words[-1].lower() in lists["documents"]
        return other and words[-1] not in lists["last"] and not self._speaks(one)

    def _tells(self, words: Sequence[str]) -> bool:
        noun = words[-1]
        told = noun in self.given.told_by or noun in self.lists["unnamed"]
        return told or noun in self.roster.title_words or noun.title() in self.lists["roles"]

    def _descriptions(self, one: _Found) -> Iterator[list[str]]:
        """Yield the words that describe a person, a noun last: "the mayor, Ann Lee, a lawyer"."""
        lead = self.text[max(0, one.start - 2 * REACH) : one.start].rpartition("\n\n")[2]
        before = _APPOSED.search(lead) if one.before == "," else None
        behind = _BEHIND.match(self.text, one.stop, one.stop + 2 * REACH)
        told = lead and one.before[-1:].isalnum() and self._modified(self._title(lead))
        if told and self._tells(told):
            yield told
        yield from filter(None, (self._modified(match[1]) for match in (before, behind) if match))

    def _title(self, lead: str) -> str:
        """Return the words before a name behind the last that is no part of a title."""
        words = lead.split()
        capital, title = words[-1][0].isupper(), ""
        for word in reversed(words):
            marked = _PARTED.search(word) and word not in self.lists["short"]
            other = capital and word[0].islower() and word not in self.lists["lesser"]
            if word != "of" and (marked or other or word.lower() in self.no_title):
                break
            title = f"{word} {title}"
        return "" if words[-1] == "of" else title.removeprefix("of ")

    def _modified(self, phrase: str) -> list[str]:
        """Return a description's words, the noun last: "state", "secretary"."""
        plain = phrase.replace("New ", "New-").replace(".", "").lower()
        words, *behind = _COMPLEMENT.split(plain, maxsplit=1)
        more = [word for word in " ".join(behind).split() if word not in self.small]
        return [self.same.get(word, word) for word in (*more, *words.split()[-4:])]

    def role(self, phrase: str, place: int) -> str | None:
        """Return whom a description stands for: of those so described the one named last."""
        first, _, second = phrase.partition(" and ")
        if second:  # "the former first lady and senator", no "mayor and council"
            whose, other = self.role(first, place), self.role(second, place)
            apart = second.split()[0].lower() in self.small or not self.is_one(second.split()[-1])
            return None if apart or other not in (None, whose) else whose
        words = self._modified(phrase)
        known = self.described.get(tuple(words), set())
        *more, head = words or [""]
        at = bisect_left(self.named, place, key=attrgetter("start"))
        kinds = self.lists["modified"]
        roles = self.roles.get(head, {}) if head in kinds or self.is_one(head) else {}
        last = [each.person.name for each in reversed(self.named[max(0, at - REACH) : at])]
        held = [name for name in last if name in roles]
        lesser = self.lists["lesser"].difference(more)
        states = any(self._letter(word.title()) in "ack" for word in more)
        another = states or not self.lists["lesser"].isdisjoint(more)  # "the other senator"
        alone = len(set(held)) == 1 and head in kinds and not another
        own = (name for name in held if roles[name].isdisjoint(lesser))
        fit = (n for n in own if roles[n] >= set(more) or (alone and roles[n] <= set(more)))
        return next(fit, None) or (next(iter(known)) if len(known) == 1 else None)

    def _speaks(self, one: _Found) -> bool:
        """Tell whether a verb of saying, or ", who", stands beside a name."""
        apposed = self.text[one.stop : one.stop + REACH].removeprefix(", ").split(" ", 1)[0]
        spoken = not self.saying.isdisjoint((one.before, one.after, apposed))
        return one.before != "the" and (spoken or self.text.startswith(", who ", one.stop))

    def _before(self, start: int) -> str:
        words = self.text[max(0, start - 24) : start].rsplit(None, 1)
        if not words or words[-1][-1].isalnum() or words[-1] in self.lists["short"]:
            return words[-1].lstrip("“\"‘'([—–-").rstrip(".") if words else ""
        return words[-1][-1]

    def _keys(self, words: Sequence[str]) -> Iterator[str]:
        """Yield what may stand for a full name: the surname, with its particles and without."""
        last = len(words) - 1 - (words[-1] in self.lists["last"])
        first = last
        while first > 1 and words[first - 1].lower() in self.lists["particles"]:
            first -= 1
        for n in {first, last}:
            surname = " ".join(words[n : last + 1])
            yield from {surname, surname[0].upper() + surname[1:]}
        if words[0] in self.given.family_first or words[0] in self.given.genders:
            yield words[0]

    def _gender(self, words: Sequence[str]) -> str:
        named = next((word for word in words if not _INITIAL.fullmatch(word)), "")
        return self.given.genders.get(named, "") or self.given.genders.get(named.split("-")[0], "")

    def _naming(self, start: int, stop: int, person: Person, subject: bool) -> Naming:
        sentence, quotation = bisect_right(self.breaks, start), self._quotation(start)
        return Naming(start, stop, person, sentence, subject, quotation)

    def _insert(self, naming: Naming) -> None:
        insort(self.named, naming, key=attrgetter("start"))

    def _quotation(self, place: int) -> int:
        at = bisect_right(self.starts, place) - 1
        return self.quoted[at][0] if at >= 0 and place < self.quoted[at][1] else -1

    def _is_subject(self, one: _Found) -> bool:
        """Tell whether a name is the subject of its clause, by the words beside it."""
        verb = self._is_verb(one.after) and one.before.lower() not in self.lists["locative"]
        return one.before in self.saying or verb

    def at(self, start: int, stop: int) -> Person | None:
        """Return the person whom a span names, with words before the name and behind it."""
        first = bisect_left(self.named, start, key=attrgetter("start"))
        last = bisect_right(self.named, stop, key=attrgetter("start"))
        for each in self.named[first:last]:
            before, behind = self.text[start : each.start], self.text[each.stop : stop]
            whole = not behind.strip(".") or behind.startswith((",", " (", " of "))
            shown = not self.lists["showing"].isdisjoint(before.split()[-2:-1])  # "footage of Lee"
            apart = shown or not _OTHERS.search(before) or self._tells(before.split())
            if whole and apart and each.stop <= stop:
                return each.person
        return None

    def up_to(self, stop: int) -> Person | None:
        """Return the person whose name ends at an offset."""
        before = bisect_left(self.named, stop, key=attrgetter("start")) - 1
        ends = before >= 0 and self.named[before].stop == stop
        return self.named[before].person if ends else None

    def add(self, start: int, stop: int, name: str, subject: bool) -> None:
        """Add a source that a pronoun may go back to; one told of by another is no subject."""
        named = self.at(start, stop)
        if named and named.name == name:
            return
        words = self.text[start:stop].split()
        told = (self.given.told_by[word] for word in words if word in self.given.told_by)
        person = self.persons.get(name) or (named or Person("", next(told, "")))
        self._insert(self._naming(start, stop, person._replace(name=name), subject))

    def is_one(self, noun: str) -> bool:
        """Tell whether a noun is a word for a person: "engineer"."""
        other = noun in self.lists["documents"] or noun in self.lists["after_name"]
        ends = not other and noun.endswith(tuple(self.lists["person_endings"]))
        return ends or self._tells([noun])

    def are_some(self, noun: str) -> bool:
        """Tell whether a noun is a word for several persons: "engineers"."""
        return noun.endswith("s") and self.is_one(noun[:-1])

    def is_noun(self, noun: str) -> bool:
        """Tell whether a word may be a noun of several, or one that the text has elsewhere."""
        own = noun in self.common or noun.removesuffix("s") in self.common
        return own or self.are_some(noun) or noun in self.small

    def several(self, place: int) -> str | None:
        """Return for whom "they" at a place may stand: two persons, or those whom a noun names."""
        start = self.breaks[max(0, bisect_right(self.breaks, place) - 2)]
        first = bisect_left(self.named, start, key=attrgetter("start"))
        last = bisect_left(self.named, place, key=attrgetter("start"))
        for one, other in pairwise(self.named[first:last]):
            if self.text[one.stop : other.start] == " and ":
                return f"{one.person.name} and {other.person.name}"
        nouns = (noun[0] for noun in _PLURAL.finditer(self.text, start, place))
        return next((noun for noun in nouns if self.are_some(noun.lower())), None)

    def pronoun(self, place: int, gender: str, last: str = "") -> Person | None:
        """Return for whom a pronoun at a place stands; ``last`` spoke in the sentence before."""
        sentence, quotation = bisect_right(self.breaks, place), self._quotation(place)
        at = bisect_left(self.named, place, key=attrgetter("start"))
        fit = [
            each
            for each in self.named[max(0, at - REACH) : at]
            if (each.person.gender or self.genders.get(each.person.name, "")) in ("", gender)
            and each.quotation in (-1, quotation)
        ]
        spoke = next((each.person for each in fit[::-1] if each.person.name == last), None)
        for back in range(SENTENCES):
            if back == 1 and spoke:
                return spoke
            here = [each for each in fit if each.sentence == sentence - back]
            marks = () if back else ("’s", "'s")  # "for Lee’s aide, but he …"
            bare = (each for each in here if not self.text.startswith(marks, each.stop))
            subjects = [each for each in bare if each.subject]
            if here:
                return (subjects or here)[0 if back and subjects else -1].person
        return fit[-1].person if fit else None


@lru_cache(maxsize=2)
def people(text: str, article: Article, knowledge: Knowledge) -> People:
    """Return the people of an article, made once for its statements and its mentions."""
    return People(text, article, knowledge)


@lru_cache(maxsize=8)
def _pattern(particles: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of a name: words with capitals, particles before and between them."""
    small = f"(?:(?:{'|'.join(map(re.escape, sorted(particles)))}) ){{0,4}}"
    return re.compile(rf"(?<![\w’'\-.]){small}{_WORD}(?:,? [JS]r\.|(?<![’']s)\s{small}{_WORD})*")
