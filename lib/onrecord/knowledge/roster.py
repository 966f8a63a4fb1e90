"""Compile the known actors into a lookup, and find their surface forms in a text."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.knowledge import tables

# A run of adjacent forms is written with one letter each; these are the letters.
LETTERS = {
    "person": "p", "government": "c", "place": "k", "adjective": "a", "people": "l", "office": "f",
    "title": "t", "same": "s", "other": "o",  # before a title: same office, another ("former")
}  # fmt: skip
BODY = "i"  # an institution, organisation, group, outlet or document
EITHER = "T"  # a title, or a word before one ("chief", "deputy")

_LONGEST = 12
_TOKEN = re.compile(r"\w+|[^\w\s]")
_OPENING = frozenset(".!?…:\"“”„«»'‘’()[]—–")


class Role(NamedTuple):
    """An office that a person held: title, of whom, first and last day (ISO; "" for none)."""

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
    wikidata: str | None = None


class Sense(NamedTuple):
    """What a surface form may be.

    ``type`` is name, adjective, people, title, same, other or office; ``value`` the actor, side,
    title or office; ``strength`` (of a name) full, surname or weak.
    """

    type: str
    value: str
    strength: str = "full"


class Roster(NamedTuple):
    """The compiled lookup.

    ``actors`` by canonical name; ``trie`` of words, whose leaves (key None) hold senses and letter;
    ``offices``: the kinds of office that every state has; ``titles``: whether a title is an office;
    ``roles``: who held (title, of) from when to when; ``short``: how a country names its offices
    ("US"); ``words``: the word lists of the rules.
    """

    actors: Mapping[str, Actor]
    trie: dict[str | None, Any]
    offices: Mapping[str, Mapping[str, Any]]
    titles: Mapping[str, bool]
    roles: Mapping[tuple[str, str], Sequence[tuple[str, str, str]]]
    short: Mapping[str, str]
    words: Mapping[str, frozenset[str]]


class Item(NamedTuple):
    """A surface form in a text: its first word, the word behind it, its senses, its letter."""

    i: int
    j: int
    senses: tuple[Sense, ...]
    letter: str

    def value(self, kind: str) -> str:
        """Return the value of the first sense of a type, or ""."""
        return next((s.value for s in self.senses if s.type == kind), "")

    @property
    def names(self) -> list[Sense]:
        """The senses that are names of actors."""
        return [s for s in self.senses if s.type == "name"]


class Stretch(NamedTuple):
    """A headline, a paragraph or a phrase cut into words and marks; ``at`` holds their matches."""

    words: list[str]
    at: list[re.Match[str]]
    headline: bool
    capitals: bool

    def word(self, i: int) -> str:
        """Return a word, or "" beyond the ends."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def touches(self, j: int) -> bool:
        """Tell whether no blank stands between word j and the one before it."""
        return 0 < j < len(self.words) and self.at[j].start() == self.at[j - 1].end()

    def possessive(self, j: int) -> bool:
        """Tell whether "'s" stands directly at word j."""
        marked = self.word(j) == "'" and self.word(j + 1) in ("s", "S")
        return marked and self.touches(j) and self.touches(j + 1)

    def behind(self, j: int) -> int:
        """Return j, or the word behind the "'s" at it."""
        return j + 2 if self.possessive(j) else j


# --- data to lookup -----------------------------------------------------------------------------

Forms = defaultdict[str, dict[Sense, None]]  # what a surface form may be, in order


def roster(folder: str | os.PathLike[str] | None = None) -> Roster:
    """Return the roster of a knowledge folder, compiled once for each version of its files.

    Reads ``actors.toml``, ``countries.toml`` and ``names.toml``; a user's table with
    ``add_to_ours = true`` is added to ours, entries of the same name taking their place. Raises
    OnRecordError (file, entry, remedy) where an entry is wrong.
    """
    names = ("actors", "countries", "names", "grammar")
    stamps = (tables.stamp(name, folder) for name in names)
    return _roster(*stamps, *map(tables.stamp, names[:3]))


