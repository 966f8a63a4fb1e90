"""Who is named in an article, by which words, and for whom "he" and "she" stand.

A person has one name in an article, the fullest that it gives. A surname, with a title or without,
is the person so named last before it, else the first behind it. A pronoun stands for a person of
its gender: within its sentence, then the one before, first whoever is the subject there; what
stands in quotation marks is looked past (Hobbs, 1978; Lappin and Leass, 1994).
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import NamedTuple, Self

from onrecord.knowledge import Knowledge
from onrecord.records import Article, Span
from onrecord.text.tokens import quotations

_BIG = r"(?:(?![a-zß-öø-ÿ])[^\W\d_])"
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\xad\u200d])"
_WORD = rf"(?:(?:al|el|as|ad)-)?{_BIG}(?:\.(?:{_BIG}\.)*|{_LETTER}*(?:[’'\-]{_LETTER}+)*)"
_BREAK = re.compile(
    r"[.!?](?<![A-Z]\.)(?<!\b(?:Mr|Ms|Dr|Lt|Jr)\.)(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col)\.)[”\"’)]*\s+|\n+"
)
_SMALL = re.compile(r"\b[^\W\d_A-Z]{3,}\b")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
_INITIAL = re.compile(rf"(?:{_BIG}\.)+")
_AFTER = re.compile(r"(?:,[^,.;:“”\"]{2,80},|\s\([^()]{1,40}\))?\s*([\w’'\-]+|[^\w\s])")
_SHORT = ("Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "Sen.", "Rep.", "Gov.", "Lt.", "Col.", "Prof.")
_LAST = ("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV")
_PERSON_ENDINGS = ("er", "or", "ist", "man", "ian", "ant", "ee", "ess", "eur")
PRONOUNS = dict.fromkeys("he him his himself".split(), "he") | dict.fromkeys(
    "she her hers herself".split(), "she"
)  # that stand for one person, and the gender of each
SENTENCES = 4  # before a pronoun in which its person is looked for,
REACH = 40  # and the most who may be named there
NAMESAKES = 8  # bearers of a surname, before a place and behind it, that are looked at
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
    words: list[str]
    title: str  # before them
    gender: str  # that the title tells
    before: str  # the word or mark before them
    after: str  # the one behind them and their apposition

    @property
    def name(self) -> str:
        """The words as one."""
        return " ".join(self.words)

    @property
    def stop(self) -> int:
        """Where the words end."""
        return self.start + len(self.name)


class People:
    """The persons of an article."""

    def __init__(self, text: str, article: Article, knowledge: Knowledge) -> None:
        self.text, self.roster, self.given = text, knowledge.roster, knowledge.given_names
        grammar = knowledge.grammar
        saying = self.roster.words["saying"]
        self.small = grammar.function.union(
            grammar.adverbs, grammar.days, saying, knowledge.cues.lists["unnaming"]
        )
        self.lists, self.pattern = self.roster.words, _pattern(self.roster.words["particles"])
        self.bearers: defaultdict[str, list[tuple[int, Person]]] = defaultdict(list)
        self.breaks: list[int] = []
        self.quoted: list[Span] = []
        found: list[_Found] = []
        headline = [(article.headline_span,)] if article.headline_span else []
        for spans in [*headline, *article.paragraphs]:
            self.breaks.append(spans[0][0])
            for start, stop in spans:
                self.breaks += [match.end() for match in _BREAK.finditer(text, start, stop)]
                self.quoted += [(q.start, q.stop) for q in quotations(text, start, stop)]
                found += self._words(start, stop)
        self.starts = [start for start, _ in self.quoted]
        self.breaks.sort()
        self.named = list(self._named(found))

    @cached_property
    def common(self) -> set[str]:
        """The words of the text that stand in small letters too."""
        return set(_SMALL.findall(self.text))

    def _words(self, start: int, stop: int) -> Iterator[_Found]:
        """Yield the names of persons in a stretch, titles and other words before them cut off."""
        for match in self.pattern.finditer(self.text, start, stop):
            texts = [word.rstrip(",") for word in match[0].split()]
            texts[-1] = _POSSESSIVE.sub("", texts[-1])
            found = self._person_in(texts, match.start()) if len(texts) <= LONGEST else None
            if found:
                first, title, gender = found
                at = match.start() + (match[0].index(texts[first]) if first else 0)
                after = _AFTER.match(self.text, at + len(" ".join(texts[first:])))
                beside = self._before(at), after[1] if after else ""
                yield _Found(at, texts[first:], title, gender, *beside)

    def _person_in(self, words: list[str], start: int) -> tuple[int, str, str] | None:
        """Return the first word of a person's name, the title before it and its gender."""
        first, title, gender = 0, "", ""
        for n, word in enumerate(words):
            bare = word.rstrip(".")
            if bare in self.given.told_by or self._is_title(bare):
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
            title = before if self._is_title(before) else ""
        return first, title, gender

    def _is_title(self, word: str) -> bool:
        form = self.roster.forms.get((word,))
        return form is not None and form.letter in "tT"

    def _named(self, found: Sequence[_Found]) -> Iterator[Naming]:
        """Yield who is named: full names are known first, so that a surname finds one behind it."""
        speak = {one.name for one in found if len(one.words) == 1 and self._speaks(one)}
        known: dict[str, Person] = {}  # by the name as it stands
        for one in found:
            if len(one.words) == 1 or not (one.name in known or self._is_person(one, speak)):
                continue
            person = known.get(one.name) or self._same(one)
            if person is None:
                name = self._listed(one.words) or one.name
                person = Person(name, one.gender or self._gender(one.words))
            known[one.name] = person
            for key in self._keys(one.words):
                bearers = self.bearers[key]
                if not bearers or bearers[-1][1] != person:
                    bearers.append((one.start, person))
        for one in found:
            person = known.get(one.name) or self._person(one)
            if person:
                yield self._naming(one.start, one.stop, person, self._is_subject(one))

    def _same(self, one: _Found) -> Person | None:
        """Return who is meant by another form of a full name: "Ann T. Lee" of "Ann Lee"."""
        first = one.words[0]
        for _, person in self.bearers.get(one.words[-1], ())[-NAMESAKES:]:
            other = person.name.split()[0]
            initial = first[0] == other[0] and "." in (first[-1], other[-1])
            if first == other or (initial and 2 in (len(first), len(other))):
                return person
        return None

    def called(self, name: str, place: int, gender: str = "") -> Person | None:
        """Return who is called by a surname at a place: whom it named last, else will name next."""
        bearers = self.bearers.get(name, [])
        at = bisect_right(bearers, place, key=itemgetter(0))
        before, behind = bearers[max(0, at - NAMESAKES) : at], bearers[at : at + NAMESAKES]
        near = [person for _, person in [*before[::-1], *behind]]
        fit = (person for person in near if not gender or person.gender in ("", gender))
        return next(fit, None)

    def _person(self, one: _Found) -> Person | None:
        """Return whom a word by itself names: by its bearers, the roster, a title, what it does."""
        if person := self.called(one.name, one.start, one.gender):
            return person
        if tuple(one.words) in self.roster.forms:
            listed = self._listed(one.words)
            return Person(listed, self._gender(listed.split())) if listed else None
        if len(one.words) > 1 or one.name in self.lists["organisations"]:
            return None
        named = one.title or one.name in self.given.genders or self._acts(one)
        return Person(one.name, one.gender or self._gender(one.words)) if named else None

    def _listed(self, words: Sequence[str]) -> str:
        """Return the one person of the roster whom words name, "" where there is none."""
        form = self.roster.forms.get(tuple(words))
        senses = form.senses if form and form.letter == "p" else ()
        actors = {sense.actor.name for sense in senses if sense.strength != "weak"}
        return actors.pop() if len(actors) == 1 else ""

    def _acts(self, one: _Found) -> bool:
        """Tell whether a word that has a capital throughout says or does something."""
        before, after = one.before, one.after
        acts = after in self.lists["saying"] or after in self.lists["verbs"] or after.endswith("ed")
        strange = len(one.name) > 2 and one.name.lower() not in self.common
        return acts and strange and before != "the" and before not in self.lists["locative"]

    def _is_person(self, one: _Found, speak: set[str]) -> bool:
        """Tell whether two words or more name a person; ``speak``: the surnames of who speaks."""
        words, lists = one.words, self.lists
        if words[0].lower() in lists["particles"] or words[-1] in lists["organisations"]:
            return False
        other = words[-1] in lists["other_names"] or words[-1].lower() in lists["documents"]
        if other and words[-1] not in _LAST:
            return False
        form = self.roster.forms.get(tuple(words))
        if form is not None:
            return form.letter == "p"
        if words[0] in self.given.genders:
            return True
        surname = self.roster.forms.get((words[-1],))
        if surname is not None and surname.letter == "p":
            return True
        known = one.title or words[0] in self.given.family_first or words[-1] in speak
        return bool(known) or self._speaks(one)

    def _speaks(self, one: _Found) -> bool:
        """Tell whether a verb of saying, or ", who", stands beside a name."""
        spoken = not self.lists["saying"].isdisjoint((one.before, one.after))
        return one.before != "the" and (spoken or self.text.startswith(", who ", one.stop))

    def _before(self, start: int) -> str:
        words = self.text[max(0, start - 24) : start].split()
        if not words or words[-1][-1].isalnum() or words[-1] in _SHORT:
            return words[-1].lstrip("“\"‘'([—–-").rstrip(".") if words else ""
        return words[-1][-1]

    def _keys(self, words: Sequence[str]) -> Iterator[str]:
        """Yield what may stand for a full name: the surname, with its particles and without."""
        last = len(words) - 1 - (words[-1] in _LAST)
        first = last
        while first > 1 and words[first - 1].lower() in self.lists["particles"]:
            first -= 1
        for n in {first, last}:
            surname = " ".join(words[n : last + 1])
            yield surname
            yield surname[0].upper() + surname[1:]
        if words[0] in self.given.family_first:
            yield words[0]
        if words[0] in self.given.genders:
            yield words[0]

    def _gender(self, words: Sequence[str]) -> str:
        named = next((word for word in words if not _INITIAL.fullmatch(word)), "")
        return self.given.genders.get(named, "") or self.given.genders.get(named.split("-")[0], "")

    def _naming(self, start: int, stop: int, person: Person, subject: bool) -> Naming:
        sentence, quotation = bisect_right(self.breaks, start), self._quotation(start)
        return Naming(start, stop, person, sentence, subject, quotation)

    def _quotation(self, place: int) -> int:
        at = bisect_right(self.starts, place) - 1
        return self.quoted[at][0] if at >= 0 and place < self.quoted[at][1] else -1

    def _is_subject(self, one: _Found) -> bool:
        """Tell whether a name is the subject of its clause, by the words beside it."""
        saying, verbs = self.lists["saying"], self.lists["verbs"]
        before, after = one.before, one.after
        acts = after.islower() and after.endswith(("ed", "s"))
        verb = acts or after in saying or after in verbs
        return before in saying or (verb and before.lower() not in self.lists["locative"])

    def at(self, start: int, stop: int) -> Person | None:
        """Return the last person named within a span."""
        first = bisect_left(self.named, start, key=attrgetter("start"))
        last = bisect_right(self.named, stop, key=attrgetter("start"))
        inside = [each.person for each in self.named[first:last] if each.stop <= stop]
        return inside[-1] if inside else None

    def copy(self) -> Self:
        """Return the same people, to which sources can be added."""
        other = copy(self)
        other.named = [*self.named]
        return other

    def add(self, start: int, stop: int, name: str, subject: bool) -> None:
        """Add a source that a pronoun may go back to; one told of by another is no subject."""
        at = bisect_right(self.named, start, key=attrgetter("start"))
        named, words = self.at(start, stop), self.text[start:stop].split()
        told = (self.given.told_by[word] for word in words if word in self.given.told_by)
        gender = named.gender if named else next(told, "")
        self.named.insert(at, self._naming(start, stop, Person(name, gender), subject))

    def is_one(self, noun: str) -> bool:
        """Tell whether a noun is a word for a person: "engineer"."""
        if noun in self.given.told_by or noun in self.lists["unnamed"] or self._is_title(noun):
            return True
        other = noun in self.lists["documents"] or noun in self.lists["after_name"]
        return not other and noun.endswith(_PERSON_ENDINGS)

    def pronoun(self, place: int, gender: str) -> str | None:
        """Return for whom a pronoun at a place stands: the name of the person, or None."""
        sentence, quotation = bisect_right(self.breaks, place), self._quotation(place)
        at = bisect_right(self.named, place, key=attrgetter("start"))
        fit = [
            each
            for each in self.named[max(0, at - REACH) : at]
            if each.person.gender in ("", gender) and each.quotation in (-1, quotation)
        ]
        for back in range(SENTENCES):
            here = [each for each in fit if each.sentence == sentence - back]
            subjects = [each for each in here if each.subject]
            if here:
                return (subjects or here)[0 if back and subjects else -1].person.name
        return fit[-1].person.name if fit else None


@lru_cache(maxsize=2)
def people(text: str, article: Article, knowledge: Knowledge) -> People:
    """Return the people of an article, made once for its statements and its mentions."""
    return People(text, article, knowledge)


@lru_cache(maxsize=8)
def _pattern(particles: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of a name: words with capitals, particles before and between them."""
    small = f"(?:(?:{'|'.join(map(re.escape, sorted(particles)))}) )*"
    return re.compile(rf"(?<![\w’'\-.]){small}{_WORD}(?:\s{small}{_WORD}|,? [JS]r\.)*")
