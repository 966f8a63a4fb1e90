"""Find who is named in an article: every mention of a known actor, and how it is to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.knowledge.roster import (
    Actor,
    Item,
    Roster,
    Sense,
    Stretch,
    begins,
    countries,
    is_capital,
    items,
    roster,
    runs,
    stretch,
)
from onrecord.names.places import capital_reading, has_initial, reading, reads_as_verb
from onrecord.names.sources import (
    OFFICE,
    OWN,
    PERSON,
    ROLE,
    Name,
    bearers_of,
    canonical,
    days,
    holder,
    in_office,
    kind_of,
    named,
    office,
    office_of,
    one,
    own_body,
    side_of,
    title_of,
    valid,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Name", "Roster", "canonical", "capital_reading", "mentions", "mentions_frame", "roster"]

COLUMNS = [
    "article", "start", "stop", "text", "actor", "kind", "side", "reading", "rule", "paragraph",
    "statement_id", "voice",
]  # fmt: skip
Run = tuple[list[Item], str]


class _Known(NamedTuple):
    """What the article as a whole names: actors, offices with a country, bearers of titles."""

    actors: set[str]
    offices: defaultdict[str, set[Name]]
    bearers: defaultdict[tuple[str, str], set[str]]


class _Passage(NamedTuple):
    """A headline or a paragraph: its words, the readings of its place names, and the knowledge."""

    text: Stretch
    prior: dict[int, str]
    book: Roster
    known: _Known
    interval: tuple[str, str]


# A mention in words: first word, word behind, who, reading.
_Found = tuple[int, int, Name, str]


def mentions(
    raw: str, article: Mapping[str, Any], book: Roster | None = None
) -> list[dict[str, Any]]:
    """Return every mention of a known actor in the headline and the body of an article.

    ``article`` is an article record. A row has article, start, stop (offsets in the file), text,
    actor (canonical), kind, side, reading (actor, place, dateline, newspaper), rule and paragraph
    (None in the headline), in text order. A title before a name belongs to the mention
    ("President X" is one mention, of X); an adjective by itself ("French") is none.
    """
    book = book or roster()
    interval = days((article.get("date_earliest"), article.get("date_latest")))
    known = _Known(set(), defaultdict(set), defaultdict(set))
    passages = []
    for start, stop, paragraph in _stretches(raw, article):
        text = stretch(raw, start, stop, paragraph is None)
        found = items(text.words, book.trie)
        if found:
            passage = _Passage(text, {}, book, known, interval)
            passages.append((paragraph, passage, list(runs(text, found))))
            _note(known, found, passages[-1][2], book)
    rows = []
    for paragraph, passage, its_runs in passages:
        at = passage.text.at
        for i, j, name, how in _read(passage, its_runs):
            start, stop = at[i].start(), at[j - 1].end()
            rows.append(
                {
                    "article": article.get("article"), "start": start, "stop": stop,
                    "text": raw[start:stop], "actor": name.canonical, "kind": name.kind,
                    "side": name.side, "reading": how, "rule": name.rule, "paragraph": paragraph,
                }
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row["start"], row["stop"]))


def mentions_frame(
    articles: Any, statements: Any = None, folder: str | None = None
) -> pd.DataFrame:
    """Return the mentions of many articles as a frame, each with its statement and voice.

    ``articles`` is a path, several, or pairs of a file's text and its article record;
    ``statements`` a frame or a list of statement records of the same articles; ``folder`` the
    user's folder of knowledge. Columns: those of ``mentions``, statement_id (the innermost
    statement whose content holds the mention, None outside), voice (narration, direct, island,
    paraphrase, headline). An empty result has the same columns and types.
    """
    import pandas as pd

    from onrecord.analysis.voice import by_article, pages, voices

    book = roster(folder)
    said = by_article(statements)
    rows = []
    for raw, article in pages(articles, folder):
        voice_at = voices(raw, article, said.get(article["article"], []))
        for row in mentions(raw, article, book):
            row["voice"], row["statement_id"] = voice_at(row["start"], row["stop"])
            rows.append(row)
    numbers = {"start": "int64", "stop": "int64", "paragraph": "Int64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS, "str") | numbers)


def _stretches(raw: str, article: Mapping[str, Any]) -> Iterator[tuple[int, int, int | None]]:
    """Give headline and paragraphs; pieces with nothing but blanks between them are one."""
    if article.get("headline_span"):
        yield (*article["headline_span"], None)
    for number, spans in enumerate(article.get("paragraphs") or []):
        start, stop = spans[0]
        for a, b in spans[1:]:
            if raw[stop:a].strip():
                yield start, stop, number
                start = a
            stop = b
        yield start, stop, number


def _note(known: _Known, found: Sequence[Item], rows: Sequence[Run], book: Roster) -> None:
    """Note what a passage names for sure, for the forms that are not sure by themselves."""
    for item in found:
        for sense in item.senses:
            if sense.type in ("adjective", "people"):
                known.actors.add(sense.value)
            elif sense.type == "name" and sense.strength == "full":
                known.actors.update((sense.value, book.actors[sense.value].government or ""))
    for run, spelt in rows:
        if len(run) < 2:
            continue
        if match := OFFICE.search(spelt):
            owner, item = run[match.start() : match.end()]
            if body := office(owner, item, book):
                known.offices[item.value("office")].add(body)
        if person := PERSON.search(spelt):
            title, of = title_of(run[person.start() : person.end() - 1], book)
            name = one(run[person.end() - 1].names)
            if title and of and name:
                known.bearers[title, of].add(name)


def _read(passage: _Passage, rows: Sequence[Run]) -> list[_Found]:
    """Read the runs of one passage into mentions."""
    found: list[_Found] = []
    skip: set[int] = set()
    for number, (run, spelt) in enumerate(rows):
        at = 0
        while at < len(run):
            got: _Found | None = None
            step = 1
            if run[at].i in skip:
                at += 1
                continue
            if person := PERSON.match(spelt, at):
                step = person.end() - at
                got = _person(passage, run[at : at + step])
            elif (role := ROLE.match(spelt, at)) and "t" in role[0]:
                step = role.end() - at
                last = role.end() < len(run) or number + 1 == len(rows)
                rest = None if last else rows[number + 1]
                got = _role(passage, run[at : at + step], rest, skip, found)
            elif OFFICE.match(spelt, at) or OWN.match(spelt, at):
                got = _owned(passage, run[at], run[at + 1])
                step = 2 if got or spelt[at : at + 2] == "ai" else 1
            if got is None and step == 1:
                got = _single(passage, run[at], spelt[at])
            if got:
                found.append(got)
            at += step
    return found


def _owned(passage: _Passage, owner: Item, item: Item) -> _Found | None:
    """Read an office or an institution with its country before it."""
    if item.letter == "f":
        name = office_of(passage.text, owner, item, passage.book)
    else:
        name = own_body(owner, item, passage.book)
    return (owner.i, item.j, name, "actor") if name else None


# --- persons and roles --------------------------------------------------------------------------


def _person(passage: _Passage, part: Sequence[Item]) -> _Found | None:
    """Read a person's name with the titles before it."""
    book, item, titled = passage.book, part[-1], len(part) > 1
    senses = [s for s in item.names if valid(book.actors[s.value], passage.interval)]
    sure = any(s.strength == "full" for s in senses)
    if not sure:
        if not _stands_alone(passage.text, item, book, titled):
            return None
        if not titled:
            senses = [s for s in senses if s.strength != "weak" or _supported(passage, item, s)]
        if len(senses) > 1:
            senses = bearers_of(senses, title_of(part[:-1], book)[0], book)
        if len(senses) > 1:
            here = [s for s in senses if s.value in passage.known.actors]
            senses = here or in_office(senses, book, passage.interval)
    actor = book.actors.get(one(senses))
    rule = ("title and " if titled else "") + ("name" if sure else "surname")
    return (part[0].i, item.j, named(actor, rule), "actor") if actor else None


