"""Which organisations an article names that no table has, and the short names it gives them."""

import re
from functools import lru_cache

from onrecord.knowledge.roster import Roster
from onrecord.records import Article

_NAME = re.compile(r"[A-Z](?<!\w.)[\w’'&\-]*(?: (?:(?:of|for|on)(?: the)? |and )?[A-Z][\w’'&\-]*)*")
_SHORT = re.compile(r"\s\(([A-Z][A-Z&]+)\)")
Body = tuple[int, int, str]  # an organisation named: where, and its full name


@lru_cache(maxsize=2)
def bodies(text: str, article: Article, roster: Roster) -> list[Body]:
    """Return the unlisted organisations that an article names, in text order."""
    found, short = [], {}
    for span, _ in article.stretches:
        for match in _NAME.finditer(text, *span):
            name = match[0].removeprefix("The ")
            words, behind = name.split(), _SHORT.match(text, match.end())
            initials = "".join(word[0] for word in words if word[0].isupper()) if behind else ""
            introduced = behind is not None and initials.endswith(behind[1])
            body = len(words) > 1 and words[-1] in roster.words["organisations"]
            if (body or introduced) and tuple(words) not in roster.forms:
                found.append((match.end() - len(name), match.end(), name))
                if behind and introduced:
                    short[behind[1]] = name
    again = "|".join(map(re.escape, short))
    for span, _ in article.stretches if again else ():
        matches = re.compile(rf"\b(?:{again})\b").finditer(text, *span)
        found += [(*match.span(), short[match[0]]) for match in matches]
    return sorted(found)
