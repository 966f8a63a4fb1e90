"""The content right of a verb: a clause, a quotation, an infinitive, an object."""

from typing import NamedTuple, Self

from onrecord.extraction.clauses import Range
from onrecord.extraction.contents import Proposal, Sentence
from onrecord.knowledge.cues import Verb
from onrecord.text.tokens import COMMAS, MARKS, QUOTE


class _Cue(NamedTuple):
    """A verb, the last item of ``cue``, with its source; its content is looked for."""

    s: Sentence
    verb: Verb
    source: Range | None
    cue: Range
    place: str

    def made(self, a: int, b: int, opener: str, heard: Range | None = None) -> Proposal:
        where = self.s.span, self.cue, self.source, ((a, b),), self.place
        return Proposal(*where, self.verb.lemma, heard, opener)

    def clause(self, a: int, opener: str, heard: Range | None = None) -> Proposal:
        shut = opener in ("prep", "to", "noun", "urge")
        return self.made(a, self.s.clause_end(a, shut), opener, heard)

    def longer(self, stop: int) -> Self:  # by its noun or its preposition
        return self._replace(cue=(self.cue[0], stop))


def right(s: Sentence, verb: Verb, source: Range | None, cue: Range, place: str) -> Proposal | None:
    """Return the statement whose content stands right of the verb that ends the cue."""
    x = next((x for x in range(cue[1], s.end) if s.low[x] not in verb.particles), s.end)
    here = _Cue(s, verb, source, (cue[0], x), place)
    if source and s.word(source[0] - 1) == "what" and s.word(source[0] - 2) in COMMAS | {""}:
        x += s.word(x) in s.g.be  # "What Smith said was that …"
    if x == s.end:
        return None
    word = s.low[x]
    named = word not in ("that", QUOTE, ":", ",")  # somebody may be: the listener, the one urged
    if named and (urged := _urged(here, x)):
        return urged
    found = _preposition(here, x) if verb.prepositions else None
    if found or (word in verb.prepositions and verb.lemma in s.lex.lists["answers"]):
        return found
    plain = s.past_listener(x) if named and verb.takes("aA") else x  # where an object would begin
    heard = (x, plain) if plain > x else None
    infinitive = s.word(plain) == "to" and "i" in verb.complements
    x = _past_inserted(s, plain if infinitive else s.past_adjuncts(plain, verb), verb)
    return _by_opener(here, x, plain, heard) if x < s.end else None


def _urged(here: _Cue, x: int) -> Proposal | None:
    """urged drivers (not) to slow down"""
    s, at = here.s, here.s.past_listener(x) if "n" in here.verb.complements else x
    to = at > x and "to" in s.low[at : min(s.end, at + 1 + (s.word(at) == "not"))]
    return here.clause(x, "urge") if to else None


def _preposition(here: _Cue, x: int) -> Proposal | None:
    """spoke about …"""
    s, verb = here.s, here.verb
    if s.low[x] == "in" and s.word(x + 1) in s.lex.lists["details"] and s.word(x + 2):
        x += 2
    after, colon = s.word(x + 1), s.find((":", ","), x, s.end - 1)
    if s.low[x] in s.g.prepositions and s.low[colon : colon + 2] == [":", QUOTE]:
        return here.made(colon + 1, s.end, "colon")  # "said of the price: “…”"
    if after and s.low[x] in verb.prepositions and s.low[x] in s.g.prepositions | {"out"}:
        answers = verb.lemma in s.lex.lists["answers"] and after != QUOTE
        heard = s.low[x] == "to" and verb.takes("t") and "that" in s.low[x + 2 : x + 5]
        return None if answers or heard else here.longer(x + 1).clause(x + 1, "prep")
    return _of_listener(here, x)


def _of_listener(here: _Cue, x: int) -> Proposal | None:
    """spoke to parliament of …"""
    s, verb = here.s, here.verb
    heard = s.noun_phrase_right(x + 1) if s.low[x] in ("to", "with") else None
    if heard is None:
        return None
    of = verb.prepositions - {"for"}
    z = s.find(of, x + 2, min(heard[1] + 1, s.end - 1))
    return here.clause(z + 1, "prep", (x + 1, min(z, heard[1]))) if s.low[z] in of else None