def _supported(passage: _Passage, item: Item, sense: Sense) -> bool:
    """Tell whether something in the article or beside a weak form shows that the actor is meant."""
    if sense.value in passage.known.actors:
        return True
    if passage.book.actors[sense.value].kind != "person":
        return False
    text, saying = passage.text, passage.book.words["saying"]
    before = text.word(item.i - 1)
    if text.word(item.j) in saying or (before in saying and not begins(text.words, item.i)):
        return True
    return before == "to" and text.word(item.i - 2).lower() == "according"


def _stands_alone(text: Stretch, item: Item, book: Roster, titled: bool) -> bool:
    """Tell whether a surname stands for the known person, and not inside another name."""
    words, lists = text.words, book.words
    loose = text.headline or text.capitals  # all words may have capitals there
    before, after = text.word(item.i - 1), text.word(item.j)
    if not titled and before:
        if before in lists["given"] or has_initial(words, item.i):
            return False
        strange = _is_name(before, book) and not loose and not begins(words, item.i - 1)
        if strange and None not in book.trie.get(before, {}):
            return False
    if after in lists["other_names"] or after in lists["organisations"]:
        return False
    if loose or not _is_name(after, book):
        return True
    leaf = book.trie.get(after, {}).get(None)
    return leaf is not None and leaf[1] != "k"


