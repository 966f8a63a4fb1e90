"""Read a clause around a verb: its auxiliaries, its subject, the noun phrase that follows it."""

from collections.abc import Container
from typing import NamedTuple

from onrecord.knowledge.cues import Lexicon, Verb
from onrecord.knowledge.grammar import RELATIVES
from onrecord.text.tokens import DASHES, PARTS, QUOTE, Paragraph

Range = tuple[int, int]
LONGEST = 16  # words of a noun phrase, beyond which none is looked for
OPENED_BY = {",": {","}, ")": {"("}, "]": {"["}, **dict.fromkeys(DASHES, DASHES)}


class Group(NamedTuple):
    """A verb group: its first item, and the auxiliaries in it, an opening "to" with them."""

    first: int
    words: set[str]


class Clauses:
    """A sentence as items of a paragraph; ``end`` leaves out its last marks, ``stop`` does not."""

    def __init__(self, p: Paragraph, first: int, end: int, stop: int, lex: Lexicon) -> None:
        self.p, self.first, self.end, self.stop, self.lex = p, first, end, stop, lex
        self.low, self.raw, self.g = p.low, p.raw, lex.grammar

    @property
    def span(self) -> Range:
        """The sentence as a range of items, its last marks with it."""
        return self.first, self.stop

    def word(self, x: int) -> str:
        """Return item ``x`` in lower case; "" before and behind the sentence."""
        return self.low[x] if self.first <= x < self.end else ""

    def verb(self, x: int) -> Verb | None:
        """Return the form of a cue verb at item ``x``."""
        return self.lex.verbs.get(self.word(x))

    def is_verb(self, x: int, tags: str) -> bool:
        """Tell whether a form of a cue verb with one of these tags stands at item ``x``."""
        verb = self.verb(x)
        return verb is not None and verb.may_be(tags)

    def capital(self, x: int) -> bool:
        """Tell whether item ``x`` begins with a capital."""
        return self.raw[x][0].isupper()

    def find(self, words: Container[str], a: int, b: int) -> int:
        """Return the first of the items ``a`` to ``b`` that is one of the words, else ``b``."""
        return next((x for x in range(a, b) if self.low[x] in words), b)

    def group(self, k: int) -> Group:
        """Return the verb group that ends with the verb at ``k``."""
        g, x = self.g, k - 1
        held: set[str] = set()
        while x >= self.first and "to" not in held:
            word = self.low[x]
            if word in g.auxiliaries or (word == "to" and not held):
                held.add(word)
            elif not g.is_adverb(word) or (self.capital(x) and x > self.first):
                break
            x -= 1
        return Group(x + 1, held)

    def subject(self, e: int) -> Range | None:
        """Return the subject whose last item, or the apposition behind it, ends at item ``e``."""
        if e > self.first + 1 and self._times(e - 1):
            e -= 2  # "Smith on Friday said", "Smith just last week said"
            e -= e > self.first and self.g.is_adverb(self.low[e])
        if self.word(e) not in OPENED_BY:
            return self.noun_phrase_left(e)
        at = self._opener(e, 40)
        while at is not None and self.low[e] == ",":  # "Smith, 45, a plumber, said"
            before = self._opener(at, 14)
            if before is None or not self._apposes(before, at):
                break
            at = before
        if at is None and (self.is_verb(e + 1, "s") or self.word(e + 1) in self.g.have):
            phrase = self.noun_phrase_left(e - 1)  # "Smith of the bank, says"
            return phrase if phrase and phrase[0] == self.first else None
        return self.subject(at - 1) if at is not None else None

    def _opener(self, e: int, reach: int) -> int | None:
        """Return the last mark before ``e`` that can open what the mark at ``e`` closes."""
        before = range(e - 1, max(self.first, e - reach), -1)
        return next((x for x in before if self.low[x] in OPENED_BY[self.low[e]]), None)

    def _apposes(self, before: int, at: int) -> bool:
        """Tell whether an apposition stands between two commas, and no clause before them."""
        a, word = before + 1, self.low[before + 1]
        single = at == a + 1 and (word[0].isdigit() or self.capital(a))
        opened = word in self.lex.lists["apposition"] or word.endswith("ing")
        apposed = single or (at > a + 1 and (opened or self.low[a + 1] == "of"))
        marks = (x for x in range(before, self.first, -1) if self.low[x - 1] in PARTS)
        return apposed and not self.has_finite(next(marks, self.first), before)

    def noun_phrase_left(self, e: int) -> Range | None:
        """Return the noun phrase whose last item is ``e``."""
        low, g, articles = self.low, self.g, self.g.lists["articles"]
        if self.word(e) in RELATIVES or self.word(e) in g.nominative:
            return e, e + 1
        if e < self.first or self._bounds(e):
            return None
        a, least = e, max(self.first, e - LONGEST)
        while a > least and not self._bounds(a - 1) and not self._parts(a - 1, e):
            if low[a - 1] in self.lex.outside or (low[a] in articles and self._begins_anew(a)):
                break
            if self.word(a - 2) in g.times and low[a - 1] in ("after", "before"):
                break  # "years after Lee agreed"
            a -= 1
        return self._trimmed(a, e + 1)

    def _begins_anew(self, x: int) -> bool:
        """Tell whether an article at ``x`` begins a new phrase: "that year the mayor"."""
        named = self.capital(x) or (self.capital(x - 1) and self.capital(x + 1))  # "Ivan the Mad"
        joined = self.low[x - 1] in self.g.joined or self.low[x - 1] in self.g.lists["preceding"]
        return not named and (not joined or self.low[x - 1] in ("after", "before"))

    def _bounds(self, x: int) -> bool:
        """Tell whether no noun phrase holds item ``x``, as a mark or an auxiliary (not "Will")."""
        word, g = self.low[x], self.g
        return word in g.boundaries or (word in g.auxiliaries and self.raw[x][0].islower())

    def _parts(self, x: int, e: int) -> bool:
        """Tell whether an "and" at ``x`` parts two clauses, not two nouns before ``e``."""
        if self.low[x] not in ("and", "&"):
            return False
        if self.capital(x + 1):
            return self.capital(e) and not self.capital(x - 1)
        both = "both" in self.low[max(self.first, x - 12) : x]  # "both the mayor and the council"
        return self.low[x + 1] in self.g.determiners and not both

    def _trimmed(self, a: int, b: int) -> Range | None:
        """Cut what stands before a subject: conjunctions, adverbs, phrases of time and place."""
        low, g, leading = self.low, self.g, self.lex.lists["leading"]
        while a < b - 1:
            timed = a + 2 < b and self._times(a)
            adverb = g.is_adverb(low[a]) and not (self.capital(a) and self.capital(a + 1))
            if not (timed or adverb or low[a] in leading or low[a] in g.days):
                break
            a += 2 if timed else 1
        prepositional = low[a] in g.prepositions or low[a] == "earlier"
        return self._behind_phrase(a, b) if prepositional else (a, b)

    def _times(self, x: int) -> bool:
        """Tell whether two items tell a time: "on Friday", "last week"."""
        word, after = self.low[x : x + 2]
        day = word == "on" and after in self.g.days
        return day or word in ("last", "this", "next") and after in self.g.times

    def _behind_phrase(self, a: int, b: int) -> Range | None:
        """Return the subject behind a phrase, or the pronoun before it: "who in May said"."""
        begins = next((x for x in range(b - 1, a, -1) if self._begins_subject(x)), None)
        if begins is None and self.word(a - 1) in RELATIVES | self.g.personal:
            return a - 1, a
        if begins is None and b - a in (3, 4) and all(map(self.capital, range(a + 1, b))):
            begins = max(a + 2, b - 2)  # "In Geneva (Ann) Smith said"
        return None if begins is None else (begins, b)

    def _begins_subject(self, x: int) -> bool:
        """Tell whether a subject begins at ``x``: "On Monday the mayor", "In Ohio Mr. Lee"."""
        g, word, before = self.g, self.low[x], self.low[x - 1]
        if before in g.joints and before != "that":
            return False
        if word in g.heads or word in self.lex.lists["titles"]:
            return True
        if not self.capital(x) or before in ("and", "&"):
            return False
        dated = before in g.moments or before in g.months or before[0].isdigit()
        return dated or not self.capital(x - 1)

    def noun_phrase_right(self, r: int, cap: int = 14) -> Range | None:
        """Return the noun phrase that begins at ``r``."""
        if r >= self.end:
            return None
        word, after, g = self.low[r], self.word(r + 1), self.g
        if word in g.pronouns:
            noun = after.isalpha() and after not in g.opening | g.auxiliaries | g.determiners
            if word not in g.determiners or word == "that" or not noun:
                return r, r + 1
        if self._bounds(r) or word in g.prepositions:
            return None
        stop = min(self.end, r + cap)
        return r, next((b for b in range(r + 1, stop) if self._breaks(b)), stop)

    def speaker_right(self, r: int) -> Range | None:
        """Return the speaker behind a verb: "said Lee"; not "told us", "said on Friday"."""
        who = self.noun_phrase_right(r)
        if who is None or not self.low[r][0].isalnum():
            return None
        if self.low[r] not in ("a", "an") and self.has_finite(r + 1, who[1]):
            return None
        other = self.low[r] in self.g.days | self.lex.lists["unheard"]
        return None if other and not any(map(self.capital, range(r + 1, who[1]))) else who

    def _breaks(self, b: int) -> bool:
        g, word, before = self.g, self.low[b], self.low[b - 1]
        if self._bounds(b) or word in g.breaking:
            return True
        if word in ("and", "&"):
            after = self.word(b + 1)
            names = after and self.capital(b + 1) and self.capital(b - 1)
            return not names and after not in ("other", "others")
        return word in g.determiners and not (before in g.joined or before.endswith(("'s", "’s")))

    def shared_subject(self, e: int) -> Range | None:
        """Return the subject that a coordinated verb or a participle shares: the first verb's."""
        low, g, i = self.low, self.g, self.first
        i += g.is_adverb(low[i])
        if low[i] in g.opening | {","} or low[i].endswith("ing"):
            i = self.find(",", i, e) + 1 if "," in low[i:e] else i
        inner = Clauses(self.p, i, e + 1, self.stop, self.lex)
        for x in range(i + 1, e):
            if inner.is_verb(x, "ds") or low[x] in g.finite or low[x].endswith("ed"):
                found = inner.subject(inner.group(x).first - 1)
                if found is not None and low[found[0] - 2 : found[0]] != [",", "and"]:
                    return found  # not that of what is put in: "the mayor, and it is true, said"
        return inner.noun_phrase_right(i)

    def has_finite(self, a: int, b: int) -> bool:
        """Tell whether items ``a`` to ``b`` seem to hold a finite verb, or are a quotation."""
        return any(word in self.g.finite or word == QUOTE for word in self.low[a:b])