@lru_cache(maxsize=8)
def _roster(*stamps: tuple[str, int, int]) -> Roster:
    """Compile one version of the tables: the user's, and ours that these may be added to."""
    table, grammar = (tables.load_file(*stamp) for stamp in stamps[2:4])
    entries = _added(stamps[0], stamps[4], "actor")
    countries = _added(stamps[1], stamps[5], "country")
    forms: Forms = defaultdict(dict)
    titles = _add_titles(forms, table)
    offices = {entry["name"]: entry for entry in table["office"]}
    for name, office in offices.items():
        for form in office["forms"]:
            forms[form][Sense("office", name)] = None
    actors = {entry["name"]: _add_actor(forms, entry) for entry in entries}
    for entry in countries:
        _add_country(forms, actors, entry)
    roles: defaultdict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for actor in actors.values():
        for role in actor.roles:
            roles[role.title, role.of].append((actor.name, role.first, role.last))
    short = {c["name"]: c.get("short", (c.get("adjective") or [c["name"]])[0]) for c in countries}
    lists = {name: frozenset(words) for name, words in (table["reading"] | table["source"]).items()}
    lists["given"] = frozenset(table["given_names"].split())
    lists["possessive"] = frozenset(grammar["possessive"].split())
    book = Roster(actors, _trie(forms, actors), offices, titles, dict(roles), short, lists)
    if stamps[0] != stamps[4] or stamps[:3] == stamps[4:]:  # else it is another table that lacks it
        _check_roles(stamps[0], book)
    return book


def _added(own: tuple[str, int, int], ours: tuple[str, int, int], name: str) -> list[Any]:
    """Return the entries of a table, ours with the user's where these are to be added."""
    table = tables.load_file(*own)
    entries: list[Any] = table[name]
    if not table.get("add_to_ours"):
        return entries
    replaced = {entry["name"] for entry in entries}
    kept = [row for row in tables.load_file(*ours)[name] if row["name"] not in replaced]
    return kept + entries


def countries(folder: str | os.PathLike[str] | None = None) -> list[Any]:
    """Return the entries of the countries, ours with the user's where these are to be added."""
    return _added(tables.stamp("countries", folder), tables.stamp("countries"), "country")


def _check_roles(stamp: tuple[str, int, int], book: Roster) -> None:
    """Raise where a role of a table of actors has a title, or is of somebody, that none knows."""
    bodies = tuple(f" {name}" for name in book.offices)
    for entry in tables.load_file(*stamp)["actor"]:
        place = f"[[actor]] ({entry['name']}), roles"
        for title, of, *_ in book.actors[entry["name"]].roles:
            if title not in book.titles and title.split(" ", 1)[-1] not in book.titles:
                what, remedy = f"no title {title!r}", "add a [[title]] to names.toml"
                raise tables.KnowledgeError(stamp[0], place, what, remedy)
            if of not in book.actors and not of.endswith(bodies):
                what, remedy = f"no actor or country {of!r}", "add it, or mend the name"
                raise tables.KnowledgeError(stamp[0], place, what, remedy)


def _add_actor(forms: Forms, entry: Mapping[str, Any]) -> Actor:
    """Add the surface forms of an actor, and return the actor."""
    name, weak = entry["name"], entry.get("weak", [])
    person = entry["kind"] == "person"
    surnames = entry.get("surname", [name.split()[-1]]) if person else []
    full = [form for form in (name, *entry.get("aliases", [])) if form not in weak]
    for strength, own in (("full", full), ("surname", surnames), ("weak", weak)):
        _add(forms, own, Sense("name", name, strength))
    _add(forms, entry.get("adjective", []), Sense("adjective", entry.get("side") or name))
    roles = tuple(
        Role(role["title"], role["of"], str(role["from"]), str(role.get("to", "")))
        for role in entry.get("roles", ())
    )
    return Actor(
        name, entry["kind"], entry.get("side"), roles, entry.get("government"),
        str(entry.get("from", "")), str(entry.get("to", "")), entry.get("wikidata"),
    )  # fmt: skip


def _add_country(forms: Forms, actors: dict[str, Actor], entry: Mapping[str, Any]) -> None:
    """Add a country, its people, adjectives and seat of government."""
    name, weak = entry["name"], entry.get("weak", [])
    actors.setdefault(name, Actor(name, "government", name, wikidata=entry.get("wikidata")))
    for form in (name, *entry.get("aliases", [])):
        _add(forms, [form], Sense("name", name, "weak" if form in weak else "full"))
    for kind in ("adjective", "people"):
        _add(forms, entry.get(kind, []), Sense(kind, name))
    for form in entry.get("capital", []):
        city = actors.setdefault(form, Actor(form, "place", name, government=name))
        if city.kind == "place":
            _add(forms, [form], Sense("name", form, "weak" if form in weak else "full"))


def _add(forms: Forms, names: Iterable[str], sense: Sense) -> None:
    """Add the forms of a name, and their variants without accents and in capitals."""
    for form in names:
        letters = unicodedata.normalize("NFD", form)
        plain = "".join(c for c in letters if not unicodedata.combining(c))
        forms[form][sense] = forms[plain][sense] = None
        if form.startswith("the "):
            forms["T" + form[1:]][sense] = None
        if len(plain) > 3 and sense.strength != "weak":
            forms[plain.upper()][sense] = None


