"""The known actors, titles and offices as a lookup of their surface forms; given names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from onrecord.knowledge.grammar import Grammar
from onrecord.knowledge.tables import KnowledgeError, Table, Toml

# A run of adjacent forms is written with one letter each; these are the letters.
LETTERS = {
    "person": "p", "government": "c", "place": "k", "adjective": "a", "people": "l", "office": "f",
    "title": "t", "same": "s", "other": "o",  # before a title: same office, another ("former")
}  # fmt: skip
BODY = "i"  # an institution, organisation, group, outlet or document
EITHER = "T"  # a title, or a word before one ("chief", "deputy")
WORD = re.compile(r"\w+|[^\w\s]")  # a word or a mark
Days = tuple[str, str]  # first and last day (ISO) of an article, "" where they are not known


def days(interval: Sequence[str | None]) -> Days:
    """Return first and last day of an interval, "" where they are not both known."""
    first, last = (*interval, None, None)[:2]
    return (first, last) if first and last else ("", "")


class Role(NamedTuple):
    """An office that a person held: title, of whom, first and last day (ISO; "" for none)."""

    holder: str
    title: str
    of: str
    first: str
    last: str


class Actor(NamedTuple):
    """One entry of the roster; ``government`` is whom a place stands for."""

    name: str
    kind: str
    side: str | None = None
    roles: tuple[Role, ...] = ()
    government: str | None = None
    first: str = ""
    last: str = ""

    def valid(self, days: Days) -> bool:
        """Tell whether the entry holds at a date."""
        return not (self.first or self.last) or _overlap(self, days)

    def in_office(self, days: Days) -> bool:
        """Tell whether the actor held any office at a date."""
        return any(_overlap(role, days) for role in self.roles)


def _overlap(term: Role | Actor, days: Days) -> bool:
    """Tell whether a term and an interval overlap; an unknown interval overlaps with none."""
    first, last = days
    return bool(last) and term.first <= last and (not term.last or first <= term.last)


class Office(NamedTuple):
    """A kind of office that every state has."""

    is_state: bool  # a word for the state itself
    subject_only: bool


class Sense(NamedTuple):
    """An actor whom a surface form may name, and how surely: full, surname or weak."""

    actor: Actor
    strength: str


# While the tables are read: surface form → what it may be, in order, as type, value, strength.
_Meanings = dict[tuple[str, str, str], None]
_Forms = defaultdict[str, _Meanings]


class Form:
    """What a surface form may be."""

    def __init__(self, meanings: _Meanings, actors: Mapping[str, Actor]) -> None:
        self.values: dict[str, str] = {}  # the first by type; of a title that is no office ""
        senses, sides, sure = [], [], set()
        for kind, value, strength in meanings:
            self.values.setdefault(kind, value)
            if kind == "name":
                actor = actors[value]
                senses.append(Sense(actor, strength))
                sides.append((actor.government if actor.kind == "place" else None) or actor.side)
                sure |= {value, actor.government or value} if strength == "full" else set()
            elif kind in ("adjective", "people"):
                sides.append(value)
                sure.add(value)
        # stands for it in a run
        first = senses[0].actor.kind if senses else next(iter(self.values))
        self.letter = LETTERS.get(first, BODY)
        if "title" in self.values:
            plain = self.values.keys().isdisjoint(("same", "other"))
            self.letter = LETTERS["title"] if plain else EITHER
        self.side = (*sides, None)[0]  # the country or body that it means before an office or title
        self.senses, self.sure = tuple(senses), frozenset(sure)  # sure: whom it surely names


class Roster:
    """The compiled lookup: the tables ``actors``, ``countries``, ``names``, and given names."""

    def __init__(
        self, actors: Table, countries: Table, names: Table, given: Iterable[str], grammar: Grammar
    ) -> None:
        forms: _Forms = defaultdict(dict)
        self.offices = _add_words(forms, names)
        listed, states = actors.entries("actor"), countries.entries("country")
        known = {entry["name"]: _add_actor(forms, entry) for entry in listed}
        for entry in states:
            _add_country(forms, known, entry)
        self.actors = known  # by canonical name
        self.roles: defaultdict[tuple[str, str], list[Role]] = defaultdict(list)
        for role in chain.from_iterable(actor.roles for actor in known.values()):
            self.roles[role.title, role.of].append(role)  # by title and of whom
        self.titles = frozenset(entry["title"] for entry in names.entries("title"))
        # how a country names its offices ("US")
        self.short = {
            c["name"]: c.get("short", [*c.get("adjective", []), c["name"]][0]) for c in states
        }
        lists = names.holds["reading"] | names.holds["source"]
        lists |= {"given": given, "possessive": grammar.possessive}
        self.words = {name: frozenset(words) for name, words in lists.items()}  # of the rules
        # the names of seats of government
        self.capitals = frozenset(form for entry in states for form in entry.get("capital", []))
        # by the words that stand beside their members
        self.parties = {word: entry["name"] for entry in listed for word in entry.get("beside", ())}
        # by canonical name: the phrases that may stand for it
        self.described = {one["name"]: one["described"] for one in listed if "described" in one}
        by_words: defaultdict[tuple[str, ...], _Meanings] = defaultdict(dict)
        for form, meanings in forms.items():
            by_words[tuple(WORD.findall(form.replace("’", "'")))] |= meanings
        self.forms = {form: Form(meanings, known) for form, meanings in by_words.items()}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for first, *rest in by_words:
            lengths[first].add(1 + len(rest))
        # of the forms that begin with a word, the longest first
        self.lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words that are a title or role by themselves."""
        single = {words[0] for words, form in self.forms.items() if words[1:] == ()}
        return self.words["roles"].union(w for w in single if self.forms[w,].letter in "tT")

    def kind_of(self, side: str) -> str:
        """Return the kind of a side: a government, unless its entry says what else it is."""
        return self.actors[side].kind if side in self.actors else "government"

    def side(self, name: str | None, side: str | None, days: Days) -> str | None:
        """Return for whom somebody speaks: the state whose office they hold then, else ``side``."""
        roles = self.actors[name].roles if name and name in self.actors else ()
        of = next((r.of for r in roles if r.first <= days[0] and days[1] <= (r.last or "9")), "")
        return (self.actors[of].side if of in self.actors else of) or side

    def holder(self, title: str, of: str, days: Days) -> Actor | None:
        """Return the one person who held an office on every day of an interval, if it is known."""
        held = [role for role in self.roles.get((title, of), ()) if _overlap(role, days)]
        throughout = any(r.first <= days[0] and (not r.last or days[1] <= r.last) for r in held)
        one = throughout and len({role.holder for role in held}) == 1
        return self.actors[held[0].holder] if one else None


