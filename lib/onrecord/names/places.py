"""Decide what the name of a place stands for: a government, a place, or part of another name."""

from collections.abc import Mapping

from onrecord.names.forms import Stretch

# How the name of a place is read, and the rule that says so. It is read as a government, place,
# dateline, newspaper, person, state (or district) or name (part of another name).
Reading = tuple[str, str]


class _Place:
    """The name of a place, words i to j of a text, and the words around it."""

    def __init__(self, text: Stretch, i: int, j: int, prior: Mapping[int, str], city: bool) -> None:
        self.text, self.lists, self.i, self.j = text, text.lists, i, j
        self.prior, self.city = prior, city  # a city is none of a country
        self.before, self.after = text.word(i - 1), text.word(j)
        p = i - 1
        while p >= max(0, i - 5) and text.words[p].lower() in self.lists["between"]:
            p -= 1
        self.front = p  # where the preposition stands, before words such as "central"
        self.preposition = text.word(p).lower()  # or another word
        # up to four words before it, and the last of these
        self.back = [word.lower() for word in text.words[max(0, p - 4) : max(0, p)]]
        self.noun = self.back[-1] if self.back else ""


def reading(text: Stretch, i: int, j: int, prior: Mapping[int, str], *, city: bool) -> Reading:
    """Read the name at words i to j; ``prior`` has the readings before, by the word behind each."""
    place = _Place(text, i, j, prior, city)
    return next(found for rule in RULES if (found := rule(place)))


def _no_city(place: _Place) -> Reading | None:
    """Read a city's name that is a dateline, a newspaper's or a federal state's."""
    if not place.city:
        return None
    text, headline = place.text, place.text.headline
    if not headline and _is_dateline(place):
        return "dateline", "dateline"
    if place.after in place.lists["papers"] and not (headline and text.is_verb(place.j)):
        return "newspaper", "newspaper name"
    words, j, after = text.words, place.j, place.after
    rest = words[j + 1 : j + 4] if after == "," else words[j : j + 3]
    district = rest[:1] == ["DC"] or rest == ["D", ".", "C"]
    before = [word.lower() for word in words[max(0, place.i - 2) : place.i]]
    state = before == ["state", "of"] or (after.lower() == "state" and not text.is_capital(j + 1))
    return ("state", "state or district") if state or district else None


def _other_name(place: _Place) -> Reading | None:
    """Read a name that is part of another: "Lake Paris", "Paris University", "Vietnam War"."""
    lists, after = place.lists, place.after
    of_city = place.before in lists["before_names"] or after in lists["other_names"]
    other = after in lists["events"] or (place.city and of_city)
    return ("name", "part of another name") if other else None


def _person(place: _Place) -> Reading | None:
    """Read a name that is part of a person's: "Booker T. Paris", "Sofia Coppola"."""
    text, i, after, lists = place.text, place.i, place.after, place.lists
    surname = text.has_initial(i) and not text.begins(i - 2)
    given = text.words[i] in lists["given"] and not text.headline
    given = given and text.is_capital(place.j) and after.isalpha() and after not in lists["dates"]
    person = place.before in lists["given"] or (place.city and (surname or given))
    return ("person", "part of a person's name") if person else None


def _is_dateline(place: _Place) -> bool:
    """Tell whether a city stands at the head of a paragraph as the place of writing."""
    head = place.text.words[: place.i]
    if len(head) > 6 or not all(word.isupper() or word in ("/", ",", "and", "-") for word in head):
        return False
    return (not head and place.after == ":") or _has_dash(place)


def _has_dash(place: _Place) -> bool:
    """Tell whether a dash closes a dateline: behind capitals, an agency in brackets or a day."""
    text, words = place.text, place.text.words
    marked, depth = words[place.i].isupper(), 0
    for k, word in enumerate(words[place.j : place.j + 16], place.j):
        if word == "(":
            depth, marked = depth + 1, True
        elif word == ")":
            depth -= 1
        elif not depth and word in "-–—" and not (text.touches(k) and text.touches(k + 1)):
            return marked
        elif word.isdigit():
            marked = True
        elif depth or text.is_capital(k) or word in (",", ".", "/", "-", "and"):
            continue
        elif word.endswith("day") or word.capitalize() not in place.lists["dates"]:
            return False  # no month
    return False


def _compound(place: _Place) -> Reading | None:
    """Read a name with a hyphen: "Paris-based" a place, "Paris-backed", "anti-Paris" none."""
    text, i, j = place.text, place.i, place.j
    if place.after == "-" and text.touches(j) and text.touches(j + 1):
        local = text.words[j + 1].lower() in place.lists["compound"]
        return ("place", "compound with a place word") if local else ("government", "compound")
    before = place.before == "-" and text.touches(i) and text.touches(i - 1)
    return ("government", "compound") if before else None