def _add_titles(forms: Forms, table: Mapping[str, Any]) -> dict[str, bool]:
    """Add the titles, and the words before them; return which titles are offices."""
    for entry in table["title"]:
        for form in entry["forms"]:
            _add_cased(forms, form, Sense("title", entry["title"]))
            if form[-1].isalpha() and len(form) > 3:
                _add_cased(forms, form + "s", Sense("title", entry["title"]))
    for kind, words in table["before_title"].items():
        for word in words:
            _add_cased(forms, word.rstrip("-"), Sense(kind, word.rstrip("-")))
    return {entry["title"]: entry.get("alone", True) for entry in table["title"]}


def _add_cased(forms: Forms, form: str, sense: Sense) -> None:
    """Add a form as it stands, with a capital, and with all its words in capitals."""
    small = ("of", "the", "to", "for", "and")
    title = " ".join(w if w in small else w[:1].upper() + w[1:] for w in form.split())
    for shape in (form, form[:1].upper() + form[1:], title):
        forms[shape][sense] = None


def _trie(forms: Forms, actors: Mapping[str, Actor]) -> dict[str | None, Any]:
    """Return the forms as a trie of words and marks."""
    root: dict[str | None, Any] = {}
    for form, senses in forms.items():
        node = root
        for word in _TOKEN.findall(form.replace("’", "'")):
            node = node.setdefault(word, {})
        both = tuple(dict.fromkeys((*node.get(None, ((), ""))[0], *senses)))
        node[None] = (both, _letter(both, actors))
    return root


def _letter(senses: Sequence[Sense], actors: Mapping[str, Actor]) -> str:
    """Return the letter that stands for a form in a run."""
    types = {sense.type for sense in senses}
    if "title" in types:
        return EITHER if types & {"same", "other"} else LETTERS["title"]
    for sense in senses:
        if sense.type == "name":
            return LETTERS.get(actors[sense.value].kind, BODY)
    return LETTERS[senses[0].type]


# --- text to items ------------------------------------------------------------------------------


def stretch(raw: str, start: int, stop: int, headline: bool = False) -> Stretch:
    """Cut raw[start:stop] into words and marks; a curly apostrophe becomes a straight one."""
    at = list(_TOKEN.finditer(raw, start, stop))
    words = [match[0] for match in at]
    if "’" in words:
        words = ["'" if word == "’" else word for word in words]
    return Stretch(words, at, headline, len(words) > 1 and raw[start:stop].isupper())


def items(words: Sequence[str], trie: Mapping[str | None, Any]) -> list[Item]:
    """Find the surface forms, the longest at each place, none inside another."""
    found = []
    get = trie.get
    skip = 0
    for i, word in enumerate(words):
        node = get(word)
        if node is None or i < skip:
            continue
        best, k, leaf = 0, i + 1, None
        while node is not None:
            if None in node:
                best, leaf = k, node[None]
            if k >= len(words):
                break
            node = node.get(words[k])
            k += 1
        if leaf is not None:
            found.append(Item(i, best, *leaf))
            skip = best
    return found


def runs(text: Stretch, found: Sequence[Item]) -> Iterator[tuple[list[Item], str]]:
    """Group forms that stand side by side, or with only "'s" or the hyphen of "ex-" between.

    Gives each run with its letters; no run is longer than 12 forms.
    """
    run: list[Item] = []
    for item in found:
        if run:
            last = run[-1].j
            gap = item.i - last
            hyphen = gap == 1 and text.words[last] == "-" and text.touches(last)
            joined = run[-1].letter in "oT" if hyphen else gap == 2 and text.possessive(last)
            if not (joined or gap == 0) or len(run) == _LONGEST:
                yield run, letters(run)
                run = []
        run.append(item)
    if run:
        yield run, letters(run)


def letters(run: Sequence[Item]) -> str:
    """Return the letters of a run; "chief" before a title is no title itself."""
    spelt = "".join([item.letter for item in run])
    if EITHER not in spelt:
        return spelt
    found = ""
    for item, letter, after in zip(run, spelt, spelt[1:] + " ", strict=True):
        if letter == EITHER:
            letter = ("s" if item.value("same") else "o") if after in "tsoT" else "t"
        found += letter
    return found


def begins(words: Sequence[str], i: int) -> bool:
    """Tell whether word i begins a sentence, a quotation or a bracket."""
    return i <= 0 or words[i - 1] in _OPENING


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter."""
    return word[:1].isupper()