def _is_name(word: str, book: Roster) -> bool:
    """Tell whether a word has a capital and is no day or month."""
    return is_capital(word) and word.isalpha() and word not in book.words["dates"]


def _role(
    passage: _Passage,
    part: Sequence[Item],
    rest: Run | None,
    skip: set[int],
    found: Sequence[_Found],
) -> _Found | None:
    """Read a title without a name: its holder, or the institution that it belongs to."""
    text, book, words = passage.text, passage.book, passage.text.words
    i, j = part[0].i, part[-1].j
    title, of = title_of(part, book)
    taken: list[Item] = []
    if not of and rest and text.word(j) in ("of", "for"):
        run, spelt = rest
        gap = run[0].i - j
        if (gap == 1 or (gap == 2 and words[j + 1] == "the")) and spelt[0] in "acik":
            taken = run[: 2 if spelt[:2] in ("af", "cf", "ai", "ci") else 1]
            of = title_of(taken, book)[1]
            j = taken[-1].j
    held, noun = None, words[part[-1].j - 1].lower()
    several = noun.endswith("s") and noun not in ("affairs", "states", "nations")
    if not several and not _name_follows(text, j, book):
        held = holder(title, of, passage.interval, book, passage.known.bearers)
    if held or (taken and rest and rest[1][0] == "c"):  # the country is part of the role
        skip.update(item.i for item in taken)
    if held is None:
        return _body_before_title(passage, part)
    if _held_only(words, i, book.words["becoming"]):
        return None
    again = found and found[-1][2].canonical == held.canonical
    if again and words[found[-1][1] : i] in ([","], [",", "the"]):
        return None  # "X, the president of Y": one mention
    return i, j, held, "actor"


def _name_follows(text: Stretch, j: int, book: Roster) -> bool:
    """Tell whether an unlisted name follows a title at word j."""
    after = text.word(j)
    if text.capitals or not _is_name(after, book):
        return False
    return not (text.headline and reads_as_verb(after, book.words))


def _held_only(words: Sequence[str], i: int, becoming: frozenset[str]) -> bool:
    """Tell whether a title names the office and not its holder: "to become president of France"."""
    before = words[i - 1].lower() if i else ""
    if before == "the" and i > 1:
        return words[i - 2].lower() in becoming - {"for"}
    return before[:1].isdigit() or before in becoming  # "the 45th president"


def _body_before_title(passage: _Passage, part: Sequence[Item]) -> _Found | None:
    """Read the institution in a title that names nobody: "a White House official"."""
    book, rule = passage.book, "institution before a title"
    for k, item in enumerate(part):
        if item.letter == "i":
            name = named(book.actors[item.value("name")], rule)
            return item.i, item.j, name, "newspaper" if name.kind == "outlet" else "actor"
        if item.letter == "f" and k and part[k - 1].letter in "ack":
            body = office_of(passage.text, part[k - 1], item, book)
            if body and body.kind == "institution":
                return part[k - 1].i, item.j, body._replace(rule=rule), "actor"
    return None


# --- other forms --------------------------------------------------------------------------------