def _possessive(place: _Place) -> Reading | None:
    """Read a name with "'s": a place by what it owns ("Paris's streets"), else a government."""
    text, j, lists = place.text, place.j, place.lists
    if not text.possessive(j):
        return None
    owned = text.word(j + 2)
    local = owned.lower() in lists["local"] or owned in lists["other_names"]
    local = local or not lists["of_a_city"].isdisjoint(text.words[j + 2 : j + 5])
    if (place.city and local) or (place.preposition in lists["locative"] and owned[:1].isupper()):
        return "place", "possessive of a place"
    return "government", "possessive"


def _by_neighbour(place: _Place) -> Reading | None:
    """Decide by the words beside the name: "up to", a noun that it modifies, "where"."""
    text, after = place.text, place.after
    if place.preposition == "to" and place.noun == "up":
        return "government", "up to"
    if place.city and after.lower() in place.lists["local"]:
        return "place", "place noun behind"  # "Paris airport"
    if place.city and place.before.lower() in ("a", "an") and text.is_modified(place.j):
        return "place", "someone or something there"  # "a Paris baker"
    where = after == "," and text.word(place.j + 1) == "where"
    return ("place", '"where" behind') if where else None


def _coordinated(place: _Place) -> Reading | None:
    """Read a name behind that of another place: "in Berlin and Paris", "in Lille, France"."""
    text, k = place.text, place.i - 1
    k -= place.before.lower() in place.lists["between"]  # "in France and the Netherlands"
    joint = k
    k -= text.word(k) in place.lists["joints"]
    k -= text.word(k) == ","
    if k < joint and place.prior.get(k + 1) == "place":
        return "place", "coordinated with a place"
    if place.city or place.before != ",":
        return None
    p = comma = place.i - 2
    while p >= max(0, comma - 4) and text.is_capital(p):
        p -= 1
    before = text.words[p] if 0 <= p < comma else ""
    city = before in place.lists["locative"] or before in ("from", "to", "of")
    return ("place", "city and country") if city else None


def _locative(place: _Place) -> Reading | None:
    """Read a name behind "in" ("trust in Paris" is none) or a noun: "the streets of Paris"."""
    lists = place.lists
    if place.preposition in lists["locative"]:
        if place.noun in lists["not_locative"]:
            return "government", 'abstract noun before "in"'
        located = place.city or not place.text.is_modified(place.j)
    else:
        located = place.preposition == "of" and place.noun in lists["place_of"]
    return ("place", "preposition of place") if located else None


def _by_movement(place: _Place) -> Reading | None:
    """Decide whether somebody moves to or from a place, or sends something."""
    preposition, back, lists = place.preposition, place.back, place.lists
    if preposition not in ("to", "from"):
        left = preposition == "for" and place.noun in lists["departing"]
        left = left or (preposition in lists["moving"] and not place.text.is_capital(place.front))
        return ("place", "movement") if left else None
    if not lists["motion"].isdisjoint(back) and back[-2:] not in (["it", "comes"], ["it", "came"]):
        return "place", "movement"
    if preposition == "to":
        return "government", '"to" without movement'  # "a message to Paris"
    if not lists["sent"].isdisjoint(back[-3:]):
        return "government", "sent from"  # "pressure from Paris"
    return "place", "preposition of place"


def _by_verb(place: _Place) -> Reading:
    """Decide by the preposition ("against"), the verb or the noun beside it: a government."""
    text, before, after, lists = place.text, place.before, place.after, place.lists
    compares = place.preposition in lists["comparing"]  # or opens a clause: "as Paris denied it"
    if place.preposition in lists["relation"] and not compares:
        return "government", "relation"
    if text.is_verb(place.j) or (after[-2:].lower() == "ly" and text.is_verb(place.j + 1)):
        return "government", "subject of a verb"
    if compares:
        return "government", "relation"
    if before in lists["joints"] or after in lists["joints"]:
        return "government", "coordinated with a government"
    verb = text.is_verb(place.i - 1) or (before.endswith("ing") and before.islower())
    if verb and not text.begins(place.i):
        return "government", "object of a verb"
    modifier = not place.city and text.is_modified(place.j)
    return "government", "name as modifier" if modifier else "no sign of a place"


# The first of these that has a reading decides, by words of ``names.toml``; the last has one.
RULES = (
    _no_city, _other_name, _person, _compound, _possessive, _by_neighbour, _coordinated, _locative,
    _by_movement, _by_verb,
)  # fmt: skip
