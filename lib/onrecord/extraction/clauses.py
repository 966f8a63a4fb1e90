"""Read a clause around a verb: its auxiliaries, its subject, the noun phrase that follows it."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.knowledge.cues import Lexicon
from onrecord.knowledge.grammar import DASHES, MARKS, RELATIVES
from onrecord.text.tokens import QUOTE, Paragraph

Range = tuple[int, int]
LONGEST = 16  # words of a noun phrase, beyond which none is looked for
APPOSITION = frozenset("a an the who which whose then now one of from speaking former".split())
WEEK = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TITLES = frozenset("mr. mrs. ms. dr. sen. rep. gov. gen. lt. col. prof.".split())


class Sentence(NamedTuple):
    """A sentence as items of a paragraph; ``end`` leaves out its last marks, ``stop`` does not."""

    p: Paragraph
    first: int
    end: int
    stop: int
    lex: Lexicon


class Group(NamedTuple):
    """A verb group: its first item, and which auxiliaries it holds."""

    first: int
    be: bool
    have: bool
    modal: bool
    to: bool


class Subject(NamedTuple):
    """A subject as a range of items."""

    start: int
    stop: int

    @property
    def range(self) -> Range:
        """The subject as a range."""
        return self.start, self.stop


def group(s: Sentence, k: int) -> Group:
    """Return the verb group that ends with the verb at ``k``."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    be = have = modal = to = False
    first = k
    while first > s.first:
        word = low[first - 1]
        if word in g.be:
            be = True
        elif word in g.have:
            have = True
        elif word in g.modals:
            modal = True
        elif word == "to" and not (be or have or modal):
            return Group(first - 1, be, have, modal, True)
        elif not g.is_adverb(word) or (raw[first - 1][0].isupper() and first - 1 > s.first):
            break
        first -= 1
    return Group(first, be, have, modal, to)


def subject(s: Sentence, e: int) -> Subject | None:
    """Return the subject whose last item, or the apposition behind it, ends at item ``e``."""
    low = s.p.low
    if e > s.first + 1 and low[e] in WEEK and low[e - 1] == "on":
        e -= 2  # "Smith on Friday said"
    if e < s.first:
        return None
    if low[e] == "," or low[e] in DASHES or low[e] == ")":
        opening = _opening(s, e)
        found = noun_phrase_left(s, opening - 1) if opening is not None else None
    else:
        found = noun_phrase_left(s, e)
    return Subject(*found) if found else None


def _opening(s: Sentence, e: int) -> int | None:
    """Return the comma, dash or bracket that opens the apposition which ends at ``e``.

    Of several appositions ("Smith, 45, a plumber, said") it is the comma of the first.
    """
    low = s.p.low
    if low[e] != ",":
        for x in range(e - 1, max(s.first, e - 40), -1):
            if low[x] == "(" if low[e] == ")" else low[x] in DASHES:
                return x
            if low[x] == QUOTE and low[e] != ")":
                return None
        return None
    at = _comma_left(s, e, 40)
    while at is not None:
        before = _comma_left(s, at, 14)
        if (
            before is None
            or not _apposes(s, before + 1, at)
            or has_finite(s, _part(s, before), before)
        ):
            return at
        at = before
    return None


def _comma_left(s: Sentence, e: int, reach: int) -> int | None:
    """Return the last comma before item ``e``, if no quotation stands between."""
    for x in range(e - 1, max(s.first, e - reach), -1):
        if s.p.low[x] == ",":
            return x
        if s.p.low[x] == QUOTE:
            return None
    return None


def _part(s: Sentence, x: int) -> int:
    """Return where the part of the sentence that ends before item ``x`` begins."""
    while x > s.first and s.p.low[x - 1] not in (",", ";", QUOTE) and s.p.low[x - 1] not in DASHES:
        x -= 1
    return x


def _apposes(s: Sentence, a: int, b: int) -> bool:
    """Tell whether the items between two commas can be an apposition rather than a subject."""
    if b - a == 1:
        return s.p.raw[a][0].isdigit() or s.p.raw[a][0].isupper()
    return s.p.low[a] in APPOSITION or s.p.low[a].endswith("ing")


