"""Read a noun phrase that names a source: canonical name, kind, side, and the rule that read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from onrecord.knowledge.roster import (
    Actor,
    Item,
    Roster,
    Sense,
    Stretch,
    is_capital,
    items,
    letters,
    roster,
    runs,
    stretch,
)
from onrecord.names.places import modifies

Interval = Sequence[str | None]

# Patterns over the letters of a run (onrecord.knowledge.roster.LETTERS).
PERSON = re.compile(r"[acikfso]*(?:t[so]*)*tp")
ROLE = re.compile(r"[so]*[acikf]+(?:[so]*t)+|(?:[so]*t)+")
OFFICE = re.compile(r"[ack]f")
OWN = re.compile(r"[ac]i")


class Name(NamedTuple):
    """A noun phrase read."""

    canonical: str
    kind: str
    side: str | None
    rule: str


class _Part(NamedTuple):
    """A phrase and its forms; its head, words first to head, and the forms in the head."""

    phrase: str
    text: Stretch
    found: list[Item]
    first: int
    head: int
    inside: list[Item]
    book: Roster
    interval: tuple[str, str]

    def shown(self, i: int, j: int) -> str:
        """Return the phrase from word i to word j."""
        return " ".join(self.phrase[self.text.at[i].start() : self.text.at[j - 1].end()].split())


def canonical(
    phrase: str, book: Roster | None = None, date_interval: Interval | None = None
) -> Name | None:
    """Return the canonical reading of a noun phrase that names a source, or None.

    ``date_interval`` (two ISO days) lets a title by itself ("the French president") name its
    holder. The rules: name; surname; title and name; title and surname; title (an unlisted person,
    side from the title's country); unlisted name; unlisted surname; office at the date; title
    without a name (kind "unnamed"); office; state noun; people; capital for government; person's
    administration; name of a place; document; unnamed ("unnamed senior diplomat").

    >>> canonical("German Chancellor Erika Mustermann")
    Name(canonical='Erika Mustermann', kind='person', side='Germany', rule='title')
    """
    book = book or roster()
    text = stretch(phrase, 0, len(phrase))
    words = text.words
    if not words or words[0].lower() in book.words["pronouns"]:
        return None
    found = items(words, book.trie)
    before, first = book.words["determiners"], 0
    while first < len(words) and (words[first].lower() in before or words[first] in _MARKS):
        first += 1
    first = next((item.i for item in found if item.i < first < item.j), first)  # "the West"
    head = _head(words, found, first, book)
    inside = [item for item in found if item.i >= first and item.j <= head]
    part = _Part(phrase, text, found, first, head, inside, book, days(date_interval or ()))
    readings = (_person, _apposed, _role, _body, _described, _stranger)
    return next((name for name in (read(part) for read in readings) if name), None)


_MARKS = "\"“”„«»'‘()[]"


def _head(words: list[str], found: Sequence[Item], first: int, book: Roster) -> int:
    """Return where the head ends: before a comma, a preposition, a relative or a participle."""
    lists = book.words
    covered = {k for item in found for k in range(item.i, item.j)}
    for k in range(first, len(words)):
        word = words[k]
        if k in covered:
            continue
        if word in ",;(—–" or (k > first and word in lists["behind_head"]):
            return k
        noun = words[k - 1].lower() if k > first else ""
        described = noun in lists["documents"] or noun in lists["unnamed"]
        if described and (word.endswith("ed") or word in lists["participles"]):
            return k
    return len(words)


def named(actor: Actor, rule: str) -> Name:
    """Return a listed actor as a reading."""
    return Name(actor.name, actor.kind, actor.side, rule)


# --- titles and offices -------------------------------------------------------------------------


def side_of(item: Item, book: Roster) -> str | None:
    """Return the country or body that a form before an office or a title stands for."""
    for sense in item.senses:
        if sense.type in ("adjective", "people"):
            return sense.value
        if sense.type == "name":
            actor = book.actors[sense.value]
            return (actor.government if actor.kind == "place" else None) or actor.side
    return None


def _first_side(found: Iterable[Item], book: Roster) -> str | None:
    """Return the side of the first form that has one."""
    return next((side for side in (side_of(item, book) for item in found) if side), None)


def kind_of(side: str, book: Roster) -> str:
    """Return the kind of a side: a government, unless the roster says what else it is."""
    return book.actors[side].kind if side in book.actors else "government"


def office(owner: Item, item: Item, book: Roster) -> Name | None:
    """Read an office with its country: "French Foreign Ministry", or the state itself."""
    side, name = side_of(owner, book), item.value("office")
    if not side:
        return None
    if book.offices[name].get("is_state"):
        return Name(side, kind_of(side, book), side, "state noun")
    return Name(f"{book.short.get(side, side)} {name}", "institution", side, "office")


def office_of(text: Stretch, owner: Item, item: Item, book: Roster) -> Name | None:
    """Read an office with its country, unless it modifies a noun: "Russian military campaign"."""
    subject_only = book.offices[item.value("office")].get("subject_only")
    if subject_only and modifies(text.word(item.j), book.words):
        return None
    return office(owner, item, book)


def own_body(owner: Item, item: Item, book: Roster) -> Name | None:
    """Read an institution with its own country before it ("US Congress") as that institution."""
    actor = book.actors[item.value("name")]
    own = actor.side is not None and side_of(owner, book) == actor.side
    return named(actor, "name") if own and actor.kind in _OWNED else None


_OWNED = ("institution", "group", "document")


def title_of(run: Sequence[Item], book: Roster) -> tuple[str, str]:
    """Return title and "of" of a run without its name: ("foreign minister", "France")."""
    spelt = letters(run)
    titles, of = [], ""
    for k, (item, letter) in enumerate(zip(run, spelt, strict=True)):
        if letter == "t" and book.titles.get(item.value("title")):
            titles.append(item.value("title"))
        elif letter == "o":
            titles.append(item.value("other"))
        elif letter == "f" and k and spelt[k - 1] in "ack":
            body = office(run[k - 1], item, book)
            of = body.canonical if body else of
        elif letter == "i":
            of = item.value("name")
        elif letter in "ack":
            of = of or side_of(item, book) or ""
    return " ".join(titles), of


def holder(
    title: str,
    of: str,
    interval: tuple[str, str],
    book: Roster,
    bearers: Mapping[tuple[str, str], AbstractSet[str]] | None = None,
) -> Name | None:
    """Return who holds an office, by which rule.

    ``bearers``: the persons to whom the article itself gives the title. Otherwise the one person
    who held it on every day of the interval; None where it changed hands or nothing is known.
    """
    if not title or not of:
        return None
    borne = (bearers or {}).get((title, of), frozenset())
    if len(borne) == 1:
        return named(book.actors[next(iter(borne))], "title borne in the article")
    first, last = interval
    held = [row for row in book.roles.get((title, of), ()) if _holds(row[1], row[2], interval)]
    throughout = any(start <= first and (not stop or last <= stop) for _, start, stop in held)
    if throughout and len({name for name, _, _ in held}) == 1:
        return named(book.actors[held[0][0]], "office at the date")
    return None


def days(interval: Interval) -> tuple[str, str]:
    """Return first and last day of an interval, "" where they are not both known."""
    first, last = (*interval, None, None)[:2]
    return (first, last) if first and last else ("", "")


def _holds(start: str, stop: str, interval: tuple[str, str]) -> bool:
    """Tell whether a term and an interval overlap."""
    first, last = interval
    return bool(last) and start <= last and (not stop or first <= stop)


def valid(actor: Actor, interval: tuple[str, str]) -> bool:
    """Tell whether an entry holds at a date."""
    return not (actor.first or actor.last) or _holds(actor.first, actor.last, interval)


def in_office(senses: Sequence[Sense], book: Roster, interval: tuple[str, str]) -> list[Sense]:
    """Keep the namesakes that hold an office at a date."""
    return [
        sense
        for sense in senses
        if any(_holds(r.first, r.last, interval) for r in book.actors[sense.value].roles)
    ]


def bearers_of(senses: Sequence[Sense], title: str, book: Roster) -> list[Sense]:
    """Keep, of namesakes, those who held the title before the surname; else the better known."""
    title = title.removeprefix("former ")
    held = [s for s in senses if title in [role.title for role in book.actors[s.value].roles]]
    return held or [sense for sense in senses if sense.strength != "weak"] or list(senses)


def one(senses: Iterable[Sense]) -> str:
    """Return the actor that the senses agree on, or ""."""
    values = {sense.value for sense in senses}
    return values.pop() if len(values) == 1 else ""


# --- the readings of a phrase, in their order ---------------------------------------------------


def _person(part: _Part) -> Name | None:
    """Read a listed person at the end of the head."""
    inside, book, words = part.inside, part.book, part.text.words
    if not inside:
        return None
    last = inside[-1]
    if last.letter == "f":
        return _administration(part)
    senses = [s for s in last.names if book.actors[s.value].kind == "person"]
    if part.text.behind(last.j) != part.head or not senses:
        return None
    titled = last.i > part.first
    sure = any(sense.strength == "full" for sense in senses)
    if titled and not sure:
        before = words[last.i - 1]
        if is_capital(before) and len(inside) < 2:
            return None  # another bearer of the surname
        if len(inside) > 1 and inside[-2].j != last.i and not before.islower():
            return None
    name = one(bearers_of(senses, title_of(inside[:-1], book)[0], book))
    name = name or one(in_office(senses, book, part.interval))
    rule = ("title and " if titled else "") + ("name" if sure else "surname")
    return named(book.actors[name], rule) if name else None


def _administration(part: _Part) -> Name | None:
    """Read "the X administration" as the government that X leads."""
    inside, book = part.inside, part.book
    if len(inside) < 2 or inside[-1].j != part.head:
        return None
    owner = book.actors.get(inside[-2].value("name"))
    state = book.offices[inside[-1].value("office")].get("is_state")
    if not state or owner is None or owner.kind != "person" or not owner.side:
        return None
    return Name(owner.side, "government", owner.side, "person's administration")


def _role(part: _Part) -> Name | None:
    """Read a title without a name: its holder at the date, or an unnamed bearer of it."""
    text, book = part.text, part.book
    if text.word(part.first).lower() in book.words["possessive"]:
        return None
    for run, spelt in runs(text, part.inside):
        match = ROLE.search(spelt)
        if not match or "t" not in match[0] or run[match.end() - 1].j != part.head:
            continue
        role = run[match.start() : match.end()]
        title, of = title_of(role, book)
        of = of or _owner_behind(part)
        word = text.words[part.head - 1].lower()
        if not title or not of or (word.endswith("s") and not title.endswith("s")):
            return None  # nobody's, or several bearers
        if held := holder(title, of, part.interval, book):
            return held
        before = text.words[part.first : role[-1].i]
        lead = [w for w in before if w.isalpha() and w.islower() and w != "s"]
        noun = part.shown(role[-1].i, part.head).lower()
        side = book.actors[of].side if of in book.actors else None
        described = " ".join(["unnamed", *lead, book.short.get(of, of), noun])
        return Name(described, "unnamed", side or _first_side(role, book), "title without a name")
    return None


def _owner_behind(part: _Part) -> str:
    """Return the body behind "of" or "for": "the spokesman for the French Foreign Ministry"."""
    if part.text.word(part.head) in ("of", "for"):
        for run, spelt in runs(part.text, part.found):
            if run[0].i in (part.head + 1, part.head + 2) and spelt[0] in "acikf":
                return title_of(run, part.book)[1]
    return ""


def _body(part: _Part) -> Name | None:
    """Read a country, its capital, an institution, an office, a group, an outlet, a document."""
    text, book, words = part.text, part.book, part.text.words
    for run, spelt in runs(text, part.inside):
        stop = text.behind(run[-1].j)
        while spelt[-1] == "i" and stop < part.head and words[stop] in book.words["after_name"]:
            stop += 1  # "the Reuters news agency"
        if stop != part.head or not _plain(words[part.first : run[0].i], book.words):
            continue
        if OFFICE.fullmatch(spelt):
            return office_of(text, run[0], run[1], book)
        if OWN.fullmatch(spelt):
            return own_body(run[0], run[1], book)
        if spelt == "l":
            side = run[0].value("people")
            return Name(side, "government", side, "people")
        if spelt == "f" and text.word(part.head) == "of":  # "the Foreign Ministry of France"
            near = (part.head + 1, part.head + 2)
            owners = [x for x in part.found if x.i in near and x.letter in "ack"]
            return office_of(text, owners[0], run[0], book) if owners else None
        if spelt in ("c", "k", "i", "ai", "ci"):
            name = one(s for s in run[0].names if valid(book.actors[s.value], part.interval))
            return _as_named(book.actors[name], book) if name else None
    return None


def _as_named(actor: Actor, book: Roster) -> Name:
    """Return an actor as the reading of its name; a capital as its government."""
    side = actor.government
    if actor.kind == "place" and side:
        return Name(side, kind_of(side, book), side, "capital for government")
    return named(actor, "name of a place" if actor.kind == "place" else "name")


def _plain(words: Iterable[str], lists: Mapping[str, AbstractSet[str]]) -> bool:
    """Tell whether words are all in lower case, none of them possessive."""
    possessive = lists["possessive"]
    return all(w.islower() and w not in possessive for w in words if w.isalpha())


def _described(part: _Part) -> Name | None:
    """Read a document, or people who are described and not named."""
    words, first, head, lists = part.text.words, part.first, part.head, part.book.words
    if head <= first or words[first].lower() in lists["possessive"]:
        return None
    noun = words[head - 1].lower()
    pair = " ".join(words[max(first, head - 2) : head]).lower()
    side = _first_side(part.inside, part.book)
    shown = part.shown(first, head)
    opening = part.inside and part.inside[0].i == first and part.inside[0].letter in "soT"
    if opening and words[first].lower() in part.book.trie:
        shown = shown[0].lower() + shown[1:]  # "Senior …" at the head of a sentence
    if noun in lists["documents"] or pair in lists["documents"]:
        return Name(shown, "document", side, "document")
    definite = words[0].lower() in ("the", "this", "that", "these", "those")
    if noun not in lists["unnamed"] or (definite and head - first == 1):
        return None  # "the officials" were spoken of before
    return Name(f"unnamed {shown}", "unnamed", side, "unnamed")


def _stranger(part: _Part) -> Name | None:
    """Read an unlisted name: the words with capitals at the end of the head."""
    text, words, first, lists = part.text, part.text.words, part.first, part.book.words
    end = part.head
    if end - first > 2 and text.possessive(end - 2):
        end -= 2
    titles = [x for x in part.inside if x.letter in "tsoT" and x.j <= end]
    k = end
    while k > max([first, *(x.j for x in titles)]) and _in_name(words[k - 1], lists):
        k -= 1
    while k < end and not is_capital(words[k]) and words[k] not in lists["particles"]:
        k += 1
    if not titles:  # the adjective of a country before an unlisted name is no part of it
        owners = [x for x in part.inside if x.i == k and x.j < end and x.letter in "ac"]
        k = text.behind(owners[0].j) if owners else k
    lead = words[first:k]
    if not any(is_capital(w) for w in words[k:end]):
        return None
    if lead and not titles and not _plain((w for w in lead if not is_capital(w)), lists):
        return None
    name, side = part.shown(k, end), _side_around(part, k)
    if words[end - 1] in lists["organisations"]:
        return Name(name + _of_what(part, end), "organisation", side, "unlisted name")
    if titles:
        return Name(name, "person", side, "title")
    if end - k > 1:
        return Name(name, "person", side, "unlisted name")
    if lead:
        return None
    if first:  # with an article: "the Bundesrat", "the Bank of Ireland"
        return Name(name + _of_what(part, end), "organisation", side, "unlisted name")
    return Name(name, "person", side, "unlisted surname")


_OF = re.compile(r" (?:of|for|on)(?: the)? [A-Z][\w’'-]*(?:(?: and| of)? [A-Z][\w’'-]*)*")


def _of_what(part: _Part, end: int) -> str:
    """Return what belongs to an organisation's name behind its head: " of Ireland"."""
    found = _OF.match(part.phrase, part.text.at[end - 1].end())
    return found[0] if found else ""


def _side_around(part: _Part, k: int) -> str | None:
    """Return the side that the title before an unlisted name, or the one behind it, carries."""
    text, book = part.text, part.book
    side = _first_side((x for x in part.inside if x.j <= k and x.letter in "acki"), book)
    if side:
        return side
    behind = [(run, spelt) for run, spelt in runs(text, part.found) if run[0].i > part.head]
    near = part.head + 3  # "X, the French minister", "X, head of the French …", "X of the French …"
    for number, (run, spelt) in enumerate(behind[:2]):
        if run[0].i <= near and ("t" in spelt or text.word(part.head) == "of"):
            owners = [x for x in run if x.letter in "acki"]
            if not owners and number + 1 < len(behind):
                after = behind[number + 1][0][0]
                joint = text.words[run[-1].j : after.i][:1]
                owners = [after] if joint in (["of"], ["for"]) else []
            return _first_side(owners, book)
    return None


def _apposed(part: _Part) -> Name | None:
    """Read the name behind a description: "the head of the clinic, Erika Mustermann"."""
    words, lists = part.text.words, part.book.words
    if part.head == part.first or is_capital(words[part.head - 1]):
        return None
    commas = [k for k in range(part.head, len(words)) if words[k] == ","]
    comma, stop = (*commas, len(words), len(words))[:2]
    name = words[comma + 1 : stop]
    if len(name) < 2 or not all(_in_name(word, lists) for word in name):
        return None
    got = canonical(part.shown(comma + 1, stop), part.book, part.interval)
    if got is None or got.kind != "person" or got.side:
        return got
    owners = (x for x in part.found if x.j <= comma and x.letter in "acki")
    return Name(got.canonical, "person", _first_side(owners, part.book), "title")


def _in_name(word: str, lists: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a word may be part of a name."""
    return is_capital(word) or word in "-'.&" or word in lists["particles"]
