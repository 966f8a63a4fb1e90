"""Which organisations an article names, and the short names and nouns that stand for them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from onrecord.knowledge.roster import BODY, WORD, Roster
from onrecord.records import Article

_WORD = r"(?:\.[A-Z]\.(?= [A-Z]))?[\w’'&\-]*"
_NAME = re.compile(
    rf"[A-Z](?<!\w.){_WORD}(?: (?:(?:of|for|on(?! [A-Z]\w+day))(?: the| a)? |and )?[A-Z]{_WORD})*"
)
_ARTICLE = re.compile(r"^(?:The|A) ")
_SHORT = re.compile(r"\s\(([A-Z][A-Z&]+)\)")
# the head noun of a name: "Office" of "Budget Office of the State"
_HEAD = re.compile(r"(?<![^ ])([^ ]++)(?: (?:of|for|on) .*)?$")


class Body(NamedTuple):
    """An organisation named: where, its full name, and whether the roster has it."""

    start: int
    stop: int
    name: str
    listed: bool


@lru_cache(maxsize=2)
def bodies(text: str, article: Article, roster: Roster) -> list[Body]:
    """Return the organisations that an article names, in text order."""
    found: list[Body] = []
    short: dict[str, Body] = {}
    for span, _ in article.stretches:
        for match in _NAME.finditer(text, *span):
            name = _ARTICLE.sub("", match[0])
            behind = _SHORT.match(text, match.end())
            own = behind[1] if behind and _initials(name).endswith(behind[1]) else ""
            full, listed = _read(name, roster, introduced=bool(own))
            if full:
                found.append(Body(match.end() - len(name), match.end(), full, listed))
                short[own or _initials(name)] = found[-1]
    again = "|".join(re.escape(initials) for initials in short if len(initials) > 2)
    for span, _ in article.stretches if again else ():
        matches = re.compile(rf"\b(?:{again})\b").finditer(text, *span)
        found += [Body(*match.span(), *short[match[0]][2:]) for match in matches]
    return sorted(found)


def _read(name: str, roster: Roster, introduced: bool) -> tuple[str, bool]:
    """Return the full name of a body, and whether the roster has it; "" where it is none."""
    words = name.split() if name.replace(" ", "").isalpha() else WORD.findall(plain(name))
    if known := roster.forms.get(tuple(words)):
        return known.senses[0].actor.name if known.letter == BODY else "", True
    heads = {name.rpartition(" ")[2], _HEAD.findall(name)[0]} if len(words) > 1 else set()
    return name if introduced or heads & roster.words["organisations"] else "", False


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def plain(name: str) -> str:
    """Return a name as the tables write it: "US" for "U.S."."""
    return name.replace("U.S.", "US").replace("U.N.", "UN")


@lru_cache(maxsize=4096)
def nouns(body: str, listed: bool, roster: Roster) -> Mapping[str, frozenset[str]]:
    """Return the nouns that may stand for a body, each with the words that may stand before it."""
    own, head = frozenset(body.lower().split()), _HEAD.findall(body)[0].lower().rstrip(".")
    kinds = () if listed else map(str.split, roster.words["body_nouns"])
    found = {noun: own for noun, *heads in kinds if head in heads}
    for *more, noun in map(str.split, roster.described.get(body, ())):
        found[noun] = found.get(noun, frozenset()).union(more)
    return found