def _single(passage: _Passage, item: Item, letter: str) -> _Found | None:
    """Read a form that stands by itself."""
    book = passage.book
    if letter == "p":
        return _person(passage, [item])
    if letter in "la":
        return _people(passage, item, letter)
    if letter == "f":
        return _office_again(passage, item)
    if letter not in "cki" or _shouted(passage.text, item):
        return None
    name = one(
        s
        for s in item.names
        if (s.strength == "full" or s.value in passage.known.actors)
        and valid(book.actors[s.value], passage.interval)
    )
    if not name:
        return None
    return (_body if letter == "i" else _placed)(passage, item, book.actors[name])


def _placed(passage: _Passage, item: Item, actor: Actor) -> _Found | None:
    """Make the mention of a country or a city by its reading."""
    book, text, side = passage.book, passage.text, actor.government
    city = actor.kind == "place"
    how, rule = reading(text, passage.prior, item.i, item.j, book, capital=city)
    passage.prior[item.j] = how
    if how in ("person", "name"):
        return None
    if how == "newspaper":
        name = " ".join(text.words[item.i : item.j + 1])
        return item.i, item.j + 1, Name(name, "outlet", None, rule), how
    if city and not side and how != "dateline":
        how, rule = "place", "name of a place"
    if how == "government":
        who = side or actor.name
        return item.i, item.j, Name(who, kind_of(who, book), side or actor.side, rule), "actor"
    how = "dateline" if how == "dateline" else "place"
    return item.i, item.j, Name(actor.name, "place", actor.side, rule), how


def _body(passage: _Passage, item: Item, actor: Actor) -> _Found | None:
    """Make the mention of an institution, a group, an outlet or a document."""
    text = passage.text
    short = not any(s.strength == "full" for s in item.names)
    if text.words[item.i].lower() == "the" and is_capital(text.word(item.j)) and not text.headline:
        return None  # "the West Wing"
    rule = "short name of one named in the article" if short else "name"
    how = "newspaper" if actor.kind == "outlet" else "actor"
    if actor.kind == "institution":
        place = reading(text, passage.prior, item.i, item.j, passage.book, capital=False)
        if place == ("place", "preposition of place"):
            how, rule = place
    return item.i, item.j, named(actor, rule), how


def _shouted(text: Stretch, item: Item) -> bool:
    """Tell whether a short form stands among words in capitals ("US" may be the pronoun there)."""
    word = text.words[item.i]
    if item.j > item.i + 1 or len(word) > 3 or not word.isupper():
        return False
    beside = (text.word(item.i - 1), text.word(item.j))
    return text.capitals or any(len(w) > 3 and w.isupper() for w in beside)


def _people(passage: _Passage, item: Item, letter: str) -> _Found | None:
    """Read "Germans", and "the French" before a verb; any other adjective is no mention."""
    text, lists = passage.text, passage.book.words
    before = text.word(item.i - 1)
    if letter == "a":
        noun = before.lower() == "the" and text.words[item.j - 1].endswith(("sh", "ch", "se", "ss"))
        if not noun or text.word(item.j) not in lists["plural_verbs"]:
            return None
    elif before in lists["before_people"]:
        return None  # "African Americans"
    side = side_of(item, passage.book) or ""
    return item.i, item.j, Name(side, "government", side, "people"), "actor"


def _office_again(passage: _Passage, item: Item) -> _Found | None:
    """Read "the Foreign Ministry" as the one that the article names with its country."""
    name = item.value("office")
    bodies = passage.known.offices.get(name, ())
    subject_only = passage.book.offices[name].get("subject_only")
    if subject_only or len(bodies) != 1 or not is_capital(passage.text.words[item.i]):
        return None
    body = next(iter(bodies))
    if body.rule == "state noun":
        return None
    return item.i, item.j, body._replace(rule="office named in the article"), "actor"


def readings(mentions: pd.DataFrame, folder: str | None = None) -> pd.DataFrame:
    """Return how the names of capitals were read: text, reading, rule, actor, n.

    ``mentions`` is the frame of ``mentions_frame``; a capital's name may stand within a longer
    one, as in a newspaper's. An empty result has the same columns and types.
    """
    capitals = {name.lower() for row in countries(folder) for name in row.get("capital", [])}
    named = [not capitals.isdisjoint(text.lower().split()) for text in mentions["text"]]
    columns = ["text", "reading", "rule", "actor"]
    groups = mentions.loc[named].groupby(columns, dropna=False)
    return groups.size().rename("n").reset_index()
