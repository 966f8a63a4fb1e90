"""What a cue attributes to whom; where its content begins and ends, left and right of it."""

from typing import NamedTuple, Self

from onrecord.extraction.clauses import Clauses, Range
from onrecord.knowledge.cues import Verb
from onrecord.text.tokens import ENDS, PARTS, PAUSES, QUOTE

REACH = 16  # items between a cue and a quotation that may still be its content


class Proposal(NamedTuple):
    """Cue, source, content and listener as ranges of items; ``sentence`` holds the cue."""

    sentence: Range
    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    place: str  # of the cue to its source or content: right, quote-left, inverted …
    lemma: str = ""
    listener: Range | None = None
    opener: str = ""  # what the content right of a verb is: that, bare, quote …

    @property
    def rule(self) -> str:
        """The name of the rule, as in ``rules.toml``."""
        return f"{self.place}-{self.opener}" if self.opener else self.place

    def followed(self, content: tuple[Range, ...]) -> Self:
        """Return the statement of a quotation behind it that names no speaker of its own."""
        return self._replace(content=content, place="next", opener="", listener=None)


class Sentence(Clauses):
    """A sentence in which the contents of cues are looked for."""

    def left(self, e: int) -> Range:
        """Return the content that stands left of a cue, up to and with item ``e``."""
        a = self.first
        if self.low[e] == QUOTE:  # to it belongs what stands behind a colon or a full stop
            marks = (x + 1 for x in range(a, e) if self.low[x] == ":" or self.low[x] in ENDS)
            a = max(marks, default=a)
        return next((x for x in range(a, e) if self.low[x] not in (",", ")")), e), e + 1

    def resumed(self, r: int, quoted: bool) -> tuple[Range, ...]:
        """Return the content that goes on behind an inserted cue: “…,” he said, “…”."""
        stop, after = min(self.end, r + REACH), self.word(r + 1)
        x = self.find((QUOTE,), r, stop)
        if x < stop:
            near = x == r or (x <= r + 3 and after in ("and", "but"))  # and still “…”
            beside = near or self.low[x - 1] in PAUSES | {":", "but"}
            return ((x, x + 1),) if beside and self._goes_on(r, x) else ()
        clause = self.word(r) == "," and after not in self.g.lists["no_resumption"]
        return ((r + 1, self.end),) if clause and not quoted and not after.endswith("ing") else ()

    def _goes_on(self, r: int, x: int) -> bool:
        """Tell whether a quotation at ``x`` may go on from one before ``r``, by what is between."""
        small = self.p.text[self.p.quotes[x].inner_start].islower()
        forms = [verb for verb in map(self.verb, range(r + 1, x)) if verb and verb.may_be("g")]
        again = any(verb.takes("q") for verb in forms)  # "he said, adding: “…”"
        return not again and (small or not forms) and ("but" not in self.low[r + 2 : x])

    def parted(self, k: int, comma: int) -> tuple[Range, ...] | None:
        """Return the content of: This step, she claimed, “can only be …”."""
        marks = self.low[comma], self.word(k + 1), self.word(k + 2)
        if marks != (",", ",", QUOTE) or self.has_finite(self.first, comma):
            return None
        opens = self.capital(self.first) and self.low[self.first] not in self.g.opening
        goes_on = opens and self.p.text[self.p.quotes[k + 2].inner_start].islower()
        return ((self.first, comma), (k + 2, self.end)) if goes_on else None

    def aside(
        self, k: int, b: int, cue: Range, source: Range, place: str, lemma: str = ""
    ) -> Proposal | None:
        """Return what an aside from ``k`` to ``b`` attributes: what follows, or what is before."""
        low, skipped = self.low, self.g.adverbs | {"and", "but"}
        left = k if self.word(k - 1) in ("(", "that") else self.first
        first = next((x for x in range(k, left, -1) if low[x - 1] not in skipped), left)
        if first == left:
            name = "according-first" if place == "according" else place
            rest = ((b, self.end),)
            return Proposal(self.span, cue, source, rest, name, lemma) if b < self.end else None
        inserted = b + 1 < self.end and low[b] == ","
        inserted = inserted and (low[first - 1] == "," or not self.has_finite(left, first))
        more = ((b, self.end),) if inserted and low[b + 1] not in self.lex.lists["anew"] else ()
        return Proposal(self.span, cue, source, ((left, first), *more), place, lemma)

    def ends_here(self, r: int, verb: Verb) -> bool:
        """Tell whether nothing that could be content follows the cue, its listener and adjuncts."""
        x = y = self.past_adjuncts(r, verb, True)
        while self.word(y) in (",", ":"):
            y += 1
        word = self.word(x)
        if self.word(y) == QUOTE and y - r < REACH:
            return False
        if not word or word in PAUSES:
            return True
        infinitive = word == "to" and ("i" in verb.complements or self._to_act(x))
        if word not in self.g.lists["after_cue"] or infinitive:
            return False
        return self.find(("that", QUOTE), x, self.end) == self.end

    def past_adjuncts(self, r: int, verb: Verb, with_listener: bool = False) -> int:
        """Return where the words behind listener, time, place and manner begin."""
        x = r + (self.word(r) in verb.particles)
        if with_listener and x < self.end and verb.takes("aA"):
            x = self.past_listener(x)
        while (after := self._past_adjunct(x)) != x:
            x = after
        return x

    def _past_adjunct(self, x: int) -> int:
        g, word, after = self.g, self.word(x), self.word(x + 1)
        if g.is_adverb(word) or word in g.moments:
            return x + 1
        if word in g.months and after[:1].isdigit():
            return x + 2
        act = word == "to" and self._to_act(x)
        return self._past_phrase(x) if word in g.lists["adjuncts"] and not act else x

    def _to_act(self, x: int) -> bool:
        """Tell whether "to" opens an act at ``x``, and names no listener: "decided to give"."""
        after, colon = self.word(x + 1), self.find((":",), x, self.end - 1)
        heard = self.g.heads | self.g.pronouns | self.g.lists["bare_nouns"]
        told = after in heard or after.endswith("s") or not after.isalpha()
        return not (told or self.capital(x + 1) or self.low[colon : colon + 2] == [":", QUOTE])

    def _past_phrase(self, x: int) -> int:
        """Return where a phrase ends; it reaches to a "that", colon or quotation that follows."""
        low, g, y = self.low, self.g, x + 1
        for z in range(y, min(self.end, y + 24)):
            if low[z] in ("that", ":") or (low[z] == QUOTE and low[z - 1] not in g.joined):
                return z
            if low[z] in (".", ";") or (low[z] == "," and self.word(z + 1) not in ("that", QUOTE)):
                break
        phrase = self.noun_phrase_right(y, 9)
        return phrase[1] if phrase else x

    def past_listener(self, x: int) -> int:
        """Return where a listener at ``x`` ends: "told reporters"; ``x`` where there is none."""
        low, phrase = self.low, self.noun_phrase_right(x, 10)
        if phrase is None or low[x] in self.lex.lists["untold"]:
            return x
        if self.word(phrase[1]) in ("that", "to", "about", "on", "in", "at"):
            return phrase[1]
        for y in range(x + 1, phrase[1]):  # a name begins the content: "told reporters Lee won"
            joined = low[y - 1] in self.g.joints and low[y - 1] != "her"
            if self.capital(y) and not (self.capital(y - 1) or joined):
                return y
        return phrase[1]

    def is_clause(self, x: int, verb: Verb) -> bool:
        """Tell whether a bare clause begins at ``x``: a subject, and a verb behind it."""
        word, lists = self.low[x], self.lex.lists
        if word in PAUSES | lists["no_clause"] or (word in self.g.prepositions and word != "in"):
            return False
        if self.word(x + 1) == QUOTE or self.end - x < 3:
            return self.word(x + 1) == QUOTE
        plain = verb.lemma in lists["loose"] or word in self.g.personal
        plain = plain and not (word in lists["objects"] and self.word(x + 1) in self.g.closing)
        stops = PAUSES | lists["clause_stops"]
        return plain or self.has_finite(x + 1, self.find(stops, x + 1, self.end))

    def clause_end(self, x: int, shut: bool = False) -> int:
        """Return where a clause ends, if ``shut`` also at a comma before a conjunction."""
        low = self.low
        opened = low[self.first] in self.g.lists["openers"] and "," not in low[self.first : x]
        for y, word in enumerate(low[x + 1 : self.end], x + 1):
            mark = self.p.ends.get(y, word)
            if word == ";" and "that" not in low[y + 1 : y + 3] and ":" not in low[x:y]:
                return y
            if mark == "," and y + 2 < self.end and self._breaks_off(x, y + 1, opened, shut):
                return y + (word == QUOTE)
            if word in ("and", "but") and self._adds(y + 1):
                return y
        return self.end

    def _breaks_off(self, x: int, y: int, opened: bool, shut: bool) -> bool:
        g, word = self.g, self.low[y]
        if opened and (word in g.heads or self.capital(y)):
            return True  # "Although she said …, he"
        if "+".join(self.low[y : y + 2]) in self.lex.lists["glosses"]:
            return True
        if word == "according" or (shut and word in g.lists["shutting"]) or self.is_verb(y, "g"):
            return True
        if word in self.lex.lists["breaking_off"] and self._has_verb(x, y - 1):
            return self._has_verb(y + 1, self.find(PAUSES, y + 1, self.end))
        if word in ("which", "who") and self._has_verb(x, y - 1) and self._adds(y + 1):
            return True
        return (word in ("and", "but") or word in g.adverbs) and self.is_verb(y + 1, "dsg")

    def _has_verb(self, a: int, b: int) -> bool:
        """Tell whether items seem to hold a verb in the past or present."""
        words = self.low[a:b]
        return self.has_finite(a, b) or any(w.endswith("ed") or w in self.lex.verbs for w in words)

    def _adds(self, y: int) -> bool:
        """“(she also) added”: a verb of saying or blame, in the past or present."""
        y += self.word(y) in self.g.nominative
        while y < self.end - 1 and (self.g.is_adverb(self.low[y]) or self.low[y] in self.g.have):
            y += 1
        verb = self.verb(y)
        if verb is None or not verb.may_be("ds"):
            return False
        return "l" in verb.complements or verb.lemma in self.lex.lists["blame"]

    def object_end(self, x: int) -> int:
        """Return where an object ends; "accused A, along with B, of C" has one content."""
        low = self.low
        ofs = (z for z in range(x + 1, self.end - 1) if low[z : z + 2] == [",", "of"])
        of = max(ofs, default=0)
        if self.find(",", x + 1, of) < of:
            return self.end
        stops = PAUSES | self.lex.lists["object_stops"]
        for y in range(x, self.end):
            if low[y] == QUOTE and self.p.ends[y] in ",.?!" and not self._lists(y):
                return y + 1
            if low[y] == "," and self._lists(y):
                continue
            if y > x and (low[y] in stops or (low[y] == "and" and self.is_verb(y + 1, "d"))):
                return y
        return self.end

    def _lists(self, y: int) -> bool:
        """a “liar,” a “bully” and “sick”  /  the East, China and elsewhere"""
        if self.low[y] == QUOTE:
            return self.word(y + 1 + (self.word(y + 1) == "and")) in ("a", "an", QUOTE)
        short = "and" in self.low[y + 2 : y + 5] and not self.has_finite(y, min(self.end, y + 7))
        return short and self.capital(y + 1)

    def noun_end(self, x: int) -> int:
        """Return where a noun cue's content ends: at a mark, an adjunct or the sentence's verb."""
        stop = self.find(PARTS | self.lex.lists["noun_stops"], x + 1, self.end)
        return stop if self.low[x] == "that" else self.find(self.g.auxiliaries, x + 2, stop)
