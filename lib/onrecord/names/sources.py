"""Read a noun phrase that names a source: canonical name, kind, side, and the rule that read it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from onrecord.knowledge.roster import Actor, Days, Roster, Sense, days
from onrecord.names.forms import OWNED, ROLE, Item, Run, Stretch, letters, runs, stretch

_IN_NAME = ("-", "'", ".", "&")
_THEIRS = r" [A-Z][\w’'-]*(?:(?: and| of)? [A-Z][\w’'-]*)*"
_OF = re.compile(f" (?:of|for|on)(?: the| a)?{_THEIRS}")
_BY = re.compile(f"(?: by(?: the)?{_THEIRS})?")


class Name(NamedTuple):
    """A noun phrase read."""

    canonical: str
    kind: str
    side: str | None
    rule: str

    @classmethod
    def of(cls, actor: Actor, rule: str) -> Self:
        """Return a listed actor as a reading."""
        return cls(actor.name, actor.kind, actor.side, rule)


class _Part(NamedTuple):
    """A phrase; its head, words first to head, and the forms in the head."""

    text: Stretch
    first: int
    head: int
    inside: list[Item]


def canonical(phrase: str, roster: Roster, date_interval: Sequence[str | None] = ()) -> Name | None:
    """Return the canonical reading of a noun phrase that names a source, or None.

    ``date_interval`` (two ISO days) lets a title by itself ("the French president") name its
    holder. The rules: name; surname; title and name; title and surname; title (an unlisted person,
    side from the title's country); unlisted name; unlisted surname; office at the date; title
    without a name (kind "unnamed"); office; state noun; people; capital for government; person's
    administration; name of a place; document; unnamed ("unnamed senior diplomat").

    >>> from onrecord.knowledge import Knowledge
    >>> canonical("German Chancellor Erika Mustermann", Knowledge().roster)
    Name(canonical='Erika Mustermann', kind='person', side='Germany', rule='title')
    """
    return _canonical(phrase, roster, days(date_interval))


@lru_cache(maxsize=32_768)
def _canonical(phrase: str, roster: Roster, when: Days) -> Name | None:
    part = _part(stretch(phrase, 0, len(phrase), roster, when))
    if part.head == part.first or part.text.words[0].lower() in roster.words["pronouns"]:
        return None
    readings = (_person, _role, _body, _described, _stranger)
    return next((name for read in readings if (name := read(part))), None)


def _part(text: Stretch) -> _Part:
    """Return a phrase with its head: behind determiners and marks, before "of …"."""
    first, skipped = 0, text.lists["determiners"].union("\"“”„«»'‘()[]")
    while text.word(first).lower() in skipped:
        first += 1
    first = next((item.i for item in text.found if item.i < first < item.j), first)  # "the West"
    covered = {k for item in text.found for k in range(item.i, item.j)}
    free = (k for k in range(first, len(text.words)) if k not in covered)
    head = next((k for k in free if _ends(text, first, k)), len(text.words))
    inside = [item for item in text.found if item.i >= first and item.j <= head]
    return _Part(text, first, head, inside)


def _ends(text: Stretch, first: int, k: int) -> bool:
    """Tell whether a comma, preposition, relative or participle at word k ends the head."""
    word, noun, lists = text.words[k], text.words[k - 1].lower(), text.lists
    if word in ",;(—–" or k == first:
        return word in ",;(—–"
    described = noun in lists["documents"] or noun in lists["unnamed"]
    said = described and (word.endswith("ed") or word in lists["participles"])
    return said or word in lists["behind_head"]


def person(actor: Actor | None, *, titled: bool, sure: bool) -> Name | None:
    """Return a listed person as a reading: by the name or the surname, with a title or without."""
    rule = ("title and " if titled else "") + ("name" if sure else "surname")
    return Name.of(actor, rule) if actor else None


def office(owner: Item, item: Item, roster: Roster) -> Name | None:
    """Read an office with its country: "French Foreign Ministry", or the state itself."""
    side, name = owner.form.side, item.form.values["office"]
    if not side:
        return None
    if roster.offices[name].is_state:
        return Name(side, roster.kind_of(side), side, "state noun")
    return Name(f"{roster.short.get(side, side)} {name}", "institution", side, "office")


def owned(text: Stretch, owner: Item, item: Item) -> Name | None:
    """Read an office with its country, or an institution with its own one ("US Congress")."""
    if item.letter == "f":
        modifies = text.is_modified(item.j)  # "Russian military campaign"
        subject_only = text.roster.offices[item.form.values["office"]].subject_only
        return None if modifies and subject_only else office(owner, item, text.roster)
    actor = item.actor
    own = actor.side is not None and owner.form.side == actor.side
    owned = own and actor.kind in ("institution", "group", "document")
    return Name.of(actor, "name") if owned else None


def title_of(run: Sequence[Item]) -> str:
    """Return the title in a run, "" where there is none: "former foreign minister"."""
    kinds = zip(run, map({"t": "title", "o": "other"}.get, letters(run)), strict=True)
    return " ".join(filter(None, (item.form.values[kind] for item, kind in kinds if kind)))


def owner_of(run: Sequence[Item], roster: Roster) -> str:
    """Return whose the title in a run is, "" where that is not told: "France"."""
    of = ""
    for item, before in zip(run, [None, *run], strict=False):
        if item.letter == "f" and before and before.letter in "ack":
            body = office(before, item, roster)
            of = body.canonical if body else of
        elif item.letter == "i":
            of = item.actor.name
        elif item.letter in "ack":
            of = of or item.form.side or ""
    return of


def bearers_of(senses: Sequence[Sense], title: str) -> Sequence[Sense]:
    """Keep, of namesakes, those who held the title before the surname; else the better known."""
    title = title.removeprefix("former ")
    held = [sense for sense in senses if title in [role.title for role in sense.actor.roles]]
    return held or [sense for sense in senses if sense.strength != "weak"] or senses


def one(senses: Iterable[Sense]) -> Actor | None:
    """Return the actor that the senses agree on."""
    actors = {sense.actor.name: sense.actor for sense in senses}
    return actors.popitem()[1] if len(actors) == 1 else None


def _first_side(found: Iterable[Item]) -> str | None:
    return next((item.form.side for item in found if item.form.side), None)


def _person(part: _Part) -> Name | None:
    """Read a listed person at the end of the head."""
    if not part.inside:
        return None
    text, (*titles, last) = part.text, part.inside
    if last.letter == "f":
        return _administration(part)
    senses = [sense for sense in last.form.senses if sense.actor.kind == "person"]
    sure = any(sense.strength == "full" for sense in senses)
    if text.behind(last.j) != part.head or (not sure and _is_another(part)):
        return None
    actor = one(bearers_of(senses, title_of(titles)))
    actor = actor or one(sense for sense in senses if sense.actor.in_office(text.days))
    return person(actor, titled=last.i > part.first, sure=sure)


def _is_another(part: _Part) -> bool:
    """Tell whether the word before a surname makes it that of another bearer."""
    text, i = part.text, part.inside[-1].i
    if len(part.inside) < 2:
        return i > part.first and text.is_capital(i - 1)
    return part.inside[-2].j != i and not text.words[i - 1].islower()


def _administration(part: _Part) -> Name | None:
    """Read "the X administration" as the government that X leads."""
    *owners, item = part.inside
    senses = owners[-1].form.senses if owners else ()
    state = part.text.roster.offices[item.form.values["office"]].is_state
    person = item.j == part.head and state and senses and senses[0].actor.kind == "person"
    side = senses[0].actor.side if person else None
    return Name(side, "government", side, "person's administration") if side else None


def _role(part: _Part) -> Name | None:
    """Read a title without a name: its holder at the date, or an unnamed bearer of it."""
    if part.text.word(part.first).lower() in part.text.lists["possessive"]:
        return None
    for run, spelt in runs(part.text, part.inside):
        if (match := ROLE.search(spelt)) and run[match.end() - 1].j == part.head:
            return _holder(part, run[match.start() : match.end()])
    return None


def _holder(part: _Part, role: Sequence[Item]) -> Name | None:
    """Read who bears a title; nobody where it is of nobody, or has several bearers."""
    text, roster = part.text, part.text.roster
    title, of = title_of(role), owner_of(role, roster) or _owner_behind(part)
    word = text.words[part.head - 1].lower()
    if not title or not of or (word.endswith("s") and not title.endswith("s")):
        return None
    if held := roster.holder(title, of, text.days):
        return Name.of(held, "office at the date")
    at = role[-1].i
    before = text.words[part.first : at]
    lead = [word for word in before if word.isalpha() and word.islower() and word != "s"]
    side = roster.actors[of].side if of in roster.actors else None
    shown = ["unnamed", *lead, roster.short.get(of, of), text.shown(at, part.head).lower()]
    return Name(" ".join(shown), "unnamed", side or _first_side(role), "title without a name")


def _owner_behind(part: _Part) -> str:
    """Return the body behind "of" or "for": "the spokesman for the French Foreign Ministry"."""
    if part.text.word(part.head) in ("of", "for"):
        for run, spelt in runs(part.text, part.text.found):
            if run[0].i in (part.head + 1, part.head + 2) and spelt[0] in "acikf":
                return owner_of(run, part.text.roster)
    return ""


def _body(part: _Part) -> Name | None:
    """Read a country, its capital, an institution, an office, a group, an outlet, a document."""
    text = part.text
    for run in runs(text, part.inside):
        stop = text.behind(run.items[-1].j)
        if run.letters[-1] == "i":  # "the Reuters news agency"
            while stop < part.head and text.words[stop] in text.lists["after_name"]:
                stop += 1
        if stop == part.head and _plain(text, text.words[part.first : run.items[0].i]):
            return _body_in(part, run)
    return None


def _body_in(part: _Part, run: Run) -> Name | None:
    text, (first, *others) = part.text, run.items
    if OWNED.fullmatch(run.letters):
        return owned(text, first, others[0])
    if run.letters == "l":
        return Name(people := first.form.values["people"], "government", people, "people")
    if run.letters == "f" and text.word(part.head) == "of":  # "the Foreign Ministry of France"
        near = (part.head + 1, part.head + 2)
        owners = [item for item in text.found if item.i in near and item.letter in "ack"]
        return owned(text, owners[0], first) if owners else None
    if run.letters not in ("c", "k", "i"):
        return None
    actor = one(sense for sense in first.form.senses if sense.actor.valid(text.days))
    if actor and actor.kind == "place" and (side := actor.government):
        return Name(side, text.roster.kind_of(side), side, "capital for government")
    rule = "name of a place" if actor and actor.kind == "place" else "name"
    return Name.of(actor, rule) if actor else None


def _plain(text: Stretch, words: Iterable[str]) -> bool:
    possessive = text.lists["possessive"]
    return all(word.islower() and word not in possessive for word in words if word.isalpha())


def _described(part: _Part) -> Name | None:
    """Read a document, or people who are described and not named."""
    text, first, head, _ = part
    words, lists = text.words, text.lists
    if words[first].lower() in lists["possessive"]:
        return None
    side, shown = _first_side(part.inside), text.shown(first, head)
    opening = [item for item in part.inside[:1] if item.i == first and item.letter in "soT"]
    if opening and words[first].lower() in text.roster.lengths:
        shown = shown[0].lower() + shown[1:]  # "Senior …" at the head of a sentence
    noun = words[head - 1].lower()
    pair = " ".join(words[max(first, head - 2) : head]).lower()
    if not lists["documents"].isdisjoint((noun, pair)):
        by = next(_BY.finditer(text.at[0].string, text.at[head - 1].end()))  # "a report by Reuters"
        return Name(shown + by[0], "document", side, "document")
    again = head - first == 1 and words[0].lower() in ("the", "this", "that", "these", "those")
    again |= words[head - 1] in lists["organisations"]  # "the Harbour Observer"
    if noun not in lists["unnamed"] or again:
        return None  # "the officials" were spoken of before
    return Name(f"unnamed {shown}", "unnamed", side, "unnamed")


def _stranger(part: _Part) -> Name | None:
    """Read an unlisted name: the words with capitals at the end of the head."""
    text, words, first, end = part.text, part.text.words, part.first, part.head
    if end - first > 2 and text.possessive(end - 2):
        end -= 2
    titles = [item for item in part.inside if item.letter in "tsoT" and item.j <= end]
    start = _start(part, titles, end)
    lead = words[first:start]
    small = [words[n] for n in range(first, start) if not text.is_capital(n)]
    if not any(map(text.is_capital, range(start, end))) or (not titles and not _plain(text, small)):
        return None
    name, side = text.shown(start, end), _side_around(part, start)
    alone = end - start == 1 and not titles
    if _is_body(text, start, end) or (alone and first and not lead):
        behind = _OF.match(text.at[0].string, text.at[end - 1].end())  # "the Bank of Ireland"
        return Name(name + (behind[0] if behind else ""), "organisation", side, "unlisted name")
    rule = "title" if titles else "unlisted surname" if alone else "unlisted name"
    return None if alone and lead else Name(name, "person", side, rule)


def _is_body(text: Stretch, start: int, end: int) -> bool:
    """Tell an organisation by its words: "Acme Corp.", "CNN", "AT&T", "Doctors Without Borders"."""
    words, name = text.words[start:end], text.shown(start, end)
    short = " " not in name and name.isupper() and len(name) < 6
    inner = {word.lower() for word in words[1:]}
    known = not text.lists["organisations"].isdisjoint(words[-1 - (words[-1] == ".") :])
    return known or short or not inner.isdisjoint(text.lists["function"])


def _start(part: _Part, titles: Sequence[Item], end: int) -> int:
    """Return the word that begins the unlisted name before word ``end``."""
    text, least = part.text, max([part.first, *(item.j for item in titles)])
    at = next((k for k in range(end, least, -1) if not _in_name(text, k - 1)), least)
    at = next((k for k in range(at, end) if text.words[k] not in _IN_NAME), end)
    owners = [item for item in part.inside if at == item.i < item.j < end and item.letter in "ac"]
    # the adjective of a country is no part of the name behind it
    body = text.words[end - 1] in text.lists["organisations"]
    return text.behind(owners[0].j) if owners and not titles and not body else at


def _in_name(text: Stretch, k: int) -> bool:
    word = text.words[k]
    return text.is_capital(k) or word in _IN_NAME or word in text.lists["particles"]


def _side_around(part: _Part, at: int) -> str | None:
    """Return the side that the title before an unlisted name, or the one behind it, carries."""
    text, head = part.text, part.head
    before = (item for item in part.inside if item.j <= at and item.letter in "acki")
    if side := _first_side(before):
        return side
    behind = [run for run in runs(text, text.found) if run.items[0].i > head]
    for run, after in zip(behind[:2], [*behind[1:], None], strict=False):
        # "X, the French minister", "X, head of the French …", "X of the French …"
        if run.items[0].i <= head + 3 and ("t" in run.letters or text.word(head) == "of"):
            owners = [item for item in run.items if item.letter in "acki"]
            if not owners and after and text.word(run.items[-1].j) in ("of", "for"):
                owners = after.items[:1]
            return _first_side(owners)
    return None
