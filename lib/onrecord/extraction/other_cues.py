"""Other cues than verbs: "according to", "clear", nouns, adjectives, colons, marks of quotation."""

from collections.abc import Container, Sequence

from onrecord.extraction.clauses import Range
from onrecord.extraction.contents import Proposal, Sentence
from onrecord.text.tokens import BREAKS, DASHES, ENDS, MARKS, PARTS, QUOTE

INSISTENT = frozenset("he she they it how why that to in on ,".split())
GOES_ON_OTHERWISE = frozenset(["", *"which who a an the but and as while".split()])
GRADES = frozenset("pretty very so quite more most less".split())


def read_according(s: Sentence, k: int) -> Proposal | None:
    """According to Smith, …  /  …, according to Smith."""
    low, stop = s.low, min(s.end, k + 26)
    b = s.find(PARTS, k + 2, stop)
    b = s.find(("who", "which", "that", "while", "but"), min(k + 4, b), b)
    if b <= k + 2 or s.word(k + 1) != "to":
        return None
    source, cue = (k + 2, b), (k, k + 2)
    first, left = k, k if s.word(k - 1) == "(" else s.first
    while first > left and low[first - 1] in s.g.adverbs | {"and", "but"}:
        first -= 1
    if first == left:
        rest = ((b, s.end),)
        return Proposal(s.span, cue, source, rest, "according-first") if b < s.end else None
    inserted = s.word(b) == low[first - 1] == "," and s.word(b + 1) not in GOES_ON_OTHERWISE
    more = ((b, s.end),) if inserted else ()
    return Proposal(s.span, cue, source, ((left, first), *more), "according")


def read_clear(s: Sentence, k: int) -> Proposal | None:
    """She made (it) clear that …"""
    m = k - 2 if s.low[k - 1 : k] == ["it"] else k - 1
    if " ".join(s.low[max(m, s.first) : k + 1]) not in s.lex.clear:
        return None
    if k + 2 >= s.end or s.low[k + 1] not in INSISTENT:
        return None
    stop = min(s.end - 1, k + 12)
    that = s.find(("that",), k + 1, stop)
    a = that + 1 if that < stop else k + 1
    vg = s.group(m)
    source = s.subject(vg.first - 1)
    if source is None:
        shared = s.word(vg.first - 1) in ("and", "but", ",") or s.low[m] == "making"
        source = s.shared_subject(vg.first - 1) if shared else None
    content = ((a, s.clause_end(a)),)
    return Proposal(s.span, (vg.first, k + 1), source, content, "clear", "make") if source else None


def read_adjective(s: Sentence, k: int) -> Proposal | None:
    """She is confident that …  /  She has been blunt about …"""
    low = s.low
    if k - 1 <= s.first or k + 2 >= s.end or low[k + 1] not in ("that", "about"):
        return None
    vg = s.group(k - 1 if low[k - 1] in GRADES else k)
    is_so = vg.words & s.g.be and not vg.words & s.g.modals
    who = s.subject(vg.first - 1) if is_so else None
    if who is None or low[who[0]] in ("it", "that", "this", "there", "you"):
        return None
    cue = vg.first, k + 1 + (low[k + 1] == "about")
    content = ((k + 2, s.clause_end(k + 2)),)
    return Proposal(s.span, cue, who, content, "adjective", low[k])


def read_noun(s: Sentence, k: int) -> Proposal | None:
    """Her claim that …  /  the country's threat to …  /  their opposition to …"""
    low, lex = s.low, s.lex
    if k + 2 >= s.end or low[k + 1] not in ("that", "to"):
        return None
    to = low[k + 1] == "to"
    owner = _owner(s, k) if not to or low[k] in lex.lists["to_nouns"] else None
    if owner is None or (low[k] in lex.verbs and low[k - 1] in s.g.nominative):
        return None
    noun = lex.nouns[low[k]]
    a = k + 1 if to and noun not in lex.lists["towards"] else k + 2
    return Proposal(s.span, (k, k + 1), owner, ((a, s.noun_end(a)),), "noun", noun)


