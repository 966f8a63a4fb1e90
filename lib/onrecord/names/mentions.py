"""Find who is named in an article: every mention of a known actor, and how it is to be read."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from onrecord.knowledge import Knowledge
from onrecord.knowledge.roster import Actor, Roster, Sense, days
from onrecord.names.bodies import bodies
from onrecord.names.forms import OFFICE, OWNED, PERSON, ROLE, Item, Run, Stretch, runs, stretch
from onrecord.names.people import PRONOUNS, people
from onrecord.names.places import reading
from onrecord.names.sources import Name, bearers_of, office, one, owned, owner_of, person, title_of
from onrecord.records import Article, Mention
from onrecord.text.tokens import joined

_Naming = tuple[int, int, Name, str]  # a mention: first word, word behind, who, reading
_REST = "|".join(f"(?<={word[0]}){word[1:]}" for word in PRONOUNS)
PRONOUN = re.compile(rf"[HhSs](?<!\w.)(?i:{_REST})\b")  # one sign opens it: found fast


class _Known(NamedTuple):
    """What the article as a whole names: actors, offices with a country, bearers of titles."""

    actors: set[str]
    offices: defaultdict[str, set[Name]]
    bearers: defaultdict[tuple[str, str], set[Actor]]


class _Passage:
    """A headline or a paragraph (by its number), and what is read of it so far."""

    def __init__(self, text: Stretch, paragraph: int | None, known: _Known) -> None:
        self.text, self.paragraph, self.known = text, paragraph, known
        self.runs = list(runs(text, text.found))
        self.prior: dict[int, str] = {}  # the readings of its place names
        self.taken: set[int] = set()  # the forms that belong to a role
        self.namings: list[_Naming] = []


def mentions(text: str, article: Article, roster: Roster) -> list[Mention]:
    """Return every mention of a known actor in the headline and the body of an article.

    The reading is actor, place, dateline or newspaper; mentions stand in text order. A title
    before a name belongs to the mention ("President X" is one mention, of X); an adjective by
    itself ("French") is none. In whose voice a mention stands is told by ``analysis.voice``.
    """
    when = days((article.date_earliest, article.date_latest))
    known = _Known(set(), defaultdict(set), defaultdict(set))
    passages = []
    pieces = ((*span, n) for spans, n in article.passages for span in joined(text, spans))
    for start, stop, number in pieces:
        words = stretch(text, start, stop, roster, when, number is None)
        if words.found:
            passages.append(_Passage(words, number, known))
            _note(passages[-1])
    rows = []
    for passage in passages:
        for run, rest in zip(passage.runs, [*passage.runs[1:], None], strict=True):
            _read(passage, run, rest)
        for i, j, name, how in passage.namings:
            start, stop = passage.text.at[i].start(), passage.text.at[j - 1].end()
            side = roster.side(name.canonical, name.side, when)
            who = (name.canonical, name.kind, side, how, name.rule, passage.paragraph)
            rows.append(Mention(article.article, start, stop, text[start:stop], *who))
    return sorted(rows, key=lambda row: (row.start, row.stop))


def unlisted(
    text: str, article: Article, knowledge: Knowledge, listed: Iterable[Mention]
) -> Iterator[Mention]:
    """Yield a mention for each naming of whom no table has, and each pronoun, some of nobody."""
    persons, stretches = people(text, article, knowledge), article.stretches
    named: list[tuple[int, int, str | None, str | None]] = [
        (each.start, each.stop, each.person.name, "person")
        for each in persons.named
        if " " in each.person.name or each.person.gender
    ]
    found = bodies(text, article, knowledge.roster)
    named += [(*each[:3], "organisation") for each in found if not each.listed]
    read = {each.start for each in persons.named}  # "he" and "she" that stand for somebody
    for match in chain.from_iterable(PRONOUN.finditer(text, *span) for span, _ in stretches):
        if match.start() not in read:
            person = persons.pronoun(match.start(), PRONOUNS[match[0].lower()])
            named.append((*match.span(), *((person.name, "person") if person else (None, None))))
    when, actors = days((article.date_earliest, article.date_latest)), knowledge.roster.actors
    taken = {place for mention in listed for place in range(mention.start, mention.stop)}
    starts = [span[0] for span, _ in stretches]
    for start, stop, who, kind in named:
        words, number = text[start:stop], stretches[bisect_right(starts, start) - 1][1]
        how = ("pronoun", "pronoun") if words.lower() in PRONOUNS else ("actor", "unlisted name")
        if taken.isdisjoint(range(start, stop)):
            taken.update(range(start, stop))
            known = actors.get(who) if who else None
            side = knowledge.roster.side(known.name, known.side, when) if known else None
            yield Mention(article.article, start, stop, words, who, kind, side, *how, number)


def _note(passage: _Passage) -> None:
    """Note what a passage names for sure, for the forms that are not sure by themselves."""
    known, roster = passage.known, passage.text.roster
    known.actors.update(*(item.form.sure for item in passage.text.found))
    for run, spelt in (run for run in passage.runs if len(run.items) > 1):
        if match := OFFICE.search(spelt):
            owner, item = run[match.start() : match.end()]
            if body := office(owner, item, roster):
                known.offices[item.form.values["office"]].add(body)
        if match := PERSON.search(spelt):
            *titles, bearer = run[match.start() : match.end()]
            title, of = title_of(titles), owner_of(titles, roster)
            if title and of and (actor := one(bearer.form.senses)):
                known.bearers[title, of].add(actor)


def _read(passage: _Passage, run: Run, rest: Run | None) -> None:
    """Read the mentions in a run; ``rest`` is the run behind it."""
    (items, letters), end = run, 0
    while (at := end) < len(items):
        end = at + 1
        if items[at].i in passage.taken:
            continue
        if match := PERSON.match(letters, at):
            end = match.end()
            got = _person(passage, items[at:end])
        elif match := ROLE.match(letters, at):
            end = match.end()
            got = _role(passage, items[at:end], rest if end == len(items) else None)
        elif OWNED.match(letters, at) and (name := owned(passage.text, *items[at : at + 2])):
            end = at + 2
            got = items[at].i, items[at + 1].j, name, "actor"
        elif letters.startswith("ai", at):
            end = at + 2
            continue
        else:
            got = _single(passage, items[at], letters[at])
        if got:
            passage.namings.append(got)


def _person(passage: _Passage, part: Sequence[Item]) -> _Naming | None:
    text, item, titled = passage.text, part[-1], len(part) > 1
    senses: Sequence[Sense] = [sense for sense in item.form.senses if sense.actor.valid(text.days)]
    sure = any(sense.strength == "full" for sense in senses)
    if not sure:
        senses = _meant(passage, part, senses) if _stands_alone(text, item, titled) else ()
    name = person(one(senses), titled=titled, sure=sure)
    return (part[0].i, item.j, name, "actor") if name else None


def _meant(passage: _Passage, part: Sequence[Item], senses: Sequence[Sense]) -> Sequence[Sense]:
    """Keep, of the bearers of a surname, those whom the passage and the article speak for."""
    text, known = passage.text, passage.known.actors
    if len(part) == 1:
        senses = [s for s in senses if s.strength != "weak" or _supported(passage, part[0], s)]
    if len(senses) > 1:
        senses = bearers_of(senses, title_of(part[:-1]))
    if len(senses) > 1:
        here = [sense for sense in senses if sense.actor.name in known]
        senses = here or [sense for sense in senses if sense.actor.in_office(text.days)]
    return senses


def _supported(passage: _Passage, item: Item, sense: Sense) -> bool:
    """Tell whether something in the article or beside a weak form shows that the actor is meant."""
    if sense.actor.name in passage.known.actors or sense.actor.kind != "person":
        return sense.actor.name in passage.known.actors
    text, saying = passage.text, passage.text.lists["saying"]
    before = text.word(item.i - 1)
    according = before == "to" and text.word(item.i - 2).lower() == "according"
    said = text.word(item.j) in saying or (before in saying and not text.begins(item.i))
    return according or said


def _stands_alone(text: Stretch, item: Item, titled: bool) -> bool:
    """Tell whether a surname stands for the known person, and not inside another name."""
    lists, after = text.lists, text.word(item.j)
    loose = text.headline or text.capitals  # all words may have capitals there
    inside = not titled and _in_longer_name(text, item.i, loose)
    if inside or after in lists["other_names"] or after in lists["organisations"]:
        return False
    form = text.roster.forms.get((after,))
    return loose or not _is_name(text, item.j) or (form is not None and form.letter != "k")


def _in_longer_name(text: Stretch, i: int, loose: bool) -> bool:
    before = text.word(i - 1)
    if before in text.lists["given"] or text.has_initial(i):
        return True
    strange = _is_name(text, i - 1) and not loose and not text.begins(i - 1)
    return strange and (before,) not in text.roster.forms


def _is_name(text: Stretch, i: int) -> bool:
    word = text.word(i)
    return word[:1].isupper() and word.isalpha() and word not in text.lists["dates"]


def _role(passage: _Passage, part: Sequence[Item], rest: Run | None) -> _Naming | None:
    """Read a title without a name: its holder, or the institution that it belongs to."""
    text, i, j = passage.text, part[0].i, part[-1].j
    of, noun, held = owner_of(part, text.roster), text.words[j - 1].lower(), None
    owner = _owner(text, j, rest) if rest and not of else []
    if owner:
        of, j = owner_of(owner, text.roster), owner[-1].j
    several = noun.endswith("s") and noun not in ("affairs", "states", "nations")
    named = _is_name(text, j) and not (text.capitals or (text.headline and text.is_verb(j)))
    if not several and not named:
        held = _holder(passage, title_of(part), of)
    if held or (owner and owner[0].letter == "c"):  # the country is part of the role
        passage.taken.update(item.i for item in owner)
    if held is None:
        return _body_before_title(text, part)
    again = [end for _, end, name, _ in passage.namings[-1:] if name.canonical == held.canonical]
    if _held_only(text, i) or (again and text.words[again[0] : i] in ([","], [",", "the"])):
        return None  # "to become president of Y"; "X, the president of Y": one mention
    return i, j, held, "actor"


def _owner(text: Stretch, j: int, rest: Run) -> list[Item]:
    """Return whose a title is, by the run behind "of" at word j: "spokesman for the US army"."""
    gap = rest.items[0].i - j
    near = gap == 1 or (gap == 2 and text.words[j + 1] == "the")
    if text.word(j) not in ("of", "for") or not near or rest.letters[0] not in "acik":
        return []
    return rest.items[: 2 if rest.letters[:2] in ("af", "cf", "ai", "ci") else 1]


def _holder(passage: _Passage, title: str, of: str) -> Name | None:
    borne = passage.known.bearers.get((title, of), ())
    if len(borne) == 1:
        return Name.of(next(iter(borne)), "title borne in the article")
    held = passage.text.roster.holder(title, of, passage.text.days)
    return Name.of(held, "office at the date") if held else None


def _held_only(text: Stretch, i: int) -> bool:
    """Tell whether a title names the office and not its holder: "to become president of France"."""
    before, becoming = text.word(i - 1).lower(), text.lists["becoming"]
    if before == "the" and i > 1:
        return text.words[i - 2].lower() in becoming - {"for"}
    return before[:1].isdigit() or before in becoming  # "the 45th president"


def _body_before_title(text: Stretch, part: Sequence[Item]) -> _Naming | None:
    """Read the institution in a title that names nobody: "a White House official"."""
    rule = "institution before a title"
    for k, item in enumerate(part):
        if item.letter == "i":
            how = "newspaper" if item.actor.kind == "outlet" else "actor"
            return item.i, item.j, Name.of(item.actor, rule), how
        if item.letter == "f" and k and part[k - 1].letter in "ack":
            body = owned(text, part[k - 1], item)
            if body and body.kind == "institution":
                return part[k - 1].i, item.j, body._replace(rule=rule), "actor"
    return None


def _single(passage: _Passage, item: Item, letter: str) -> _Naming | None:
    if letter == "p":
        return _person(passage, [item])
    if letter in "la":
        return _people(passage.text, item, letter)
    if letter == "f":
        return _office_again(passage, item)
    actor = _sure_actor(passage, item) if letter in "cki" else None
    if actor is None or _shouted(passage.text, item):
        return None
    return (_body if letter == "i" else _placed)(passage, item, actor)


def _sure_actor(passage: _Passage, item: Item) -> Actor | None:
    """Return whom a full form names, or a short one that the article writes in full elsewhere."""
    known = passage.known.actors
    senses = [s for s in item.form.senses if s.strength == "full" or s.actor.name in known]
    return one(sense for sense in senses if sense.actor.valid(passage.text.days))


def _placed(passage: _Passage, item: Item, actor: Actor) -> _Naming | None:
    text, (i, j, *_), side = passage.text, item, actor.government
    city = actor.kind == "place"
    how, rule = reading(text, i, j, passage.prior, city=city)
    passage.prior[j] = how
    if how in ("person", "name"):
        return None
    if how == "newspaper":
        return i, j + 1, Name(" ".join(text.words[i : j + 1]), "outlet", None, rule), how
    if city and not side and how != "dateline":
        how, rule = "place", "name of a place"
    if how == "government":
        who = side or actor.name
        return i, j, Name(who, text.roster.kind_of(who), side or actor.side, rule), "actor"
    how = "dateline" if how == "dateline" else "place"
    return i, j, Name(actor.name, "place", actor.side, rule), how


def _body(passage: _Passage, item: Item, actor: Actor) -> _Naming | None:
    text, (i, j, _, form) = passage.text, item
    if text.words[i].lower() == "the" and text.is_capital(j) and not text.headline:
        return None  # "the West Wing"
    full = any(sense.strength == "full" for sense in form.senses)
    rule = "name" if full else "short name of one named in the article"
    how = "newspaper" if actor.kind == "outlet" else "actor"
    if actor.kind == "institution":
        place = reading(text, i, j, passage.prior, city=False)
        if place == ("place", "preposition of place"):
            how, rule = place
    return i, j, Name.of(actor, rule), how


def _shouted(text: Stretch, item: Item) -> bool:
    """Tell whether a short form stands among words in capitals ("US" may be the pronoun there)."""
    word = text.words[item.i]
    if item.j > item.i + 1 or len(word) > 3 or not word.isupper():
        return False
    beside = (text.word(item.i - 1), text.word(item.j))
    return text.capitals or any(len(word) > 3 and word.isupper() for word in beside)


def _people(text: Stretch, item: Item, letter: str) -> _Naming | None:
    """Read "Germans", and "the French" before a verb; any other adjective is no mention."""
    before, word = text.word(item.i - 1), text.words[item.j - 1]
    people = before not in text.lists["before_people"]  # no "African Americans"
    if letter == "a":
        people = before.lower() == "the" and word.endswith(("sh", "ch", "se", "ss"))
        people = people and text.word(item.j) in text.lists["plural_verbs"]
    name = Name(side := item.form.side or "", "government", side, "people")
    return (item.i, item.j, name, "actor") if people else None


def _office_again(passage: _Passage, item: Item) -> _Naming | None:
    """Read "the Foreign Ministry" as the one that the article names with its country."""
    text, name = passage.text, item.form.values["office"]
    bodies = passage.known.offices.get(name, ())
    body = next(iter(bodies)) if len(bodies) == 1 and text.is_capital(item.i) else None
    if not body or body.rule == "state noun" or text.roster.offices[name].subject_only:
        return None
    return item.i, item.j, body._replace(rule="office named in the article"), "actor"
