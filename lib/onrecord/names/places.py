"""Decide what the name of a place stands for: a government, a place, or part of another name.

The rules are asked in their order, and each has a name; the name of a country follows the same
rules without those for cities. The word lists are data (``[reading]`` in ``names.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.knowledge.roster import Roster, Stretch, begins, is_capital, items, roster, stretch

Lists = Mapping[str, frozenset[str]]

_COMPARING = ("as", "than", "like")  # these may open a clause: "as Paris denied it"
_JOINTS = ("and", "or", "&", "/")


def capital_reading(
    text: str, start: int, stop: int, *, headline: bool = False, book: Roster | None = None
) -> tuple[str, str]:
    """Return how the capital at text[start:stop] is read, and the rule that says so.

    The reading is government, place, dateline, newspaper, person, state (a federal state or
    district) or name (part of another name). The line around the name is looked at; in a
    headline ``headline=True`` makes "Paris: no deal" the government that speaks.

    >>> capital_reading("Talks in Paris failed.", 9, 14)
    ('place', 'preposition of place')
    """
    book = book or roster()
    first = max(text.rfind("\n", 0, start) + 1, start - 400)
    last = text.find("\n", stop)
    line = stretch(text, first, min(len(text) if last < 0 else last, stop + 400), headline)
    i = next((k for k, at in enumerate(line.at) if at.end() > start), len(line.words))
    j = next((k for k, at in enumerate(line.at) if at.start() >= stop), len(line.words))
    prior: dict[int, str] = {}
    for item in items(line.words, book.trie):
        if item.letter in "ck" and item.j <= i:
            city = item.letter == "k"
            prior[item.j] = reading(line, prior, item.i, item.j, book, capital=city)[0]
    return reading(line, prior, i, j, book, capital=True)


def reading(
    text: Stretch, prior: Mapping[int, str], i: int, j: int, book: Roster, *, capital: bool
) -> tuple[str, str]:
    """Return the reading of the name at words i to j, and the rule; ``capital``: it is a city's.

    ``prior`` holds the readings of the place names before, by the word behind each: a name that
    is coordinated with one of them is read like it.
    """
    words, lists = text.words, book.words
    if other := _other_name(text, i, j, lists, capital):
        return other
    before, after = text.word(i - 1), text.word(j)
    if after == "-" and text.touches(j) and text.touches(j + 1):
        if words[j + 1].lower() in lists["compound"]:
            return "place", "compound with a place word"  # "Paris-based"
        return "government", "compound"
    if before == "-" and text.touches(i) and text.touches(i - 1):
        return "government", "compound"  # "anti-Paris"
    p = i - 1
    while p >= max(0, i - 5) and words[p].lower() in lists["between"]:
        p -= 1
    preposition = text.word(p).lower()
    if text.possessive(j):
        owned = text.word(j + 2)
        local = owned.lower() in lists["local"] or owned in lists["other_names"]
        local = local or not lists["of_a_city"].isdisjoint(words[j + 2 : j + 5])
        if (capital and local) or (preposition in lists["locative"] and is_capital(owned)):
            return "place", "possessive of a place"  # "Paris's streets"
        return "government", "possessive"
    if preposition == "to" and text.word(p - 1).lower() == "up":
        return "government", "up to"
    if capital and after.lower() in lists["local"]:
        return "place", "place noun behind"  # "Paris airport"
    if capital and before.lower() in ("a", "an") and modifies(after, lists):
        return "place", "someone or something there"  # "a Paris baker"
    if after == "," and text.word(j + 1) == "where":
        return "place", '"where" behind'
    if _earlier(text, prior, i, lists) == "place":
        return "place", "coordinated with a place"  # "in Berlin and Paris"
    if not capital and before == "," and _city_before(words, i - 1, lists):
        return "place", "city and country"  # "in Lille, France"
    return _by_preposition(text, j, p, lists, capital) or _by_verb(text, i, j, p, lists, capital)


def _earlier(text: Stretch, prior: Mapping[int, str], i: int, lists: Lists) -> str:
    """Return the reading of the place name that is coordinated with the one at word i, or ""."""
    k = i - 1
    if text.word(k).lower() in lists["between"]:  # "in France and the Netherlands"
        k -= 1
    joint = k
    k -= text.word(k) in _JOINTS
    k -= text.word(k) == ","
    return prior.get(k + 1, "") if k < joint else ""


def _city_before(words: Sequence[str], comma: int, lists: Lists) -> bool:
    """Tell whether "in Lille" stands before the comma of "in Lille, France"."""
    p = comma - 1
    while p >= max(0, comma - 5) and is_capital(words[p]):
        p -= 1
    return 0 <= p < comma - 1 and words[p] in (lists["locative"] | {"from", "to", "of"})


def _other_name(
    text: Stretch, i: int, j: int, lists: Lists, capital: bool
) -> tuple[str, str] | None:
    """Decide what is no place at all: dateline, newspaper, person, another name."""
    words, before, after = text.words, text.word(i - 1), text.word(j)
    name, person = ("name", "part of another name"), ("person", "part of a person's name")
    if not capital:
        if after in lists["events"]:
            return name
        return person if before in lists["given"] else None
    if not text.headline and _dateline(text, i, j, lists):
        return "dateline", "dateline"
    if after in lists["papers"] and not (text.headline and reads_as_verb(after, lists)):
        return "newspaper", "newspaper name"
    rest = words[j + 1 : j + 4] if after == "," else words[j : j + 3]
    if (
        (after.lower() == "state" and not is_capital(text.word(j + 1)))
        or [w.lower() for w in words[max(0, i - 2) : i]] == ["state", "of"]
        or rest[:1] == ["DC"]
        or rest == ["D", ".", "C"]
    ):
        return "state", "state or district"
    if before in lists["before_names"] or after in lists["other_names"]:
        return name
    if before in lists["given"] or (has_initial(words, i) and not begins(words, i - 2)):
        return person
    surname = not text.headline and is_capital(after) and after.isalpha()
    first_name = words[i] in lists["given"] and surname and after not in lists["dates"]
    return person if first_name else None


def _dateline(text: Stretch, i: int, j: int, lists: Lists) -> bool:
    """Tell whether a city stands at the head of a paragraph as the place of writing."""
    words = text.words
    if i > 6 or any(not (w.isupper() or w in ("/", ",", "and", "-")) for w in words[:i]):
        return False
    if i == 0 and text.word(j) == ":":
        return True
    marked, depth = words[i].isupper(), 0
    for k, word in enumerate(words[j : j + 16], j):
        if word == "(":
            depth, marked = depth + 1, True  # an agency
        elif word == ")":
            depth -= 1
        elif depth:
            continue
        elif word in "-–—" and not (text.touches(k) and text.touches(k + 1)):
            return marked
        elif word.isdigit():
            marked = True  # a day
        elif word not in (",", ".", "/", "-", "and") and not is_capital(word):
            month = word.capitalize() in lists["dates"] and not word.endswith("day")
            if not month:
                return False
    return False


def _by_preposition(
    text: Stretch, j: int, p: int, lists: Lists, capital: bool
) -> tuple[str, str] | None:
    """Decide by the word before the name that says where, whither or whence."""
    words, preposition = text.words, text.word(p).lower()
    back = [word.lower() for word in words[max(0, p - 4) : max(0, p)]]
    last = back[-1] if back else ""
    if preposition in lists["locative"]:
        if last in lists["not_locative"]:
            return "government", 'abstract noun before "in"'  # "trust in Paris"
        if capital or not modifies(text.word(j), lists):
            return "place", "preposition of place"
    elif preposition in ("to", "from"):
        moved = not lists["motion"].isdisjoint(back)
        if moved and back[-2:] not in (["it", "comes"], ["it", "came"]):
            return "place", "movement"
        if preposition == "to":
            return "government", '"to" without movement'  # "a message to Paris"
        if not lists["sent"].isdisjoint(back[-3:]):
            return "government", "sent from"  # "pressure from Paris"
        return "place", "preposition of place"
    elif preposition == "of" and last in lists["place_of"]:
        return "place", "preposition of place"  # "the streets of Paris"
    left = preposition == "for" and last in lists["departing"]
    if left or (preposition in lists["moving"] and not is_capital(words[p])):
        return "place", "movement"
    return None


def _by_verb(text: Stretch, i: int, j: int, p: int, lists: Lists, capital: bool) -> tuple[str, str]:
    """Decide by the verb, the relation or the noun beside the name: it is a government."""
    before, after, related = text.word(i - 1), text.word(j), text.word(p).lower()
    verb = reads_as_verb(before, lists) or (before.endswith("ing") and before.islower())
    rule = "no sign of a place"
    if related in lists["relation"] and related not in _COMPARING:
        rule = "relation"  # "against Paris"
    elif reads_as_verb(after, lists, text.word(j + 1)):
        rule = "subject of a verb"
    elif related in _COMPARING:
        rule = "relation"
    elif after in _JOINTS or before in _JOINTS:
        rule = "coordinated with a government"
    elif verb and not begins(text.words, i):
        rule = "object of a verb"
    elif not capital and modifies(after, lists):
        rule = "name as modifier"
    return "government", rule


def has_initial(words: Sequence[str], i: int) -> bool:
    """Tell whether an initial ("T.") stands before word i."""
    return i > 1 and words[i - 1] == "." and len(words[i - 2]) == 1 and words[i - 2].isupper()


_NOUN_ENDINGS = ("ss", "ions", "als", "ers", "ors", "ists", "ties", "us", "ments", "lks")


def reads_as_verb(word: str, lists: Lists, following: str = "") -> bool:
    """Tell whether a word reads as a verb, by list or by its ending; adverbs are stepped over."""
    low = word.lower()
    if low in lists["verbs"]:
        return True
    if low.endswith("ly") and following:
        return reads_as_verb(following, lists)
    if len(low) < 4 or low in lists["unnamed"]:
        return False
    return low.endswith("ed") or (low.endswith("s") and not low.endswith(_NOUN_ENDINGS))


def modifies(after: str, lists: Lists) -> bool:
    """Tell whether the word behind a name is a noun that the name modifies."""
    plain = after.isalpha() and after.islower() and not after.endswith("ly")
    return plain and after not in lists["function"] and not reads_as_verb(after, lists)