def _owner(s: Sentence, k: int) -> Range | None:
    """Return whose a noun is: "her claim", "Smith's repeated claim", "the U.S. threat"."""
    g = s.g
    for y in range(k - 1, max(s.first - 1, k - 5), -1):
        word = s.low[y]
        if word in g.possessive:
            return y, y + 1
        if word.endswith(("'s", "’s")):
            if word[:-2] in g.nominative:
                return None
            first = (s.noun_phrase_left(y) or (y, y))[0]
            heads = (x + 1 for x in range(y - 1, first - 1, -1) if not _in_phrase(s, x))
            return next(heads, first), y + 1
        if y == k - 1 and len(word) > 1 and s.raw[y].replace(".", "").isupper():
            return y, y + 1
        if word in MARKS or word in g.joints or word in g.auxiliaries:
            return None
    return None


def _in_phrase(s: Sentence, x: int) -> bool:
    word = s.low[x]
    past = s.is_verb(x, "d") and s.low[x - 1] not in s.g.determiners
    return not past and (word in ("of", "for") or word not in s.g.prepositions)


def read_colon(s: Sentence, k: int) -> Proposal | None:
    """Smith: “…”  /  in a headline, Source: content and content: Source."""
    if not s.first < k < s.stop - 1:
        return None
    low, before = s.low, k - s.first
    after = s.stop - k - 1 - (low[s.stop - 1] in ENDS)
    headline = s.span == (0, len(low)) and 0 < after <= 5 <= before <= 20
    source = k + 1, k + 1 + after
    if headline and _is_named(s, source, ("of", "the", "for")):
        return Proposal(s.span, (k, k + 1), source, ((s.first, k),), "colon")
    if before >= 9 or not s.lex.verbs.keys().isdisjoint(low[s.first : k]):
        return None
    phrase, title = s.noun_phrase_left(k - 1), s.capital(s.first) and s.capital(k + 1)
    if phrase is None or phrase[0] != s.first:  # it holds no auxiliary
        return None
    if low[k + 1] == QUOTE or (title and _is_named(s, (s.first, k), s.g.prepositions)):
        return Proposal(s.span, (k, k + 1), phrase, ((k + 1, s.stop),), "colon")
    return None


def _is_named(s: Sentence, part: Range, small: Container[str]) -> bool:
    return all(s.capital(x) or s.low[x] in small for x in range(*part))


def left_over(s: Sentence, taken: Sequence[Proposal]) -> list[Proposal]:
    """Return statements for quotations that no known cue took."""
    inside = {x for proposal in taken for part in proposal.content for x in range(*part)}
    left = (x for x in range(s.first, s.end) if s.low[x] == QUOTE and x not in inside)
    return [found for x in left if (found := _beside_quotation(s, x)) is not None]


def _beside_quotation(s: Sentence, x: int) -> Proposal | None:
    """Smith: “…”  /  “…” — Smith  /  “…,” Smith grinned"""
    low = s.low
    if x > s.first + 1 and low[x - 1] == ":":
        who = s.shared_subject(x - 1)
        return Proposal(s.span, (x - 2, x), who, ((x, s.end),), "colon-quote") if who else None
    if s.word(x + 1) in DASHES and all(word == QUOTE for word in low[s.first : x]):
        who = s.noun_phrase_right(x + 2)
        if who is None or not s.capital(who[0]):
            return None
        return Proposal(s.span, (x + 1, x + 2), who, ((s.first, x + 1),), "dash")
    return _unknown_verb(s, x) if s.p.ends[x] in ",?!" else None


def _unknown_verb(s: Sentence, x: int) -> Proposal | None:
    """“…,” Smith grinned: a verb that the lexicon has not, right behind a quotation and a name."""
    a = x + 1
    for y in range(x + 2, s.find(BREAKS, x + 2, min(s.end, x + 10))):
        if not _seems_verb(s, y):
            continue
        source = s.noun_phrase_left(y - 1)
        if source is not None and source[0] == a and (s.capital(a) or s.low[a] in s.g.heads):
            content = s.left(x), *s.resumed(y + 1, True)
            return Proposal(s.span, (y, y + 1), source, content, "unknown-verb")
    return None


def _seems_verb(s: Sentence, y: int) -> bool:
    if not s.low[y].endswith(("ed", "s")) or not s.raw[y][0].islower():
        return False
    return s.word(y + 1) in s.g.closing or s.g.is_adverb(s.word(y + 1))
