"""Which organisations an article names, and the short names and nouns that stand for them."""

import re
from functools import lru_cache
from typing import NamedTuple

from onrecord.knowledge.roster import BODY, WORD, Roster
from onrecord.records import Article

_WORD = r"(?:\.[A-Z]\.(?= [A-Z]))?[\w’'&\-]*"
_NAME = re.compile(rf"[A-Z](?<!\w.){_WORD}(?: (?:(?:of|for|on)(?: the)? |and )?[A-Z]{_WORD})*")
_SHORT = re.compile(r"\s\(([A-Z][A-Z&]+)\)")
_OF = re.compile(r" (?:of|for|on) ")


class Body(NamedTuple):
    """An organisation named: where, its full name, and whether the roster has it."""

    start: int
    stop: int
    name: str
    listed: bool


@lru_cache(maxsize=2)
def bodies(text: str, article: Article, roster: Roster) -> list[Body]:
    """Return the organisations that an article names, in text order."""
    found, short, lists = [], {}, roster.words["organisations"]
    for span, _ in article.stretches:
        for match in _NAME.finditer(text, *span):
            name = match[0].removeprefix("The ").removeprefix("A ")
            words, behind = name.split(), _SHORT.match(text, match.end())
            known = roster.forms.get(tuple(words if name.isalpha() else WORD.findall(plain(name))))
            if known and known.letter == BODY:
                found.append(Body(*match.span(), known.senses[0].actor.name, True))
                continue
            initials = "".join(word[0] for word in words if word[0].isupper())
            introduced = behind is not None and initials.endswith(behind[1])
            head = _OF.split(name, maxsplit=1)[0].rpartition(" ")[2] if len(words) > 1 else ""
            if introduced or (head and not lists.isdisjoint((words[-1], head))):
                if known is None:
                    found.append(Body(match.end() - len(name), match.end(), name, False))
                if behind and introduced:
                    short[behind[1]] = name
                elif len(initials) > 2:
                    short[initials] = name
    again = "|".join(map(re.escape, short))
    for span, _ in article.stretches if again else ():
        matches = re.compile(rf"\b(?:{again})\b").finditer(text, *span)
        found += [Body(*match.span(), short[match[0]], False) for match in matches]
    return sorted(found)


def plain(name: str) -> str:
    """Return a name as the tables write it: "US" for "U.S."."""
    return name.replace("U.S.", "US").replace("U.N.", "UN")


@lru_cache(maxsize=4096)
def nouns(name: str, roster: Roster) -> frozenset[str]:
    """Return the words that may stand for a body: those of its name and of its kind."""
    own = set(name.lower().split()).union(*map(str.split, roster.described.get(name, ())))
    kinds = (row.split() for row in roster.words["body_nouns"])
    return frozenset(own.union(*(kind[:1] for kind in kinds if not own.isdisjoint(kind))))