def noun_phrase_left(s: Sentence, e: int) -> Range | None:
    """Return the noun phrase whose last item is ``e`` as a range; None where there is none."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    if e < s.first:
        return None
    last = low[e]
    if last in RELATIVES or last in g.nominative:
        return e, e + 1
    if last in MARKS or last == QUOTE or last in g.subordinators or _is_auxiliary(s, e):
        return None
    a = e
    while a > s.first and e - a < LONGEST:
        word = low[a - 1]
        if word in MARKS or word == QUOTE or word in g.subordinators or _is_auxiliary(s, a - 1):
            break
        if (word in g.nominative and word not in g.determiners) or word in s.lex.saying:
            break
        if word in ("and", "&") and not _joins(s, a - 1):
            break
        a -= 1
    return _trimmed(s, a, e + 1) if raw else None


def _is_auxiliary(s: Sentence, x: int) -> bool:
    """Tell whether an item is an auxiliary, and not a name ("Will", "May")."""
    return s.p.low[x] in s.lex.grammar.auxiliaries and s.p.raw[x][0].islower()


def _joins(s: Sentence, x: int) -> bool:
    """Tell whether the "and" at ``x`` joins two nouns of one subject rather than two clauses."""
    g = s.lex.grammar
    if x - 1 < s.first:
        return False
    left, right = s.p.raw[x - 1], s.p.raw[x + 1]
    if left in MARKS or left == QUOTE:
        return False
    names = left[0].isupper() and right[0].isupper()
    return names or (right.lower() not in g.determiners and not right[0].isupper())


def _trimmed(s: Sentence, a: int, b: int) -> Range | None:
    """Cut what stands before a subject: conjunctions, adverbs, phrases of time and place."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    while a < b - 1:
        timed = low[a] in ("last", "this", "next") and a + 2 < b and low[a + 1] in g.times
        if not timed and not _leads_in(s, a):
            break
        a += 2 if timed else 1
    if low[a] not in g.prepositions and low[a] != "earlier":
        return a, b
    for x in range(
        b - 1, a, -1
    ):  # "On Monday the mayor", "In Ohio Mr. Lee": the subject comes last
        before = low[x - 1]
        if before in g.prepositions or (before in g.determiners and before != "that"):
            continue
        if low[x] in g.nominative or low[x] in g.determiners or low[x] in TITLES:
            return x, b
        dated = before in g.days or before in g.months or before in g.times or before[0].isdigit()
        if (
            raw[x][0].isupper()
            and (dated or not raw[x - 1][0].isupper())
            and before not in ("and", "&")
        ):
            return x, b
    return None


def _leads_in(s: Sentence, x: int) -> bool:
    """Tell whether an item at the head of a phrase only leads in: "But", "Meanwhile", "Monday"."""
    g = s.lex.grammar
    word = s.p.low[x]
    if (
        word in ("and", "but", "yet", "so", "or", "still", "meanwhile", "nor", "both")
        or word in g.days
    ):
        return True
    return g.is_adverb(word) and not (s.p.raw[x][0].isupper() and s.p.raw[x + 1][0].isupper())


def noun_phrase_right(s: Sentence, r: int, cap: int = 14) -> Range | None:
    """Return the noun phrase that begins at ``r`` as a range; None where there is none."""
    low, g = s.p.low, s.lex.grammar
    if r >= s.end:
        return None
    word = low[r]
    if word in g.pronouns and not (word == "her" and _has_noun(s, r + 1)):
        return r, r + 1
    if (
        word in MARKS
        or word == QUOTE
        or word in g.prepositions
        or word in g.subordinators
        or _is_auxiliary(s, r)
    ):
        return None
    b = r + 1
    while b < s.end and b - r < cap and not _breaks(s, b):
        b += 1
    return r, b


def _has_noun(s: Sentence, x: int) -> bool:
    """Tell whether a noun can stand at ``x``, so that "her" before it is a possessive."""
    g = s.lex.grammar
    if x >= s.end or not s.p.low[x].isalpha():
        return False
    word = s.p.low[x]
    return not (word in g.subordinators or word in g.auxiliaries or word in g.prepositions)


def _breaks(s: Sentence, b: int) -> bool:
    """Tell whether a noun phrase cannot go on with item ``b``."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    word, before = low[b], low[b - 1]
    if (
        word in MARKS
        or word == QUOTE
        or word in g.subordinators
        or word in g.nominative
        or _is_auxiliary(s, b)
    ):
        return True
    if word in g.prepositions:
        return word not in ("of", "for", "from", "with")
    if word in g.days or g.is_adverb(word):
        return True
    if word in ("and", "&"):
        after = low[b + 1] if b + 1 < s.end else ""
        names = bool(after) and raw[b + 1][0].isupper() and raw[b - 1][0].isupper()
        return not names and after not in ("other", "others")
    if word in g.determiners:
        owner = before.endswith(("'s", "’s")) or before in g.prepositions or before in g.determiners
        return not owner and before != "and"
    return False


def shared_subject(s: Sentence, e: int) -> Range | None:
    """Return the subject that a coordinated verb or a participle shares: the first verb's."""
    low, lex, g = s.p.low, s.lex, s.lex.grammar
    i = s.first
    opens = (
        low[i] in g.prepositions
        or low[i] in g.subordinators
        or low[i] == "according"
        or low[i].endswith("ing")
    )
    if opens:
        i = next((x + 1 for x in range(i, e) if low[x] == ","), i)
    inner = s._replace(first=i)
    for x in range(i + 1, e):
        verb = lex.verbs.get(low[x])
        cue = verb is not None and ("d" in verb.tags or "s" in verb.tags)
        if cue or low[x] in g.auxiliaries or low[x] in g.finite or low[x].endswith("ed"):
            found = subject(inner, group(inner, x).first - 1)
            if found is not None:
                return found.range
            right = noun_phrase_right(s._replace(end=e + 1), x + 1)
            if low[x - 1] == QUOTE and right is not None:
                return right
    return noun_phrase_right(s._replace(end=e + 1), i)


def has_finite(s: Sentence, a: int, b: int) -> bool:
    """Tell whether items ``a`` to ``b`` hold what is most likely a finite verb, or a quotation."""
    low, raw, g = s.p.low, s.p.raw, s.lex.grammar
    for x in range(a, b):
        word = low[x]
        if word in g.auxiliaries or word in g.finite or word == QUOTE:
            return True
        if (
            word.endswith("ed")
            and raw[x][0].islower()
            and x > a
            and low[x - 1] not in g.determiners
            and len(word) > 4
        ):
            return True
        if word.endswith(g.contractions) and word.replace("’", "'").split("'")[0] in g.nominative:
            return True
    return False