def _past_inserted(s: Sentence, x: int, verb: Verb) -> int:
    """Step over a comma before a quotation, and over an insertion: said, on the radio, that …"""
    mark, after = s.word(x), s.word(x + 1)
    if mark == "," and after in (QUOTE, "that", ":", "i", "we"):
        return x + 1
    if not after or mark not in COMMAS or not verb.takes("bt"):
        return x
    stop = min(s.end - 1, x + 14)
    z = s.find((mark,), x + 1, stop)
    if z == stop:
        return x
    phrase = after in s.g.prepositions and s.low[z + 1] in s.g.nominative
    return z + 1 if phrase or s.low[z + 1] in ("that", QUOTE) else x


def _by_opener(here: _Cue, x: int, plain: int, heard: Range | None) -> Proposal | None:
    """Return the content by the word that opens it at ``x``: "that", a quotation, "to" …"""
    s, verb, word = here.s, here.verb, here.s.low[x]
    if word == ":":
        return here.made(x + 1, s.end, "colon") if x + 1 < s.end and verb.takes("qto") else None
    if word == QUOTE:
        return here.clause(x, "quote", heard) if verb.takes("qtos") else None
    after = "".join(s.raw[x + 1 : x + 2])
    this = after in s.g.auxiliaries or (after.endswith("ed") and s.word(x + 2) in s.g.closing)
    if word == "that" and verb.takes("tb") and not this:  # "I think that is fair"
        return here.clause(x, "that", heard) if x + 1 < s.end else None
    if word in s.g.question_words and verb.takes("w"):
        return here.clause(x, "wh", heard)
    if word == "to" and verb.takes("i") and s.word(x + 1) not in s.g.heads | s.g.pronouns:
        silent = verb.lemma in s.lex.lists["declining"] and s.verb(x + 1) is None
        return None if silent else here.clause(x, "to", heard)
    return _unopened(here, x, plain, heard)


def _unopened(here: _Cue, x: int, plain: int, heard: Range | None) -> Proposal | None:
    """said the talks had failed  /  condemned the deal"""
    s, verb = here.s, here.verb
    pronoun = here.source is not None and s.low[here.source[0]] in s.g.nominative
    noun = s.low[here.cue[1] - 1] in s.lex.weak and not pronoun
    if noun or (verb.takes("A") and heard is None):
        return None
    bare = verb.takes("b") and s.is_clause(x, verb) and (s.low[x] != "that" or x == plain)
    return here.clause(x, "bare", heard) if bare else _object(here, plain)


def _object(here: _Cue, x: int) -> Proposal | None:
    """holds him responsible …  /  expressed concern about …  /  condemned the deal"""
    s, verb, stop = here.s, here.verb, min(here.s.end, x + 9)
    guilt = s.find(s.lex.lists["guilt"], x + 1, stop) if verb.takes("h") else stop
    if guilt < stop and MARKS.isdisjoint(s.low[x:guilt]):
        return here.clause(x, "responsible")
    if verb.lemma in s.lex.lists["express"] and (expressed := _expressed(here, x)):
        return expressed
    word = s.low[x]
    if word in s.g.boundaries or word in s.g.prepositions or word == "and" or not verb.takes("os"):
        return None
    return here.made(x, s.object_end(x), "object")


def _expressed(here: _Cue, x: int) -> Proposal | None:
    """expressed deep concern about …"""
    s, g, stop = here.s, here.s.g, min(here.s.end - 1, x + 5)
    z = s.find(s.lex.nouns, x, stop)
    after = s.word(z + 1)
    if z == stop or not (after in g.prepositions or after == "that"):
        return None
    a = z + 1 if after in ("to", "that") else z + 2
    return here.longer(z + 1).clause(a, "noun") if a < s.end else None