def check_roles(table: Table, roster: Roster) -> None:
    """Raise KnowledgeError where the title of a role, or whose it is, is unknown."""
    bodies = tuple(f" {name}" for name in roster.offices)
    for entry in table.entries("actor"):
        place = (table.file, f"[[actor]] ({entry['name']}), roles")
        for _, title, of, *_ in roster.actors[entry["name"]].roles:
            if title not in roster.titles and title.split(" ", 1)[-1] not in roster.titles:
                raise KnowledgeError(*place, f"no title {title!r}", "add a [[title]] to names.toml")
            if of not in roster.actors and not of.endswith(bodies):
                what = f"no actor or country {of!r}"
                raise KnowledgeError(*place, what, "add it, or mend the name")


def _add_words(forms: _Forms, names: Table) -> dict[str, Office]:
    """Add the titles, the words before them, and the offices; return the offices."""
    for entry in names.entries("title"):
        title = entry["title"] if entry.get("alone", True) else ""
        for form in entry["forms"]:
            _add_cased(forms, form, "title", title)
            if form[-1].isalpha() and len(form) > 3:
                _add_cased(forms, form + "s", "title", title)
    for kind, words in names.holds["before_title"].items():
        for word in words:
            _add_cased(forms, word.rstrip("-"), kind, word.rstrip("-"))
    offices = {}
    for entry in names.entries("office"):
        is_state, subject_only = entry.get("is_state", False), entry.get("subject_only", False)
        offices[entry["name"]] = Office(is_state, subject_only)
        for form in entry["forms"]:
            forms[form]["office", entry["name"], ""] = None
    return offices


def _add_cased(forms: _Forms, form: str, kind: str, value: str) -> None:
    """Add a form as it stands, with a capital, and with capitals on all words but small ones."""
    small = ("of", "the", "to", "for", "and")
    title = " ".join(w if w in small else w[:1].upper() + w[1:] for w in form.split())
    for shape in (form, form[:1].upper() + form[1:], title):
        forms[shape][kind, value, ""] = None


def _add_actor(forms: _Forms, entry: Toml) -> Actor:
    name, weak = entry["name"], entry.get("weak", [])
    surnames = entry.get("surname", [name.split()[-1]]) if entry["kind"] == "person" else []
    full = [form for form in (name, *entry.get("aliases", [])) if form not in weak]
    for strength, own in (("full", full), ("surname", surnames), ("weak", weak)):
        _add(forms, own, ("name", name, strength))
    _add(forms, entry.get("adjective", []), ("adjective", entry.get("side") or name, "full"))
    roles = tuple(
        Role(name, role["title"], role["of"], str(role["from"]), str(role.get("to", "")))
        for role in entry.get("roles", ())
    )
    first, last = (str(entry.get(end, "")) for end in ("from", "to"))
    side, government = map(entry.get, ("side", "government"))
    return Actor(name, entry["kind"], side, roles, government, first, last)


def _add_country(forms: _Forms, actors: dict[str, Actor], entry: Toml) -> None:
    """Add a country, its people, adjectives and seat of government."""
    name, weak = entry["name"], entry.get("weak", [])
    actors.setdefault(name, Actor(name, "government", name))
    for form in (name, *entry.get("aliases", [])):
        _add(forms, [form], ("name", name, "weak" if form in weak else "full"))
    for kind in ("adjective", "people"):
        _add(forms, entry.get(kind, []), (kind, name, "full"))
    for form in entry.get("capital", []):
        if actors.setdefault(form, Actor(form, "place", name, government=name)).kind == "place":
            _add(forms, [form], ("name", form, "weak" if form in weak else "full"))


def _add(forms: _Forms, names: Iterable[str], meaning: tuple[str, str, str]) -> None:
    """Add the forms of a name, and their variants without accents and in capitals."""
    for form in names:
        letters = unicodedata.normalize("NFD", form)
        plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
        forms[form][meaning] = forms[plain][meaning] = None
        if form.startswith("the "):
            forms["T" + form[1:]][meaning] = None
        if len(plain) > 3 and meaning[2] != "weak":
            forms[plain.upper()][meaning] = None


class GivenNames:
    """Which gender words tell: he, she, or "" for a name that both bear."""

    def __init__(self, table: Table) -> None:
        lists = ("both", "male", "female", "family_first")
        both, male, female, family = (" ".join(table.holds[name]).split() for name in lists)
        self.genders = dict.fromkeys(both, "") | dict.fromkeys(male, "he")  # of given names
        self.genders |= dict.fromkeys(female, "she")
        told_by = table.holds["told_by"].items()
        # of words of address and words for who somebody is
        self.told_by = {word: how for how, words in told_by for word in words.split()}
        self.family_first = frozenset(family)  # family names that stand before the given name
